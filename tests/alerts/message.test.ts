import { describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../src/alerts/alert.js';
import { messageOf } from '../../src/alerts/message.js';
import { ofPayload, type Subject, toPayload } from '../../src/alerts/told.js';
import { SUBJECT } from './subject.js';

const event = (
  kind: AlertEvent['kind'],
  label: string,
  now: string | null,
  before: string | null,
  base: string | null = null,
): AlertEvent => ({
  kind,
  key: label,
  label,
  now,
  before,
  base,
  since: '2026-03-10T08:12:00.000Z',
  already: kind === 'already',
});

function message(events: readonly AlertEvent[], { hold = 0, subject = {} as Partial<Subject> } = {}) {
  const view = { id: 3, now: new Date('2026-03-10T12:00:00Z'), timeZone: 'Europe/Berlin', chart: null };
  return messageOf(ofPayload(toPayload({ ...SUBJECT, ...subject }, events, { hold })), view);
}

const kettle = event('crossed', 'Kettle', '7.15', '1');
const lamp = event('crossed', 'Lamp', '-6.02', null);

describe('the headline says', () => {
  it.each([
    ['what crossed, and what it was', [kettle], 'Variance % of Kettle is beyond ±5 %: +7.2 % (was +1.0 %)'],
    ['nothing of before, where that is not known', [lamp], 'Variance % of Lamp is beyond ±5 %: -6.0 %'],
    [
      'how many they are',
      [kettle, lamp],
      'Variance % of 2 products is beyond ±5 %: Kettle +7.2 % (was +1.0 %) and 1 more',
    ],
    [
      'that one recovered',
      [event('recovered', 'Kettle', '4.4', '7.15')],
      'Variance % of Kettle is no longer beyond ±5 %: +4.4 % (at worst +7.2 %)',
    ],
    [
      'that one is gone',
      [event('recovered', 'Kettle', null, '6')],
      'Variance % of Kettle is no longer beyond ±5 %: no rows any more (at worst +6.0 %)',
    ],
    [
      'that one is still beyond',
      [event('reminder', 'Kettle', '8', '1')],
      'Variance % of Kettle is still beyond ±5 %: +8.0 % (was +1.0 %)',
    ],
    [
      'what else happened, by its number',
      [
        kettle,
        event('reminder', 'Desk', '9', '1'),
        event('recovered', 'Lamp', '1', '6'),
        event('recovered', 'Mat', '1', '6'),
      ],
      'Variance % of Kettle is beyond ±5 %: +7.2 % (was +1.0 %); 1 is still beyond ±5 %; 2 are no longer beyond ±5 %',
    ],
    [
      'that there is nothing to be in proportion to',
      [event('crossed', 'Kettle', null, '1', '12')],
      'Variance % of Kettle is beyond ±5 %: +12 units, none in Test (was +1.0 %)',
    ],
    [
      'that it is as it should be, where there is nothing to be in proportion to',
      [event('recovered', 'Kettle', null, null, '0')],
      'Variance % of Kettle is no longer beyond ±5 %: no difference (at worst none in Test)',
    ],
    [
      'what is beyond already, when it is first looked at',
      [event('already', 'Kettle', '52', null), event('already', 'Lamp', '-6', null), kettle],
      'Variance % of 2 products is already beyond ±5 %: Kettle +52.0 % and 1 more; 1 is beyond ±5 %',
    ],
  ])('%s', (_, events, headline) => {
    expect(message(events).headline).toBe(headline);
  });
});

it('figures are in the unit of the measure', () => {
  const subject = { about: 'Value', limit: 'under 1,000', unit: 'money', signed: false } as const;
  expect(message([event('crossed', 'Toys', '999.5', '1200')], { subject }).headline).toBe(
    'Value of Toys is under 1,000: $999.50 (was $1,200.00)',
  );
});

it('every event has its figures and since when it is so, on the clock of the time zone', () => {
  const yesterday = { ...lamp, since: '2026-03-09T23:30:00.000Z' };
  const earlier = { ...lamp, since: '2026-03-09T22:30:00.000Z' };
  expect(message([kettle, yesterday, earlier]).events).toEqual([
    { kind: 'crossed', label: 'Kettle', before: '+1.0 %', now: '+7.2 %', since: 'since 09:12 (Europe/Berlin)' },
    { kind: 'crossed', label: 'Lamp', before: '', now: '-6.0 %', since: 'since 00:30' },
    { kind: 'crossed', label: 'Lamp', before: '', now: '-6.0 %', since: 'since Mon 9 Mar, 23:30' },
  ]);
});

it('what was beyond at the first look was so since before that, and the zone is said with the first time', () => {
  const first = { ...event('already', 'Desk', '9', null) };
  const reminded = { ...event('reminder', 'Mat', '9', null), already: true };
  expect(message([first, reminded, event('reminder', 'Fan', '8', '1')]).events).toMatchObject([
    { label: 'Desk', before: '', now: '+9.0 %' },
    { label: 'Mat', before: '', since: 'since before 09:12 (Europe/Berlin)' },
    { label: 'Fan', before: '+1.0 %', since: 'since 09:12' },
  ]);
});

it.each([
  [0, 'beyond ±5 %'],
  [30 * 60_000, 'beyond ±5 %, for 30 min'],
  [90 * 60_000, 'beyond ±5 %, for 90 min'],
  [2 * 3_600_000, 'beyond ±5 %, for 2 h'],
  [24 * 3_600_000, 'beyond ±5 %, for 1 day'],
])('the threshold of an alert that holds for %i ms is “%s”', (hold, threshold) => {
  expect(message([kettle], { hold }).threshold).toBe(threshold);
});

it('ten events are listed, of the others the number is told', () => {
  const many = Array.from({ length: 60 }, (_, index) => event('crossed', `P-${index}`, '9', '1'));
  const { events, more, headline } = message(many);
  expect([events.length, more]).toEqual([10, 50]);
  expect(headline).toBe('Variance % of 60 products is beyond ±5 %: P-0 +9.0 % (was +1.0 %) and 59 more');
});

it('a payload that was not written here is refused', () => {
  expect(() => ofPayload('{"events":[]}')).toThrow(/question/);
});
