import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Span, spanText, stepsOf, type TimeUnit, unitFor } from '../../src/periods/index.js';
import { anyBusiness, anyDay, anyUnit } from './any.js';

const BUSINESS = { today: '2026-10-14', fiscalYearStart: 4 };

const DAY = 86_400_000;

/** Steps in a line each, with a star where they are partial. */
const steps = (from: string, to: string, unit: TimeUnit, business = BUSINESS) =>
  stepsOf({ from, to }, unit, business).map((step) => `${step.label}${step.partial ? '*' : ''}: ${spanText(step)}`);

describe('the steps of a span', () => {
  it('days over the end of a February', () => {
    expect(steps('2024-02-28', '2024-03-02', 'day')).toEqual([
      '2024-02-28: 2024-02-28',
      '2024-02-29: 2024-02-29',
      '2024-03-01: 2024-03-01',
    ]);
  });

  it('ISO weeks over a year with 53 of them, cut by the span', () => {
    expect(steps('2020-12-24', '2021-01-12', 'week')).toEqual([
      '2020-W52*: 2020-12-24 to 2020-12-27',
      '2020-W53: 2020-12-28 to 2021-01-03',
      '2021-W01: 2021-01-04 to 2021-01-10',
      '2021-W02*: 2021-01-11',
    ]);
  });

  it('months, of which the running one is not over', () => {
    expect(steps('2026-08-31', '2026-11-01', 'month')).toEqual([
      '2026-08*: 2026-08-31',
      '2026-09: 2026-09-01 to 2026-09-30',
      '2026-10*: 2026-10-01 to 2026-10-31',
    ]);
  });

  it('a month is over on its last day', () => {
    expect(steps('2026-10-01', '2026-11-01', 'month', { ...BUSINESS, today: '2026-10-31' })).toEqual([
      '2026-10: 2026-10-01 to 2026-10-31',
    ]);
    expect(steps('2026-10-01', '2026-11-01', 'month', { ...BUSINESS, today: '2026-10-30' })).toEqual([
      '2026-10*: 2026-10-01 to 2026-10-31',
    ]);
  });

  it('quarters and years', () => {
    expect(steps('2025-10-01', '2026-04-01', 'quarter')).toEqual([
      'Q4 2025: 2025-10-01 to 2025-12-31',
      'Q1 2026: 2026-01-01 to 2026-03-31',
    ]);
    expect(steps('2025-01-01', '2026-10-15', 'year')).toEqual([
      '2025: 2025-01-01 to 2025-12-31',
      '2026*: 2026-01-01 to 2026-10-14',
    ]);
  });

  it('fiscal quarters and years', () => {
    expect(steps('2026-01-01', '2026-07-01', 'fiscal quarter')).toEqual([
      'Q4 FY2026: 2026-01-01 to 2026-03-31',
      'Q1 FY2027: 2026-04-01 to 2026-06-30',
    ]);
    expect(steps('2025-04-01', '2026-10-15', 'fiscal year')).toEqual([
      'FY2026: 2025-04-01 to 2026-03-31',
      'FY2027*: 2026-04-01 to 2026-10-14',
    ]);
  });

  it('a single day is a part of one step', () => {
    expect(steps('2026-10-14', '2026-10-15', 'year')).toEqual(['2026*: 2026-10-14']);
  });

  it('cover it with no gap and no overlap, and those between the first and the last are whole', () => {
    const span = fc.tuple(anyDay, fc.integer({ min: 1, max: 1500 })).map(
      ([from, days]): Span => ({
        from,
        to: new Date(Date.parse(from) + days * DAY).toISOString().slice(0, 10),
      }),
    );
    fc.assert(
      fc.property(span, anyUnit, anyBusiness, (whole, unit, business) => {
        const all = stepsOf(whole, unit, business);
        expect(all[0]?.from).toBe(whole.from);
        expect(all.at(-1)?.to).toBe(whole.to);
        expect(all.slice(1).map(({ from }) => from)).toEqual(all.slice(0, -1).map(({ to }) => to));
        expect(all.filter(({ from, to }) => from >= to)).toEqual([]);
        const goesOn = ({ to }: Span) => Date.parse(to) - Date.parse(business.today) > DAY;
        const inner = all.slice(1, -1);
        expect(inner.map(({ partial }) => partial)).toEqual(inner.map(goesOn));
        expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('the unit of a trend', () => {
  it.each<[TimeUnit, string, string]>([
    ['day', '2026-10-14', '2026-10-15'],
    ['day', '2026-09-01', '2026-10-16'],
    ['week', '2026-09-01', '2026-10-17'],
    ['week', '2026-01-01', '2026-07-02'],
    ['month', '2026-01-01', '2026-07-03'],
    ['month', '2024-01-01', '2027-01-01'],
    ['quarter', '2024-01-01', '2027-01-02'],
    ['quarter', '2019-01-01', '2027-01-01'],
    ['year', '2019-01-01', '2027-01-02'],
  ])('%s for %s to before %s', (unit, from, to) => {
    expect(unitFor({ from, to })).toBe(unit);
  });
});
