import type { ChartHint, Column, Result, Row } from '../../src/kpi/result.js';

const CATEGORY: Column = { key: 'category', label: 'Category', unit: 'text', role: 'dimension' };

const VARIANCE_COLUMNS: Column[] = [
  CATEGORY,
  { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
  { key: 'production', label: 'Production', unit: 'units', role: 'measure' },
  { key: 'variance', label: 'Variance', unit: 'units', role: 'measure', signed: true },
  { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
  { key: 'status', label: 'Status', unit: 'text', role: 'measure' },
];

const GROUPED: ChartHint = {
  kind: 'grouped',
  category: 'category',
  series: ['test', 'production'],
  difference: ['variance', 'variance_pct'],
};

/** A result with sources that agree on their dates, and whatever the test wants different. */
export function resultOf(over: Partial<Result>): Result {
  return {
    question: '/stock variance by category',
    kpi: 'variance',
    title: 'Stock variance by category',
    headline: '',
    layout: 'table',
    columns: VARIANCE_COLUMNS,
    rows: [],
    others: null,
    totals: null,
    asOf: [
      { source: 'erp', environment: 'test', at: '2026-11-21T10:32:41.120Z' },
      { source: 'shop', environment: 'production', at: '2026-11-21T10:32:42.300Z' },
    ],
    dataThrough: [
      { source: 'erp', environment: 'test', date: '2026-11-20' },
      { source: 'shop', environment: 'production', date: '2026-11-20' },
    ],
    notes: [],
    chart: GROUPED,
    currency: '$',
    ...over,
  };
}

/** One row of `variance`: decimals as text, as the model gives them; a side that is null is absent. */
export function varianceRow(category: string | null, test: number | null, production: number | null): Row {
  const variance = (production ?? 0) - (test ?? 0);
  return {
    category,
    test: test === null ? null : `${test}.0000`,
    production: production === null ? null : `${production}.0000`,
    variance: `${variance}.0000`,
    variance_pct: test ? (variance / Math.abs(test)) * 100 : null,
    status:
      variance === 0 ? 'match' : test === null ? 'only in production' : production === null ? 'only in test' : 'differ',
  };
}

/** The result of `/stock variance`, with rows of `varianceRow`. */
export function varianceResult(rows: readonly Row[], over: Partial<Result> = {}): Result {
  return resultOf({ rows, ...over });
}

/** The result of `/stock total production`: one series, nothing to compare. */
export function totalResult(rows: readonly (readonly [string, number])[]): Result {
  return resultOf({
    question: '/stock total production by category',
    kpi: 'total',
    title: 'Total stock in production by category',
    columns: [CATEGORY, { key: 'production', label: 'Production', unit: 'units', role: 'measure' }],
    rows: rows.map(([category, production]) => ({ category, production: String(production) })),
    dataThrough: [{ source: 'shop', environment: 'production', date: '2026-11-20' }],
    asOf: [{ source: 'shop', environment: 'production', at: '2026-11-21T10:32:42.300Z' }],
    chart: { kind: 'grouped', category: 'category', series: ['production'], difference: [] },
  });
}

/** The result of `/stock distribution`: quantities per environment whose shares are drawn. */
export function sharesResult(rows: readonly (readonly [string, number, number])[], over: Partial<Result> = {}): Result {
  return resultOf({
    question: '/stock distribution by category',
    kpi: 'distribution',
    title: 'Stock distribution by category',
    columns: VARIANCE_COLUMNS.slice(0, 3),
    rows: rows.map(([category, test, production]) => ({
      category,
      test: String(test),
      production: String(production),
    })),
    chart: { kind: 'shares', category: 'category', series: ['test', 'production'] },
    ...over,
  });
}

/** Sixty and more made-up product names, most of them too long for a label. */
export function longNames(count: number): string[] {
  const kinds = [
    'Digit SSD',
    'Gen Z Wireless Mouse',
    'Master wired x1 Ms',
    'Wi Power Dx2 Router',
    'Home Allin1 Desktop',
  ];
  const ends = [
    '512 GB - Premium Misty Green',
    '1 TB - Standard Grey',
    'Plus 3 - Electric Blue',
    '(refurbished) - Black',
  ];
  return Array.from(
    { length: count },
    (_, index) => `AQ ${kinds[index % 5]} Series ${index + 1}, Version ${1 + (index % 9)}.0 ${ends[index % 4]}`,
  );
}
