import { type SQL, sql } from 'drizzle-orm';
import { day, literal } from '../literals.js';
import { countBefore, countUpTo, type Environment, isOfToday, type Reach, type Timed } from './counting.js';
import { listed } from './listed.js';
import type { StockTable } from './tables.js';

/** What is taken of a row that counts, beside its step. */
export const TAKEN = sql`s.environment, s.product_id, s.warehouse, s.quantity, s.demand, s.unit_cost`;

/** So many scans of a table are made; of more reaches one join with their dates: a tenth where it is not in order of date. */
const MOST_SCANS = 2;

/** Selections of step and the rows’ columns. */
export function within(table: StockTable, reaches: readonly Reach[]): SQL[] {
  if (reaches.length > MOST_SCANS) return [joined(table, reaches)];
  return reaches.map(({ step, environment, first, last }) => {
    const whose = environment === null ? sql`` : sql` AND s.environment = ${literal(environment)}`;
    return sql`SELECT ${sql.raw(String(step))} AS step, ${TAKEN} FROM ${table.rows} AS s WHERE ${between([first, last])}${whose}`;
  });
}

/** Rows on the dates from the first to the last of a list in order, as literals: see `day`. */
export function between(dates: readonly string[]): SQL {
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  return first === last ? sql`s.date = ${day(first)}` : sql`s.date BETWEEN ${day(first)} AND ${day(last)}`;
}

function joined(table: StockTable, reaches: readonly Reach[]): SQL {
  const own = reaches.some(({ environment }) => environment !== null);
  const counting = reaches.flatMap((reach) => {
    const environments = own ? [...(reach.environment === null ? table.days.keys() : [reach.environment])] : [null];
    return environments.flatMap((environment) =>
      reachedIn(table, environment, reach).map((date) => ({ date, step: reach.step, environment: environment ?? '' })),
    );
  });
  const dates = counting.map(({ date }) => date);
  const days = listed({
    date: ['DATE', dates],
    step: ['INTEGER', counting.map(({ step }) => step)],
    ...(own ? { environment: ['VARCHAR', counting.map(({ environment }) => environment)] } : {}),
  });
  const same = own ? sql` AND d.environment = s.environment` : sql``;
  return sql`SELECT d.step, ${TAKEN} FROM ${table.rows} AS s INNER JOIN ${days} AS d ON d.date = s.date${same}
    WHERE ${between([...dates].sort())}`;
}

function reachedIn(table: StockTable, environment: Environment | null, { first, last }: Reach): readonly string[] {
  const dates = environment === null ? table.dates : (table.days.get(environment) ?? []);
  return dates.slice(countBefore(dates, first), countUpTo(dates, last));
}

/** Rows without a date are of today. */
export function undated({ rows, undated: environments }: StockTable, steps: readonly Timed[]): SQL[] {
  if (environments.size === 0) return [];
  return steps
    .filter(isOfToday)
    .map(({ step }) => sql`SELECT ${sql.raw(String(step))} AS step, ${TAKEN} FROM ${rows} AS s WHERE s.date IS NULL`);
}
