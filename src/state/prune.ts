import { setImmediate } from 'node:timers/promises';
import { asc, inArray, lt, or } from 'drizzle-orm';
import type { Store } from './store.js';
import { acceptance, audit, event } from './tables.js';

/** Rows of one statement: a millisecond or two, in which nobody else can write. */
const BATCH = 200;

export function pruneAudit(store: Store, before: Date): Promise<void> {
  return inBatches(() =>
    store.run((db) => {
      const old = db.select({ number: audit.number }).from(audit).where(lt(audit.at, before)).orderBy(asc(audit.at));
      return db.delete(audit).where(inArray(audit.number, old.limit(BATCH)));
    }),
  );
}

export function pruneEvents(store: Store, before: Date): Promise<void> {
  return inBatches(() =>
    store.run((db) => {
      const old = db.select({ id: event.id }).from(event).where(lt(event.at, before)).orderBy(asc(event.at));
      return db.delete(event).where(inArray(event.id, old.limit(BATCH)));
    }),
  );
}

const DAY = 24 * 3_600_000;

/** Those that ended before this moment. A last day is over a day later at the latest, wherever the business is. */
export function pruneAcceptances(store: Store, before: Date): Promise<void> {
  const day = new Date(before.getTime() - DAY).toISOString().slice(0, 10);
  return inBatches(() =>
    store.run((db) => {
      const over = or(lt(acceptance.endedAt, before), lt(acceptance.until, day));
      const old = db.select({ number: acceptance.number }).from(acceptance).where(over).orderBy(asc(acceptance.number));
      return db.delete(acceptance).where(inArray(acceptance.number, old.limit(BATCH)));
    }),
  );
}

/** Lets everything else of this process and of others have its turn in between. */
async function inBatches(remove: () => Promise<{ rowsAffected: number }>): Promise<void> {
  while ((await remove()).rowsAffected === BATCH) await setImmediate();
}
