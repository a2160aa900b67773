/**
 * What Tally itself remembers: who asked what, favourites, accepted differences, events that were taken up. One file
 * by default, or a libSQL server that several instances share. `app.ts` opens it and hands it to chats; it imports
 * nothing of theirs, and nothing outside this folder knows the database. Tested in `tests/state`.
 */
import { sql } from 'drizzle-orm';
import { type Acceptances, createAcceptances } from './acceptances.js';
import { type Audit, createAudit } from './audit.js';
import { createEvents, type Events } from './events.js';
import { createFavourites, type Favourites } from './favourites.js';
import { pruneAcceptances, pruneAudit, pruneEvents } from './prune.js';
import { Store } from './store.js';

export {
  type Acceptable,
  type Acceptance,
  type Acceptances,
  MOST_ACCEPTANCES,
} from './acceptances.js';
export type { Audit, AuditEntry, AuditFilter } from './audit.js';
export { StateError } from './errors.js';
export type { Events } from './events.js';
export { type Favourites, MOST_FAVOURITES, type Toggled } from './favourites.js';
export { stateFile } from './location.js';
export { OUTCOMES, type Outcome } from './tables.js';

const DAY = 24 * 3_600_000;

export interface StateOptions {
  /** `file:/absolute/path`, `:memory:`, or the `libsql:`, `https:`, `wss:` address of a server. */
  readonly url: string;
  readonly authToken?: string | undefined;
  readonly now?: () => Date;
  /** How long audit entries, and acceptances after their end, are kept, milliseconds. */
  readonly keepAudit: number;
}

/** Every method throws StateError when the store cannot do it. */
export interface State {
  readonly audit: Audit;
  readonly favourites: Favourites;
  readonly acceptances: Acceptances;
  readonly events: Events;
  /** Resolves when the store answers; for readiness. */
  ping(): Promise<void>;
  /** Deletes audit entries, event ids and what is accepted no longer, when they are older than they are kept. */
  prune(): Promise<void>;
  /** Waits for what was begun. */
  close(): Promise<void>;
}

/**
 * Opens the store, and creates or updates it where that is needed. Throws StateError, or the file system's
 * own error when folder or file cannot be made.
 */
export async function openState({ url, authToken, now = () => new Date(), keepAudit }: StateOptions): Promise<State> {
  const store = await Store.open(url, authToken);
  const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds);
  return {
    audit: createAudit(store),
    favourites: createFavourites(store, now),
    acceptances: createAcceptances(store, now),
    events: createEvents(store, now),
    async ping() {
      // Reads the file; a plain SELECT 1 would answer for a file that is gone or damaged.
      await store.run((db) => db.run(sql`SELECT max(number) FROM migration`));
    },
    async prune() {
      await pruneAudit(store, ago(keepAudit));
      await pruneAcceptances(store, ago(keepAudit));
      await pruneEvents(store, ago(DAY));
    },
    close: () => store.close(),
  };
}
