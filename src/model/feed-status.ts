import type { Feed } from './feed.js';

/** How a feed stands when a question is answered. */
export interface FeedStatus {
  readonly feed: Feed;
  /** When its rows were last known true; null when it was never read under its present mapping. */
  readonly asOf: Date | null;
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly lossy: number;
  /** Of the last read that succeeded. */
  readonly durationMs: number;
  /** Of the last read: every row, or what had changed. Null when it was never read. */
  readonly mode: 'full' | 'incremental' | null;
  /** When rows were last found to be others than before. */
  readonly changedAt: Date | null;
  /** When all rows were last held against the source: by a full read or by the checksums of all dates. */
  readonly verifiedAt: Date | null;
  readonly refreshing: boolean;
  /** Why the last try failed; null since the last success. */
  readonly trouble: Trouble | null;
  /** Why today's state could not be recorded, of a table without a date; null where it was or need not be. */
  readonly unrecorded: Trouble | null;
  /** After failures the source is not asked before this moment; null when nothing is waited for. */
  readonly nextTry: Date | null;
}

/** A refresh that failed. */
export interface Trouble {
  /** In words that a chat may show: no host, no statement. */
  readonly says: string;
  readonly at: Date;
  readonly error: Error;
}
