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
