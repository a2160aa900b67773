import type { Result, Row } from '../../src/kpi/result.js';

/** A variance by product, of which a test changes what it is about. */
export function varianceOf(rows: readonly Row[], changes: Partial<Result> = {}): Result {
  return {
    question: '/stock variance by product',
    kpi: 'variance',
    title: 'Stock variance by product',
    headline: 'Production holds 2 more than Test',
    layout: 'table',
    columns: [
      { key: 'product', label: 'Product', unit: 'text', role: 'dimension' },
      { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
      { key: 'production', label: 'Production', unit: 'units', role: 'measure' },
      { key: 'variance', label: 'Variance', unit: 'units', role: 'measure', signed: true },
      { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
      { key: 'items_match', label: 'Items match', unit: 'count', role: 'measure', optional: true },
      { key: 'status', label: 'Status', unit: 'text', role: 'measure' },
    ],
    rows,
    others: null,
    totals: null,
    asOf: [{ source: 'erp', environment: 'test', at: '2026-03-10T08:00:00.000Z' }],
    dataThrough: [{ source: 'erp', environment: 'test', date: '2026-03-09' }],
    notes: [],
    chart: null,
    currency: '$',
    ...changes,
  };
}

export const row = (product: string | null, test: string, production: string, status = 'differs'): Row => ({
  product,
  test,
  production,
  variance: String(Number(production) - Number(test)),
  variance_pct: Number(test) === 0 ? null : ((Number(production) - Number(test)) / Math.abs(Number(test))) * 100,
  items_match: status === 'match' ? 1 : 0,
  status,
});

const card = (metric: string, test: string | number, production: string | number, unit: string): Row => ({
  metric,
  test,
  production,
  variance: Number(production) - Number(test),
  variance_pct: 10,
  unit,
});

/** An overview: a number, a percentage, and a figure that both environments share. */
export const CARDS: Result = varianceOf(
  [
    card('Total', '10.0000', '11.0000', 'units'),
    card('Availability %', 50, 55, 'percent'),
    { ...card('Match rate %', 80, 80, 'percent'), variance: null, variance_pct: null },
  ],
  {
    layout: 'cards',
    columns: [
      { key: 'metric', label: 'Metric', unit: 'text', role: 'dimension' },
      { key: 'test', label: 'Test', unit: 'mixed', role: 'measure' },
      { key: 'production', label: 'Production', unit: 'mixed', role: 'measure' },
      { key: 'variance', label: 'Variance', unit: 'mixed', role: 'measure', signed: true },
      { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
      { key: 'unit', label: 'Unit', unit: 'text', role: 'dimension', optional: true },
    ],
  },
);
