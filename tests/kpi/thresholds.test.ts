import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { PlannedThreshold } from '../../src/kpi/planned.js';
import type { Unit } from '../../src/kpi/result.js';
import { isBeyond, isClear } from '../../src/kpi/thresholds.js';

function threshold(is: 'over' | 'under', value: string, unit: Unit = 'units', signed = false): PlannedThreshold {
  const measure = { key: 'figure', label: 'Figure', unit, signed, sql: sql`0` };
  const base = { ...measure, key: 'base' };
  return { measures: [measure], is, value, base, about: '', limit: '', words: '' };
}

const row = (figure: number | string | null, base: string | null = null) => ({ figure, base });

describe('a row is clear of a threshold', () => {
  it.each<[string, PlannedThreshold, clear: number, beyond: number, between: number]>([
    ['over 10: up to 9', threshold('over', '10'), 9, 11, 9.5],
    ['over 10 on either side', threshold('over', '10', 'units', true), -9, -11, -9.5],
    ['under 9: from 10', threshold('under', '9'), 10, 8, 9.5],
    ['under 95 % of what is 100 % at most: from 95.5 %', threshold('under', '95', 'percent'), 95.5, 94, 95.2],
    ['under 18 %: from 20 %', threshold('under', '18', 'percent'), 20, 17, 19],
  ])('%s', (_, one, clear, beyond, between) => {
    const judge = (figure: number) => {
      const terms = { thresholds: [one] };
      return [isClear(row(figure), terms), isBeyond(row(figure), terms)];
    };
    expect(judge(clear)).toEqual([true, false]);
    expect(judge(beyond)).toEqual([false, true]);
    expect(judge(between)).toEqual([false, false]);
  });

  it('of several when it is clear of one of them', () => {
    const several = { thresholds: [threshold('over', '10'), threshold('under', '100')] };
    expect(isClear(row(8), several)).toBe(true);
    expect(isClear(row(50), several)).toBe(false);
  });

  it('never where it is more than any percentage', () => {
    const terms = { thresholds: [threshold('over', '5', 'percent')] };
    expect(isClear(row(null, '3'), terms)).toBe(false);
    expect(isClear(row(null, '0'), terms)).toBe(true);
  });
});
