/**
 * Stock over spans of days: what questions about a period read, as `stock_state` is what those of now read. Which days
 * count is settled from the few dates that there are (`counting.ts`), so that the statement names them and DuckDB passes
 * over the rest of the rows. Only `Model` calls it. Tested in `tests/model/stock-at*.test.ts`.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Span } from '../../periods/index.js';
import type { Feed } from '../feed.js';
import { carried } from './carried.js';
import { columns, NOTHING, OF_ROW, OF_STATE } from './columns.js';
import { type Environment, flowing, latest, type Timed, throughOf } from './counting.js';
import { datesOf, withoutDates } from './dates.js';
import { undated, within } from './rows.js';
import { type Ask, type StockTable, stockTables } from './tables.js';

export interface StockOver {
  /**
   * A statement, to stand in `FROM (…) AS x`: step (index of the span), environment, product_id, warehouse, the sums of
   * `stock_state` and, where asked for, dates. An item may have several rows: every sum adds up over them, nulls left
   * out, and dates by `mergedDates`. Equal text for equal questions of the same dates.
   */
  readonly rows: SQL;
  /**
   * By environment and span the date whose state it is, YYYY-MM-DD, the latest of the environment's tables; of a flow
   * the latest date with rows in the span. Null where the environment has nothing there.
   */
  readonly through: Readonly<Record<Environment, readonly (string | null)[]>>;
}

export interface StockOverOptions {
  /** As the mapping says what demand means, or added up over all rows of the span. */
  readonly demand: 'mapped' | 'summed';
  /** Whether to tell the distinct dates of the span on which items have rows. */
  readonly dates: boolean;
}

export { NAMES as STATE_SUMS, type Sum as StateSum } from './columns.js';
export { distinctDates, mergedDates } from './dates.js';

export interface Moment {
  /** Business day, YYYY-MM-DD. */
  readonly today: string;
  readonly feeds: readonly Feed[];
}

/** The span without an end on either side is no period: stock as it is now. */
const isAlways = ({ from, to }: Span): boolean => from <= '0001-01-01' && to >= '9999-12-31';

export async function stockOver(
  ask: Ask,
  { today, feeds }: Moment,
  spans: readonly Span[],
  { demand, dates }: StockOverOptions,
): Promise<StockOver> {
  const tables = await stockTables(ask, feeds);
  const steps = spans.map((span, step): Timed => ({ ...span, step, always: isAlways(span), today }));
  const rows = [
    ...steps.filter(({ always }) => always).map((step) => stateNow(step, demand)),
    ...tables.flatMap((table) => [...quantities(table, steps, demand), ...demands(table, steps, demand)]),
  ];
  const all = rows.length > 0 ? rows : [sql`${stateNow({ step: 0 }, demand)} WHERE FALSE`];
  const listed = dates ? [...all.map(withoutDates), ...datesOf(tables, steps)] : all;
  return { rows: sql.join(listed, sql` UNION ALL `), through: throughOf(tables, steps) };
}

function stateNow({ step }: Pick<Timed, 'step'>, demand: StockOverOptions['demand']): SQL {
  const sums = demand === 'summed' ? { ...OF_STATE, demand: NOTHING.demand } : OF_STATE;
  return sql`SELECT ${sql.raw(String(step))} AS step, environment, product_id, warehouse, ${columns(sums)} FROM stock_state`;
}

/** Rows that say what there was; their demand too, where it is of the same rows. */
function quantities(table: StockTable, steps: readonly Timed[], demand: StockOverOptions['demand']): SQL[] {
  const sums = hasBoth(table, demand) ? OF_ROW : { ...OF_ROW, demand: NOTHING.demand };
  const periods = steps.filter(({ always }) => !always);
  return summed(counted(table, table.quantity, periods), columns(sums), sql``);
}

/** Demand that other rows tell than those of the quantity. */
function demands(table: StockTable, steps: readonly Timed[], demand: StockOverOptions['demand']): SQL[] {
  const open = steps.filter(({ always }) => (always ? demand === 'summed' : !hasBoth(table, demand)));
  const meaning = demand === 'summed' ? 'flow' : (table.demand ?? 'flow');
  const sums = { ...NOTHING, demand: OF_ROW.demand };
  return summed(counted(table, meaning, open), columns(sums), sql` WHERE demand IS NOT NULL`);
}

function hasBoth({ quantity, demand: mapped }: StockTable, demand: StockOverOptions['demand']): boolean {
  if (demand === 'summed') return quantity === 'flow';
  return mapped === null || (quantity === 'flow') === (mapped === 'flow');
}

function summed(selections: readonly SQL[], sums: SQL, where: SQL): SQL[] {
  if (selections.length === 0) return [];
  return [
    sql`SELECT step, environment, product_id, warehouse, ${sums} FROM (${sql.join([...selections], sql` UNION ALL `)}) AS counted${where}`,
  ];
}

function counted(table: StockTable, meaning: StockTable['quantity'], steps: readonly Timed[]): SQL[] {
  const dated = () => {
    if (meaning === 'sparse') return carried(table, steps);
    return within(table, meaning === 'flow' ? flowing(table, steps) : latest(table, steps));
  };
  return [...dated(), ...undated(table, steps)];
}
