import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { mistaken, quotedBy, understood } from './asked.js';

const ofSku = (value: string) => [{ dimension: 'sku', value }];
const ofProduct = (value: string) => [{ dimension: 'product', value }];

describe('values of the model', () => {
  it.each([
    ['total a-1017', ofSku('A-1017')],
    ['total sku:7', ofSku('7')],
    ['total sku:2026', ofSku('2026')],
    ['total "7"', ofSku('7')],
    ['total lamp, black', ofSku('A-7')],
    ['total in north', [{ dimension: 'warehouse', value: 'North' }]],
    ['total on north', [{ dimension: 'warehouse', value: 'North' }]],
    ['total from north', [{ dimension: 'warehouse', value: 'North' }]],
    [
      'total electronics, north',
      [
        { dimension: 'category', value: 'Electronics' },
        { dimension: 'warehouse', value: 'North' },
      ],
    ],
    ['total “Office Supplies”', [{ dimension: 'category', value: 'Office Supplies' }]],
    ['total product:"27"" Monitor: wide, flat"', ofProduct('27" Monitor: wide, flat')],
    ['total category:Café', [{ dimension: 'category', value: 'Café' }]],
    ['total category:cost', [{ dimension: 'category', value: 'Cost' }]],
    ['total 27 inch monitors', ofProduct('27 Inch Monitor')],
    ["total 'top hat'?", ofProduct('Top Hat')],
    ['what’s our total of ‘top hat’', ofProduct('Top Hat')],
    ['total electronics electronics', [{ dimension: 'category', value: 'Electronics' }]],
  ])('%s', (text, filters) => {
    expect(understood(text).filters).toEqual(filters);
  });

  it.each([
    ['variance segment home', [{ dimension: 'segment', value: 'Home' }]],
    ['variance home segment', [{ dimension: 'segment', value: 'Home' }]],
    ['variance in the north warehouse', [{ dimension: 'warehouse', value: 'North' }]],
    ['variance article a-1017', ofSku('A-1017')],
  ])('the dimension beside a value tells which is meant: %s', (text, filters) => {
    expect(understood(text).filters).toEqual(filters);
  });

  it('two names that select the same rows are not ambiguous', () => {
    expect(understood('variance audio').filters).toHaveLength(1);
  });

  it('quotes keep words of the grammar together', () => {
    expect(understood('total “top 10”')).toEqual({ kpi: 'total', filters: ofProduct('Top 10') });
    expect(understood('total “last week”')).toEqual({ kpi: 'total', filters: ofProduct('Last Week') });
    expect(understood('total “Q3”')).toEqual({ kpi: 'total', filters: ofProduct('Q3') });
  });
});

describe('of what can be read in two ways', () => {
  it.each([
    ['total station', { kpi: 'overview', filters: ofProduct('Total Station') }],
    ['total top hat', { kpi: 'total', filters: ofProduct('Top Hat') }],
    ['total march hare', { kpi: 'total', filters: ofProduct('March Hare') }],
    ['total 27 inch monitor', { kpi: 'total', filters: ofProduct('27 Inch Monitor') }],
  ])('the longest counts: %s', (text, intent) => {
    expect(understood(text)).toEqual(intent);
  });

  it.each([
    ['total by sku top 10', { by: ['sku'], limit: { end: 'top', count: 10 }, filters: [] }],
    ['total in test', { environment: 'test', filters: [] }],
    ['total last week', { period: { kind: 'last', count: 1, unit: 'week' }, filters: [] }],
    ['total march 2026', { period: { kind: 'month', month: 3, year: 2026 }, filters: [] }],
    ['total in march', { period: { kind: 'month', month: 3 }, filters: [] }],
  ])('the grammar counts before a value of the same length: %s', (text, intent) => {
    expect(understood(text)).toMatchObject(intent);
  });

  it.each([
    ['total 7', 'a number'],
    ['total 5%', 'a percentage'],
    ['total 1.2.3', 'a version'],
  ])('%s: %s alone is never a value', (text) => {
    expect(mistaken(text).message).toContain('is a number and stands for nothing here');
  });

  it.each([
    ['2026', { kind: 'year', year: 2026 }],
    ['Q3', { kind: 'quarter', quarter: 3 }],
    ['FY21', { kind: 'fiscal', year: 2021 }],
    ['2026-10-31', { kind: 'day', date: '2026-10-31' }],
    ['2026-10', { kind: 'month', year: 2026, month: 10 }],
    ['2026-W42', { kind: 'week', year: 2026, week: 42 }],
  ])('%s is a period, though a sku is called so', (text, period) => {
    const words = new Vocabulary(
      [{ name: 'total', synonyms: [] }],
      [{ name: 'sku', synonyms: [] }],
      [{ dimension: 'sku', value: text, selects: text }],
    );
    expect(understood(`total ${text}`, words)).toEqual({ kpi: 'total', filters: [], period });
    expect(understood(`total sku:${text}`, words)).toEqual({ kpi: 'total', filters: ofSku(text) });
    expect(understood(`total "${text}"`, words)).toEqual({ kpi: 'total', filters: ofSku(text) });
  });

  it.each([
    ['variance home', 'home', ['/stock variance segment:Home', '/stock variance product:Home']],
    ['total test', 'test', ['/stock total in test', '/stock total warehouse:Test']],
    ['total march', 'march', ['/stock total in march', '/stock total product:March']],
    ['cost', 'cost', ['/stock kpi:cost', '/stock category:Cost']],
    ['total cafe', 'cafe', ['/stock total category:Cafe', '/stock total category:Café']],
  ])('it is asked back: %s', (text, part, suggestions) => {
    const mistake = mistaken(text);
    expect(mistake).toMatchObject({ code: 'ambiguous', suggestions });
    expect(mistake.message).toMatch(/^“.+” can be .+ or .+\.$/);
    expect(quotedBy(text, mistake)).toBe(part);
  });
});
