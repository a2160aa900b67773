import { and, asc, count, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { configure } from './configured.js';
import { drop } from './delivery-rows.js';
import type { Store } from './store.js';
import { delivery, subscription } from './tables.js';

/** What is posted on a quiet day, when all is within tolerance. */
export type Quiet = 'line' | 'nothing';

/** A question, or the digest, that is answered again and again without being asked. */
export interface Subscription {
  /** What people call it by: #12. Never given twice. */
  readonly id: number;
  /** Of a digest of the configuration; null for one that a person made. */
  readonly name: string | null;
  /** Slack user id. */
  readonly owner: string;
  /** Canonical text with its command: `/stock digest`, `/stock variance by category`. */
  readonly question: string;
  /** Canonical text, such as `weekdays 07:30`; `src/schedule` reads it. */
  readonly schedule: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Slack channel id; null: the owner’s direct messages. */
  readonly channel: string | null;
  readonly quiet: Quiet;
  readonly status: 'active' | 'paused';
  /** Why it is paused, or what kept its last delivery from its place, for its owner to read; null when all is well. */
  readonly trouble: string | null;
  /** When it is due next; of a paused one, when it would be. */
  readonly nextDue: Date;
  /** When it was last delivered. */
  readonly delivered: Date | null;
}

export type NewSubscription = Pick<
  Subscription,
  'name' | 'owner' | 'question' | 'schedule' | 'timeZone' | 'channel' | 'quiet' | 'nextDue'
>;

/** Most that one person may have, paused ones included. */
export const MOST_SUBSCRIPTIONS = 50;

export interface Subscriptions {
  /** The new one, or `full`: the owner has as many as may be; those of the configuration do not count. */
  add(subscription: NewSubscription): Promise<Subscription | 'full'>;
  /** Null where there is none, or it was deleted. */
  get(id: number): Promise<Subscription | null>;
  /** Those of a person, or all; by id. */
  list(filter?: { readonly owner?: string; readonly channel?: string }): Promise<readonly Subscription[]>;
  /**
   * Null where there is none. Whatever is changed, deliveries that are due already stay due; those to its former place
   * that nobody works on and Slack cannot have go to its new one.
   */
  change(
    id: number,
    to: Partial<
      Pick<Subscription, 'question' | 'schedule' | 'timeZone' | 'channel' | 'status' | 'trouble' | 'nextDue'>
    >,
  ): Promise<Subscription | null>;
  /** False where there was none. What is due of it and not yet being sent is not sent any more. */
  remove(id: number): Promise<boolean>;
  /**
   * Makes those with a name be these: adds, changes by name, removes. One that is unchanged keeps its next due time,
   * its pause and its trouble; one that is changed begins anew under its number.
   */
  configure(named: readonly (NewSubscription & { readonly name: string })[]): Promise<void>;
}

export function createSubscriptions(store: Store, now: () => Date): Subscriptions {
  return {
    async add(made) {
      const [added] = await store.run((db) => db.insert(subscription).select(selected(made)).returning());
      return added ?? 'full';
    },
    async get(id) {
      const [found] = await store.run((db) => db.select().from(subscription).where(eq(subscription.id, id)));
      return found ?? null;
    },
    async list({ owner, channel } = {}) {
      const conditions = [
        owner === undefined ? undefined : eq(subscription.owner, owner),
        channel === undefined ? undefined : eq(subscription.channel, channel),
      ];
      return await store.run((db) =>
        db
          .select()
          .from(subscription)
          .where(and(...conditions))
          .orderBy(asc(subscription.id)),
      );
    },
    async change(id, to) {
      const { channel } = to;
      const [, [changed]] = await store.run((db) =>
        // One transaction; the number as well, as something has to be set where nothing is to be changed.
        db.batch([
          db
            .update(delivery)
            .set({ channel: channel ?? null })
            .where(channel === undefined ? sql`false` : isStillFor(id)),
          db
            .update(subscription)
            .set({ id, ...to })
            .where(eq(subscription.id, id))
            .returning(),
        ]),
      );
      return changed ?? null;
    },
    async remove(id) {
      const [removed] = await store.run((db) =>
        db.batch([
          db.delete(subscription).where(eq(subscription.id, id)),
          drop(db, and(eq(delivery.kind, 'subscription'), eq(delivery.of, id)), now()),
        ]),
      );
      return removed.rowsAffected > 0;
    },
    configure: (named) => configure(store, named, now),
  };
}

/** Its row, or none where there is no room for it. */
function selected({ name, owner, question, schedule, timeZone, channel, quiet, nextDue }: NewSubscription): SQL {
  const s = subscription;
  const values = [
    sql.param(name, s.name),
    sql.param(owner, s.owner),
    sql.param(question, s.question),
    sql.param(schedule, s.schedule),
    sql.param(timeZone, s.timeZone),
    sql.param(channel, s.channel),
    sql.param(quiet, s.quiet),
  ];
  const others = sql`SELECT ${count()} FROM ${s} WHERE ${and(eq(s.owner, owner), isNull(s.name))}`;
  return sql`SELECT NULL, ${sql.join(values, sql`, `)}, 'active', NULL, ${nextDue.getTime()}, NULL
    WHERE ${name !== null} OR (${others}) < ${MOST_SUBSCRIPTIONS}`;
}

/** Deliveries that wait for the place that a subscription has. */
function isStillFor(id: number): SQL | undefined {
  const place = sql`(SELECT channel FROM ${subscription} WHERE id = ${id})`;
  return and(
    isNull(delivery.endedAt),
    eq(delivery.kind, 'subscription'),
    eq(delivery.of, id),
    eq(delivery.state, 'due'),
    sql`${delivery.channel} IS ${place}`,
  );
}
