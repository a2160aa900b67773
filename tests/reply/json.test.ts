import { expect, it } from 'vitest';
import { toJson } from '../../src/reply/json.js';
import { HISTORY, row, varianceOf } from './results.js';

it('JSON rounds numbers to their unit’s scale, half away from zero, and has null for empty', () => {
  const result = varianceOf([{ ...row('Lamp', '1.00005', '-2.5'), variance_pct: 33.333_333 }, row('=Desk', '0', '1')], {
    totals: row(null, '1.00005', '-1.5'),
    others: { count: 3, row: row(null, '7', '8') },
  });
  const json = toJson(result);
  expect(json.rows).toEqual([
    {
      product: 'Lamp',
      test: 1.0001,
      production: -2.5,
      variance: -3.5001,
      variance_pct: 33.3333,
      items_match: 0,
      status: 'differs',
    },
    { product: '=Desk', test: 0, production: 1, variance: 1, variance_pct: null, items_match: 0, status: 'differs' },
  ]);
  expect(json.others).toMatchObject({ count: 3, test: 7, product: null });
  expect(json.totals).toMatchObject({ test: 1.0001, production: -1.5 });
  expect(json.columns[1]).toEqual({ key: 'test', label: 'Test', unit: 'units' });
  expect(json).toMatchObject({ question: '/stock variance by product', kpi: 'variance', notes: [] });
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});

it('JSON of cards has their changes and the values of their sparklines, null on a day without rows', () => {
  const { rows, sparklines } = toJson(HISTORY);
  expect(rows[0]).toMatchObject({
    metric: 'Total',
    test_day: 0,
    test_week: -305,
    production_day: 12,
    production_week: null,
  });
  expect(sparklines.map(({ metric, unit }) => [metric, unit])).toEqual([
    ['Total', 'units'],
    ['Availability %', 'percent'],
    ['Match rate %', 'percent'],
  ]);
  expect(sparklines[0]?.days.slice(0, 2)).toEqual(['2026-03-01', '2026-03-02']);
  expect(sparklines[0]?.series[1]).toMatchObject({ key: 'production' });
  expect(sparklines[0]?.series[1]?.values.slice(2, 5)).toEqual([39_028, null, 39_056]);
  expect(sparklines[1]?.series[1]?.values[1]).toBe(59.6667);
});
