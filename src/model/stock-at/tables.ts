import { type SQL, sql } from 'drizzle-orm';
import type { Tuple } from '../database.js';
import type { DemandMeaning, Feed, QuantityMeaning } from '../feed.js';
import { partOf } from '../staging.js';
import { knownWarehouse, spellingsOf } from '../stock-rows.js';
import type { Environment } from './counting.js';

/** Rows of stock and what they mean over time: those of a source's table, or the recorded days. */
export interface StockTable {
  /** environment, date, product_id, warehouse as it is known, quantity, demand, unit_cost */
  readonly rows: SQL;
  readonly quantity: QuantityMeaning;
  readonly demand: DemandMeaning | null;
  readonly carryDays: number;
  /** Dates of its rows by environment, ascending, each once. */
  readonly days: ReadonlyMap<Environment, readonly string[]>;
  /** The same of all environments. */
  readonly dates: readonly string[];
  /** Environments of rows without a date, which are of today. */
  readonly undated: ReadonlySet<Environment>;
  /** Environments whose state of today others hold, so that no earlier one of this stands for it. */
  readonly relieved: ReadonlySet<Environment>;
  /** Whether `stock_state` is made of it. */
  readonly current: boolean;
}

/** Runs a query; equal keys may be answered with what an earlier one gave, as long as the model stays as it is. */
export type Ask = (key: string, query: () => SQL) => Promise<readonly Tuple[]>;

/** All that have rows. */
export async function stockTables(ask: Ask, feeds: readonly Feed[]): Promise<readonly StockTable[]> {
  const held = await ask('stock-at dates', () => HELD);
  const spellings = await spellingsOf({ query: (query) => ask('stock-at spellings', () => query) });
  const warehouse = knownWarehouse(spellings);
  const stock = feeds.filter(({ table }) => table === 'stock');
  const tables = stock.map((feed): StockTable => {
    const mine = held.filter((row) => row.feed === feed.id);
    return {
      rows: sql`(SELECT environment, date, product_id, ${warehouse} AS warehouse, quantity, demand, unit_cost FROM ${partOf(feed)})`,
      ...feed.meaning,
      carryDays: feed.carryDays,
      ...datesIn(mine),
      undated: new Set(mine.filter(({ undated }) => undated === true).map(environmentOf)),
      relieved: new Set(),
      current: true,
    };
  });
  const recorded: StockTable = {
    rows: sql`stock_recorded`,
    // Each recorded day is all there was.
    quantity: 'complete',
    demand: stock.find(({ meaning }) => meaning.demand !== null)?.meaning.demand ?? null,
    carryDays: 0,
    ...datesIn(held.filter(({ feed }) => feed === null)),
    undated: new Set(),
    relieved: new Set(tables.flatMap(({ undated }) => [...undated])),
    current: false,
  };
  return [...tables, recorded].filter(({ days, undated }) => days.size + undated.size > 0);
}

/** Text, because a row for each date is slow to take over. */
const DAYS = sql`string_agg(CAST(date AS VARCHAR), ' ' ORDER BY date) AS days`;

const HELD = sql`SELECT feed, environment, bool_or(date IS NULL) AS undated, ${DAYS} FROM stock_date GROUP BY feed, environment
  UNION ALL SELECT NULL, environment, FALSE, ${DAYS} FROM stock_recorded_day GROUP BY environment ORDER BY feed, environment`;

const environmentOf = ({ environment }: Tuple): Environment => (environment === 'test' ? 'test' : 'production');

function datesIn(rows: readonly Tuple[]): Pick<StockTable, 'days' | 'dates'> {
  const days = new Map(
    rows.flatMap((row) => (typeof row.days === 'string' ? [[environmentOf(row), row.days.split(' ')] as const] : [])),
  );
  return { days, dates: [...new Set([...days.values()].flat())].sort() };
}
