import { randomUUID } from 'node:crypto';
import { and, inArray, isNull, type SQL } from 'drizzle-orm';
import type { LibSQLDatabase } from 'drizzle-orm/libsql';
import type { Delivery, NewDelivery } from './deliveries.js';
import { delivery } from './tables.js';

export function inserted({ kind, of, due, owner, channel, payload }: NewDelivery): typeof delivery.$inferInsert {
  return { id: randomUUID(), kind, of, due, owner, channel, payload, notBefore: due };
}

export function plain(row: typeof delivery.$inferSelect): Delivery {
  const { number, claimedBy, claimedTerm, claimedUntil, postedIn, ts, files, endedAt, ...rest } = row;
  const at = postedIn === null || ts === null ? null : { channel: postedIn, ts };
  return { ...rest, at, files: JSON.parse(files) as readonly string[] };
}

/** Ends those that Slack cannot have yet, whoever works on them: their next change finds them over. */
export function drop(db: LibSQLDatabase, which: SQL | undefined, endedAt: Date) {
  return db
    .update(delivery)
    .set({ state: 'dropped', endedAt, claimedBy: null, claimedTerm: null, claimedUntil: null })
    .where(and(isNull(delivery.endedAt), inArray(delivery.state, ['due', 'claimed']), which));
}
