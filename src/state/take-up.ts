import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Claimant, Deliveries } from './deliveries.js';
import { holdsPosting } from './lease.js';
import type { Store } from './store.js';
import { delivery, subscription } from './tables.js';

/** Subscriptions of one transaction: a millisecond or two, in which nobody else can write. */
const BATCH = 50;

type Due = Parameters<Deliveries['takeUp']>[0];

/** In batches, each whole in itself: where it is interrupted, the rest is due still. */
export async function takeUp(store: Store, due: Due, by: Claimant, now: () => Date): Promise<boolean> {
  for (let start = 0; start < due.length; start += BATCH) {
    if (!(await takeUpBatch(store, due.slice(start, start + BATCH), by, now()))) return false;
    await setImmediate();
  }
  return true;
}

async function takeUpBatch(store: Store, due: Due, by: Claimant, at: Date): Promise<boolean> {
  const taken = JSON.stringify(
    due.map(({ subscription, due, nextDue }) => [randomUUID(), subscription, due.getTime(), nextDue.getTime()]),
  );
  const held = holdsPosting(by);
  const isDue = sql`${subscription.id} = taken.value ->> 1 AND ${subscription.nextDue} = taken.value ->> 2
    AND ${subscription.status} = 'active' AND ${held}`;
  const [, , , [lease]] = await store.run((db) =>
    // CROSS JOIN: each is looked up, and in the order that they were given in.
    db.batch([
      db.run(sql`INSERT INTO ${delivery} (id, kind, of_id, due, owner, channel, not_before)
        SELECT taken.value ->> 0, 'subscription', ${subscription.id}, next_due, owner, channel, next_due
        FROM json_each(${taken}) AS taken CROSS JOIN ${subscription} WHERE ${isDue}
        ON CONFLICT DO NOTHING`),
      db.run(sql`UPDATE ${delivery} SET state = 'dropped', ended_at = ${at.getTime()} WHERE number IN (
        SELECT number FROM json_each(${taken}) AS taken CROSS JOIN ${subscription}
        CROSS JOIN ${delivery} AS earlier
        WHERE ${isDue} AND earlier.kind = 'subscription' AND earlier.of_id = ${subscription.id}
        AND earlier.ended_at IS NULL AND earlier.state = 'due' AND earlier.due < next_due)`),
      db.run(sql`UPDATE ${subscription} SET next_due = taken.value ->> 3
        FROM json_each(${taken}) AS taken WHERE ${isDue}`),
      db.all(sql`SELECT 1 WHERE ${held}`),
    ]),
  );
  return lease !== undefined;
}
