import { expect, it } from 'vitest';
import type { Column } from '../../src/kpi/result.js';
import { glance } from '../../src/reply/glance.js';
import { row, varianceOf } from './results.js';

const measure = (
  key: string,
  label: string,
  unit: Column['unit'] = 'count',
  changes: Partial<Column> = {},
): Column => ({
  key,
  label,
  unit,
  role: 'measure',
  ...changes,
});

const said = (columns: readonly Column[], totals: Record<string, number | null>, changes = {}) =>
  glance(varianceOf([row('Lamp', '1', '2')], { columns, totals, ...changes })).map(
    ({ label, text }) => `${label} ${text}`,
  );

it('shows the totals, without words and without what may be left out', () => {
  const result = varianceOf([row('Lamp', '1000', '1200')], { totals: row(null, '1000', '1200') });
  expect(glance(result)).toEqual([
    { label: 'Test', text: '1,000' },
    { label: 'Production', text: '1,200' },
    { label: 'Variance', text: '+200' },
    { label: 'Variance %', text: '+20.0 %' },
  ]);
});

it('puts Test and Production of one measure beside each other', () => {
  const columns = [
    measure('items', 'Items'),
    measure('test_in_stock', 'In stock Test'),
    measure('test_availability', 'Availability % Test', 'percent'),
    measure('production_in_stock', 'In stock Production'),
    measure('production_availability', 'Availability % Production', 'percent'),
  ];
  const totals = {
    items: 9,
    test_in_stock: 8,
    test_availability: 80,
    production_in_stock: 7,
    production_availability: 70,
  };
  expect(said(columns, totals)).toEqual([
    'In stock Test 8',
    'In stock Production 7',
    'Availability % Test 80.0 %',
    'Availability % Production 70.0 %',
    'Items 9',
  ]);
});

it('leaves out shares, which are 100 % of the whole', () => {
  const columns = [
    measure('test', 'Test', 'units'),
    measure('test_share', 'Share % Test', 'percent'),
    measure('production', 'Production', 'units'),
    measure('production_share', 'Share % Production', 'percent'),
    measure('difference', 'Difference', 'points'),
  ];
  const totals = { test: 1, test_share: 100, production: 2, production_share: 100, difference: 0 };
  const chart = { kind: 'shares', category: 'product', series: ['test_share', 'production_share'] };
  expect(said(columns, totals, { chart })).toEqual(['Test 1', 'Production 2']);
});

it.each([
  ['no totals', {}, { totals: null }],
  ['a single figure, which the headline says', { m0: 5 }, {}],
  ['nothing found', { m0: 0, m1: 0 }, { rows: [] }],
])('shows nothing for %s', (_, totals, changes) => {
  expect(said([measure('m0', 'A'), measure('m1', 'B')], totals, changes)).toEqual([]);
});

it('shows at most eight', () => {
  const columns = Array.from({ length: 12 }, (_, at) => measure(`m${at}`, `M${at}`));
  expect(said(columns, Object.fromEntries(columns.map(({ key }) => [key, 1])))).toHaveLength(8);
});
