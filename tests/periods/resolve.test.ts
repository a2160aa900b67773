import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessDate } from '../../src/model/calendar.js';
import {
  type NamedPeriod,
  type Period,
  PeriodError,
  periodText,
  resolve,
  spanText,
  type TimeUnit,
} from '../../src/periods/index.js';
import { anyBusiness, anyPeriod } from './any.js';

/** The days of a period, asked on Wednesday 2026-10-14 where the fiscal year starts in April. */
const days = (period: Period, today = '2026-10-14', fiscalYearStart = 4) =>
  spanText(resolve(period, { today, fiscalYearStart }));

const day = (date: string) => ({ kind: 'day', date }) as const;
const week = (year: number, number: number) => ({ kind: 'week', year, week: number }) as const;
const month = (year: number, number: number) => ({ kind: 'month', year, month: number }) as const;
const last = (count: number, unit: TimeUnit) => ({ kind: 'last', count, unit }) as const;
const recent = (count: number, unit: TimeUnit) => ({ kind: 'recent', count, unit }) as const;
const running = (unit: TimeUnit) => ({ kind: 'this', unit }) as const;
const since = (from: NamedPeriod) => ({ kind: 'since', from }) as const;
const between = (from: NamedPeriod, to: NamedPeriod) => ({ kind: 'between', from, to }) as const;

describe('a calendar period is whole, with the days after today', () => {
  it.each<[string, Period]>([
    ['2026-10-31', day('2026-10-31')],
    ['2024-02-29', day('2024-02-29')],
    ['2026-10-01 to 2026-10-31', month(2026, 10)],
    ['2026-12-01 to 2026-12-31', month(2026, 12)],
    ['2024-02-01 to 2024-02-29', month(2024, 2)],
    ['2026-02-01 to 2026-02-28', month(2026, 2)],
    ['2000-02-01 to 2000-02-29', month(2000, 2)],
    ['1900-02-01 to 1900-02-28', month(1900, 2)],
    ['2026-01-01 to 2026-12-31', { kind: 'year', year: 2026 }],
    ['2199-01-01 to 2199-12-31', { kind: 'year', year: 2199 }],
    ['2026-10-01 to 2026-12-31', { kind: 'quarter', year: 2026, quarter: 4 }],
    ['2024-01-01 to 2024-03-31', { kind: 'quarter', year: 2024, quarter: 1 }],
    ['2026-04-01 to 2027-03-31', { kind: 'fiscal', year: 2027 }],
    ['2026-04-01 to 2026-06-30', { kind: 'fiscal', year: 2027, quarter: 1 }],
    ['2027-01-01 to 2027-03-31', { kind: 'fiscal', year: 2027, quarter: 4 }],
  ])('%s', (expected, period) => {
    expect(days(period)).toBe(expected);
  });
});

describe('weeks are ISO weeks', () => {
  it.each<[string, Period]>([
    ['2026-10-12 to 2026-10-18', week(2026, 42)],
    ['2020-12-28 to 2021-01-03', week(2020, 53)],
    ['2021-01-04 to 2021-01-10', week(2021, 1)],
    ['2025-12-29 to 2026-01-04', week(2026, 1)],
    ['2026-12-28 to 2027-01-03', week(2026, 53)],
    ['2024-12-23 to 2024-12-29', week(2024, 52)],
    ['2024-12-30 to 2025-01-05', week(2025, 1)],
  ])('%s', (expected, period) => {
    expect(days(period)).toBe(expected);
  });

  it('of each year there are as many as it has Thursdays', () => {
    for (let year = 1900; year < 2200; year++) {
      let thursdays = 0;
      for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
        if (new Date(at).getUTCDay() === 4) thursdays++;
      }
      expect(resolve(week(year, thursdays), { today: '2026-10-14', fiscalYearStart: 1 })).toBeDefined();
      expect(() => days(week(year, thursdays + 1))).toThrow(PeriodError);
    }
  });
});

