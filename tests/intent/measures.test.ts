import { describe, expect, it } from 'vitest';
import type { Intent, Mistake } from '../../src/intent/intent.js';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { mistaken, quotedBy, understood } from './asked.js';
import { DIMENSION_TERMS, KPI_TERMS, MEASURE_TERMS, PLAIN_WORDS } from './words.js';

const asked = (text: string) => understood(text, PLAIN_WORDS);
const over = (value: string, percent = false) => ({ is: 'over', value, percent }) as const;

describe('thresholds', () => {
  it.each<[string, Partial<Intent>]>([
    ['variance over 5%', { kpi: 'variance', thresholds: [over('5', true)] }],
    ['variance electronics over 5%', { kpi: 'variance', thresholds: [over('5', true)] }],
    ['over 5% variance', { kpi: 'variance', thresholds: [over('5', true)] }],
    ['variance above 5 percent', { thresholds: [over('5', true)] }],
    ['variance more than 12.50', { thresholds: [over('12.50')] }],
    ['variance is over 5%', { thresholds: [over('5', true)] }],
    ['variance > 5%', { thresholds: [over('5', true)] }],
    ['variance >5%', { thresholds: [over('5', true)] }],
    ['total under 10', { kpi: 'total', thresholds: [{ is: 'under', value: '10', percent: false }] }],
    ['total below 007', { thresholds: [{ is: 'under', value: '7', percent: false }] }],
    ['total less than 10', { thresholds: [{ is: 'under', value: '10', percent: false }] }],
    ['total over 5 and under 10', { thresholds: [over('5'), { is: 'under', value: '10', percent: false }] }],
    ['total over 5 over 5', { thresholds: [over('5')] }],
    ['total over 2026', { thresholds: [over('2026')] }],
    ['compare fill rate over 90%', { kpi: 'compare', thresholds: [{ measure: 'fill_rate', ...over('90', true) }] }],
    ['compare total over 5', { kpi: 'compare', thresholds: [{ measure: 'total', ...over('5') }] }],
    ['variance total over 5', { kpi: 'variance', thresholds: [{ measure: 'quantity', ...over('5') }] }],
    ['variance variance over 5', { kpi: 'variance', thresholds: [{ measure: 'variance', ...over('5') }] }],
    ['fill rate over 90%', { kpi: 'availability', thresholds: [{ measure: 'fill_rate', ...over('90', true) }] }],
    ['measure:fill_rate over 90%', { thresholds: [{ measure: 'fill_rate', ...over('90', true) }] }],
    ['variance by more than 10%', { kpi: 'variance', thresholds: [over('10', true)] }],
    ['total over 100 units', { kpi: 'total', thresholds: [over('100')] }],
    ['cover over 7 days', { kpi: 'cover', thresholds: [over('7')] }],
    ['cover by sku over 7 days', { kpi: 'cover', by: ['sku'], thresholds: [over('7')] }],
    ['over 5 days of cover', { kpi: 'cover', thresholds: [over('5')] }],
    ['over 5%', { kpi: 'variance' }],
    ['over 5', { kpi: 'total' }],
  ])('%s', (text, intent) => {
    expect(asked(text)).toMatchObject(intent);
  });
});

describe('what is out of stock', () => {
  const gone = { measure: 'in_stock', is: 'under', value: '1', percent: false } as const;

  it.each<[string, Partial<Intent>]>([
    ['out of stock', { by: ['sku'] }],
    ['what is out of stock', { by: ['sku'] }],
    ['zero stock in production', { by: ['sku'], environment: 'production' }],
    ['which products are out of stock', { by: ['product'] }],
    ['out of stock by warehouse', { by: ['warehouse'] }],
  ])('%s', (text, intent) => {
    expect(asked(text)).toMatchObject({ kpi: 'availability', thresholds: [gone], ...intent });
  });
});

