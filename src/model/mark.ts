import { sql } from 'drizzle-orm';
import type { Watermark } from './bound.js';
import type { Session } from './database.js';
import type { Feed } from './feed.js';

/** How and up to where a feed was read: what its entry in the model becomes with the rows, in one transaction. */
export interface Mark {
  /** When the source was asked. */
  readonly asOf: Date;
  readonly mode: 'full' | 'incremental';
  /** How far the change column has been read; null where the source cannot be looked at. */
  readonly watermark: Watermark | null;
  /** Tells the columns whose checksums the ledger holds. */
  readonly columns: string | null;
  /** When all dates were last held against the source. */
  readonly verifiedAt: Date | null;
  /** When rows were last found to be others than before. */
  readonly changedAt: Date | null;
}

export const UNMARKED = { watermark: null, columns: null, verifiedAt: null, changedAt: null } as const;

/** The mark of a feed that is in the model, and how many of its rows were read, rejected ones included. */
export interface KnownMark extends Mark {
  readonly rows: number;
}

/** Writes a feed's mark; also for a look at the source that found nothing new. */
export async function markFeed(session: Session, { id }: Pick<Feed, 'id'>, mark: Mark): Promise<void> {
  const { asOf, mode, watermark, columns, verifiedAt, changedAt } = mark;
  await session.run(sql`UPDATE feed SET as_of = ${asOf.toISOString()}, mode = ${mode},
    watermark = ${watermark && JSON.stringify(watermark)}, read_columns = ${columns},
    verified_at = ${verifiedAt?.toISOString() ?? null}, changed_at = ${changedAt?.toISOString() ?? null} WHERE feed = ${id}`);
}

/** Null where the feed is not in the model. */
export async function markOf(db: Pick<Session, 'query'>, { id }: Pick<Feed, 'id'>): Promise<KnownMark | null> {
  const [row] = await db.query(
    sql`SELECT as_of, mode, watermark, read_columns, verified_at, changed_at, rows_read FROM feed WHERE feed = ${id}`,
  );
  if (!row) return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const moment = (value: unknown) => (typeof value === 'string' ? new Date(value) : null);
  const watermark = text(row.watermark);
  return {
    asOf: new Date(String(row.as_of)),
    mode: row.mode === 'incremental' ? 'incremental' : 'full',
    watermark: watermark === null ? null : (JSON.parse(watermark) as Watermark),
    columns: text(row.read_columns),
    verifiedAt: moment(row.verified_at),
    changedAt: moment(row.changed_at),
    rows: Number(row.rows_read),
  };
}
