import { describe, expect, it } from 'vitest';
import type { Intent, Mistake } from '../../src/intent/intent.js';
import { parse } from '../../src/intent/parse.js';
import { WORDS } from './words.js';

function understood(text: string): Intent {
  const parsed = parse(text, WORDS);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.mistake.message}`);
  return parsed.intent;
}

function mistaken(text: string): Mistake {
  const parsed = parse(text, WORDS);
  if (parsed.ok) throw new Error(`${text} was understood as ${JSON.stringify(parsed.intent)}`);
  return parsed.mistake;
}

describe('what is understood', () => {
  it.each<[string, Partial<Intent>]>([
    ['', { kpi: 'overview' }],
    ['variance electronics', { kpi: 'variance', filters: [{ dimension: 'category', value: 'Electronics' }] }],
    ['ELECTRONICS   variance', { kpi: 'variance', filters: [{ dimension: 'category', value: 'Electronics' }] }],
    ['variance office  supplies', { filters: [{ dimension: 'category', value: 'Office Supplies' }] }],
    ['variance mobel', { filters: [{ dimension: 'category', value: 'Möbel' }] }],
    ['total a-1017', { filters: [{ dimension: 'sku', value: 'A-1017' }] }],
    [
      'what is the availability of electronics?',
      { kpi: 'availability', filters: [{ dimension: 'category', value: 'Electronics' }] },
    ],
    ['fill rate by site', { kpi: 'availability', by: 'warehouse' }],
    ['variance by sku top 5', { by: 'sku', limit: { end: 'top', count: 5 } }],
    ['variance bottom', { limit: { end: 'bottom', count: 10 } }],
    ['total in prod as csv', { environment: 'production', as: 'csv' }],
    ['by category', { kpi: 'total', by: 'category' }],
    ['in test', { kpi: 'total', environment: 'test' }],
    ['total in north', { filters: [{ dimension: 'warehouse', value: 'North' }] }],
    [
      'total electronics, north',
      {
        filters: [
          { dimension: 'category', value: 'Electronics' },
          { dimension: 'warehouse', value: 'North' },
        ],
      },
    ],
    ['total station', { kpi: 'overview', filters: [{ dimension: 'product', value: 'Total Station' }] }],
    ['total sku:7', { filters: [{ dimension: 'sku', value: '7' }] }],
    [
      'total product:"27"" Monitor: wide, flat"',
      { filters: [{ dimension: 'product', value: '27" Monitor: wide, flat' }] },
    ],
    ['total “Office Supplies”', { filters: [{ dimension: 'category', value: 'Office Supplies' }] }],
    ['kpi:cost', { kpi: 'cost' }],
    ['total lamp, black', { filters: [{ dimension: 'sku', value: 'A-7' }] }],
    ['total by sku top 10', { by: 'sku', limit: { end: 'top', count: 10 }, filters: [] }],
    ['total “top 10”', { filters: [{ dimension: 'product', value: 'Top 10' }] }],
    ['total category:Café', { filters: [{ dimension: 'category', value: 'Café' }] }],
    ['total category:cost', { kpi: 'total', filters: [{ dimension: 'category', value: 'Cost' }] }],
    ['compare test:x'.replace('test:x', 'environment:test'), { kpi: 'compare', environment: 'test' }],
  ])('%s', (text, intent) => {
    expect(understood(text)).toMatchObject(intent);
  });

  it('two names that select the same rows are not ambiguous', () => {
    expect(understood('variance audio').filters).toHaveLength(1);
  });
});

describe('what is asked back', () => {
  it.each<[string, Mistake['code'], string, string]>([
    ['variance electroncs', 'unknown', 'electroncs', '“electroncs” is not known. Did you mean Electronics?'],
    [
      'variance ofice suplies',
      'unknown',
      'ofice suplies',
      '“ofice suplies” is not known. Did you mean Office Supplies?',
    ],
    ['variance xyzzy', 'unknown', 'xyzzy', '“xyzzy” is not known. A KPI (overview, total,'],
    ['variance home', 'ambiguous', 'home', '“home” can be segment:Home or product:Home.'],
    ['cost', 'ambiguous', 'cost', '“cost” can be kpi:cost or category:Cost.'],
    ['total test', 'ambiguous', 'test', '“test” can be in test or warehouse:Test.'],
    ['total 7', 'unknown', '7', '“7” is a number and stands for nothing here. Did you mean sku:7?'],
    ['variance by colour', 'unknown', 'colour', '“colour” is not something to group by: environment, division,'],
    ['variance by', 'incomplete', 'by', 'After “by” comes something to group by: environment,'],
    ['variance by sku by category', 'conflict', 'category', 'A question is grouped by one thing: sku or category?'],
    ['variance top 0', 'unknown', '0', '“0” is no number of rows; top takes 1 to 1000.'],
    ['variance top 3 bottom 3', 'conflict', 'bottom', 'Top or bottom is said twice.'],
    ['variance total', 'conflict', 'total', 'One question, one KPI: variance or total?'],
    ['total as pie', 'unknown', 'pie', '“pie” is not a way to show an answer: table, chart, csv.'],
    [
      'total category:Electronix',
      'unknown',
      'category:Electronix',
      'There is no category “Electronix”. Did you mean Electronics?',
    ],
    ['total colour:red', 'unknown', 'colour:red', '“colour” is nothing to filter by: environment, division,'],
    [
      'total environment:staging',
      'unknown',
      'environment:staging',
      '“staging” is not an environment: test, production.',
    ],
    ['total in', 'incomplete', 'in', 'After “in” comes an environment: test, production.'],
  ])('%s', (text, code, quoted, message) => {
    const mistake = mistaken(text);
    expect(mistake.code).toBe(code);
    expect(text.slice(mistake.start, mistake.end)).toBe(quoted);
    expect(mistake.message).toContain(message);
  });

  it('suggests whole questions that work', () => {
    expect(mistaken('variance electroncs by sku').suggestions).toEqual(['/stock variance category:Electronics by sku']);
    expect(mistaken('variance home top 3').suggestions).toEqual([
      '/stock variance segment:Home top 3',
      '/stock variance product:Home top 3',
    ]);
  });

  it('refuses a question of more than 2000 characters', () => {
    expect(mistaken('x'.repeat(3000)).code).toBe('too-long');
  });
});