describe('both environments', () => {
  it.each([
    'where do test and prod differ',
    'difference between test and production',
    'difference between the test environment and prod',
    'is test in sync with production',
  ])('are compared, and are no filter: %s', (text) => {
    expect(asked(text)).toEqual({ kpi: 'variance', filters: [] });
  });
});

describe('one measure of a KPI', () => {
  it.each<[string, string, string | undefined]>([
    ['fill rate by warehouse', 'availability', 'fill_rate'],
    ['availability fill rate electronics', 'availability', 'fill_rate'],
    ['fill rate by category by month', 'availability', 'fill_rate'],
    ['compare fill rate', 'compare', 'fill_rate'],
    ['availability', 'availability', undefined],
    ['measure:availability', 'availability', undefined],
  ])('%s', (text, kpi, of) => {
    const intent = asked(text);
    expect([intent.kpi, intent.of]).toEqual([kpi, of]);
  });

  it('is apart from a threshold on another by a semicolon', () => {
    expect(asked('availability fill rate; over 90%')).toMatchObject({
      of: 'fill_rate',
      thresholds: [over('90', true)],
    });
  });

  it('is one', () => {
    expect(mistaken('fill rate; items match', PLAIN_WORDS).code).toBe('conflict');
  });
});

describe('ranking by a measure', () => {
  it.each<[string, Partial<Intent>]>([
    ['top 10 by value variance', { kpi: 'cost', limit: { end: 'top', count: 10 }, rank: 'value_variance' }],
    ['compare by sku top 5 by fill rate', { kpi: 'compare', by: ['sku'], rank: 'fill_rate' }],
    ['variance top 5 skus by quantity', { kpi: 'variance', by: ['sku'], rank: 'quantity' }],
    ['variance top 5 electronics by quantity', { rank: 'quantity' }],
    ['variance top 5 by stock', { rank: 'quantity' }],
    ['cost bottom by measure:unit_cost', { limit: { end: 'bottom', count: 10 }, rank: 'unit_cost' }],
    ['top 10 by cost', { kpi: 'cost', rank: 'value_variance' }],
  ])('%s', (text, intent) => {
    expect(asked(text)).toMatchObject(intent);
  });

  it('a dimension counts before a measure of the same name', () => {
    expect(asked('compare top 5 by items')).toMatchObject({ by: ['sku'] });
    expect(asked('compare top 5 by items')).not.toHaveProperty('rank');
  });
});

describe('a measure alone', () => {
  it.each([
    ['fill rate', 'availability'],
    ['match rate electronics', 'compare'],
    ['items match', 'variance'],
    ['value variance', 'cost'],
    ['compare fill rate', 'compare'],
  ])('%s asks %s', (text, kpi) => {
    expect(asked(text)).toMatchObject({ kpi });
    expect(asked(text)).not.toHaveProperty('rank');
  });

  it('asks a KPI that is offered, where one is', () => {
    const closed = KPI_TERMS.map((one) => ({ ...one, absent: one.name === 'availability' }));
    expect(understood('fill rate', new Vocabulary(closed, DIMENSION_TERMS, [], MEASURE_TERMS)).kpi).toBe('compare');
  });
});

describe('trends', () => {
  it.each<[string, string | undefined]>([
    ['trend', undefined],
    ['trend variance', 'variance'],
    ['variance trend', 'variance'],
    ['the trend of variance by week', 'variance'],
    ['variance over time', 'variance'],
    ['trend electronics fill rate', 'fill_rate'],
    ['trend cost', 'value_variance'],
    ['trend unit cost', 'unit_cost'],
    ['trend difference', 'variance'],
    ['trend measure:difference', 'difference'],
    ['trend quantity', 'quantity'],
    ['trend stock', undefined],
    ['trend variance over 5%', 'variance'],
    ['trend variance variance over 5%', 'variance'],
    ['trend top 3 by fill rate', 'fill_rate'],
  ])('%s', (text, of) => {
    const { kpi, rank, ...intent } = asked(text);
    expect(kpi).toBe('trend');
    expect(intent.of).toBe(of);
    expect(rank).toBeUndefined();
  });
});

