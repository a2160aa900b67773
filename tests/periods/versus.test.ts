import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Business,
  compare,
  type NamedPeriod,
  type Period,
  PeriodError,
  resolve,
  type Span,
  spanText,
  type TimeUnit,
  type Versus,
} from '../../src/periods/index.js';
import { anyBusiness, anyPeriod, anyUnit, anyVersus } from './any.js';

const WEDNESDAY = '2026-10-14';

/** `main | other`, with a star where something was cut. The fiscal year starts in April. */
function compared(main: Period | null, versus: Versus, today = WEDNESDAY, kind: 'state' | 'flow' = 'flow'): string {
  const { main: asked, other, cut } = compare(main, versus, { today, fiscalYearStart: 4 }, kind);
  return `${asked ? spanText(asked) : 'now'} | ${spanText(other)}${cut ? ' *' : ''}`;
}

const earlier = (unit: TimeUnit): Versus => ({ kind: 'earlier', unit });
const than = (period: Period): Versus => ({ kind: 'period', period });
const day = (date: string) => ({ kind: 'day', date }) as const;
const week = (year: number, number: number) => ({ kind: 'week', year, week: number }) as const;
const month = (year: number, number: number) => ({ kind: 'month', year, month: number }) as const;
const running = (unit: TimeUnit) => ({ kind: 'this', unit }) as const;
const last = (count: number, unit: TimeUnit) => ({ kind: 'last', count, unit }) as const;
const recent = (count: number, unit: TimeUnit) => ({ kind: 'recent', count, unit }) as const;
const between = (from: NamedPeriod, to: NamedPeriod) => ({ kind: 'between', from, to }) as const;

describe('a calendar period one unit earlier stays a calendar period', () => {
  it.each<[string, Period, TimeUnit]>([
    ['2026-09-01 to 2026-09-30 | 2026-08-01 to 2026-08-31', month(2026, 9), 'month'],
    ['2026-03-01 to 2026-03-31 | 2026-02-01 to 2026-02-28', month(2026, 3), 'month'],
    ['2024-02-01 to 2024-02-29 | 2023-02-01 to 2023-02-28', month(2024, 2), 'year'],
    ['2025-02-01 to 2025-02-28 | 2024-02-01 to 2024-02-29', month(2025, 2), 'year'],
    ['2026-09-01 to 2026-09-30 | 2026-06-01 to 2026-06-30', month(2026, 9), 'quarter'],
    ['2020-04-01 to 2021-03-31 | 2019-04-01 to 2020-03-31', { kind: 'fiscal', year: 2021 }, 'year'],
    ['2020-04-01 to 2020-06-30 | 2019-04-01 to 2019-06-30', { kind: 'fiscal', year: 2021, quarter: 1 }, 'fiscal year'],
    [
      '2020-04-01 to 2020-06-30 | 2020-01-01 to 2020-03-31',
      { kind: 'fiscal', year: 2021, quarter: 1 },
      'fiscal quarter',
    ],
    ['2026-01-01 to 2026-03-31 | 2025-10-01 to 2025-12-31', { kind: 'quarter', year: 2026, quarter: 1 }, 'quarter'],
    ['2025-01-01 to 2025-12-31 | 2024-01-01 to 2024-12-31', { kind: 'year', year: 2025 }, 'year'],
    ['2026-07-01 to 2026-09-30 | 2025-07-01 to 2025-09-30', last(3, 'month'), 'year'],
    ['2026-07-01 to 2026-09-30 | 2026-06-01 to 2026-08-31', last(3, 'month'), 'month'],
    ['2026-07-01 to 2026-08-31 | 2025-07-01 to 2025-08-31', between(month(2026, 7), month(2026, 8)), 'year'],
    // A week has no number of months in it.
    ['2026-09-01 to 2026-09-30 | 2026-08-25 to 2026-09-23', month(2026, 9), 'week'],
    ['2026-09-01 to 2026-09-30 | 2026-08-31 to 2026-09-29', month(2026, 9), 'day'],
    ['2026-10-05 to 2026-10-11 | 2026-09-28 to 2026-10-04', week(2026, 41), 'week'],
    ['2026-10-05 to 2026-10-11 | 2025-10-06 to 2025-10-12', week(2026, 41), 'year'],
    ['2020-12-28 to 2021-01-03 | 2019-12-23 to 2019-12-29', week(2020, 53), 'year'],
    ['2026-10-05 to 2026-10-11 | 2026-09-07 to 2026-09-13', week(2026, 41), 'month'],
    ['2026-10-05 to 2026-10-11 | 2026-07-06 to 2026-07-12', week(2026, 41), 'fiscal quarter'],
    ['2026-09-28 to 2026-10-11 | 2025-09-29 to 2025-10-12', last(2, 'week'), 'fiscal year'],
  ])('%s', (expected, main, unit) => {
    expect(compared(main, earlier(unit))).toBe(expected);
  });
});

