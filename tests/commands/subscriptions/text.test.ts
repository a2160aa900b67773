import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSubscribe, type SubscribeText, subscribeText } from '../../../src/commands/subscriptions/text.js';
import { canonical } from '../../../src/intent/canonical.js';
import { parse } from '../../../src/intent/parse.js';
import { Vocabulary } from '../../../src/intent/vocabulary.js';
import type { Schedule } from '../../../src/schedule/index.js';
import { anyQuestions } from '../../intent/any.js';
import { DIMENSION_TERMS, KPI_TERMS, MEASURE_TERMS } from '../../intent/words.js';

const DAILY: Schedule = { every: 'day', at: '08:00' };

function said(rest: string): SubscribeText {
  const read = readSubscribe(`subscribe ${rest}`, 1);
  if (!read.ok) throw new Error(read.mistake.message);
  return { ...read.said, question: read.said.question.replace(/\s+/g, ' ').trim() };
}

function mistake(rest: string) {
  const text = `subscribe ${rest}`;
  const read = readSubscribe(text, 1);
  if (read.ok) throw new Error(`understood: ${JSON.stringify(read.said)}`);
  const { start, end, message, suggestions } = read.mistake;
  return { place: text.slice(start, end), message, suggestions };
}

it.each<[string, Partial<SubscribeText>]>([
  ['daily 08:00', { question: '', schedule: DAILY, place: null, timeZone: null }],
  ['digest weekdays 7:30 dm', { question: 'digest', schedule: { every: 'weekday', at: '07:30' }, place: 'direct' }],
  [
    'variance by category weekly mon 9am in #C012ABC',
    { question: 'variance by category', place: { channel: 'C012ABC' } },
  ],
  ['variance #C012ABC daily 08:00', { question: 'variance', place: { channel: 'C012ABC' } }],
  ['variance every monday at 8 here', { schedule: { every: 'week', day: 1, at: '08:00' }, place: 'here' }],
  ['daily 08:00 Europe/Berlin', { schedule: DAILY, timeZone: 'Europe/Berlin' }],
  ['daily 08:00 in america/new_york dm', { timeZone: 'America/New_York', place: 'direct' }],
  ['daily 08:00 dm utc', { timeZone: 'UTC', place: 'direct' }],
  ['daily 08:00 variance by category in #C012ABC', { question: 'variance by category', schedule: DAILY }],
  ['variance dm monthly last 17:00', { question: 'variance', place: 'direct' }],
  [
    'availability by warehouse, monthly daily 08:00',
    { question: 'availability by warehouse, monthly', schedule: DAILY },
  ],
  ['total "daily 08:00" product:dm daily 08:00', { question: 'total "daily 08:00" product:dm', place: null }],
  ['trend variance by week since 2026-01-01 monthly 1 08:00', { schedule: { every: 'month', day: 1, at: '08:00' } }],
  ['variance in test daily 08:00', { question: 'variance in test', place: null }],
  ['“dm” daily 08:00', { question: '“dm”', place: null }],
])('“subscribe %s” is understood', (rest, expected) => {
  expect(said(rest)).toMatchObject(expected);
});

it.each([
  ['variance', '', 'Say when: daily 08:00, weekdays 07:30', '/stock subscribe variance daily 08:00'],
  ['variance dm', '', 'Say when: ', '/stock subscribe variance dm daily 08:00'],
  ['variance daily', 'daily', 'After “daily” comes a time of day', '/stock subscribe variance daily 08:00'],
  ['variance daily 25:00', '25:00', '“25:00” is not a time of day', '/stock subscribe variance daily 08:00'],
  ['variance weekly someday 08:00', 'someday', 'comes a day: mon, tue', '/stock subscribe variance weekly mon 08:00'],
  [
    'variance daily 08:00 europe/berln',
    'europe/berln',
    'There is no time zone “europe/berln”. Did you mean Europe/Berlin',
    '/stock subscribe variance daily 08:00 Europe/Berlin',
  ],
  ['daily 08:00 Europe/Berlin Asia/Tokyo', 'Asia/Tokyo', 'One time zone: Europe/Berlin or Asia/Tokyo?', undefined],
  ['daily 08:00 in #C012ABC dm', 'dm', 'It is posted to one place', undefined],
  ['daily 08:00 in #C012ABC in #C999ABC', 'in #C999ABC', 'It is posted to one place', undefined],
  [
    'variance daily 08:00 in #ops',
    'in #ops',
    '“#ops” is no channel as Slack hands it on: pick it from the list',
    '/stock subscribe variance daily 08:00 here',
  ],
  ['x'.repeat(2000), undefined, 'at most 2000 are read', undefined],
])('“subscribe %s” is a mistake', (rest, place, message, suggestion) => {
  const found = mistake(rest);
  expect(found.message).toContain(message);
  if (place !== undefined) expect(found.place).toBe(place);
  if (suggestion !== undefined) expect(found.suggestions[0]).toBe(suggestion);
});

const at = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ every: fc.constantFrom('day' as const, 'weekday' as const), at }),
  fc.record({ every: fc.constant('week' as const), day: fc.constantFrom(1, 2, 3, 4, 5, 6, 7), at }),
  fc.record({
    every: fc.constant('month' as const),
    day: fc.oneof(fc.constant('last' as const), fc.integer({ min: 1, max: 31 })),
    at,
  }),
);
const terms = fc.record({
  schedule: schedules,
  place: fc.constantFrom(null, 'direct' as const, { channel: 'C012ABCDEF' }),
  timeZone: fc.constantFrom(null, 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+2'),
});

it('what is written canonically is read as the same, whatever the question', () => {
  fc.assert(
    fc.property(anyQuestions, terms, ({ candidates, intents }, rest) => {
      const words = new Vocabulary(KPI_TERMS, DIMENSION_TERMS, candidates, MEASURE_TERMS);
      for (const intent of intents) {
        const question = canonical(intent, words);
        const read = readSubscribe(`subscribe ${subscribeText({ ...rest, question })}`, 1);
        expect(read).toMatchObject({ ok: true, said: rest });
        expect(read.ok && parse(read.said.question, words)).toEqual(parse(question.replace('/stock ', ''), words));
      }
    }),
    { numRuns: 100, seed: 11 },
  );
});

const pieces = fc.constantFrom(
  ...'variance digest daily weekly every monthly mon last 1 8 08:00 25:00 at in to here dm #C012ABC #ops #1 UTC Europe/Berlin europe/berln a/b product:dm "daily" " , ; status for 30 min ); \u0000 \u202e 🙂 constructor __proto__'.split(
    ' ',
  ),
);

it('whatever is written is understood or a mistake with a place', () => {
  const anything = fc.oneof(
    fc.array(pieces, { maxLength: 9 }).map((list) => list.join(' ')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(anything, (rest) => {
      const text = `subscribe ${rest}`;
      const read = readSubscribe(text, 1);
      if (read.ok) {
        expect(read.said.question).toHaveLength(text.length);
        return;
      }
      expect(read.mistake.message).not.toBe('');
      expect(read.mistake.start).toBeGreaterThanOrEqual(0);
      expect(read.mistake.end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 5000, seed: 12 },
  );
});