describe('a name without a year is the latest that has begun', () => {
  it.each<[string, string, Period]>([
    ['2026-10-14', '2026-10-01 to 2026-10-31', { kind: 'month', month: 10 }],
    ['2026-10-01', '2026-10-01 to 2026-10-31', { kind: 'month', month: 10 }],
    ['2026-09-30', '2025-10-01 to 2025-10-31', { kind: 'month', month: 10 }],
    ['2026-12-31', '2026-12-01 to 2026-12-31', { kind: 'month', month: 12 }],
    ['2027-01-01', '2026-12-01 to 2026-12-31', { kind: 'month', month: 12 }],
    ['2025-01-31', '2024-02-01 to 2024-02-29', { kind: 'month', month: 2 }],
    ['2026-07-01', '2026-07-01 to 2026-09-30', { kind: 'quarter', quarter: 3 }],
    ['2026-06-30', '2025-07-01 to 2025-09-30', { kind: 'quarter', quarter: 3 }],
    ['2026-12-31', '2026-10-01 to 2026-12-31', { kind: 'quarter', quarter: 4 }],
    ['2027-01-01', '2027-01-01 to 2027-03-31', { kind: 'quarter', quarter: 1 }],
  ])('asked on %s: %s', (today, expected, period) => {
    expect(days(period, today)).toBe(expected);
  });
});

describe('“last” are complete ones, the running one excluded', () => {
  it.each<[string, string, Period]>([
    ['2026-10-14', '2026-09-14 to 2026-10-13', last(30, 'day')],
    ['2026-10-14', '2026-10-13', last(1, 'day')],
    ['2024-03-01', '2024-02-29', last(1, 'day')],
    ['2026-10-14', '2026-10-05 to 2026-10-11', last(1, 'week')],
    ['2026-10-12', '2026-10-05 to 2026-10-11', last(1, 'week')],
    ['2026-10-18', '2026-10-05 to 2026-10-11', last(1, 'week')],
    ['2027-01-04', '2026-12-28 to 2027-01-03', last(1, 'week')],
    ['2026-10-31', '2026-09-01 to 2026-09-30', last(1, 'month')],
    ['2024-03-31', '2024-02-01 to 2024-02-29', last(1, 'month')],
    ['2026-01-31', '2025-10-01 to 2025-12-31', last(3, 'month')],
    ['2026-10-14', '2026-07-01 to 2026-09-30', last(1, 'quarter')],
    ['2026-03-31', '2025-07-01 to 2025-12-31', last(2, 'quarter')],
    ['2026-12-31', '2025-01-01 to 2025-12-31', last(1, 'year')],
    ['2026-03-31', '2024-04-01 to 2025-03-31', last(1, 'fiscal year')],
    ['2026-04-01', '2025-04-01 to 2026-03-31', last(1, 'fiscal year')],
    ['2026-04-01', '2026-01-01 to 2026-03-31', last(1, 'fiscal quarter')],
  ])('asked on %s: %s', (today, expected, period) => {
    expect(days(period, today)).toBe(expected);
  });
});

describe('without “last”, so many up to and including today', () => {
  it.each<[string, string, Period]>([
    ['2026-10-14', '2026-09-15 to 2026-10-14', recent(30, 'day')],
    ['2026-10-14', '2026-10-14', recent(1, 'day')],
    ['2026-10-14', '2026-10-01 to 2026-10-14', recent(2, 'week')],
    ['2026-10-14', '2026-07-15 to 2026-10-14', recent(3, 'month')],
    ['2026-03-31', '2026-03-01 to 2026-03-31', recent(1, 'month')],
    ['2026-02-28', '2026-01-29 to 2026-02-28', recent(1, 'month')],
    ['2024-03-30', '2024-03-01 to 2024-03-30', recent(1, 'month')],
    ['2026-01-31', '2025-11-01 to 2026-01-31', recent(3, 'month')],
    ['2026-10-14', '2026-07-15 to 2026-10-14', recent(1, 'quarter')],
    ['2024-02-29', '2023-03-01 to 2024-02-29', recent(1, 'year')],
    ['2026-10-14', '2025-10-15 to 2026-10-14', recent(1, 'fiscal year')],
    ['2026-10-14', '2026-07-15 to 2026-10-14', recent(1, 'fiscal quarter')],
  ])('asked on %s: %s', (today, expected, period) => {
    expect(days(period, today)).toBe(expected);
  });
});

describe('“this” is from its first day up to and including today', () => {
  it.each<[string, string, TimeUnit]>([
    ['2026-10-14', '2026-10-14', 'day'],
    ['2026-10-14', '2026-10-12 to 2026-10-14', 'week'],
    ['2026-10-12', '2026-10-12', 'week'],
    ['2027-01-01', '2026-12-28 to 2027-01-01', 'week'],
    ['2026-10-31', '2026-10-01 to 2026-10-31', 'month'],
    ['2026-11-01', '2026-11-01', 'month'],
    ['2026-12-31', '2026-10-01 to 2026-12-31', 'quarter'],
    ['2026-01-01', '2026-01-01', 'year'],
    ['2026-03-31', '2025-04-01 to 2026-03-31', 'fiscal year'],
    ['2026-04-01', '2026-04-01', 'fiscal year'],
    ['2026-03-31', '2026-01-01 to 2026-03-31', 'fiscal quarter'],
  ])('asked on %s: %s, the %s', (today, expected, unit) => {
    expect(days(running(unit), today)).toBe(expected);
  });
});

