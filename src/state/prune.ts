import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, inArray, lt, notExists, or, sql } from 'drizzle-orm';
import type { Store } from './store.js';
import { acceptance, audit, delivery, event, record, subscription } from './tables.js';

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

/** But for the one of each subscription that the next is compared with. */
export function pruneDeliveries(store: Store, before: Date): Promise<void> {
  const said = sql`SELECT said.number FROM ${delivery} AS said
    WHERE said.kind = 'subscription' AND said.of_id = ${delivery.of} AND said.state IN ('sent', 'quiet')
    AND said.record IS NOT NULL ORDER BY said.due DESC, said.number DESC LIMIT 1`;
  const stands = sql`EXISTS (SELECT 1 FROM ${subscription} WHERE ${eq(subscription.id, delivery.of)})`;
  const isLast = sql`${delivery.kind} = 'subscription' AND ${delivery.number} IS (${said}) AND ${stands}`;
  return inBatches(() =>
    store.run((db) => {
      const { number, endedAt } = delivery;
      const old = db
        .select({ number })
        .from(delivery)
        .where(and(lt(endedAt, before), sql`NOT (${isLast})`));
      return db.delete(delivery).where(inArray(number, old.orderBy(asc(endedAt)).limit(BATCH)));
    }),
  );
}

/** But for those that a delivery refers to. */
export function pruneRecords(store: Store, before: Date): Promise<void> {
  const isOf = sql`(SELECT 1 FROM ${delivery} WHERE ${eq(delivery.record, record.id)})`;
  return inBatches(() =>
    store.run((db) => {
      const old = db
        .select({ id: record.id })
        .from(record)
        .where(and(lt(record.at, before), notExists(isOf)));
      return db.delete(record).where(inArray(record.id, old.orderBy(asc(record.at)).limit(BATCH)));
    }),
  );
}

/** Lets everything else of this process and of others have its turn in between. */
async function inBatches(remove: () => Promise<{ rowsAffected: number }>): Promise<void> {
  while ((await remove()).rowsAffected === BATCH) await setImmediate();
}
