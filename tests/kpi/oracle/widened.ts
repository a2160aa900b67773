import type { Cell, Result, Row } from '../../../src/kpi/result.js';
import type { Figures } from './figures.js';

const KEYS: Readonly<Record<string, string>> = {
  Items: 'items',
  Total: 'total',
  Demand: 'demand',
  Shortage: 'shortage',
  'Availability %': 'availability',
  'Fill rate %': 'fill_rate',
  'Stock value': 'value',
  'Average unit cost': 'unit_cost',
  'Items matching': 'items_match',
  'Only in Test': 'only_in_test',
  'Only in Production': 'only_in_production',
  'Match rate %': 'match_rate',
};

const SUFFIXES: Readonly<Record<string, string>> = {
  test: 'test',
  production: 'production',
  variance: 'variance',
  variance_pct: 'pct',
  test_before: 'test_before',
  test_change: 'test_change',
  production_before: 'production_before',
  production_change: 'production_change',
};

/** A result with one row a metric as one with a column for each, as all the others are. */
export function widened(result: Result, keyColumn: string | null): Result {
  const groups = new Map<string, Record<string, Cell>>();
  for (const row of result.rows) {
    const key = keyColumn === null ? '' : String(row[keyColumn] ?? '');
    groups.set(key, {
      ...groups.get(key),
      ...(keyColumn ? { [keyColumn]: row[keyColumn] ?? null } : {}),
      ...wide(row),
    });
  }
  const rest = [...groups].filter(([key]) => key.startsWith('others ('));
  const shown = [...groups].filter(([key]) => !key.startsWith('others (')).map(([, row]) => row);
  const [others] = rest.map(([key, row]) => ({ count: Number(/\d+/.exec(key)?.[0]), row }));
  return {
    ...result,
    columns: [],
    rows: keyColumn === null ? [] : shown,
    totals: keyColumn === null ? (shown[0] ?? null) : null,
    others: others ?? null,
  };
}

function wide(row: Row): Row {
  const name = KEYS[String(row.metric)] ?? `? ${row.metric}`;
  return Object.fromEntries(
    Object.entries(SUFFIXES)
      .filter(([column]) => column in row)
      .map(([column, suffix]) => [`${name}:${suffix}`, row[column] ?? null]),
  );
}

/** Those figures that a result with one row a metric has a place for; cards do not count items. */
export const widePart = (kpi: string, figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).filter(([key]) => {
      const [name = '', suffix = ''] = key.split(':');
      return Object.values(SUFFIXES).includes(suffix) && !(kpi === 'overview' && name === 'items');
    }),
  );