it('since a month whose first day is today is today', () => {
  expect(days(since(month(2026, 10)), '2026-10-01')).toBe('2026-10-01');
});

describe('from a day on, and between two', () => {
  it.each<[string, Period]>([
    ['2026-09-01 to 2026-10-14', since(day('2026-09-01'))],
    ['2026-10-14', since({ kind: 'today' })],
    ['2026-10-13 to 2026-10-14', since({ kind: 'yesterday' })],
    ['2026-10-01 to 2026-10-14', since({ kind: 'month', month: 10 })],
    ['2025-11-01 to 2026-10-14', since({ kind: 'month', month: 11 })],
    ['2026-04-01 to 2026-10-14', since({ kind: 'fiscal', year: 2027 })],
    // What has not begun is whole.
    ['2026-10-15', since(day('2026-10-15'))],
    ['2026-11-01 to 2026-11-30', since(month(2026, 11))],
    ['2026-09-01 to 2026-10-15', between(day('2026-09-01'), day('2026-10-15'))],
    ['2026-09-01', between(day('2026-09-01'), day('2026-09-01'))],
    ['2026-09-01 to 2026-10-31', between(month(2026, 9), month(2026, 10))],
    ['2024-02-29 to 2026-12-31', between(day('2024-02-29'), { kind: 'year', year: 2026 })],
    ['2026-10-20 to 2026-10-31', between(day('2026-10-20'), month(2026, 10))],
    ['2026-09-28 to 2026-10-14', between(week(2026, 40), { kind: 'today' })],
  ])('%s', (expected, period) => {
    expect(days(period)).toBe(expected);
  });
});

describe('a fiscal year', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('that starts in month %i is as the formula has it', (start) => {
    const ofYear = new Map<string, string[]>();
    for (let at = new Date('2018-01-01'); at < new Date('2024-01-01'); at.setUTCDate(at.getUTCDate() + 1)) {
      // year(date + ((13 − start month) mod 12) months); the day of the month does not matter to it.
      const moved = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ((13 - start) % 12), 1));
      const year = `FY${moved.getUTCFullYear()}`;
      const date = at.toISOString().slice(0, 10);
      for (const name of [year, `Q${Math.floor(moved.getUTCMonth() / 3) + 1} ${year}`]) {
        ofYear.set(name, [...(ofYear.get(name) ?? []), date]);
      }
    }
    for (const year of [2020, 2021, 2022]) {
      for (const quarter of [undefined, 1, 2, 3, 4]) {
        const period: Period = quarter === undefined ? { kind: 'fiscal', year } : { kind: 'fiscal', year, quarter };
        const expected = ofYear.get(periodText(period)) ?? [];
        expect(days(period, '2026-10-14', start)).toBe(`${expected[0]} to ${expected.at(-1)}`);
        expect(days({ kind: 'this', unit: quarter ? 'fiscal quarter' : 'fiscal year' }, expected.at(-1), start)).toBe(
          `${expected[0]} to ${expected.at(-1)}`,
        );
      }
    }
  });
});

