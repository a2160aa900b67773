import { and, eq, isNotNull, notExists, notInArray, sql } from 'drizzle-orm';
import { drop } from './delivery-rows.js';
import type { Store } from './store.js';
import type { NewSubscription } from './subscriptions.js';
import { delivery, subscription, writable } from './tables.js';

type Named = NewSubscription & { readonly name: string };

/** Makes the subscriptions with a name be these, in one transaction. */
export async function configure(store: Store, named: readonly Named[], now: () => Date): Promise<void> {
  const all = sql`(SELECT value ->> 0 AS name, value ->> 1 AS owner, value ->> 2 AS question, value ->> 3 AS schedule,
    value ->> 4 AS time_zone, value ->> 5 AS channel, value ->> 6 AS quiet, value ->> 7 AS next_due
    FROM json_each(${JSON.stringify(named.map(values))})) AS wanted`;
  const isNamed = sql`(SELECT 1 FROM ${all} WHERE wanted.name = ${subscription.name})`;
  await store.run((db) =>
    db.batch([
      db.delete(subscription).where(and(isNotNull(subscription.name), notExists(isNamed))),
      drop(
        db,
        and(
          eq(delivery.kind, 'subscription'),
          notInArray(delivery.of, db.select({ id: subscription.id }).from(subscription)),
        ),
        now(),
      ),
      // An upsert would use up a number for each that is there already.
      db.run(sql`UPDATE ${subscription} SET owner = wanted.owner, question = wanted.question,
        schedule = wanted.schedule, time_zone = wanted.time_zone, channel = wanted.channel, quiet = wanted.quiet,
        next_due = wanted.next_due, status = 'active', trouble = NULL
        FROM ${all} WHERE wanted.name = ${subscription.name}
        AND (${subscription.owner}, ${subscription.question}, ${subscription.schedule}, ${subscription.timeZone},
          ${subscription.channel}, ${subscription.quiet})
        IS NOT (wanted.owner, wanted.question, wanted.schedule, wanted.time_zone, wanted.channel, wanted.quiet)`),
      db.run(sql`INSERT INTO ${subscription}
        (name, owner, question, schedule, time_zone, channel, quiet, next_due, status)
        SELECT wanted.*, 'active' FROM ${all}
        WHERE NOT EXISTS (SELECT 1 FROM ${subscription} WHERE ${subscription.name} = wanted.name)`),
    ]),
  );
}

function values({ name, owner, question, schedule, timeZone, channel, quiet, nextDue }: Named) {
  const texts = [name, owner, question, schedule, timeZone, channel, quiet];
  return [...texts.map((text) => (text === null ? null : writable(text))), nextDue.getTime()];
}
