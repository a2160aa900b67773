import type { Model } from '../model/index.js';
import { acrossLabel, dimensionColumns } from './compile.js';
import type { Measure } from './kpi.js';
import type { Axis, Plan } from './planned.js';
import { type Reading, readNow, readSpans } from './read-stock.js';
import type { Cell, Row } from './result.js';
import { absent, type CellRow, cellsOf, type Groups, type Keyed, knownGroups, unknownIn, without } from './rows.js';

const NO_NAME = '(none)';

/** A line of cells with what heads it. */
export interface Line {
  /** Other than its label, no other line has it. */
  readonly name: string;
  readonly label: string;
  /** The cells of its dimension. */
  readonly head: Row;
  readonly values: readonly Cell[];
  readonly all: Cell;
}

export interface Matrix {
  readonly lines: readonly Line[];
  readonly columns: readonly string[];
  readonly totals: Line;
  readonly others: (Line & { readonly count: number }) | null;
  readonly notes: readonly string[];
  readonly reading: Reading;
}

/** Every group of an answer by every column, as far as there is anything. */
export async function matrixOf(model: Model, plan: Plan, measure: Measure): Promise<Matrix> {
  const { main, steps } = plan.time;
  const overTime = plan.across === 'time';
  const whole = main ? await readSpans(model, plan, [main], false) : await readNow(model, plan);
  const reading = overTime ? await readSpans(model, plan, steps, true) : whole;
  const groups = await knownGroups(model, plan, whole);
  const none = without(absent([measure]), unknownIn(whole, 0, plan), [measure]);
  const { cells, rows, others } = await placed(model, plan, reading, groups, none);
  const across = overTime
    ? steps.map((_, index) => String(index))
    : [...new Set(cells.map((cell) => cell.across))].toSorted((a, b) => a.localeCompare(b));
  const values = new Map<string | null, Map<string, Cell>>();
  const totals = new Map<string, Cell>();
  for (const { isTotal, key, across: column, row } of cells) {
    const unknown = unknownIn(reading, overTime ? Number(column) : 0, plan);
    const cell = without(row, unknown, [measure])[measure.key] ?? null;
    if (isTotal) totals.set(column, cell);
    else values.set(key, (values.get(key) ?? new Map<string, Cell>()).set(column, cell));
  }
  const line = (key: string | null) => across.map((column) => values.get(key)?.get(column) ?? null);
  const kept = keptColumns(across, [...values.keys()].map(line));
  const only = (all: readonly Cell[]) => kept.map((index) => all[index] ?? null);
  const labels = across.map((column, index) =>
    overTime ? (steps[index]?.label ?? '') : labelAcross(plan.across, column),
  );
  const heads = dimensionColumns(plan.by).map(({ key }) => key);
  return {
    lines: rows.map(({ key, row }) => ({
      name: key || NO_NAME,
      label: String(row[heads.at(-1) ?? ''] ?? row[heads[0] ?? ''] ?? NO_NAME),
      head: Object.fromEntries(heads.map((head) => [head, row[head] ?? null])),
      values: only(line(key)),
      all: row[measure.key] ?? null,
    })),
    columns: kept.map((index) => labels[index] ?? ''),
    totals: {
      name: 'total',
      label: 'total',
      head: {},
      values: only(across.map((column) => totals.get(column) ?? null)),
      all: groups.totals[measure.key] ?? null,
    },
    others: others && {
      count: others.count,
      name: 'others',
      label: 'others',
      head: {},
      values: only(line(null)),
      all: others.row[measure.key] ?? null,
    },
    notes: groups.notes,
    reading,
  };
}

/** What has a line of its own, and what is one line together. */
interface Placed {
  readonly cells: readonly CellRow[];
  readonly rows: readonly Keyed[];
  readonly others: Groups['others'];
}

/**
 * Groups are chosen as they are at the end; a state may have had others before, which come last, or join what a limit or
 * a threshold leaves out. `none`: the figures of what is not there at the end.
 */
async function placed(
  model: Model,
  plan: Plan,
  reading: Reading,
  { rows, others }: Groups,
  none: Row,
): Promise<Placed> {
  const keys = rows.map(({ key }) => key);
  if (others) return { cells: await cellsOf(model, plan, reading, keys), rows, others };
  const cells = await cellsOf(model, plan, reading, null);
  const shown = new Set(keys);
  const gone = new Map<string, Row>();
  for (const { isTotal, key, row } of cells) {
    if (!isTotal && key !== null && !shown.has(key)) gone.set(key, { ...row, ...none });
  }
  const { limit } = plan.query;
  const room = plan.thresholds.length > 0 ? 0 : (limit?.count ?? Number.POSITIVE_INFINITY) - rows.length;
  if (gone.size > room)
    return { cells: await cellsOf(model, plan, reading, keys), rows, others: { count: gone.size, row: none } };
  const last = [...gone].map(([key, row]): Keyed => ({ key, row })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return { cells, rows: [...rows, ...last], others };
}

const labelAcross = (across: Axis | null, key: string): string =>
  across === null || across === 'time' ? key : acrossLabel(across, key);

/** Without columns at either end that are empty altogether. */
function keptColumns(columns: readonly string[], lines: readonly (readonly Cell[])[]): readonly number[] {
  const has = (index: number) => lines.some((cells) => (cells[index] ?? null) !== null);
  const indexes = columns.map((_, index) => index);
  const first = indexes.find(has) ?? 0;
  const last = indexes.findLast(has) ?? -1;
  return indexes.slice(first, last + 1);
}
