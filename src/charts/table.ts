import { cellText } from '../kpi/cells.js';
import type { ChartHint, Result } from '../kpi/result.js';
import { columnOf } from './columns.js';
import { drawnValue } from './rows.js';

/** A result of two dimensions: a name for each row and column, and a value, or none, for each pair. */
export interface Table {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row, then by column. */
  readonly values: readonly (readonly (number | null)[])[];
}

export function tableOf(result: Result, hint: Extract<ChartHint, { kind: 'grid' }>): Table {
  const category = columnOf(result, hint.category);
  const series = hint.series.map((key) => columnOf(result, key));
  return {
    rows: result.rows.map((row) => cellText(category, row, '')),
    columns: series.map(({ label }) => label),
    values: result.rows.map((row) => series.map(({ key }) => drawnValue(row[key]))),
  };
}

/** Rows as columns. */
export function transposed({ rows, columns, values }: Table): Table {
  return { rows: columns, columns: rows, values: columns.map((_, at) => values.map((row) => row[at] ?? null)) };
}

/** Its first rows and columns. */
export function firstOf({ rows, columns, values }: Table, mostRows: number, mostColumns: number): Table {
  return {
    rows: rows.slice(0, mostRows),
    columns: columns.slice(0, mostColumns),
    values: values.slice(0, mostRows).map((row) => row.slice(0, mostColumns)),
  };
}

/** All values that are there. */
export function valuesOf({ values }: Table): number[] {
  return values.flat().filter((value) => value !== null);
}
