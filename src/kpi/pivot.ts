import type { Model } from '../model/index.js';
import { dimensionColumns } from './compile.js';
import { titled } from './format.js';
import type { Measure } from './kpi.js';
import { leftNotes } from './left-columns.js';
import { type Line, type Matrix, matrixOf } from './pivot-matrix.js';
import type { Axis, Plan } from './planned.js';
import type { Reading } from './read-stock.js';
import type { Column, Result, Row } from './result.js';
import { STEP } from './trend.js';

/** An answer with a dimension down and another across, of one measure. */
export interface Pivot {
  readonly measure: Measure;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly totals: Row | null;
  readonly others: Result['others'];
  readonly notes: readonly string[];
  /** Keys of the columns that are drawn: those that people see, and of steps more. */
  readonly series: readonly string[];
  readonly reading: Reading;
}

/** Columns that a person compares; programs get all. */
const MOST_COLUMNS = 12;
/** Steps of a line. */
const MOST_DRAWN = 120;
const ALL = 'all';

export async function pivotOf(model: Model, plan: Plan): Promise<Pivot> {
  const [measure] = plan.measures;
  if (!measure) throw new Error(`No measure for a pivot of ${plan.kpi.name}`);
  const turned = plan.by === 'time';
  const limit = plan.query.limit ?? { end: 'top', count: MOST_COLUMNS };
  // What goes across has to be few; the others are a column.
  const upright: Plan = turned ? { ...plan, by: plan.across, across: 'time', query: { ...plan.query, limit } } : plan;
  const matrix = await matrixOf(model, { ...upright, measures: [measure] }, measure);
  return turned ? turnedPivot(plan, measure, matrix) : uprightPivot(plan, measure, matrix);
}

function uprightPivot(plan: Plan, measure: Measure, { lines, columns, totals, others, notes, reading }: Matrix): Pivot {
  const shown = shownOf(columns, totals, plan.across === 'time');
  const keys = columns.map((label) => `${nameOf(plan, plan.across)}:${label}`);
  const row = ({ head, values, all }: Line): Row => ({
    ...head,
    ...Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null])),
    [ALL]: all,
  });
  return {
    measure,
    columns: [
      ...dimensionColumns(plan.by).map(({ sql: _, ...column }) => column),
      ...keys.map((key, index): Column => valueColumn(key, columns[index] ?? '', measure, shown.has(index))),
      allColumn(measure),
    ],
    rows: lines.map(row),
    totals: row(totals),
    others: others && { count: others.count, row: row(others) },
    notes: [...notes, ...leftNotes(columns.length, shown.size, plan.across === 'time')],
    series: plan.across === 'time' ? keys.slice(-MOST_DRAWN) : keys.filter((_, index) => shown.has(index)),
    reading,
  };
}

/** Steps go down, and groups across. */
function turnedPivot(plan: Plan, measure: Measure, matrix: Matrix): Pivot {
  const { lines, columns: steps, totals, others, notes, reading } = matrix;
  const rest = `others (${others?.count})`;
  const across = others ? [...lines, { ...others, name: rest, label: rest }] : lines;
  const shown = new Set(across.slice(0, MOST_COLUMNS).map((_, index) => index));
  const keys = across.map(({ name }) => `${nameOf(plan, plan.across)}:${name}`);
  return {
    measure,
    columns: [
      { key: STEP, label: titled(plan.time.unit ?? 'step'), unit: 'date', role: 'dimension' },
      ...keys.map((key, index): Column => valueColumn(key, across[index]?.label ?? '', measure, shown.has(index))),
      allColumn(measure),
    ],
    rows: steps.map(
      (label, step): Row => ({
        [STEP]: label,
        ...Object.fromEntries(keys.map((key, index) => [key, across[index]?.values[step] ?? null])),
        [ALL]: totals.values[step] ?? null,
      }),
    ),
    totals: null,
    others: null,
    notes: [...notes, ...leftNotes(keys.length, shown.size, plan.across === 'time')],
    series: keys.filter((_, index) => shown.has(index)),
    reading,
  };
}

/** Columns for people: the latest steps, or the groups with the largest totals. */
function shownOf(columns: readonly string[], totals: Line, overTime: boolean): ReadonlySet<number> {
  const indexes = columns.map((_, index) => index);
  if (overTime) return new Set(indexes.slice(-MOST_COLUMNS));
  const size = (index: number) => Math.abs(Number(totals.values[index] ?? 0));
  return new Set(indexes.toSorted((a, b) => size(b) - size(a)).slice(0, MOST_COLUMNS));
}

const nameOf = ({ time }: Plan, axis: Axis | null): string => (axis === 'time' ? (time.unit ?? 'step') : (axis ?? ''));
function valueColumn(key: string, label: string, { unit, signed }: Measure, shown: boolean): Column {
  return { key, label, unit, role: 'measure', ...(signed ? { signed } : {}), ...(shown ? {} : { machine: true }) };
}

const allColumn = ({ unit, signed }: Measure): Column => ({
  key: ALL,
  label: 'All',
  unit,
  role: 'measure',
  ...(signed ? { signed } : {}),
});
