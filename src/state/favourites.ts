import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Store } from './store.js';
import { favourite } from './tables.js';

/** Favourites of one person in one chat. */
export const MOST_FAVOURITES = 20;

/** What became of a question: `full` when it would have been one too many, and nothing was changed. */
export type Toggled = 'kept' | 'removed' | 'full';

export interface Favourites {
  /** Oldest first, at most MOST_FAVOURITES. */
  of(chat: string, user: string): Promise<readonly string[]>;
  toggle(chat: string, user: string, question: string): Promise<Toggled>;
  /** Whether it was one. */
  remove(chat: string, user: string, question: string): Promise<boolean>;
}

export function createFavourites(store: Store, now: () => Date): Favourites {
  return {
    async of(chat, user) {
      const rows = await store.run((db) =>
        db
          .select({ question: favourite.question })
          .from(favourite)
          .where(owned(chat, user))
          .orderBy(asc(favourite.number))
          .limit(MOST_FAVOURITES),
      );
      return rows.map(({ question }) => question);
    },
    async toggle(chat, user, question) {
      const [removed, kept] = await store.run((db) =>
        // One transaction; the insert happens where the delete before it has found nothing.
        db.batch([
          db.delete(favourite).where(one(chat, user, question)),
          db.run(sql`INSERT INTO ${favourite} (chat, user, question, at)
            SELECT ${words(chat, user, question)}, ${now().getTime()} WHERE changes() = 0
            AND (SELECT count(*) FROM ${favourite} WHERE ${owned(chat, user)}) < ${MOST_FAVOURITES}`),
        ]),
      );
      if (removed.rowsAffected > 0) return 'removed';
      return kept.rowsAffected > 0 ? 'kept' : 'full';
    },
    async remove(chat, user, question) {
      const { rowsAffected } = await store.run((db) => db.delete(favourite).where(one(chat, user, question)));
      return rowsAffected > 0;
    },
  };
}

function words(chat: string, user: string, question: string): SQL {
  const { chat: c, user: u, question: q } = favourite;
  return sql`${sql.param(chat, c)}, ${sql.param(user, u)}, ${sql.param(question, q)}`;
}

const owned = (chat: string, user: string) => and(eq(favourite.chat, chat), eq(favourite.user, user));
const one = (chat: string, user: string, question: string) => and(owned(chat, user), eq(favourite.question, question));