describe('a day, one unit earlier', () => {
  it.each<[string, Period, TimeUnit]>([
    ['2026-10-13 | 2026-10-12', { kind: 'yesterday' }, 'day'],
    ['2026-10-14 | 2026-10-07', { kind: 'today' }, 'week'],
    ['2026-10-14 | 2025-10-14', { kind: 'today' }, 'year'],
    ['2024-02-29 | 2023-02-28', day('2024-02-29'), 'year'],
    ['2026-03-31 | 2026-02-28', day('2026-03-31'), 'month'],
    ['2026-01-01 | 2025-12-31', day('2026-01-01'), 'day'],
  ])('%s', (expected, main, unit) => {
    expect(compared(main, earlier(unit))).toBe(expected);
  });
});

describe('days that no calendar unit holds keep their number', () => {
  it.each<[string, Period, TimeUnit]>([
    ['2026-09-14 to 2026-10-13 | 2026-08-14 to 2026-09-12', last(30, 'day'), 'month'],
    ['2026-09-14 to 2026-10-13 | 2025-09-14 to 2025-10-13', last(30, 'day'), 'year'],
    ['2026-10-08 to 2026-10-14 | 2026-10-01 to 2026-10-07', recent(7, 'day'), 'week'],
    ['2026-07-15 to 2026-10-14 | 2025-07-15 to 2025-10-14', recent(3, 'month'), 'year'],
    ['2026-09-01 to 2026-10-14 | 2025-09-01 to 2025-10-14', { kind: 'since', from: month(2026, 9) }, 'year'],
    ['2026-09-01 to 2026-09-20 | 2026-08-01 to 2026-08-20', between(day('2026-09-01'), day('2026-09-20')), 'month'],
    ['2026-09-21 to 2026-09-30 | 2026-08-21 to 2026-08-30', between(week(2026, 39), month(2026, 9)), 'month'],
    ['2026-09-01 to 2026-09-14 | 2026-08-01 to 2026-08-14', between(month(2026, 9), day('2026-09-14')), 'month'],
    // On a Monday seven days are an ISO week, and on the 1st thirty may be a month; they are days all the same.
    ['2026-10-05 to 2026-10-11 | 2026-09-05 to 2026-09-11', between(day('2026-10-05'), day('2026-10-11')), 'month'],
    ['2026-09-01 to 2026-09-30 | 2026-08-01 to 2026-08-30', between(day('2026-09-01'), day('2026-09-30')), 'month'],
  ])('%s', (expected, main, unit) => {
    expect(compared(main, earlier(unit))).toBe(expected);
  });
});

describe('an unfinished period is set against the same elapsed days', () => {
  it.each<[string, string, Period, Versus]>([
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2026-09-01 to 2026-09-14 *', month(2026, 10), earlier('month')],
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2026-09-01 to 2026-09-14 *', running('month'), earlier('month')],
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2025-10-01 to 2025-10-14 *', running('month'), earlier('year')],
    ['2026-10-14', '2026-10-12 to 2026-10-14 | 2026-10-05 to 2026-10-07 *', running('week'), earlier('week')],
    ['2026-10-14', '2026-10-12 to 2026-10-14 | 2025-10-13 to 2025-10-15 *', running('week'), earlier('year')],
    ['2026-10-14', '2026-04-01 to 2026-10-14 | 2025-04-01 to 2025-10-14 *', running('fiscal year'), earlier('year')],
    ['2024-12-31', '2024-01-01 to 2024-12-31 | 2023-01-01 to 2023-12-31', running('year'), earlier('year')],
    [
      '2024-12-30',
      '2024-01-01 to 2024-12-30 | 2023-01-01 to 2023-12-31 *',
      { kind: 'year', year: 2024 },
      earlier('year'),
    ],
    // A shorter one ends where it ends.
    ['2026-03-31', '2026-03-01 to 2026-03-31 | 2026-02-01 to 2026-02-28', running('month'), earlier('month')],
    ['2026-03-30', '2026-03-01 to 2026-03-30 | 2026-02-01 to 2026-02-28', running('month'), earlier('month')],
    ['2026-03-30', '2026-03-01 to 2026-03-30 | 2026-02-01 to 2026-02-28 *', month(2026, 3), earlier('month')],
    // Today is a day that has not ended yet.
    ['2026-02-28', '2026-02-01 to 2026-02-28 | 2026-01-01 to 2026-01-28 *', month(2026, 2), earlier('month')],
    ['2026-10-31', '2026-10-01 to 2026-10-31 | 2026-09-01 to 2026-09-30', month(2026, 10), earlier('month')],
    ['2026-11-01', '2026-10-01 to 2026-10-31 | 2026-09-01 to 2026-09-30', month(2026, 10), earlier('month')],
    ['2026-10-01', '2026-10-01 | 2026-09-01 *', month(2026, 10), earlier('month')],
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2025-03-01 to 2025-03-14 *', month(2026, 10), than(month(2025, 3))],
    ['2026-10-14', '2026-09-15 to 2026-10-14 | 2026-08-15 to 2026-09-13', recent(30, 'day'), earlier('month')],
    ['2026-10-14', '2026-09-15 to 2026-10-14 | 2026-09-14 to 2026-10-13', recent(30, 'day'), than(last(30, 'day'))],
    // When it is the other that is unfinished, the days asked for are as many.
    ['2026-10-14', '2026-09-01 to 2026-09-14 | 2026-10-01 to 2026-10-14 *', month(2026, 9), than(month(2026, 10))],
    ['2026-10-14', '2026-09-01 to 2026-09-14 | 2026-10-01 to 2026-10-14 *', month(2026, 9), than(running('month'))],
    ['2026-10-30', '2026-02-01 to 2026-02-28 | 2026-10-01 to 2026-10-30 *', month(2026, 2), than(month(2026, 10))],
    ['2026-10-14', '2026-11-01 to 2026-11-14 | 2026-10-01 to 2026-10-14 *', month(2026, 11), earlier('month')],
    // When both are, neither has days after today.
    [
      '2026-10-14',
      '2026-01-01 to 2026-10-14 | 2026-10-01 to 2026-10-14 *',
      { kind: 'year', year: 2026 },
      than(month(2026, 10)),
    ],
    // What has not begun is whole.
    ['2026-10-14', '2026-12-01 to 2026-12-31 | 2025-12-01 to 2025-12-31', month(2026, 12), earlier('year')],
    ['2026-10-14', '2026-12-01 to 2026-12-31 | 2026-11-01 to 2026-11-30', month(2026, 12), earlier('month')],
  ])('on %s: %s', (today, expected, main, versus) => {
    expect(compared(main, versus, today)).toBe(expected);
  });
});

