import { describe, expect, it } from 'vitest';
import { gapsOf, isBehind, unfinished } from '../../src/model/completeness.js';

/** Dates of November 2026, as many rows on each; the table holds them latest first. */
const held = (days: readonly number[], rows: readonly number[] = []) => ({
  recent: days
    .map((day, index) => ({ date: nov(day), rows: rows[index] ?? 100 }))
    .reverse()
    .slice(0, 15),
});
const nov = (day: number): string => `2026-11-${String(day).padStart(2, '0')}`;

const DAILY = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** The first of November 2026 is a Sunday. */
const WORKDAYS = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13];

describe('a load that is not finished', () => {
  it.each([
    ['as many rows as ever', 100, null],
    ['a fifth less', 80, null],
    ['more than a fifth less', 79, { kind: 'unfinished', date: nov(9), rows: 79, usual: 100 }],
    ['more than a fifth more', 121, { kind: 'unfinished', date: nov(9), rows: 121, usual: 100 }],
  ])('%s', (_, latest, gap) => {
    expect(unfinished(held(DAILY, [100, 100, 100, 100, 100, 100, 100, 100, latest]))).toEqual(gap);
  });

  it('is judged by the median of the 14 dates before, which one odd date does not move', () => {
    const days = Array.from({ length: 20 }, (_, index) => index + 1);
    const rows = [...Array(5).fill(9000), ...Array(13).fill(100), 5, 100];
    expect(unfinished(held(days, rows))).toBeNull();
  });

  it('is not told of the sixth date’s predecessors being too few', () => {
    expect(unfinished(held([1, 2, 3, 4, 5], [100, 100, 100, 100, 1]))).toBeNull();
    expect(unfinished(held([1, 2, 3, 4, 5, 6], [100, 100, 100, 100, 100, 1]))).not.toBeNull();
  });
});

describe('a missing day', () => {
  it.each([
    ['none, every day', DAILY, []],
    ['one of every day', [1, 2, 3, 4, 5, 6, 7, 9], [{ kind: 'missing', from: nov(8), to: nov(8) }]],
    ['two of every day', [1, 2, 3, 4, 5, 6, 9], [{ kind: 'missing', from: nov(7), to: nov(8) }]],
    ['none over a weekend', [...WORKDAYS, 16], []],
    ['none over a third weekend', [...WORKDAYS, 16, 17, 18, 19, 20, 23], []],
    [
      'a Monday after a weekend',
      [...WORKDAYS, 16, 17, 18, 19, 20, 24],
      [{ kind: 'missing', from: nov(23), to: nov(23) }],
    ],
    ['a Wednesday of working days', [...WORKDAYS, 16, 17, 19], [{ kind: 'missing', from: nov(18), to: nov(18) }]],
    ['Friday and Monday', [...WORKDAYS.slice(0, -1), 17], [{ kind: 'missing', from: nov(13), to: nov(16) }]],
    ['one that has been missing before', [1, 2, 4, 5, 6, 7, 8, 10], []],
    ['too few dates to tell', [1, 2, 3, 4, 9], []],
  ])('%s', (_, days, gaps) => {
    expect(gapsOf(held(days), nov(days.at(-1) ?? 0))).toEqual(gaps);
  });
});

describe('a table that gets no more rows', () => {
  const silent = (since: number) => [{ kind: 'silent', since: nov(since) }];
  it.each([
    ['not today’s yet', DAILY, nov(10), []],
    ['not yesterday’s yet, which many loads bring today', DAILY, nov(11), []],
    ['not the day before yesterday’s', DAILY, nov(12), silent(9)],
    ['on Tuesday not Monday’s', WORKDAYS, nov(17), []],
    ['on Wednesday not Monday’s', WORKDAYS, nov(18), silent(13)],
    ['for 60 days', DAILY, '2027-01-08', silent(9)],
    ['for longer: an archive', DAILY, '2027-01-09', []],
    ['too few dates to tell', [1, 2, 3, 4, 5], nov(20), []],
  ])('%s', (_, days, today, gaps) => {
    expect(gapsOf(held(days), today)).toEqual(gaps);
  });

  it('is told of a weekly load when a week is missing, and one more has not brought it', () => {
    const sundays = ['2026-09-27', '2026-10-04', '2026-10-11', '2026-10-18', '2026-10-25', '2026-11-01', '2026-11-08'];
    const recent = sundays.map((date) => ({ date, rows: 1 })).reverse();
    expect(gapsOf({ recent }, '2026-11-21')).toEqual([]);
    expect(gapsOf({ recent }, '2026-11-29')).toEqual([{ kind: 'silent', since: '2026-11-08' }]);
    const gap = [{ date: '2026-11-22', rows: 1 }, ...recent];
    expect(gapsOf({ recent: gap }, '2026-11-22')).toEqual([{ kind: 'missing', from: '2026-11-15', to: '2026-11-15' }]);
  });

  it('may be missing days before that too', () => {
    expect(gapsOf(held([1, 2, 3, 4, 5, 6, 9]), nov(20)).map(({ kind }) => kind)).toEqual(['silent', 'missing']);
  });
});

describe('a table that ends before another', () => {
  it('is behind when rows of it were due by then', () => {
    expect(isBehind(held(DAILY), nov(9), nov(10))).toBe(true);
    expect(isBehind(held([1, 8, 9, 12, 20, 21, 22]), nov(22), nov(25))).toBe(false);
    expect(isBehind(held([1, 8, 9, 12, 20, 21, 22]), nov(22), nov(30))).toBe(true);
    expect(isBehind(held([1, 8]), nov(8), nov(9))).toBe(true);
  });
});
