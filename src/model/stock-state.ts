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
  await session.run(sql`CREATE OR REPLACE TABLE stock_state AS ${stateQuery(today, parts)}`);
  await session.run(sql`DELETE FROM derived`);
  await session.run(sql`INSERT INTO derived VALUES (CAST(${today} AS DATE))`);
}

const partOf = ({ id }: Feed): SQL => sql`part.${sql.identifier(id)}`;

/** Rows of each feed, environment and date. */
function datesQuery(parts: readonly Feed[]): SQL {
  const counts = parts.map(
    (
      feed,
    ) => sql`SELECT CAST(${feed.id} AS VARCHAR) AS feed, CAST(${feed.source} AS VARCHAR) AS source, environment, date,
      count(*) AS rows FROM ${partOf(feed)} GROUP BY environment, date`,
  );
  if (counts.length === 0) return sql`SELECT '' AS feed, '' AS source, environment, date, 0 AS rows FROM shape.stock`;
  return sql.join(counts, sql` UNION ALL `);
}

/** What the meanings over time leave of the rows; from here on nothing else asks for them. */
function stateQuery(today: string, parts: readonly Feed[]): SQL {
  const ofOneRow = parts.every(
    ({ meaning }) => meaning.demand === null || (meaning.quantity === 'flow') === (meaning.demand === 'flow'),
  );
  const sums = sql`
    SELECT environment, product_id, warehouse, count(*) AS rows, sum(quantity) AS quantity, ${ofOneRow ? sql`sum(demand)` : sql`NULL`} AS demand,
      sum(quantity) FILTER (WHERE demand IS NOT NULL) AS paired_quantity,
      sum(demand) AS paired_demand,
      sum(CASE WHEN demand < quantity THEN demand WHEN demand IS NOT NULL THEN quantity END) AS met,
      count(unit_cost) AS costed_rows,
      sum(quantity) FILTER (WHERE unit_cost IS NOT NULL) AS costed_quantity,
      sum(CAST(CAST(quantity AS DECIMAL(38,4)) * unit_cost AS DECIMAL(38,10))) AS costed_value,
      sum(unit_cost) AS unit_cost_sum,
      count(*) - count(unit_cost) AS uncosted_rows,
      sum(quantity) FILTER (WHERE unit_cost IS NULL) AS uncosted_quantity
    FROM ${united(parts, (feed) => rowsThatCount(feed, feed.meaning.quantity, today))} AS scope GROUP BY environment, product_id, warehouse`;
  if (ofOneRow) return sums;
  const demands = united(parts, (feed) => rowsThatCount(feed, feed.meaning.demand ?? 'flow', today));
  return sql`SELECT coalesce(q.environment, d.environment) AS environment, coalesce(q.product_id, d.product_id) AS product_id,
      coalesce(q.warehouse, d.warehouse) AS warehouse, coalesce(q.rows, 0) AS rows, q.* EXCLUDE (environment, product_id, warehouse, rows, demand), d.demand
    FROM (${sums}) AS q FULL JOIN (
      SELECT environment, product_id, warehouse, sum(demand) AS demand
      FROM ${demands} AS scope WHERE demand IS NOT NULL GROUP BY environment, product_id, warehouse
    ) AS d ON d.environment = q.environment AND d.product_id = q.product_id AND d.warehouse IS NOT DISTINCT FROM q.warehouse`;
}

function united(parts: readonly Feed[], rows: (feed: Feed) => SQL): SQL {
  if (parts.length === 0) return sql`shape.stock`;
  return sql`(${sql.join(
    parts.map(
      (feed) =>
        sql`SELECT environment, date, product_id, warehouse, quantity, demand, unit_cost FROM ${rows(feed)} AS counted`,
    ),
    sql` UNION ALL `,
  )})`;
}

/**
 * Of a flow all rows; of a complete state those of the latest date not after today; of a sparse one each
 * item's last rows, as long as they count. The latest date is each feed's own, so that a table that is
 * loaded later than another does not vanish. Rows without a date are of today.
 */
function rowsThatCount(feed: Feed, meaning: 'complete' | 'sparse' | 'flow', today: string): SQL {
  const part = partOf(feed);
  if (meaning === 'flow') return part;
  const latest = sql`(SELECT environment, max(date) AS latest FROM ${part} WHERE date <= CAST(${today} AS DATE) GROUP BY environment)`;
  if (meaning === 'complete') {
    return sql`(SELECT s.* FROM ${part} AS s LEFT JOIN ${latest} AS l ON l.environment = s.environment WHERE s.date IS NULL OR s.date = l.latest)`;
  }
  return sql`(SELECT * FROM (
    SELECT s.*, max(s.date) OVER (PARTITION BY s.environment, s.product_id, s.warehouse) AS last
    FROM ${part} AS s LEFT JOIN ${latest} AS l ON l.environment = s.environment
    WHERE s.date IS NULL OR (s.date <= l.latest AND s.date >= l.latest - CAST(${feed.carryDays} AS INTEGER))
  ) AS carried WHERE date IS NULL OR date = last)`;
}

/** Warehouses are one when they differ only in case; the first spelling by text is kept. */
async function oneSpelling(session: Session, parts: readonly Feed[]): Promise<void> {
  const several = await session.query(sql`SELECT upper(warehouse) AS code, min(warehouse) AS label FROM
    (SELECT DISTINCT warehouse FROM stock) AS w GROUP BY upper(warehouse) HAVING count(*) > 1`);
  for (const { code, label } of several) {
    for (const feed of parts) {
      await session.run(
        sql`UPDATE ${partOf(feed)} SET warehouse = ${label} WHERE upper(warehouse) = ${code} AND warehouse <> ${label}`,
      );
    }
  }
}
