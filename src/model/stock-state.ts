import { type SQL, sql } from 'drizzle-orm';
import type { Session } from './database.js';
import type { Feed } from './feed.js';

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
  await oneSpelling(session, parts);
  await session.run(sql`CREATE OR REPLACE TABLE stock_date AS ${datesQuery(parts)}`);
  await session.run(sql`CREATE OR REPLACE TABLE warehouse AS
    SELECT DISTINCT warehouse FROM stock WHERE warehouse IS NOT NULL`);
  await session.run(sql`CREATE OR REPLACE TABLE stock_state AS ${stateQuery(today, parts[0])}`);
  await session.run(sql`DELETE FROM derived`);
  await session.run(sql`INSERT INTO derived VALUES (CAST(${today} AS DATE))`);
}

/** Rows of each source, environment and date. */
function datesQuery(parts: readonly Feed[]): SQL {
  const counts = parts.map(
    ({ id, source }) => sql`SELECT CAST(${source} AS VARCHAR) AS source, environment, date, count(*) AS rows
      FROM part.${sql.identifier(id)} GROUP BY environment, date`,
  );
  if (counts.length === 0) return sql`SELECT '' AS source, environment, date, 0 AS rows FROM shape.stock`;
  return sql.join(counts, sql` UNION ALL `);
}

/** The state's rows for a meaning over time, from the view `stock`. */
function stateQuery(today: string, feed: Feed | undefined): SQL {
  const { quantity, demand } = feed?.meaning ?? { quantity: 'complete', demand: 'complete' };
  const state = quantity === 'sparse' ? lastRows(today, feed?.carryDays ?? 1) : latestDate(today);
  const rows = quantity === 'flow' ? sql`stock` : state;
  const ofOneRow = (quantity === 'flow') === (demand === 'flow');
  const sums = sql`
    SELECT environment, product_id, warehouse, count(*) AS rows, sum(quantity) AS quantity, ${ofOneRow ? sql`sum(demand)` : sql`NULL`} AS demand,
      sum(quantity) FILTER (WHERE demand IS NOT NULL) AS paired_quantity,
      sum(demand) AS paired_demand,
      sum(CASE WHEN demand < quantity THEN demand WHEN demand IS NOT NULL THEN quantity END) AS met,
      count(unit_cost) AS costed_rows,
      sum(quantity) FILTER (WHERE unit_cost IS NOT NULL) AS costed_quantity,
      sum(CAST(quantity * unit_cost AS DECIMAL(38,10))) AS costed_value,
      sum(unit_cost) AS unit_cost_sum,
      count(*) - count(unit_cost) AS uncosted_rows,
      sum(quantity) FILTER (WHERE unit_cost IS NULL) AS uncosted_quantity
    FROM ${rows} AS scope GROUP BY environment, product_id, warehouse`;
  if (ofOneRow) return sums;
  return sql`SELECT coalesce(q.environment, d.environment) AS environment, coalesce(q.product_id, d.product_id) AS product_id,
      coalesce(q.warehouse, d.warehouse) AS warehouse, coalesce(q.rows, 0) AS rows, q.* EXCLUDE (environment, product_id, warehouse, rows, demand), d.demand
    FROM (${sums}) AS q FULL JOIN (
      SELECT environment, product_id, warehouse, sum(demand) AS demand
      FROM ${demand === 'flow' ? sql`stock` : latestDate(today)} AS scope WHERE demand IS NOT NULL
      GROUP BY environment, product_id, warehouse
    ) AS d ON d.environment = q.environment AND d.product_id = q.product_id AND d.warehouse IS NOT DISTINCT FROM q.warehouse`;
}

/** Latest date not after today of each environment; rows without a date are of today. */
const latest = (today: string): SQL =>
  sql`SELECT environment, max(date) AS date FROM stock_date WHERE date <= CAST(${today} AS DATE) GROUP BY environment`;

const latestDate = (today: string): SQL =>
  sql`(SELECT s.* FROM stock AS s LEFT JOIN (${latest(today)}) AS l ON l.environment = s.environment WHERE s.date IS NULL OR s.date = l.date)`;

/** For rows that are only written when something changed: each item's last rows, as long as they count. */
const lastRows = (today: string, carryDays: number): SQL =>
  sql`(SELECT * EXCLUDE (last) FROM (
    SELECT s.*, max(s.date) OVER (PARTITION BY s.environment, s.product_id, s.warehouse) AS last
    FROM stock AS s INNER JOIN (${latest(today)}) AS l ON l.environment = s.environment
    WHERE s.date <= l.date AND s.date >= l.date - CAST(${carryDays} AS INTEGER)
  ) AS carried WHERE date = last)`;

/** Warehouses are one when they differ only in case; the first spelling by text is kept. */
async function oneSpelling(session: Session, parts: readonly Feed[]): Promise<void> {
  const several = await session.query(sql`SELECT upper(warehouse) AS code, min(warehouse) AS label FROM
    (SELECT DISTINCT warehouse FROM stock) AS w GROUP BY upper(warehouse) HAVING count(*) > 1`);
  for (const { code, label } of several) {
    for (const { id } of parts) {
      await session.run(
        sql`UPDATE part.${sql.identifier(id)} SET warehouse = ${label} WHERE upper(warehouse) = ${code} AND warehouse <> ${label}`,
      );
    }
  }
}