describe('what is asked back', () => {
  it.each<[string, Mistake['code'], string, string, readonly string[]]>([
    [
      'variance total',
      'conflict',
      'total',
      'One question, one KPI: variance or total?',
      ['/stock variance', '/stock total'],
    ],
    [
      'variance top 5 by fill rate',
      'conflict',
      'fill rate',
      'variance has no “fill rate”; availability and compare have it.',
      ['/stock availability top 5 by fill rate', '/stock compare top 5 by fill rate'],
    ],
    [
      'total value variance over 5',
      'conflict',
      'value variance',
      'total has no “value variance”; cost has it.',
      ['/stock cost value variance over 5'],
    ],
    ['variance items', 'conflict', 'items', 'variance has no “items”', ['/stock variance by sku']],
    [
      'trend overview',
      'conflict',
      'overview',
      'A trend follows one measure, such as quantity, total, variance',
      ['/stock trend quantity'],
    ],
    [
      'trend variance fill rate',
      'conflict',
      'fill rate',
      'A trend follows one measure: variance or fill rate?',
      ['/stock trend variance'],
    ],
    [
      'trend variance top 3 by fill rate',
      'conflict',
      'by fill rate',
      'A trend follows one measure',
      ['/stock trend variance top 3'],
    ],
    [
      'cost by value variance',
      'incomplete',
      'by value variance',
      'top 10 by value variance',
      ['/stock cost top 10 by value variance'],
    ],
    ['variance over', 'incomplete', 'over', 'After “over” comes a number', ['/stock variance over 5%']],
    ['variance over electronics', 'unknown', 'electronics', 'is not a number', ['/stock variance over 5%']],
    ['variance over -5', 'unknown', '-5', 'without a sign', ['/stock variance over 5']],
    [
      'variance over 1,500',
      'ambiguous',
      '1,500',
      '“1,500” is written 1.500 or 1500.',
      ['/stock variance over 1.500', '/stock variance over 1500'],
    ],
    ['variance over 1,5%', 'ambiguous', '1,5%', 'is written 1.5%.', ['/stock variance over 1.5%']],
    [
      'variance at least 5%',
      'unknown',
      'at least',
      'a threshold is “over 5%”, without the number itself',
      ['/stock variance over 5%'],
    ],
    ['variance <= 5%', 'unknown', '<=', 'a threshold is “under 5%”', ['/stock variance under 5%']],
    [
      'variance over 30 days',
      'ambiguous',
      'over 30 days',
      'can be over 30 or 30 days',
      ['/stock variance over 30', '/stock variance 30 days'],
    ],
    ['cost measure:fil_rate', 'unknown', 'measure:fil_rate', '“fil_rate” is not a measure', []],
    ['total 5%', 'unknown', '5%', 'is a number and stands for nothing here', ['/stock total over 5%']],
  ])('%s', (text, code, part, message, suggestions) => {
    const mistake = mistaken(text, PLAIN_WORDS);
    expect(mistake.code).toBe(code);
    expect(quotedBy(text, mistake)).toBe(part);
    expect(mistake.message).toContain(message);
    expect(mistake.suggestions).toEqual(expect.arrayContaining([...suggestions]));
  });

  it('a closed KPI is not named', () => {
    const closed = KPI_TERMS.map((one) => ({ ...one, absent: one.name === 'cost' }));
    const words = new Vocabulary(closed, DIMENSION_TERMS, [], MEASURE_TERMS);
    for (const text of ['total cots', 'trend overview', 'total value variance', 'kpi:nonsense']) {
      const { message, suggestions } = mistaken(text, words);
      expect([message, ...suggestions].join().replaceAll(text.replace('total ', ''), '')).not.toMatch(/\bcost\b/);
    }
  });
});
