import { type SQL, sql } from 'drizzle-orm';
import { cleansing, type RawForm } from './cleanse.js';
import type { Session } from './database.js';
import type { BoundFeed, Feed } from './feed.js';
import { literal } from './literals.js';

/**
 * A part has the columns of its model table, `lossy` (a decimal lost digits), what the row was in its source, and a
 * `repeat_N` for each text of a dimension that the rows repeat, in the order of the feed's `repeats`.
 *
 * raw_date: text of the source's date column as it was read, of a date-time the day (`sources/buckets.ts`); null where
 *   the row or the table has none.
 * row_sum: the source's checksum of the row; null where the source has none.
 * row_key: hash of the raw texts of the feed's key; null where none is declared.
 */
const ORIGIN = sql`CAST(NULL AS VARCHAR) AS raw_date, CAST(NULL AS BIGINT) AS row_sum, CAST(NULL AS UBIGINT) AS row_key`;

export const partOf = ({ id }: Pick<Feed, 'id'>): SQL => sql`part.${sql.identifier(id)}`;

export interface Staging {
  readonly session: Session;
  /** Table with the columns of a part. */
  readonly incoming: SQL;
  /** Table for the rows that cannot be read: key, rule, column_name, value, raw_date, row_sum, row_key, date. */
  readonly refused: SQL;
}

/** Makes the two tables; temporary ones belong to the session and are in no log. */
export async function createStaging(
  { session, incoming, refused }: Staging,
  { table, repeats }: Feed,
  temporary = false,
): Promise<void> {
  const create = temporary ? sql`CREATE OR REPLACE TEMP TABLE` : sql`CREATE TABLE`;
  const repeated = Object.keys(repeats).map((_, index) => sql`, CAST(NULL AS VARCHAR) AS ${repeatColumn(index)}`);
  await session.run(
    sql`${create} ${incoming} AS SELECT *, FALSE AS lossy, ${ORIGIN}${sql.join(repeated)} FROM shape.${sql.identifier(table)} LIMIT 0`,
  );
  await session.run(
    sql`${create} ${refused} AS SELECT key, rule, column_name, value, raw_date, row_sum, row_key, date FROM rejected_row LIMIT 0`,
  );
}

export const repeatColumn = (index: number): SQL => sql.raw(`repeat_${index}`);

/** Cleans the rows of a relation into the tables; yields how many were kept. `rows`: how many there are, where known. */
export async function stage(
  { session, incoming, refused }: Staging,
  bound: BoundFeed,
  relation: SQL,
  form?: RawForm,
  rows?: number,
): Promise<number> {
  const { accepted, rejected } = cleansing(bound, relation, form);
  const kept = await session.run(sql`INSERT INTO ${incoming} ${accepted}`);
  if (kept !== rows) await session.run(sql`INSERT INTO ${refused} ${rejected}`);
  return kept;
}

export async function dropStaging({ session, incoming, refused }: Staging): Promise<void> {
  await session.run(sql`DROP TABLE IF EXISTS ${incoming}`);
  await session.run(sql`DROP TABLE IF EXISTS ${refused}`);
}

/** Keeps rows of `refused` as the feed's rejected ones. */
export async function keepRejected(session: Session, feed: Feed, refused: SQL): Promise<void> {
  await session.run(sql`INSERT INTO rejected_row BY NAME
    SELECT ${literal(feed.id)} AS feed, ${literal(feed.source)} AS source, ${literal(feed.table)} AS model_table, * FROM ${refused}`);
}
