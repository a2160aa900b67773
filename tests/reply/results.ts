import type { Column, Result, Row } from '../../src/kpi/result.js';

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

const DAYS = Array.from({ length: 15 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`);

const change = (environment: string, span: string): Column => ({
  key: `${environment}_${span}`,
  label: `${environment === 'test' ? 'Test' : 'Production'} on the ${span} before`,
  unit: 'mixed',
  role: 'measure',
  signed: true,
  optional: true,
});

const ramp = (from: number, step: number): (number | null)[] => DAYS.map((_, day) => from + step * day);

/** The overview with changes on the day and the week before, and the last days of each figure. */
export const HISTORY: Result = {
  ...CARDS,
  title: 'Stock overview',
  question: '/stock',
  columns: [
    ...CARDS.columns,
    ...['production', 'test'].flatMap((environment) => ['day', 'week'].map((span) => change(environment, span))),
  ],
  rows: [
    {
      ...card('Total', '22105.0000', '39204.0000', 'units'),
      variance: '17099.0000',
      variance_pct: 77.354,
      test_day: '0.0000',
      test_week: '-305.0000',
      production_day: '12.0000',
      production_week: null,
    },
    {
      ...card('Availability %', 50, 55, 'percent'),
      test_day: 0.01,
      test_week: -2.5,
      production_day: 1.25,
      production_week: 0,
    },
    {
      ...card('Match rate %', 80, 80, 'percent'),
      variance: null,
      variance_pct: null,
      test_day: null,
      test_week: null,
      production_day: -1,
      production_week: 4,
    },
    {
      ...card('Stock value', '1204311.20', '2900400.00', 'money'),
      variance: '1696088.80',
      variance_pct: 140.84,
      test_day: '12311.20',
      test_week: '-5.00',
      production_day: '-100.00',
      production_week: '0.00',
    },
  ],
  sparklines: [
    {
      metric: 'Total',
      unit: 'units',
      days: DAYS,
      series: [
        { key: 'test', values: ramp(22_000, 7.5) },
        { key: 'production', values: ramp(39_000, 14).with(3, null) },
      ],
    },
    {
      metric: 'Availability %',
      unit: 'percent',
      days: DAYS,
      series: [
        { key: 'test', values: ramp(50, 0) },
        { key: 'production', values: ramp(60, -1 / 3) },
      ],
    },
    { metric: 'Match rate %', unit: 'percent', days: DAYS, series: [{ key: 'both', values: ramp(0, 0).fill(null) }] },
  ],
};

/** Quantities of each environment, and those of a month before beside them. */
export const COMPARED: Result = {
  ...varianceOf([]),
  question: '/stock total by category vs last month',
  title: 'Stock by category against last month',
  headline: '1,205 in Test, 1,005 in Production, 2,210 in both',
  columns: [
    { key: 'category', label: 'Category', unit: 'text', role: 'dimension' },
    ...['Test', 'Production', 'Both'].flatMap((label): readonly Column[] => {
      const key = label.toLowerCase();
      return [
        { key, label, unit: 'units', role: 'measure' },
        { key: `${key}_before`, label: `${label} last month`, unit: 'units', role: 'measure', optional: true },
        { key: `${key}_change`, label: `${label} change`, unit: 'units', role: 'measure', signed: true },
        { key: `${key}_change_pct`, label: `${label} change %`, unit: 'percent', role: 'measure', signed: true },
      ];
    }),
  ],
  rows: [
    { category: 'Electronics', ...compared(1200, 1100, 1000, 1000) },
    { category: 'Office Supplies', ...compared(5, 0, 5, 6) },
  ],
  totals: compared(1205, 1100, 1005, 1006),
  versus: { words: 'vs last month', from: '2026-02-10', through: '2026-02-10' },
};

function compared(test: number, testBefore: number, production: number, productionBefore: number): Row {
  const figure = (key: string, now: number, before: number): Row => ({
    [key]: String(now),
    [`${key}_before`]: String(before),
    [`${key}_change`]: String(now - before),
    [`${key}_change_pct`]: before === 0 ? null : ((now - before) / before) * 100,
  });
  return {
    ...figure('test', test, testBefore),
    ...figure('production', production, productionBefore),
    ...figure('both', test + production, testBefore + productionBefore),
  };
}

/** Quantities by category, and across by what the labels are of; the last of them is the largest. */
export function pivotOf(labels: readonly string[], overTime: boolean): Result {
  const keys = labels.map((label) => `across:${label}`);
  const row = (category: string, from: number): Row => ({
    category,
    ...Object.fromEntries(keys.map((key, at) => [key, at === 1 ? null : String(from + at * 10)])),
    all: String(from + 1000),
  });
  return {
    ...varianceOf([]),
    question: '/stock total by category by month',
    title: 'Stock by category by month',
    headline: 'Quantity: 3,100 in all',
    columns: [
      { key: 'category', label: 'Category', unit: 'text', role: 'dimension' },
      ...keys.map((key, at): Column => ({ key, label: labels[at] ?? '', unit: 'units', role: 'measure' })),
      { key: 'all', label: 'All', unit: 'units', role: 'measure' },
    ],
    rows: [row('Electronics', 1000), row('Office Supplies', 100)],
    totals: row('total', 1100),
    chart: { kind: 'grid', category: 'category', series: keys, overTime, measure: 'Quantity' },
  };
}
