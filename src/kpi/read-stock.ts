import { type SQL, sql } from 'drizzle-orm';
import { type Model, STATE_SUMS, type StateSum } from '../model/index.js';
import { addDays, daysBetween, resolve, type Span } from '../periods/index.js';
import type { Stock } from './items.js';
import type { Plan } from './planned.js';
import { ENVIRONMENTS, type Environment } from './result.js';

/** What an answer is made of. */
export interface Reading {
  /** Of many steps some at a time; of everything else one. */
  readonly parts: readonly Part[];
  /** By environment and step the date whose state it is; null where it has no rows there. Of now: nothing is said. */
  readonly through: Readonly<Record<Environment, readonly (string | null)[]>> | null;
  /** Equal for equal readings of the same rows. */
  readonly key: string;
}

export interface Part {
  readonly stock: Stock;
  /** Number of its first step. */
  readonly first: number;
}

/** Items of all steps that one statement holds; so many fit into the least memory that is given to a model. */
const MOST_ITEMS = 600_000;

const ALWAYS: Span = { from: '0001-01-01', to: '9999-12-31' };

/** Stock as it is now: the latest state, or all rows of a flow. */
export async function readNow(model: Model, { measured, facts }: Plan): Promise<Reading> {
  const { dates = false, demandOf } = measured.reads ?? {};
  if (dates) {
    const { rows } = await model.stockOver([ALWAYS], { demand: 'mapped', dates });
    return now(rows, 1, 'now with dates');
  }
  if (!demandOf) return now(sql`SELECT * FROM stock_state`, 1, 'now');
  const span = resolve({ kind: 'last', unit: 'day', count: demandOf.days }, facts.business);
  const asked = await model.stockOver([span], { demand: 'summed', dates: false });
  const rows = withDemandOf(sql`SELECT * FROM stock_state`, asked.rows);
  return now(rows, demandOf.days, `now with demand from ${span.from} to ${span.to}`);
}

/** What a question is set against: read as it is read itself, so that like is set against like. */
export async function readOther(model: Model, plan: Plan, other: Span): Promise<Reading> {
  const { demandOf } = plan.measured.reads ?? {};
  if (!demandOf || plan.time.main !== null) return readSpans(model, plan, [other], false);
  // As many days of demand before that state as before the one of now.
  const last = addDays(other.to, -1);
  const span = { from: addDays(last, -demandOf.days), to: last };
  const state = await model.stockOver([other], { demand: 'mapped', dates: false });
  const asked = await model.stockOver([span], { demand: 'summed', dates: false });
  const { parts } = now(withDemandOf(state.rows, asked.rows), demandOf.days, '');
  return { parts, through: state.through, key: JSON.stringify(['other', other, span]) };
}

/** The one says what there is, the other what was asked for. */
const withDemandOf = (state: SQL, asked: SQL): SQL =>
  sql`SELECT environment, product_id, warehouse, ${columns((sum) => (sum === 'demand' ? sql`NULL` : null))} FROM (${state}) AS held
    UNION ALL SELECT environment, product_id, warehouse, ${columns((sum) => (sum === 'demand' ? null : sum === 'rows' ? sql`0` : sql`NULL`))} FROM (${asked}) AS asked`;

const now = (rows: SQL, days: number, key: string): Reading => ({
  parts: [{ stock: { rows, days: [days], stepped: false }, first: 0 }],
  through: null,
  key,
});

/** The sums of a row, but for those that stand for something else. */
const columns = (other: (sum: StateSum) => SQL | null): SQL =>
  sql.join(
    STATE_SUMS.map((sum) => sql`${other(sum) ?? sql.identifier(sum)} AS ${sql.identifier(sum)}`),
    sql`, `,
  );

/** Stock over spans of days; `stepped` where they are steps of time, however many. */
export async function readSpans(model: Model, plan: Plan, spans: readonly Span[], stepped: boolean): Promise<Reading> {
  const { measured, facts } = plan;
  const { dates = false, demandOf } = measured.reads ?? {};
  const options = { demand: demandOf ? 'summed' : 'mapped', dates } as const;
  const most = stepped ? Math.max(1, Math.floor(MOST_ITEMS / itemsOf(plan))) : 1;
  const parts: Part[] = [];
  const through: Record<Environment, (string | null)[]> = { test: [], production: [] };
  for (let first = 0; first < spans.length; first += most) {
    const some = spans.slice(first, first + most);
    const { rows, through: reached } = await model.stockOver(some, options);
    const days = some.map((span) => daysIn(span, facts.business.today));
    parts.push({ stock: { rows, days, stepped }, first });
    for (const environment of ENVIRONMENTS) through[environment].push(...reached[environment]);
  }
  return { parts, through, key: JSON.stringify([spans, options]) };
}

/** How many items a step holds at most. */
function itemsOf({ measured, facts, by, across }: Plan): number {
  const places = by === 'warehouse' || across === 'warehouse' ? Math.max(1, facts.warehouses) : 1;
  return Math.max(1, facts.items, measured.universe === 'all' ? facts.products * places : 0);
}

/** Calendar days, of an unfinished span those up to today. */
function daysIn({ from, to }: Span, today: string): number {
  const tomorrow = addDays(today, 1);
  return daysBetween(from, from < tomorrow && tomorrow < to ? tomorrow : to);
}