describe('what no calendar has is refused by name, with what is allowed', () => {
  it.each<[string, Period]>([
    ['2026-02-30 does not exist: 2026-02 has days 01 to 28', day('2026-02-30')],
    ['2100-02-29 does not exist: 2100-02 has days 01 to 28', day('2100-02-29')],
    ['2026-04-00 does not exist: 2026-04 has days 01 to 30', day('2026-04-00')],
    ['2026-13-01 does not exist: months are 01 to 12', day('2026-13-01')],
    ['2026-00-01 does not exist: months are 01 to 12', day('2026-00-01')],
    ['1899-12-31 cannot be asked: years are 1900 to 2199', day('1899-12-31')],
    ['0026-10-14 cannot be asked: years are 1900 to 2199', day('0026-10-14')],
    ['2026-1-1 is no day: days are written YYYY-MM-DD', day('2026-1-1')],
    ['2026-13 does not exist: months are 01 to 12', month(2026, 13)],
    ['2026-00 does not exist: months are 01 to 12', month(2026, 0)],
    ['month 13 does not exist: months are 01 to 12', { kind: 'month', month: 13 }],
    ['2026-W54 does not exist: 2026 has weeks W01 to W53', week(2026, 54)],
    ['2025-W53 does not exist: 2025 has weeks W01 to W52', week(2025, 53)],
    ['2026-W00 does not exist: 2026 has weeks W01 to W53', week(2026, 0)],
    ['Q5 does not exist: quarters are Q1 to Q4', { kind: 'quarter', quarter: 5 }],
    ['Q0 2026 does not exist: quarters are Q1 to Q4', { kind: 'quarter', quarter: 0, year: 2026 }],
    ['Q5 FY2026 does not exist: quarters are Q1 to Q4', { kind: 'fiscal', quarter: 5, year: 2026 }],
    ['2200 cannot be asked: years are 1900 to 2199', { kind: 'year', year: 2200 }],
    ['FY1899 cannot be asked: years are 1900 to 2199', { kind: 'fiscal', year: 1899 }],
    ['last 0 days cannot be asked: 1 to 110000 days can', last(0, 'day')],
    ['301 years cannot be asked: 1 to 300 years can', recent(301, 'year')],
    ['2026-02-30 does not exist: 2026-02 has days 01 to 28', since(day('2026-02-30'))],
    ['2026-13 does not exist: months are 01 to 12', between(month(2026, 1), month(2026, 13))],
    ['from 2026-10 to 2026-09 ends before it begins', between(month(2026, 10), month(2026, 9))],
    ['from 2026-10-02 to 2026-10-01 ends before it begins', between(day('2026-10-02'), day('2026-10-01'))],
    [
      'from october to november ends before it begins',
      between({ kind: 'month', month: 10 }, { kind: 'month', month: 11 }),
    ],
  ])('%s', (message, period) => {
    expect(() => days(period)).toThrow(new PeriodError(message));
  });

  it('as an error of its own that is a RangeError', () => {
    expect(() => days(month(2026, 13))).toThrow(PeriodError);
    expect(new PeriodError('')).toBeInstanceOf(RangeError);
  });
});

describe('today is a day of the business’s time zone', () => {
  it.each<[string, string, string, string]>([
    ['a moment before midnight', 'Europe/Berlin', '2026-10-14T21:59:59.999Z', '2026-10-14'],
    ['at midnight', 'Europe/Berlin', '2026-10-14T22:00:00Z', '2026-10-15'],
    ['before the night that is an hour short', 'Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28'],
    ['in the night that is an hour short', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['at the end of the day that is an hour short', 'Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29'],
    ['after the day that is an hour short', 'Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['at the end of the day that is an hour long', 'Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
    ['after the day that is an hour long', 'Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26'],
    ['before the day that begins at one o’clock', 'America/Sao_Paulo', '2018-11-04T02:59:59Z', '2018-11-03'],
    ['on the day that begins at one o’clock', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', '2018-11-04'],
    ['the first time at eleven in the evening', 'America/Sao_Paulo', '2019-02-17T01:30:00Z', '2019-02-16'],
    ['the second time at eleven in the evening', 'America/Sao_Paulo', '2019-02-17T02:30:00Z', '2019-02-16'],
    ['after eleven in the evening came twice', 'America/Sao_Paulo', '2019-02-17T03:00:00Z', '2019-02-17'],
  ])('%s in %s (%s): %s', (_, zone, instant, today) => {
    expect(days({ kind: 'today' }, businessDate(new Date(instant), zone))).toBe(today);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28', '2026-02-28 to 2026-03-29'],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24', '2026-09-26 to 2026-10-25'],
    ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-03', '2018-10-06 to 2018-11-04'],
    ['America/Sao_Paulo', '2019-02-17T12:00:00Z', '2019-02-16', '2019-01-19 to 2019-02-17'],
  ])('and days of 23 and 25 hours are days: %s, %s', (zone, instant, yesterday, thirtyDays) => {
    const today = businessDate(new Date(instant), zone);
    expect(days({ kind: 'yesterday' }, today)).toBe(yesterday);
    expect(days(recent(30, 'day'), today)).toBe(thirtyDays);
  });
});

it('no period is empty, whatever it is and whenever it is asked', () => {
  fc.assert(
    fc.property(anyPeriod, anyBusiness, (period, business) => {
      try {
        const { from, to } = resolve(period, business);
        expect(from < to).toBe(true);
        expect([from, to]).toEqual([
          expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        ]);
      } catch (error) {
        if (period.kind !== 'between') throw error;
        expect(error).toEqual(new PeriodError(`${periodText(period)} ends before it begins`));
        expect(resolve(period.to, business).to <= resolve(period.from, business).from).toBe(true);
      }
    }),
    { numRuns: 5000, seed: 5 },
  );
});
