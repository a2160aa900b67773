import { type SQL, sql } from 'drizzle-orm';
import type { Session } from './database.js';
import type { Feed } from './feed.js';
import { day } from './literals.js';
import { ADDENDS, addends, latestOf, type Standing, spellingsOf } from './stock-rows.js';

/**
 * The current state of stock, one row for each environment, sku and warehouse, kept so that an answer as
 * of now does not grow with history. It holds sums only (sufficient statistics): every ratio is divided
 * from them, at whatever grain the question asks.
 *
 * quantity, demand: Σ; demand is null where no row has one. paired_*: over rows that have both, `met` is
 * Σ min(quantity, demand). costed_*: over rows with a unit cost of their own; uncosted_*: over the others,
 * which take the product's price when the question is asked.
 */
export async function deriveStock(session: Session, today: string, parts: readonly Feed[]): Promise<void> {
  const standing = await standingOf(session, today);
  await session.run(sql`CREATE OR REPLACE TABLE stock_state AS ${stateQuery(parts, standing, null)}`);
  await session.run(sql`DELETE FROM derived`);
  await session.run(sql`INSERT INTO derived VALUES (${day(today)})`);
}

export const standingOf = async (session: Session, today: string): Promise<Standing> => ({
  latest: await latestOf(session, today),
  spellings: await spellingsOf(session),
});

/** Computes the state of some items again. `items`: a table of environment and product_id, each once. */
export async function deriveItems(
  session: Session,
  parts: readonly Feed[],
  standing: Standing,
  items: SQL,
): Promise<void> {
  await session.run(
    sql`DELETE FROM stock_state WHERE (environment, product_id) IN (SELECT environment, product_id FROM ${items})`,
  );
  await session.run(sql`INSERT INTO stock_state BY NAME ${stateQuery(parts, standing, items)}`);
}

/** What the meanings over time leave of the rows; from here on nothing else asks for them. */
function stateQuery(parts: readonly Feed[], standing: Standing, items: SQL | null): SQL {
  const ofOneRow = parts.every(
    ({ meaning }) => meaning.demand === null || (meaning.quantity === 'flow') === (meaning.demand === 'flow'),
  );
  const sum = (name: keyof typeof ADDENDS) => sql`CAST(sum(${sql.identifier(name)}) AS ${sql.raw(ADDENDS[name].type)})`;
  const where = (rows: SQL, name: keyof typeof ADDENDS) => sql`CASE WHEN ${rows} > 0 THEN ${sum(name)} END`;
  const uncosted = sql`${sum('rows')} - ${sum('costed_rows')}`;
  const sums = sql`
    SELECT environment, product_id, warehouse, ${sum('rows')} AS rows, ${sum('quantity')} AS quantity,
      ${ofOneRow ? where(sum('paired_rows'), 'paired_demand') : sql`NULL`} AS demand,
      ${where(sum('paired_rows'), 'paired_quantity')} AS paired_quantity,
      ${where(sum('paired_rows'), 'paired_demand')} AS paired_demand,
      ${where(sum('paired_rows'), 'met')} AS met,
      ${sum('costed_rows')} AS costed_rows,
      ${where(sum('costed_rows'), 'costed_quantity')} AS costed_quantity,
      ${where(sum('costed_rows'), 'costed_value')} AS costed_value,
      ${where(sum('costed_rows'), 'unit_cost_sum')} AS unit_cost_sum,
      ${uncosted} AS uncosted_rows,
      CASE WHEN ${uncosted} > 0 THEN CAST(${sum('quantity')} - ${sum('costed_quantity')} AS DECIMAL(38,4)) END AS uncosted_quantity
    FROM ${united(parts, ({ meaning }) => meaning.quantity, standing, items)} AS scope GROUP BY environment, product_id, warehouse`;
  if (ofOneRow) return sums;
  const demands = united(parts, ({ meaning }) => meaning.demand ?? 'flow', standing, items);
  return sql`SELECT coalesce(q.environment, d.environment) AS environment, coalesce(q.product_id, d.product_id) AS product_id,
      coalesce(q.warehouse, d.warehouse) AS warehouse, coalesce(q.rows, 0) AS rows, q.* EXCLUDE (environment, product_id, warehouse, rows, demand), d.demand
    FROM (${sums}) AS q FULL JOIN (
      SELECT environment, product_id, warehouse, ${sum('paired_demand')} AS demand
      FROM ${demands} AS scope GROUP BY environment, product_id, warehouse HAVING ${sum('paired_rows')} > 0
    ) AS d ON d.environment = q.environment AND d.product_id = q.product_id AND d.warehouse IS NOT DISTINCT FROM q.warehouse`;
}

function united(
  parts: readonly Feed[],
  meaningOf: (feed: Feed) => Feed['meaning']['quantity'],
  standing: Standing,
  items: SQL | null,
): SQL {
  if (parts.length === 0) return sql`(SELECT * FROM stock_flow WHERE FALSE)`;
  const rows = parts.map((feed) => addends(feed, meaningOf(feed), standing, items));
  return sql`(${sql.join(rows, sql` UNION ALL `)})`;
}
