import { sql } from 'drizzle-orm';
import type { Database } from './database.js';
import type { Feed } from './feed.js';
import { day, literal, textList } from './literals.js';

type Reader = Pick<Database, 'query'>;

/** What the model read of a raw date: rows, rejected ones included, and the sum of the source's checksums of them. */
export interface LedgerEntry {
  readonly rows: number;
  /** Text of an integer. */
  readonly sum: string;
}

/**
 * A feed's ledger by raw date, for these dates (null: the bucket of rows without one) or for all. A date without
 * rows has no entry.
 */
export async function ledgerOf(
  db: Reader,
  { id }: Pick<Feed, 'id'>,
  dates?: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, LedgerEntry>> {
  const texts = dates?.filter((date) => date !== null) ?? [];
  const wanted = [
    ...(texts.length > 0 ? [sql`raw_date IN (${textList(texts)})`] : []),
    ...(dates?.includes(null) ? [sql`raw_date IS NULL`] : []),
  ];
  if (dates && wanted.length === 0) return new Map();
  const which = dates ? sql` AND (${sql.join(wanted, sql` OR `)})` : sql``;
  const rows = await db.query(
    sql`SELECT raw_date, rows, CAST(sum AS VARCHAR) AS sum FROM ledger WHERE feed = ${literal(id)}${which}`,
  );
  return new Map(
    rows.map(({ raw_date = null, rows: count, sum }) => [
      raw_date === null ? null : String(raw_date),
      { rows: Number(count), sum: String(sum) },
    ]),
  );
}

/** Raw dates that could not be read as a date, of which a look holds so many against the source; all are few. */
const MOST_UNREADABLE = 20;

/**
 * Raw dates of the latest `count` dates, of those up to `today` and, as many again, of those after it; without
 * `today` simply the latest. With them the bucket of rows without a date and raw dates that could not be read, where
 * there are such rows, because what is corrected there goes to one of the others.
 */
export async function latestDates(
  db: Reader,
  { id }: Pick<Feed, 'id'>,
  count: number,
  today?: string,
): Promise<readonly (string | null)[]> {
  const late = today === undefined ? sql`TRUE` : sql`date > ${day(today)}`;
  const rows = await db.query(sql`SELECT raw_date FROM (
      SELECT raw_date, date, dense_rank() OVER (PARTITION BY date IS NULL, ${late} ORDER BY date DESC) AS place,
        row_number() OVER (PARTITION BY date IS NULL ORDER BY raw_date NULLS FIRST) AS number
      FROM ledger WHERE feed = ${literal(id)}
    ) AS ranked WHERE CASE WHEN date IS NULL THEN number <= ${MOST_UNREADABLE} + 1 ELSE place <= ${count} END
    ORDER BY date DESC NULLS LAST, raw_date`);
  return rows.map(({ raw_date = null }) => (raw_date === null ? null : String(raw_date)));
}
