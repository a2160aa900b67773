import { describe, expect, it } from 'vitest';
import {
  MONTH_NAMES,
  type Period,
  periodText,
  spanText,
  UNIT_WORDS,
  UNITS_OF_TIME,
  type Versus,
  versusText,
} from '../../src/periods/index.js';

describe('the words of a period', () => {
  it.each<[string, Period]>([
    ['on 2026-10-31', { kind: 'day', date: '2026-10-31' }],
    ['today', { kind: 'today' }],
    ['yesterday', { kind: 'yesterday' }],
    ['2026-W42', { kind: 'week', year: 2026, week: 42 }],
    ['2026-W01', { kind: 'week', year: 2026, week: 1 }],
    ['2026-10', { kind: 'month', year: 2026, month: 10 }],
    ['2026-05', { kind: 'month', year: 2026, month: 5 }],
    ['october', { kind: 'month', month: 10 }],
    ['2026', { kind: 'year', year: 2026 }],
    ['Q3', { kind: 'quarter', quarter: 3 }],
    ['Q3 2026', { kind: 'quarter', quarter: 3, year: 2026 }],
    ['FY2021', { kind: 'fiscal', year: 2021 }],
    ['Q1 FY2021', { kind: 'fiscal', year: 2021, quarter: 1 }],
    ['last 30 days', { kind: 'last', count: 30, unit: 'day' }],
    ['last week', { kind: 'last', count: 1, unit: 'week' }],
    ['last 2 fiscal years', { kind: 'last', count: 2, unit: 'fiscal year' }],
    ['30 days', { kind: 'recent', count: 30, unit: 'day' }],
    ['1 day', { kind: 'recent', count: 1, unit: 'day' }],
    ['2 fiscal quarters', { kind: 'recent', count: 2, unit: 'fiscal quarter' }],
    ['this month', { kind: 'this', unit: 'month' }],
    ['since 2026-09-01', { kind: 'since', from: { kind: 'day', date: '2026-09-01' } }],
    ['since october', { kind: 'since', from: { kind: 'month', month: 10 } }],
    [
      'from 2026-09-01 to 2026-10-15',
      { kind: 'between', from: { kind: 'day', date: '2026-09-01' }, to: { kind: 'day', date: '2026-10-15' } },
    ],
    [
      'from Q1 FY2021 to today',
      { kind: 'between', from: { kind: 'fiscal', year: 2021, quarter: 1 }, to: { kind: 'today' } },
    ],
  ])('%s', (text, period) => {
    expect(periodText(period)).toBe(text);
  });
});

describe('the words of a comparison', () => {
  it.each<[string, Versus]>([
    ['vs yesterday', { kind: 'earlier', unit: 'day' }],
    ['vs last week', { kind: 'earlier', unit: 'week' }],
    ['vs last fiscal year', { kind: 'earlier', unit: 'fiscal year' }],
    ['vs 2026-10-01', { kind: 'period', period: { kind: 'day', date: '2026-10-01' } }],
    ['vs FY2020', { kind: 'period', period: { kind: 'fiscal', year: 2020 } }],
    ['vs last 30 days', { kind: 'period', period: { kind: 'last', count: 30, unit: 'day' } }],
    ['vs since 2026-10-01', { kind: 'period', period: { kind: 'since', from: { kind: 'day', date: '2026-10-01' } } }],
  ])('%s', (text, versus) => {
    expect(versusText(versus)).toBe(text);
  });
});

describe('the words of days', () => {
  it.each([
    ['2026-10-31', '2026-10-31', '2026-11-01'],
    ['2026-10-01 to 2026-10-31', '2026-10-01', '2026-11-01'],
    ['2024-02-28 to 2024-02-29', '2024-02-28', '2024-03-01'],
  ])('%s', (text, from, to) => {
    expect(spanText({ from, to })).toBe(text);
  });
});

describe('the words that a parser takes', () => {
  it.each([
    ['january', 1],
    ['jan', 1],
    ['may', 5],
    ['sep', 9],
    ['sept', 9],
    ['september', 9],
    ['dec', 12],
  ])('%s is month %i', (word, month) => {
    expect(MONTH_NAMES.get(word)).toBe(month);
  });

  it('each month has a name that its text uses', () => {
    for (let month = 1; month <= 12; month++) {
      expect(MONTH_NAMES.get(periodText({ kind: 'month', month }))).toBe(month);
    }
    expect(MONTH_NAMES.size).toBe(24);
  });

  it.each(UNITS_OF_TIME)('%s, alone and in the plural', (unit) => {
    expect(UNIT_WORDS.get(unit)).toBe(unit);
    expect(UNIT_WORDS.get(periodText({ kind: 'recent', count: 2, unit }).slice(2))).toBe(unit);
  });
});
