import type { Model, Tuple } from '../model/index.js';
import { compileCells, compileGroups, dimensionColumns } from './compile.js';
import { plural } from './format.js';
import type { Measure } from './kpi.js';
import type { Plan } from './planned.js';
import type { Part, Reading } from './read-stock.js';
import type { Cell, Environment, Result, Row, Unit } from './result.js';
import { withoutUnknown } from './thresholds.js';

/** A row and what identifies its group. */
export interface Keyed {
  readonly key: string;
  readonly row: Row;
}

/** Groups of an answer, ranked. */
export interface Groups {
  readonly rows: readonly Keyed[];
  /** Of all rows that pass the filters. */
  readonly totals: Row;
  readonly others: Result['others'];
  /** Groups in all, and those that are beyond the thresholds. */
  readonly count: { readonly all: number; readonly kept: number };
  readonly notes: readonly string[];
}

/** By the model's tuples, which are the same for all who ask the same: their rows are made once. */
const made = new WeakMap<readonly Tuple[], Groups>();

/** One row for each group of the question, or none where it is one whole. */
async function groupsOf(model: Model, plan: Plan, reading: Reading): Promise<Groups> {
  const [{ stock }] = partsOf(reading);
  const tuples = await model.answer(`groups ${keyOf(plan, reading)}`, () => compileGroups(plan, stock));
  const groups = made.get(tuples) ?? rowsOf(tuples, plan);
  made.set(tuples, groups);
  return groups;
}

/** The same where of some environments nothing is known: their figures are empty, and nothing of them is beyond a threshold. */
export async function knownGroups(model: Model, plan: Plan, reading: Reading): Promise<Groups> {
  const unknown = unknownIn(reading, 0, plan);
  if (unknown.length === 0) return groupsOf(model, plan, reading);
  const groups = await groupsOf(model, { ...plan, thresholds: withoutUnknown(plan.thresholds, unknown) }, reading);
  return {
    ...groups,
    rows: groups.rows.map(({ key, row }) => ({ key, row: without(row, unknown, plan.measures) })),
    totals: without(groups.totals, unknown, plan.measures),
    others: groups.others && { ...groups.others, row: without(groups.others.row, unknown, plan.measures) },
  };
}

/** A row of `compileCells`. */
export interface CellRow {
  readonly isTotal: boolean;
  /** Null on the row of the others. */
  readonly key: string | null;
  readonly across: string;
  readonly row: Row;
}

/** The measures of every group and column; `keys`: groups that are told apart, null: all. */
export async function cellsOf(
  model: Model,
  plan: Plan,
  reading: Reading,
  keys: readonly string[] | null,
): Promise<readonly CellRow[]> {
  const key = `cells ${keyOf(plan, reading)} ${JSON.stringify(keys)}`;
  const cells: CellRow[] = [];
  for (const { stock, first } of partsOf(reading)) {
    const tuples = await model.answer(`${key} ${first}`, () => compileCells(plan, stock, keys));
    for (const tuple of tuples) {
      cells.push({
        isTotal: tuple.is_total === 1,
        key: tuple.key === null || tuple.key === undefined ? null : String(tuple.key),
        across: stock.stepped ? String(first + Number(tuple.across)) : String(tuple.across ?? ''),
        row: rowOf(tuple),
      });
    }
  }
  return cells;
}

function partsOf({ parts }: Reading): readonly [Part, ...Part[]] {
  const [first, ...others] = parts;
  if (!first) throw new Error('A reading without any part');
  return [first, ...others];
}

/** All that the statement is made of, beside the model's own state: writing the statement itself takes half a millisecond. */
function keyOf(plan: Plan, { key }: Reading): string {
  const { kpi, measured, query, by, across, environments, measures, restrictions, facts, withoutAccepted } = plan;
  const { filters, limit, rank, thresholds } = query;
  const asked = [filters, limit, rank, thresholds];
  return JSON.stringify([
    kpi.name,
    measured.name,
    asked,
    by,
    across,
    environments,
    measures.map((one) => one.key),
    restrictions,
    facts.accepted,
    withoutAccepted ?? false,
    key,
  ]);
}

function rowsOf(tuples: readonly Tuple[], plan: Plan): Groups {
  const { query, by } = plan;
  const totals = tuples.find(({ is_total }) => is_total === 1);
  const groups = tuples.filter(({ is_total, place }) => is_total === 0 && place !== null);
  const rest = tuples.find(({ is_total, place }) => is_total === 0 && place === null);
  const count = Number(totals?.groups ?? 0) - groups.length;
  const ties = Number(totals?.ties ?? 0);
  return {
    rows: by === null ? [] : groups.map((tuple) => ({ key: String(tuple.key ?? ''), row: rowOf(tuple) })),
    totals: totals ? blank(rowOf(totals), plan) : {},
    others: rest && by ? { count, row: blank(rowOf(rest), plan) } : null,
    count: { all: Number(totals?.groups ?? 0), kept: Number(totals?.kept ?? 0) },
    notes:
      ties > 0 && query.limit ? [`${plural(ties, 'more group ties', 'more groups tie')} with the last one shown.`] : [],
  };
}

const BOOKKEEPING: ReadonlySet<string> = new Set(['is_total', 'place', 'key', 'across', 'groups', 'kept', 'ties']);

function rowOf(tuple: Tuple): Row {
  return Object.fromEntries(
    Object.entries(tuple)
      .filter(([key]) => !BOOKKEEPING.has(key))
      .map(([key, value]): [string, Cell] => [key, typeof value === 'boolean' ? Number(value) : value]),
  );
}

/** A row of many groups is none of them. */
function blank(row: Row, { by }: Plan): Row {
  const keys = dimensionColumns(by).map(({ key }) => key);
  return { ...row, ...Object.fromEntries(keys.map((key) => [key, null])) };
}

/** Environments that have stock, but no rows in a step: what is said of them there is unknown, not zero. */
export function unknownIn({ through }: Reading, step: number, { environments, facts }: Plan): readonly Environment[] {
  if (through === null) return [];
  return environments.filter((name) => facts.environments.has(name) && (through[name][step] ?? null) === null);
}

/** The row without the figures that are of these environments, or of both together. */
export function without(row: Row, environments: readonly Environment[], measures: readonly Measure[]): Row {
  if (environments.length === 0) return row;
  const empty = measures.filter(({ environment }) => environment === undefined || environments.includes(environment));
  return { ...row, ...Object.fromEntries(empty.map(({ key }) => [key, null])) };
}

/** The figures of a group without rows: its sums are nothing, its ratios empty. */
export const absent = (measures: readonly Measure[]): Row =>
  Object.fromEntries(measures.map(({ key, unit }) => [key, ADDS_UP.has(unit) ? 0 : null]));

const ADDS_UP: ReadonlySet<Unit> = new Set(['count', 'units', 'money']);
