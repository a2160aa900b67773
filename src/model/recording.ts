import type { Database } from './database.js';
import type { Feed } from './feed.js';
import { recordDay } from './history/index.js';
import { type Trouble, troubleOf } from './trouble.js';

export interface RecordingOptions {
  /** Folder of the recorded days; null where none are kept. */
  readonly folder: string | null;
  readonly feeds: readonly Feed[];
  readonly now: () => Date;
  /** Business day, YYYY-MM-DD. */
  readonly today: () => string;
  readonly onTrouble: (feed: Feed, error: unknown) => void;
}

/** Has the day's first read of each feed recorded as that day's state, where the feed's table has no date. */
export interface Recording {
  /** Call it after each read of a feed that asked its source; never rejects. */
  record(feed: Feed): Promise<void>;
  /** Why today's state is not recorded. */
  trouble(feed: Feed): Trouble | null;
}

export function createRecording(db: Database, { folder, feeds, now, today, onTrouble }: RecordingOptions): Recording {
  /** The day of which each feed needs no more recording. */
  const recorded = new Map<string, string>();
  const troubles = new Map<string, Trouble>();
  return {
    async record(feed) {
      const day = today();
      if (folder === null || recorded.get(feed.id) === day) return;
      try {
        await recordDay(db, folder, feed, { day, at: now(), feeds });
        recorded.set(feed.id, day);
        troubles.delete(feed.id);
      } catch (error) {
        troubles.set(feed.id, troubleOf(error, now()));
        onTrouble(feed, error);
      }
    },
    trouble: ({ id }) => troubles.get(id) ?? null,
  };
}