describe('a state without a period is that of now, beside', () => {
  it.each<[string, string, Versus]>([
    ['2026-10-14', 'now | 2026-10-13', earlier('day')],
    ['2026-10-14', 'now | 2026-10-05 to 2026-10-07 *', earlier('week')],
    ['2026-10-18', 'now | 2026-10-05 to 2026-10-11', earlier('week')],
    ['2026-10-14', 'now | 2026-09-01 to 2026-09-14 *', earlier('month')],
    ['2026-03-31', 'now | 2026-02-01 to 2026-02-28', earlier('month')],
    ['2027-01-01', 'now | 2026-12-01 *', earlier('month')],
    ['2026-10-14', 'now | 2025-01-01 to 2025-10-14 *', earlier('year')],
    ['2026-10-14', 'now | 2025-04-01 to 2025-10-14 *', earlier('fiscal year')],
    ['2026-10-14', 'now | 2026-10-01', than(day('2026-10-01'))],
    ['2026-10-14', 'now | 2019-04-01 to 2020-03-31', than({ kind: 'fiscal', year: 2020 })],
    ['2026-10-14', 'now | 2026-10-01 to 2026-10-14 *', than(month(2026, 10))],
    ['2026-10-14', 'now | 2026-10-01 to 2026-10-14', than(running('month'))],
    ['2026-10-14', 'now | 2026-09-14 to 2026-10-13', than(last(30, 'day'))],
    ['2026-10-14', 'now | 2026-11-01 to 2026-11-30', than(month(2026, 11))],
  ])('on %s: %s', (today, expected, versus) => {
    expect(compared(null, versus, today, 'state')).toBe(expected);
  });
});

describe('a flow without a period is that of the running unit', () => {
  it.each<[string, string, Versus]>([
    ['2026-10-14', '2026-10-14 | 2026-10-13', earlier('day')],
    ['2026-10-14', '2026-10-12 to 2026-10-14 | 2026-10-05 to 2026-10-07 *', earlier('week')],
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2026-07-01 to 2026-07-14 *', earlier('quarter')],
    ['2026-10-14', '2026-04-01 to 2026-10-14 | 2025-04-01 to 2025-10-14 *', earlier('fiscal year')],
    ['2026-10-14', '2026-10-14 | 2026-10-01', than(day('2026-10-01'))],
    ['2026-10-14', '2026-10-12 to 2026-10-14 | 2026-02-02 to 2026-02-04 *', than(week(2026, 6))],
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2026-09-01 to 2026-09-14 *', than(month(2026, 9))],
    [
      '2026-10-14',
      '2026-10-01 to 2026-10-14 | 2025-10-01 to 2025-10-14 *',
      than({ kind: 'quarter', year: 2025, quarter: 4 }),
    ],
    ['2026-10-14', '2026-01-01 to 2026-10-14 | 2024-01-01 to 2024-10-13 *', than({ kind: 'year', year: 2024 })],
    ['2026-10-14', '2026-04-01 to 2026-10-14 | 2019-04-01 to 2019-10-14 *', than({ kind: 'fiscal', year: 2020 })],
    [
      '2026-10-14',
      '2026-10-01 to 2026-10-14 | 2019-04-01 to 2019-04-14 *',
      than({ kind: 'fiscal', year: 2020, quarter: 1 }),
    ],
    ['2026-10-14', '2026-09-15 to 2026-10-14 | 2026-09-14 to 2026-10-13', than(last(30, 'day'))],
    ['2026-10-14', '2026-10-01 to 2026-10-14 | 2026-10-01 to 2026-10-14', than(running('month'))],
    [
      '2026-10-14',
      '2026-10-08 to 2026-10-14 | 2026-09-01 to 2026-09-07',
      than(between(day('2026-09-01'), day('2026-09-07'))),
    ],
  ])('on %s: %s', (today, expected, versus) => {
    expect(compared(null, versus, today)).toBe(expected);
  });
});

