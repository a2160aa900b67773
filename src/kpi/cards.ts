import type { Model } from '../model/index.js';
import { addDays, earlierOf, type Span } from '../periods/index.js';
import { difference } from './decimal.js';
import { ENVIRONMENT_LABEL } from './expressions.js';
import type { Measure } from './kpi.js';
import { nameOf } from './measures.js';
import type { Plan } from './planned.js';
import { type Reading, readSpans } from './read-stock.js';
import {
  type Cell,
  type Column,
  ENVIRONMENTS,
  type Environment,
  type Result,
  type Row,
  type Sparkline,
} from './result.js';
import { cellsOf, unknownIn, without } from './rows.js';

/** Days of a sparkline; more than a week, so that the week before has its figure. */
const DAYS = 15;
const WEEK = 7;

/** What cards tell beside their figures, by the row's `metric`. */
export interface CardHistory {
  readonly changes: ReadonlyMap<string, Row>;
  readonly sparklines: readonly Sparkline[];
}

/** Change of each environment's figure on the day and the week before its latest date. */
const CHANGE_COLUMNS: readonly Column[] = ENVIRONMENTS.toReversed().flatMap((environment) =>
  (['day', 'week'] as const).map(
    (span): Column => ({
      key: `${environment}_${span}`,
      label: `${ENVIRONMENT_LABEL[environment]} on the ${span} before`,
      unit: 'mixed',
      role: 'measure',
      signed: true,
      optional: true,
    }),
  ),
);

/** The last days of every measure of the plan, for cards. `now`: the row of what is shown. */
export async function cardHistory(model: Model, plan: Plan, now: Row): Promise<CardHistory> {
  const days = lastDays(plan);
  if (days.length === 0) return { changes: new Map(), sparklines: [] };
  const reading = await readSpans(model, plan, days, true);
  const cells = await cellsOf(model, { ...plan, by: null, across: 'time' }, reading, null);
  const byDay = new Map(cells.filter(({ isTotal }) => isTotal).map(({ across, row }) => [Number(across), row]));
  const rows = days.map((_, index) => without(byDay.get(index) ?? {}, unknownIn(reading, index, plan), plan.measures));
  const metrics = [...new Set(plan.measures.flatMap((measure) => nameOf(measure) ?? []))];
  const of = (metric: string) => plan.measures.filter((measure) => nameOf(measure) === metric);
  return {
    changes: new Map(
      metrics.map((metric) => [
        of(metric)[0]?.label ?? '',
        plan.facts.quantity === 'flow' ? {} : changesOf(of(metric), rows, now, reading),
      ]),
    ),
    sparklines: metrics.flatMap((metric) => sparklineOf(of(metric), rows, days) ?? []),
  };
}

function lastDays({ facts: { held, business } }: Plan): readonly Span[] {
  if (held === null) return [];
  const today = addDays(business.today, 1);
  const end = earlierOf(held.to, today);
  return Array.from({ length: DAYS }, (_, index) => {
    const from = addDays(end, index - DAYS);
    return { from, to: addDays(from, 1) };
  });
}

/** An environment is set against its own latest date, so that one that is loaded later is not set against itself. */
function changesOf(measures: readonly Measure[], rows: readonly Row[], now: Row, { through }: Reading): Row {
  const latest = (environment: Environment): number =>
    through?.[environment].findLastIndex((date) => date !== null) ?? -1;
  const cells = measures.flatMap(({ key, environment }) => {
    const own = environment ? latest(environment) : Math.min(...ENVIRONMENTS.map(latest));
    const change = (days: number): Cell => difference(now[key] ?? null, rows[own - days]?.[key] ?? null);
    const named = environment ?? 'production';
    return [
      [`${named}_day`, change(1)],
      [`${named}_week`, change(WEEK)],
    ] as const;
  });
  return Object.fromEntries(cells);
}

function sparklineOf(measures: readonly Measure[], rows: readonly Row[], days: readonly Span[]): Sparkline | null {
  const [first] = measures;
  if (!first) return null;
  const number = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));
  return {
    metric: first.label,
    unit: first.unit,
    days: days.map(({ from }) => from),
    series: measures.map(({ key, environment }) => ({
      key: environment ?? 'both',
      values: rows.map((row) => number(row[key])),
    })),
  };
}

/** The cards with their history. */
export function withHistory(result: Result, { changes, sparklines }: CardHistory): Result {
  const shown = new Set(result.rows.map(({ metric }) => metric));
  return {
    ...result,
    columns: [...result.columns, ...CHANGE_COLUMNS],
    rows: result.rows.map((row) => ({
      ...Object.fromEntries(CHANGE_COLUMNS.map(({ key }) => [key, null])),
      ...row,
      ...changes.get(String(row.metric)),
    })),
    sparklines: sparklines.filter(({ metric }) => shown.has(metric)),
    chart: sparklines.length > 0 ? { kind: 'sparklines' } : null,
  };
}
