import { sql } from 'drizzle-orm';
import type { Database, Tuple } from './database.js';
import type { Feed } from './feed.js';
import type { FeedStatus } from './feed-status.js';
import { markFeed } from './mark.js';
import { createRemembered, type Remembered } from './remembered.js';

/** What the model says of a feed. */
export type Entry = Omit<FeedStatus, 'refreshing' | 'trouble' | 'unrecorded' | 'nextTry'>;

/**
 * What the model says of its feeds, and what looks that found nothing have learnt since. It is read anew after each
 * change; this process is the only one that makes them.
 */
export class Books {
  private reading: Promise<ReadonlyMap<unknown, Tuple>> | null = null;
  private readonly learnt = new Map<string, Remembered>();
  private commits = 0;

  constructor(private readonly db: Database) {}

  /** Grows with every change of the model's rows. */
  get version(): number {
    return this.commits;
  }

  async entries(feeds: readonly Feed[]): Promise<readonly Entry[]> {
    const stored = await this.stored();
    return feeds.map((feed) => ({ feed, ...entryOf(stored.get(feed.id), this.learnt.get(feed.id)?.mark ?? null) }));
  }

  remembered({ id }: Pick<Feed, 'id'>): Remembered {
    const remembered = this.learnt.get(id) ?? createRemembered();
    this.learnt.set(id, remembered);
    return remembered;
  }

  /** The feed's rows are others. */
  changed(feed: Pick<Feed, 'id'>): void {
    this.commits++;
    this.reading = null;
    this.remembered(feed).forget();
  }

  /** A read that failed may have changed rows all the same. */
  doubt(feed: Pick<Feed, 'id'>): void {
    const { mark } = this.remembered(feed);
    this.changed(feed);
    this.remembered(feed).mark = mark;
  }

  /** Forgets everything: the model is another one. */
  reset(): void {
    this.commits++;
    this.reading = null;
    this.learnt.clear();
  }

  /** Writes down what was learnt of feeds that are not being read: those write their own. */
  async writeDown(isRunning: (id: string) => boolean): Promise<void> {
    const marks = [...this.learnt].flatMap(([id, { mark }]) => (mark && !isRunning(id) ? [{ id, mark }] : []));
    if (marks.length === 0) return;
    await this.db.transaction(async (session) => {
      for (const { id, mark } of marks) await markFeed(session, { id }, mark);
    });
  }

  private stored(): Promise<ReadonlyMap<unknown, Tuple>> {
    this.reading ??= this.db
      .query(sql`SELECT feed, as_of, rows_read, rows_kept, lossy, duration_ms, mode, changed_at, verified_at FROM feed`)
      .then((rows) => new Map(rows.map((row) => [row.feed, row])))
      .catch((error: unknown) => {
        this.reading = null;
        throw error;
      });
    return this.reading;
  }
}

function entryOf(row: Tuple | undefined, mark: Remembered['mark']): Omit<Entry, 'feed'> {
  return {
    asOf: mark?.asOf ?? moment(row?.as_of),
    rowsRead: Number(row?.rows_read ?? 0),
    rowsKept: Number(row?.rows_kept ?? 0),
    lossy: Number(row?.lossy ?? 0),
    durationMs: Number(row?.duration_ms ?? 0),
    mode: mark?.mode ?? (row === undefined ? null : row.mode === 'incremental' ? 'incremental' : 'full'),
    changedAt: moment(row?.changed_at),
    verifiedAt: mark?.verifiedAt ?? moment(row?.verified_at),
  };
}

const moment = (value: unknown): Date | null => (typeof value === 'string' ? new Date(value) : null);
