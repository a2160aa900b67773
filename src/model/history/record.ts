import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Session } from '../database.js';
import type { Feed } from '../feed.js';
import { day, literal } from '../literals.js';
import { columnsOf } from '../shape.js';
import { partOf } from '../staging.js';
import { isDateless, isLoaded } from './dateless.js';
import { dayName, makeFolderOf, renameDurably, withTemporary } from './folder.js';
import { seal, unsealed } from './sealed.js';

/** A day could not be recorded. The table's rows are in the model all the same; the next read tries again. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

export interface Moment {
  /** The business day of the read, YYYY-MM-DD. */
  readonly day: string;
  /** When the source was asked. */
  readonly at: Date;
  /** All feeds of the configuration. */
  readonly feeds: readonly Feed[];
}

/**
 * Records a feed's rows as the state of a day: call it after every successful read. Does nothing and yields false
 * where the feed's rows have dates, it was never read, or the day is recorded. Throws HistoryError.
 */
export async function recordDay(db: Database, folder: string, feed: Feed, moment: Moment): Promise<boolean> {
  const path = join(folder, dayName(feed.id, moment.day));
  // Most reads of a day find it recorded, and need no session.
  if (existsSync(path)) return false;
  const session = await db.session();
  try {
    if (!(await isDateless(session, feed)) || !(await isLoaded(session, feed))) return false;
    await write(session, folder, path, feed, moment);
    return true;
  } catch (error) {
    const table = `${feed.table} of ${feed.source} (${feed.from})`;
    throw new HistoryError(`The state of ${table} on ${moment.day} could not be recorded in ${folder}.`, {
      cause: error,
    });
  } finally {
    session.close();
  }
}

async function write(session: Session, folder: string, path: string, feed: Feed, { day: date, at, feeds }: Moment) {
  makeFolderOf(folder, path);
  await withTemporary(path, async (temporary) => {
    // Counted and copied from one state of the part, whoever loads it meanwhile.
    await session.run(sql`BEGIN TRANSACTION`);
    const rows = await session.query(sql`SELECT count(*) AS rows FROM ${partOf(feed)}`);
    const about = unsealed({
      feed: feed.id,
      table: feed.table,
      source: feed.source,
      environment: feed.environment,
      date,
      recordedAt: at.toISOString(),
      rows: Number(rows[0]?.rows),
      ...feed.meaning,
      beside: feeds.filter(({ table }) => table === feed.table).map(({ id }) => id),
    });
    await session.run(sql`COPY (${stateOf(feed, date)}) TO ${literal(temporary)}
      (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {tally: ${literal(about)}})`);
    await session.run(sql`COMMIT`);
    seal(temporary);
    renameDurably(temporary, path);
  });
}

/** In order, because that halves the file: 265 kB against 498 for 100,000 rows, in 0.3 s. */
function stateOf(feed: Feed, date: string): SQL {
  const columns = columnsOf(feed.table).map(([column]) =>
    column === 'date' ? sql`${day(date)} AS date` : sql.identifier(column),
  );
  return sql`SELECT ${sql.join(columns, sql`, `)} FROM ${partOf(feed)} ORDER BY product_id, warehouse`;
}
