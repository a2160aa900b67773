import { type SQL, sql } from 'drizzle-orm';
import type { Session } from '../database.js';
import type { Feed } from '../feed.js';
import { day, textList } from '../literals.js';
import { isDateless } from './dateless.js';
import { createTables } from './tables.js';

/**
 * Makes the views of what was when. `stock_recorded`: recorded rows that count, `stock_recorded_day`: of which days they
 * are, by environment. `stock_over_time`: all rows with their days. Rows of a table without a date are of today; for the
 * days before there are the recorded ones, where a day without a successful read has none and is a gap, not a zero.
 * `stock` and `stock_state` stay what they are, the rows as they stand now: everything that is asked of today, the
 * checks included, must not meet last month's rows.
 *
 * Runs in the transaction that derives stock, after the view `stock`, and again when a day begins.
 */
export async function deriveOverTime(
  session: Session,
  { today, feeds }: { readonly today: string; readonly feeds: readonly Feed[] },
): Promise<void> {
  await createTables(session);
  const stock = feeds.filter(({ table }) => table === 'stock');
  const undated: Feed[] = [];
  for (const feed of stock) if (await isDateless(session, feed)) undated.push(feed);
  const dated = stock.filter((feed) => !undated.includes(feed));
  const { days, rows } = recorded(today, undated, dated);
  await session.run(sql`CREATE OR REPLACE VIEW stock_recorded_day AS ${days}`);
  await session.run(sql`CREATE OR REPLACE VIEW stock_recorded AS ${rows}`);
  await session.run(sql`CREATE OR REPLACE VIEW stock_over_time AS
    SELECT environment, coalesce(date, ${day(today)}) AS date, product_id, warehouse, quantity, demand, unit_cost FROM stock
    UNION ALL FROM stock_recorded`);
}

/**
 * Days of every feed that was recorded for an environment which now has a table without a date; so what was recorded
 * before a table was renamed or moved goes on counting. A feed that has dates by now speaks for itself. Sums of rows
 * over time cannot be told from states, so a recorded flow is kept and not read; and demand only where it means what
 * it means today.
 */
function recorded(today: string, undated: readonly Feed[], dated: readonly Feed[]): { days: SQL; rows: SQL } {
  const [first] = undated;
  const readable = first && first.meaning.quantity !== 'flow';
  const where = readable ? [sql`d.counts`, sql`d.date < ${day(today)}`, sql`d.quantity <> 'flow'`] : [sql`FALSE`];
  if (dated.length > 0) where.push(sql`d.feed NOT IN (${textList(dated.map(({ id }) => id))})`);
  const days = sql.join(where, sql` AND `);
  const of = undated.map(environmentOf);
  const among = (environment: SQL) =>
    readable && !of.includes(null)
      ? sql`${environment} IN (${textList(of.filter((name) => name !== null))})`
      : sql`TRUE`;
  const demand = first?.meaning.demand ?? null;
  const same = demand === null ? sql`FALSE` : sql`d.demand = ${textList([demand])}`;
  return {
    // Whose they are says the day itself, but for tables where a column does: all rows are not read for that.
    days: sql`SELECT DISTINCT environment, date FROM (
        SELECT d.environment, d.date FROM history.day AS d WHERE ${days} AND d.environment IS NOT NULL AND d.rows > 0
        UNION ALL SELECT h.environment, h.date FROM history.stock AS h INNER JOIN history.day AS d ON d.id = h.day
        WHERE ${days} AND d.environment IS NULL
      ) AS every_day WHERE ${among(sql`environment`)}`,
    rows: sql`SELECT h.environment, h.date, h.product_id, coalesce(w.warehouse, h.warehouse) AS warehouse, h.quantity,
        CASE WHEN ${same} THEN h.demand END AS demand, h.unit_cost
      FROM history.stock AS h INNER JOIN history.day AS d ON d.id = h.day LEFT JOIN warehouse AS w ON upper(w.warehouse) = upper(h.warehouse)
      WHERE ${days} AND ${among(sql`h.environment`)}`,
  };
}

/** Whose stock all its rows are; null where a column says. */
const environmentOf = ({ environment, constants }: Feed): string | null =>
  environment ?? constants.environment?.toLowerCase() ?? null;
