import type { Model, Tuple } from '../model/index.js';
import { compile, dimensionColumns, measuresOf, type Plan } from './compile.js';
import { DIMENSIONS } from './dimensions.js';
import { ENVIRONMENT_LABEL } from './expressions.js';
import { plural } from './format.js';
import type { Measure } from './kpi.js';
import type { AsOf, Cell, ChartHint, Column, DataThrough, Result, Row } from './result.js';

/** What an answer says beside its numbers; put together by whoever refreshed. */
export interface Circumstances {
  readonly question: string;
  readonly currency: string;
  readonly asOf: readonly AsOf[];
  readonly dataThrough: readonly DataThrough[];
  readonly notes: readonly string[];
}

/** Runs a planned question on the model as it stands. */
export async function run(model: Model, plan: Plan, circumstances: Circumstances): Promise<Result> {
  const { kpi, by, measures, environments } = plan;
  const answer = by === 'environment' ? await perEnvironment(model, plan) : await perGroup(model, plan);
  const { rows, totals } = answer;
  const headline =
    rows.length === 0 && by !== null
      ? plan.query.filters.length > 0
        ? 'Nothing fits these filters'
        : 'There is no stock to speak of'
      : kpi.headline({ rows, totals, environments, by, currency: circumstances.currency });
  const { question, currency, asOf, dataThrough } = circumstances;
  const columns = answer.columns ?? [
    ...dimensionColumns(by).map(({ sql: _, ...column }) => column),
    ...measures.map(columnOf),
  ];
  const result: Result = {
    question,
    kpi: kpi.name,
    title: titleOf(plan),
    headline,
    layout: 'table',
    columns,
    rows,
    others: answer.others,
    totals,
    asOf,
    dataThrough,
    notes: [...answer.notes, ...(kpi.notes?.(plan.facts) ?? []), ...circumstances.notes],
    chart: chartOf(plan, columns),
    currency,
  };
  return kpi.reshape ? kpi.reshape(result) : result;
}

interface Rows {
  readonly rows: readonly Row[];
  readonly totals: Row;
  readonly others: Result['others'];
  readonly notes: readonly string[];
  readonly columns?: readonly Column[];
}

/** By the model's tuples, which are the same for all who ask the same: their rows are made once. */
const made = new WeakMap<readonly Tuple[], Rows>();

async function perGroup(model: Model, plan: Plan): Promise<Rows> {
  const tuples = await model.answer(keyOf(plan), () => compile(plan));
  const rows = made.get(tuples) ?? rowsOf(tuples, plan);
  made.set(tuples, rows);
  return rows;
}

/** All that the statement is made of, beside the model's own state: writing the statement itself takes half a millisecond. */
function keyOf({ kpi, query, by, environments, measures, restrictions }: Plan): string {
  return JSON.stringify([kpi.name, query, by, environments, measures.map(({ key }) => key), restrictions]);
}

function rowsOf(tuples: readonly Tuple[], plan: Plan): Rows {
  const { query, by } = plan;
  const totals = tuples.find(({ is_total }) => is_total === 1);
  const groups = tuples.filter(({ is_total, place }) => is_total === 0 && place !== null);
  const rest = tuples.find(({ is_total, place }) => is_total === 0 && place === null);
  const count = Number(totals?.groups ?? 0) - groups.length;
  const ties = Number(totals?.ties ?? 0);
  return {
    rows: by === null ? [] : groups.map(cellsOf),
    totals: totals ? blank(cellsOf(totals), plan) : {},
    others: rest && by ? { count, row: blank(cellsOf(rest), plan) } : null,
    notes:
      ties > 0 && query.limit ? [`${plural(ties, 'more group ties', 'more groups tie')} with the last one shown.`] : [],
  };
}

/** One statement for each environment; what cannot be added over environments has no total. */
async function perEnvironment(model: Model, plan: Plan): Promise<Rows> {
  const { kpi, facts, environments } = plan;
  const rows = await Promise.all(
    environments.map(async (environment): Promise<Row> => {
      const alone: Plan = {
        ...plan,
        by: null,
        environments: [environment],
        measures: measuresOf(kpi, facts, [environment], plan),
      };
      const { totals } = await perGroup(model, alone);
      return { environment, ...totals };
    }),
  );
  const { totals } = await perGroup(model, { ...plan, by: null });
  const measures = measuresOf(kpi, facts, environments.slice(0, 1), plan);
  const environment: Column = { key: 'environment', label: 'Environment', unit: 'text', role: 'dimension' };
  const both = totals.both;
  return {
    rows,
    totals: both === undefined ? totals : { ...totals, quantity: both },
    others: null,
    notes: [],
    columns: [environment, ...measures.map(columnOf)],
  };
}

const BOOKKEEPING: ReadonlySet<string> = new Set(['is_total', 'place', 'groups', 'ties']);

function cellsOf(tuple: Tuple): Row {
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

function columnOf({ sql: _, discloses: __, ...measure }: Measure): Column {
  return { ...measure, role: 'measure' };
}

function titleOf({ kpi, query, by, environments }: Plan): string {
  const filters = query.filters.map(({ value }) => value).join(', ');
  const where = environments.length === 1 && environments[0] ? ` in ${ENVIRONMENT_LABEL[environments[0]]}` : '';
  const grouped = by === null ? '' : ` by ${DIMENSIONS[by].label.toLowerCase().replace('sku', 'SKU')}`;
  const top = query.limit ? `, ${query.limit.end} ${query.limit.count}` : '';
  return `${kpi.title}${filters ? `: ${filters}` : ''}${where}${grouped}${top}`;
}

/** Of what the KPI draws, that which the answer has; null when none of it is left. */
function chartOf({ kpi, by, environments }: Plan, columns: readonly Column[]): ChartHint | null {
  if (by === null) return null;
  const shown = (keys: readonly string[]) => keys.filter((name) => columns.some(({ key }) => key === name));
  // A sku's name says more than its id.
  const category = by === 'sku' ? 'name' : by;
  const drawn = kpi.chart(by === 'environment' ? environments.slice(0, 1) : environments);
  const series = shown(drawn.series);
  if (series.length === 0) return null;
  if (by === 'environment') return { kind: 'grouped', category, series, difference: [] };
  if (drawn.kind === 'shares') return { kind: 'shares', category, series };
  return { kind: 'grouped', category, series, difference: shown(drawn.difference ?? []) };
}
