import { sql } from 'drizzle-orm';
import { ASKABLE, type Span } from '../periods/index.js';
import type { Database } from './database.js';
import { day } from './literals.js';

/** What a feed holds for an environment, by the dates of its rows. */
export interface Through {
  readonly feed: string;
  readonly source: string;
  readonly environment: 'test' | 'production';
  /** Latest business date not after today; null when there is none. */
  readonly date: string | null;
  /** Whether rows have no date: they are of the day on which they were last known true. */
  readonly undated: boolean;
  /** Rows dated after today. */
  readonly future: number;
  /** The latest dates not after today, latest first, at most 15. */
  readonly recent: readonly DayRows[];
}

/** Rows of one date, which is YYYY-MM-DD. */
export interface DayRows {
  readonly date: string;
  readonly rows: number;
}

/** Dates before the latest one by which the latest one is judged. */
const USUAL = 14;

export async function readThrough(db: Pick<Database, 'query'>, today: string): Promise<readonly Through[]> {
  const day = sql`CAST(${today} AS DATE)`;
  const rows = await db.query(sql`SELECT feed, source, environment, max(date) FILTER (WHERE date <= ${day}) AS date,
      bool_or(date IS NULL) AS undated, coalesce(sum(rows) FILTER (WHERE date > ${day}), 0) AS future,
      array_to_string(max_by(date || ' ' || rows, date, ${sql.raw(String(USUAL + 1))}) FILTER (WHERE date <= ${day}), ',') AS recent
    FROM stock_date GROUP BY feed, source, environment ORDER BY environment DESC, source, feed`);
  return rows.map(({ feed, source, environment, date = null, undated, future, recent = null }) => ({
    feed: String(feed),
    source: String(source),
    environment: environment === 'test' ? 'test' : 'production',
    date: date === null ? null : String(date),
    undated: undated === true,
    future: Number(future),
    recent: recent === null ? [] : String(recent).split(',').map(dayRows),
  }));
}

function dayRows(text: string): DayRows {
  const [date = '', rows] = text.split(' ');
  return { date, rows: Number(rows) };
}

/** Latest date not after today of the rows of every feed whose table has dates, by feed. */
export async function latestDates(db: Pick<Database, 'query'>, today: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query(sql`SELECT feed, CAST(max(date) AS VARCHAR) AS date FROM ledger
    WHERE date <= CAST(${today} AS DATE) GROUP BY feed`);
  return new Map(rows.map(({ feed, date }) => [String(feed), String(date)]));
}

/**
 * First and last day of all rows of stock, recorded days among them; null where there is no row. Dates that nobody can ask
 * for, such as 9999-12-31 for “never”, are none of them.
 */
export async function heldDays(db: Pick<Database, 'query'>, today: string): Promise<Span | null> {
  const [row] =
    await db.query(sql`SELECT CAST(min(date) AS VARCHAR) AS first, CAST(max(date) + 1 AS VARCHAR) AS end FROM (
    SELECT coalesce(date, ${day(today)}) AS date FROM stock_date
    UNION ALL SELECT date FROM stock_recorded_day
  ) AS every_day WHERE date >= ${day(ASKABLE.from)} AND date < ${day(ASKABLE.to)}`);
  return row?.first && row.end ? { from: String(row.first), to: String(row.end) } : null;
}
