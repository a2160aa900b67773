import { cellText, unitOf } from '../kpi/cells.js';
import { jsonNumber } from '../kpi/format.js';
import { type Cell, type ChartHint, type Column, type Result, type Row, UNITS, type Unit } from '../kpi/result.js';
import { isNumeric } from './columns.js';

/** What a chart draws of a result. */
export interface ChartData {
  readonly category: Column;
  readonly series: readonly Column[];
  readonly points: readonly Point[];
}

/** One category; its values in the order of the series, null where there is none. */
interface Point {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Place of the first that is null, -1 where none is. */
  readonly missing: number;
}

/** Hints that Slack's own charts can follow. */
export type DrawnHint = Extract<ChartHint, { kind: 'grouped' | 'shares' | 'ranked' | 'lines' }>;

/** The columns and rows that the hint names, shares in percent; null where the result has no such columns. */
export function chartData(result: Result, hint: DrawnHint): ChartData | null {
  const category = result.columns.find(({ key }) => key === hint.category);
  const series = (hint.kind === 'ranked' ? [hint.value] : hint.series)
    .flatMap((wanted) => result.columns.find(({ key }) => key === wanted) ?? [])
    .filter(isNumeric);
  if (!category || series.length === 0) return null;
  const points = result.rows.map((row) => pointOf(cellText(category, row, ''), series, row));
  if (hint.kind !== 'shares') return { category, series, points };
  const { others } = result;
  const rest = others ? [pointOf(`Others (${others.count})`, series, others.row)] : [];
  return { category, series: series.map(asPercent), points: sharesOf([...points, ...rest], series) };
}

/** Of thousands of rows few are drawn, so values are written when they are asked for. */
function pointOf(name: string, series: readonly Column[], row: Row): Point {
  const missing = series.findIndex(({ key }) => (row[key] ?? '') === '' || !Number.isFinite(Number(row[key])));
  let values: Point['values'] | null = null;
  return {
    name,
    missing,
    get values() {
      values ??= valuesOf(series, row);
      return values;
    },
  };
}

const valuesOf = (series: readonly Column[], row: Row): Point['values'] =>
  series.map((column) => numberOf(row[column.key] ?? null, unitOf(column, row)));

/** The number that the table shows, so that a chart's tooltip says the same. */
function numberOf(cell: Cell, unit: Unit): number | null {
  if (cell === null || cell === '') return null;
  const value = jsonNumber(cell, unit);
  return Number.isFinite(value) ? rounded(value, unit) : null;
}

/** Without a negative zero. */
const rounded = (value: number, unit: Unit): number => Number(value.toFixed(UNITS[unit].display)) + 0;

const asPercent = (column: Column): Column => ({ ...column, unit: 'percent' });

/** Quantities as percentages of what is above zero; percentages as they are. */
function sharesOf(parts: readonly Point[], series: readonly Column[]): readonly Point[] {
  const wholes = series.map(({ unit }, index) =>
    unit === 'percent' ? 100 : parts.reduce((sum, { values }) => sum + Math.max(0, values[index] ?? 0), 0),
  );
  return parts.map(({ name, values }) => {
    const shares = values.map((value, index) => {
      const whole = wholes[index] ?? 0;
      return value === null || whole === 0 ? null : rounded((value / whole) * 100, 'percent');
    });
    return { name, values: shares, missing: shares.indexOf(null) };
  });
}
