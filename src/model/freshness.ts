import { sql } from 'drizzle-orm';
import type { Database } from './database.js';

/** Latest business date not after today that a feed holds for an environment; null when there is none. */
export interface Through {
  readonly feed: string;
  readonly source: string;
  readonly environment: 'test' | 'production';
  readonly date: string | null;
  /** Rows dated after today. */
  readonly future: number;
}

export interface IncompleteDate {
  readonly environment: 'test' | 'production';
  readonly date: string;
  readonly rows: number;
  /** Median of the up to 14 dates before. */
  readonly usual: number;
}

export async function readThrough(db: Pick<Database, 'query'>, today: string): Promise<readonly Through[]> {
  const day = sql`CAST(${today} AS DATE)`;
  const rows = await db.query(sql`SELECT feed, source, environment, max(date) FILTER (WHERE date <= ${day}) AS date,
      coalesce(sum(rows) FILTER (WHERE date > ${day}), 0) AS future
    FROM stock_date GROUP BY feed, source, environment ORDER BY environment DESC, source, feed`);
  return rows.map(({ feed, source, environment, date = null, future }) => ({
    feed: String(feed),
    source: String(source),
    environment: environment === 'test' ? 'test' : 'production',
    date: date === null ? null : String(date),
    future: Number(future),
  }));
}

/** Share by which the rows of a date may differ from the median before it counts as incomplete. */
const FAR = 0.2;
/** Fewer dates than this have no usual number of rows. */
const ENOUGH = 5;

/** Latest dates whose rows are far from the median of the up to 14 dates before: a load that is not finished. */
export async function incompleteDates(db: Pick<Database, 'query'>, today: string): Promise<readonly IncompleteDate[]> {
  const rows = await db.query(sql`
    WITH per_date AS (
      SELECT environment, date, sum(rows) AS rows, row_number() OVER (PARTITION BY environment ORDER BY date DESC) AS age
      FROM stock_date WHERE date <= CAST(${today} AS DATE) GROUP BY environment, date
    ), usual AS (
      SELECT environment, median(rows) AS usual FROM per_date WHERE age BETWEEN 2 AND 15
      GROUP BY environment HAVING count(*) >= ${ENOUGH}
    )
    SELECT p.environment, p.date, p.rows, u.usual FROM per_date AS p INNER JOIN usual AS u ON u.environment = p.environment
    WHERE p.age = 1 AND abs(p.rows - u.usual) > ${FAR} * u.usual`);
  return rows.map(({ environment, date, rows: count, usual }) => ({
    environment: environment === 'test' ? 'test' : 'production',
    date: String(date),
    rows: Number(count),
    usual: Number(usual),
  }));
}
