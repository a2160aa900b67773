import { describe, expect, it } from 'vitest';
import type { Intent, Mistake } from '../../src/intent/intent.js';
import { UNITS_OF_TIME } from '../../src/periods/index.js';
import { mistaken, quotedBy, understood } from './asked.js';
import { DIMENSION_TERMS } from './words.js';

describe('what rows are grouped by', () => {
  it.each<[string, readonly string[]]>([
    ['by category', ['category']],
    ['by categories', ['category']],
    ['by the category', ['category']],
    ['per site', ['warehouse']],
    ['by category by month', ['category', 'month']],
    ['by category and month', ['category', 'month']],
    ['by category, month', ['category', 'month']],
    ['by month by environment', ['month', 'environment']],
    ['by months', ['month']],
    ['by fiscal years', ['fiscal year']],
    ['daily', ['day']],
    ['weekly', ['week']],
    ['monthly by sku', ['month', 'sku']],
    ['quarterly', ['quarter']],
    ['yearly', ['year']],
  ])('%s', (text, by) => {
    expect(understood(text)).toEqual({ kpi: 'total', filters: [], by });
  });

  it.each(DIMENSION_TERMS.map(({ name }) => name))('by %s', (name) => {
    expect(understood(`variance by ${name}`).by).toEqual([name]);
  });

  it.each(UNITS_OF_TIME)('by %s', (unit) => {
    expect(understood(`variance by ${unit}`).by).toEqual([unit]);
  });

  it.each<[string, Partial<Intent>]>([
    ['skus', { kpi: 'total', by: ['sku'] }],
    ['which categories do we have', { kpi: 'total', by: ['category'] }],
    ['which skus are below 5 days of cover', { kpi: 'cover', by: ['sku'] }],
    ['items with variance above 100 units', { kpi: 'variance', by: ['sku'] }],
    ['skus by category', { by: ['sku', 'category'] }],
  ])('a plural at the beginning says what rows are: %s', (text, intent) => {
    expect(understood(text)).toMatchObject(intent);
  });

  it('a measure of that name is grouped by something else', () => {
    expect(understood('items by category')).toMatchObject({ of: 'items', by: ['category'] });
  });

  it('“and” goes on with anything else as well', () => {
    expect(understood('variance by category and north')).toMatchObject({
      by: ['category'],
      filters: [{ dimension: 'warehouse', value: 'North' }],
    });
  });
});

describe('how many rows', () => {
  it.each<[string, Partial<Intent>]>([
    ['variance by sku top 5', { by: ['sku'], limit: { end: 'top', count: 5 } }],
    ['variance bottom', { limit: { end: 'bottom', count: 10 } }],
    ['variance top 5 skus', { by: ['sku'], limit: { end: 'top', count: 5 } }],
    ['top 3 categories', { kpi: 'total', by: ['category'], limit: { end: 'top', count: 3 } }],
    ['total lowest 1000', { limit: { end: 'bottom', count: 1000 } }],
    ['total top 10 30 days', { limit: { end: 'top', count: 10 }, period: { kind: 'recent', count: 30, unit: 'day' } }],
  ])('%s', (text, intent) => {
    expect(understood(text)).toMatchObject(intent);
  });
});

describe('what is asked back', () => {
  it.each<[string, Mistake['code'], string, string, readonly string[]]>([
    [
      'variance by colour',
      'unknown',
      'colour',
      '“colour” is not something to group by: environment, division,',
      ['/stock variance by category'],
    ],
    ['variance by catgory', 'unknown', 'catgory', 'is not something to group by', ['/stock variance by category']],
    [
      'variance by',
      'incomplete',
      'by',
      'After “by” comes something to group by: environment,',
      ['/stock variance by category'],
    ],
    [
      'variance by sku by category by month',
      'conflict',
      'by month',
      'A question is grouped by two things at most: sku and category, or month?',
      ['/stock variance by sku by category'],
    ],
    ['variance by sku by sku', 'conflict', 'by sku', 'It is grouped by sku twice.', ['/stock variance by sku']],
    [
      'variance by month by year',
      'conflict',
      'by year',
      'A question is grouped by one unit of time: month or year?',
      ['/stock variance by month', '/stock variance by year'],
    ],
    ['variance top 0', 'unknown', '0', '“0” is no number of rows; top takes 1 to 1000.', ['/stock variance top 10']],
    ['variance top 1001', 'unknown', '1001', 'top takes 1 to 1000', ['/stock variance top 10']],
    ['variance top 10%', 'unknown', '10%', '“10%” is no number of rows', ['/stock variance top 10']],
    ['variance top 1.5', 'unknown', '1.5', '“1.5” is no number of rows', ['/stock variance top 10']],
    ['variance top 1,000', 'ambiguous', '1,000', 'is written 1.000 or 1000', ['/stock variance top 1000']],
    ['variance top 3 bottom 3', 'conflict', 'bottom 3', 'Top or bottom is said twice.', ['/stock variance top 3']],
    ['variance skus', 'unknown', 'skus', '“skus” says nothing by itself: “by sku”', ['/stock variance by sku']],
  ])('%s', (text, code, part, message, suggestions) => {
    const mistake = mistaken(text);
    expect(mistake.code).toBe(code);
    expect(quotedBy(text, mistake)).toBe(part);
    expect(mistake.message).toContain(message);
    expect(mistake.suggestions).toEqual(expect.arrayContaining([...suggestions]));
  });
});
