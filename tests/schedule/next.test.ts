import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDue, readSchedule, type Schedule } from '../../src/schedule/index.js';
import { dueMoments } from './naive.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 60);
const HOUR = 3_600_000;

function of(text: string): Schedule {
  const read = readSchedule(text.split(' '));
  if (!read.ok) throw new Error(read.message);
  return read.schedule;
}

/** The due moments after one, as UTC. */
function following(text: string, zone: string, after: string, count: number): readonly string[] {
  const moments: string[] = [];
  let last = new Date(after);
  while (moments.length < count) {
    last = nextDue(of(text), zone, last);
    moments.push(last.toISOString().replace(':00.000Z', 'Z'));
  }
  return moments;
}

describe('the next due moment', () => {
  it('is on the clock of its zone', () => {
    expect(following('daily 08:00', 'Europe/Berlin', '2026-01-15T00:00:00Z', 2)).toEqual([
      '2026-01-15T07:00Z',
      '2026-01-16T07:00Z',
    ]);
    expect(following('daily 08:00', 'Asia/Kolkata', '2026-01-15T00:00:00Z', 1)).toEqual(['2026-01-15T02:30Z']);
  });

  it('is always after the moment asked for', () => {
    const due = new Date('2026-01-15T07:00:00Z');
    expect(nextDue(of('daily 08:00'), 'Europe/Berlin', due).toISOString()).toBe('2026-01-16T07:00:00.000Z');
    expect(nextDue(of('daily 08:00'), 'Europe/Berlin', new Date(due.getTime() - 1))).toEqual(due);
    expect(nextDue(of('daily 08:00'), 'Europe/Berlin', new Date(due.getTime() + 1)) > due).toBe(true);
  });

  it('that the clocks skip is the first one after the gap', () => {
    expect(following('daily 02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
    expect(following('daily 02:15', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 2)).toEqual([
      '2026-10-03T15:30Z',
      '2026-10-04T15:15Z',
    ]);
  });

  it('that the clocks show twice is the first of both', () => {
    expect(following('daily 02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
  });

  it('is not on a day that a zone left out', () => {
    expect(following('daily 08:00', 'Pacific/Apia', '2011-12-29T00:00:00Z', 2)).toEqual([
      '2011-12-29T18:00Z',
      '2011-12-30T18:00Z',
    ]);
  });

  it.each([
    ['monthly last 08:00', ['2028-02-29T08:00Z', '2028-03-31T08:00Z', '2028-04-30T08:00Z']],
    ['monthly 31 08:00', ['2028-02-29T08:00Z', '2028-03-31T08:00Z', '2028-04-30T08:00Z']],
    ['monthly 30 08:00', ['2028-02-29T08:00Z', '2028-03-30T08:00Z', '2028-04-30T08:00Z']],
    ['monthly 29 08:00', ['2028-02-29T08:00Z', '2028-03-29T08:00Z', '2028-04-29T08:00Z']],
    ['monthly 1 08:00', ['2028-02-01T08:00Z', '2028-03-01T08:00Z', '2028-04-01T08:00Z']],
    ['weekly sun 08:00', ['2028-02-06T08:00Z', '2028-02-13T08:00Z', '2028-02-20T08:00Z']],
    ['weekdays 08:00', ['2028-02-01T08:00Z', '2028-02-02T08:00Z', '2028-02-03T08:00Z']],
  ])('of %s falls on these days', (text, moments) => {
    expect(following(text, 'UTC', '2028-01-31T08:00:00Z', 3)).toEqual(moments);
  });

  it('of the last of a month is the 28th of a February without a leap day', () => {
    expect(following('monthly 30 08:00', 'UTC', '2027-01-30T08:00:00Z', 1)).toEqual(['2027-02-28T08:00Z']);
  });
});

/** Days about which the clocks of a zone were or will be changed, or its calendar. */
const CHANGES: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['America/St_Johns', '2006-04-02'],
  ['America/St_Johns', '2006-10-29'],
  ['America/Scoresbysund', '2024-03-31'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Antarctica/Troll', '2026-03-29'],
  ['Antarctica/Troll', '2026-10-25'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Tehran', '2022-03-22'],
  ['Asia/Kathmandu', '2026-06-01'],
  ['UTC', '2026-12-31'],
];

describe('the due moments of a daily schedule', () => {
  const times = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 29, 30, 45, 59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

  it('are one on each day that a zone has, the first at which its clock has come to the time', () => {
    const early = fc.constantFrom(
      '00:00',
      '00:30',
      '01:15',
      '01:30',
      '01:45',
      '02:00',
      '02:15',
      '02:30',
      '03:00',
      '23:30',
    );
    fc.assert(
      fc.property(fc.constantFrom(...CHANGES), fc.oneof(early, times), ([zone, day], at) => {
        const from = new Date(Date.parse(`${day}T00:00:00Z`) - 60 * HOUR);
        const to = new Date(from.getTime() + 120 * HOUR);
        const found: Date[] = [];
        for (let next = nextDue({ every: 'day', at }, zone, from); next <= to; )
          next = nextDue({ every: 'day', at }, zone, found[found.push(next) - 1] ?? to);
        expect(found.map((moment) => moment.toISOString())).toEqual(
          dueMoments(at, zone, from, to).map((moment) => moment.toISOString()),
        );
      }),
      { numRuns: RUNS },
    );
  });
});
