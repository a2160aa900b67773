import { describe, expect, it } from 'vitest';
import { clockIn, dayName, dayWords, momentIn, whenWords, withDayNames } from '../../src/digest/days.js';
import { figuresFrom } from '../../src/digest/index.js';
import { costOf, figuresOf, groupOf, itemOf } from './given.js';

const TODAY = '2026-11-22';

describe('days', () => {
  it.each([
    ['2026-11-22', 'earlier today', 'earlier today'],
    ['2026-11-21', 'yesterday', 'yesterday'],
    ['2026-11-20', 'Fri 20 Nov', 'on Fri 20 Nov'],
    ['2026-11-15', 'a week ago', 'a week ago'],
    ['2025-12-31', 'Wed 31 Dec 2025', 'on Wed 31 Dec 2025'],
  ])('%s is %s', (day, words, when) => {
    expect([dayWords(day, TODAY), whenWords(day, TODAY)]).toEqual([words, when]);
  });

  it('of another year has its year', () => {
    expect(dayName('2027-01-01', TODAY)).toBe('Fri 1 Jan 2027');
  });

  it('has the clock of its time zone, also at midnight', () => {
    expect(clockIn(new Date('2026-11-22T07:30:00Z'), 'Europe/Berlin')).toBe('08:30 Europe/Berlin');
    expect(clockIn(new Date('2026-11-21T23:05:00Z'), 'Europe/Berlin')).toBe('00:05 Europe/Berlin');
  });

  it('of a moment is the one of its time zone', () => {
    expect(momentIn(new Date('2026-11-21T23:05:00Z'), 'Europe/Berlin', TODAY)).toBe('Sun 22 Nov, 00:05 Europe/Berlin');
  });

  it('are named alike in what others have written', () => {
    expect(withDayNames('Test ends 2026-11-20, of 2026-99-99', TODAY)).toBe('Test ends Fri 20 Nov, of 2026-99-99');
  });
});

describe('recorded figures', () => {
  const figures = figuresOf([groupOf('Toys', 0, 3), groupOf(null, 2, 1)], {
    items: [itemOf('A', 0, 3)],
    costs: [costOf('A', 0, 3)],
    findings: [{ source: null, rule: 'quantity is negative', rows: 2 }],
  });

  it('are read as they were written', () => {
    expect(figuresFrom(JSON.stringify(figures))).toEqual(figures);
  });

  it.each([
    ['of another version', JSON.stringify({ ...figures, version: 2 })],
    ['without a figure', JSON.stringify({ ...figures, total: { ...figures.total, open: undefined } })],
    ['with an amount that is no decimal', JSON.stringify({ ...figures, total: { ...figures.total, test: '1e3' } })],
    ['that are no JSON', '{'],
  ])('%s are ignored', (_, body) => {
    expect(figuresFrom(body)).toBeNull();
  });
});
