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

const STEP: Column = { key: 'step', label: 'Date', unit: 'date', role: 'dimension' };

export const measure = (key: string, label: string, over: Partial<Column> = {}): Column => ({
  key,
  label,
  unit: 'units',
  role: 'measure',
  ...over,
});

/** So many days, 2026-10-01 the first. */
export function daysFrom(count: number): string[] {
  return Array.from({ length: count }, (_, at) => new Date(Date.UTC(2026, 9, 1 + at)).toISOString().slice(0, 10));
}

/** The result of `/stock trend`: a row per step, Test and Production beside each other. */
export function trendResult(
  steps: readonly string[],
  values: readonly (readonly [number | null, number | null])[],
  over: Partial<Result> = {},
): Result {
  return resultOf({
    question: '/stock trend by day in october',
    kpi: 'trend',
    title: 'Stock by day',
    columns: [STEP, measure('test', 'Test'), measure('production', 'Production')],
    rows: steps.map((step, at) => {
      const [test = null, production = null] = values[at] ?? [];
      return { step, test: decimal(test), production: decimal(production) };
    }),
    chart: { kind: 'lines', category: 'step', series: ['test', 'production'] },
    ...over,
  });
}

/** The result of `/stock variance by sku top 10 by variance`: one bar a row. */
export function rankedResult(
  rows: readonly (readonly [string, number | null])[],
  column: Column = measure('variance', 'Variance', { signed: true }),
  over: Partial<Result> = {},
): Result {
  return resultOf({
    title: 'Stock variance by SKU',
    columns: [{ key: 'name', label: 'SKU', unit: 'text', role: 'dimension' }, column],
    rows: rows.map(([name, value]) => ({ name, [column.key]: decimal(value) })),
    chart: { kind: 'ranked', category: 'name', value: column.key },
    ...over,
  });
}

/** The result of a question with two dimensions: a row per category, a column per name of the other. */
export function gridResult(
  names: readonly string[],
  rows: readonly (readonly [string, ...(number | null)[]])[],
  { overTime, ...column }: Partial<Column> & { readonly overTime: boolean },
  over: Partial<Result> = {},
): Result {
  const key = (at: number) => `c${at}`;
  return resultOf({
    title: 'Stock variance by category by warehouse',
    columns: [CATEGORY, ...names.map((name, at) => measure(key(at), name, column))],
    rows: rows.map(([category, ...values]) => ({
      category,
      ...Object.fromEntries(names.map((_, at) => [key(at), decimal(values[at] ?? null)])),
    })),
    chart: {
      kind: 'grid',
      category: 'category',
      series: names.map((_, at) => key(at)),
      overTime,
      measure: 'Variance, units',
    },
    ...over,
  });
}

/** The cards of `/stock`. */
export function cardsResult(sparklines: NonNullable<Result['sparklines']>): Result {
  return resultOf({
    question: '/stock',
    kpi: 'overview',
    title: 'Stock overview',
    layout: 'cards',
    columns: [],
    chart: { kind: 'sparklines' },
    sparklines,
  });
}

const decimal = (value: number | null): string | null => (value === null ? null : String(value));