it('a mistake in either period is an error of theirs', () => {
  expect(() => compared(day('2026-02-30'), earlier('day'))).toThrow(PeriodError);
  expect(() => compared(null, than(month(2026, 13)))).toThrow(PeriodError);
});

const DAY = 86_400_000;
const lengthOf = ({ from, to }: Span): number => (Date.parse(to) - Date.parse(from)) / DAY;

/** Those of a period, or null where it ends before it begins. */
function daysOf(period: Period, business: Business): Span | null {
  try {
    return resolve(period, business);
  } catch (error) {
    if (error instanceof PeriodError && period.kind === 'between') return null;
    throw error;
  }
}

describe('of any periods on any day', () => {
  it('the running unit is set against as many days of the one before, or all it has', () => {
    fc.assert(
      fc.property(anyUnit, anyBusiness, fc.boolean(), (unit, business, asked) => {
        const before = resolve(last(1, unit), business);
        const elapsed = resolve(running(unit), business);
        const { main, other, cut } = compare(asked ? running(unit) : null, earlier(unit), business, 'flow');
        expect(main).toEqual(elapsed);
        expect(other.from).toBe(before.from);
        expect(lengthOf(other)).toBe(Math.min(lengthOf(elapsed), lengthOf(before)));
        expect(cut).toBe(other.to < before.to);
        expect(compare(null, earlier(unit), business, 'state')).toEqual({ main: null, other, cut });
      }),
      { numRuns: 3000, seed: 5 },
    );
  });

  it('two that were cut have as many days, but for one that ends or goes no further than today', () => {
    let cuts = 0;
    fc.assert(
      fc.property(anyPeriod, anyPeriod, anyBusiness, (main, period, business) => {
        const [asked, against] = [daysOf(main, business), daysOf(period, business)];
        fc.pre(asked !== null && against !== null);
        const shown = compare(main, than(period), business, 'flow');
        fc.pre(shown.main !== null);
        expect([shown.main.from, shown.other.from]).toEqual([asked.from, against.from]);
        expect(shown.main.from < shown.main.to && shown.other.from < shown.other.to).toBe(true);
        expect(shown.cut).toBe(shown.main.to < asked.to || shown.other.to < against.to);
        if (!shown.cut || lengthOf(shown.main) === lengthOf(shown.other)) return;
        cuts++;
        const [shorter, whole] =
          lengthOf(shown.main) < lengthOf(shown.other) ? [shown.main, asked] : [shown.other, against];
        expect([whole.to, new Date(Date.parse(business.today) + DAY).toISOString().slice(0, 10)]).toContain(shorter.to);
      }),
      { numRuns: 5000, seed: 5 },
    );
    expect(cuts).toBeGreaterThan(0);
  });

  it('there are days on both sides, and those of the question begin where its period does', () => {
    fc.assert(
      fc.property(
        fc.option(anyPeriod),
        anyVersus,
        anyBusiness,
        fc.constantFrom('state' as const, 'flow' as const),
        (main, versus, business, kind) => {
          const asked = main && daysOf(main, business);
          fc.pre(
            (main === null || asked !== null) &&
              (versus.kind === 'earlier' || daysOf(versus.period, business) !== null),
          );
          const shown = compare(main, versus, business, kind);
          expect(shown.other.from < shown.other.to).toBe(true);
          expect(shown.main === null).toBe(main === null && kind === 'state');
          if (shown.main) expect(shown.main.from < shown.main.to).toBe(true);
          if (asked) expect(shown.main?.from).toBe(asked.from);
          if (versus.kind === 'earlier' && asked) expect(shown.other.from < asked.from).toBe(true);
        },
      ),
      { numRuns: 5000, seed: 5 },
    );
  });
});
