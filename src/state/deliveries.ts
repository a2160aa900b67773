import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, min, sql } from 'drizzle-orm';
import { createClaims } from './delivery-claims.js';
import { inserted, plain } from './delivery-rows.js';
import type { Store } from './store.js';
import type { Subscription } from './subscriptions.js';
import { delivery, subscription } from './tables.js';
import { takeUp } from './take-up.js';

/** What a delivery is of; `notice` is a line of Tally’s own to a person, as that a subscription was paused. */
export type DeliveryKind = 'subscription' | 'alert' | 'notice';

/**
 * One thing to be posted once. It goes `due` → `claimed` → `posting` (Slack may have it from here on) → `posted` (the
 * message stands, its files may not) → `sent`; or ends as `failed`, `quiet` (nothing had to be said) or `dropped` (its
 * subscription is gone, or a later one of it is due as well).
 */
export type DeliveryState = 'due' | 'claimed' | 'posting' | 'posted' | 'sent' | 'failed' | 'quiet' | 'dropped';

export interface Delivery {
  /** A UUID; the message carries it as metadata. */
  readonly id: string;
  readonly kind: DeliveryKind;
  /** Id of the subscription or alert; of a notice, of what it is about, else null. */
  readonly of: number | null;
  readonly due: Date;
  /** Slack user id. */
  readonly owner: string;
  /** Slack channel id; null: the owner’s direct messages. */
  readonly channel: string | null;
  /** JSON; of an alert its events, of a notice its text. */
  readonly payload: string | null;
  readonly state: DeliveryState;
  /** How often it was claimed, this time included. */
  readonly attempts: number;
  /** Not to be claimed before. */
  readonly notBefore: Date;
  /** When it was first `posting`; null when Slack cannot have it. */
  readonly postingSince: Date | null;
  /** How often Slack was asked to post it and may have done so. */
  readonly posts: number;
  /** Where the message stands, once it is known. */
  readonly at: { readonly channel: string; readonly ts: string } | null;
  /** Names of the files that its thread has, and of the one that it may have. */
  readonly files: readonly string[];
  readonly filePosting: string | null;
  /** What was recorded of it (`Recorded`); null where nothing was. */
  readonly record: number | null;
  /** Why it failed or is being tried again. */
  readonly error: string | null;
}

export type NewDelivery = Pick<Delivery, 'kind' | 'of' | 'due' | 'owner' | 'channel' | 'payload'>;

/** Who may claim: the holder of the lease, in the term that it has it for. */
export interface Claimant {
  readonly holder: string;
  readonly term: number;
}

/**
 * Each change says which delivery it is about, and is made only where that is still claimed by this claimant, in the
 * same term, and the claimant has not lost the lease: false, and nothing done, where it is not any more. Then another
 * instance has it or will have it, and nothing more must be posted of it here. Without the lease it can still be noted
 * that Slack took a message or a file, as long as nobody else has claimed it.
 */
export interface Deliveries {
  /**
   * Takes up what became due: for each of the subscriptions its next due time is moved on and, together with that, a
   * delivery added for `due`, unless its next due time is another by now, it is not active, or there is one for that
   * time. Earlier ones of it that are still `due` are dropped: the latest is the one to be posted. False for a claimant
   * that has lost the lease.
   */
  takeUp(
    due: readonly { readonly subscription: number; readonly due: Date; readonly nextDue: Date }[],
    by: Claimant,
  ): Promise<boolean>;
  /** Subscriptions that are active and due at `now` or before; the longest due first. */
  dueSubscriptions(now: Date, most: number): Promise<readonly Subscription[]>;
  /** Adds deliveries that stand by themselves: “run now”, notices. A due time that its subscription has is left out. */
  add(deliveries: readonly NewDelivery[]): Promise<readonly Delivery[]>;
  /**
   * Claims up to `most`, the longest due first: those that are `due` and not put off, and those that somebody claimed
   * in an earlier term or whose claim has run out, which keep the state in which that left them. Not those to the
   * places in `except` (a channel’s id, or the owner’s where it is null). `until`: when the claim runs out.
   */
  claim(
    by: Claimant,
    options: { readonly now: Date; readonly until: Date; readonly most: number; readonly except?: readonly string[] },
  ): Promise<readonly Delivery[]>;
  /** Before Slack is asked to post: from now on it may have it. */
  posting(id: string, by: Claimant, at: { readonly channel: string; readonly now: Date }): Promise<boolean>;
  posted(
    id: string,
    by: Claimant,
    at: { readonly channel: string; readonly ts: string; readonly record: number | null },
  ): Promise<boolean>;
  /** Before a file is attached, and after. */
  filePosting(id: string, by: Claimant, name: string): Promise<boolean>;
  filePosted(id: string, by: Claimant, name: string): Promise<boolean>;
  /** Ends it; of a subscription that was `sent` it notes when. `record` of a quiet day that posted nothing counts as well. */
  settle(
    id: string,
    by: Claimant,
    outcome: {
      readonly state: 'sent' | 'failed' | 'quiet' | 'dropped';
      readonly now: Date;
      readonly error: string | null;
      readonly record?: number | null;
    },
  ): Promise<boolean>;
  /**
   * Lets go of it, to be claimed again at `notBefore`. What Slack may have stays known; `refused`: it has not taken what
   * it was last asked to post, so that counts as never asked: one less of `posts`, and without any no `postingSince`.
   */
  putOff(
    id: string,
    by: Claimant,
    until: { readonly notBefore: Date; readonly error: string; readonly refused?: boolean },
  ): Promise<boolean>;
  /** What was put off is so no longer than to `now`, or to when it is due where that is the time of a subscription. */
  bringForward(now: Date, by: Claimant): Promise<void>;
  /** Extends the claims of those that are still worked on. */
  extend(ids: readonly string[], by: Claimant, until: Date): Promise<void>;
  /** The last record of the deliveries of a subscription that are over and were no failure; null where there is none. */
  lastRecord(subscription: number): Promise<number | null>;
  /** The latest of a subscription or alert, newest first. */
  of(kind: DeliveryKind, id: number, most: number): Promise<readonly Delivery[]>;
  /** How many are not over, and when the first of those was due; for health and metrics. */
  backlog(): Promise<{ readonly count: number; readonly oldest: Date | null }>;
}

export function createDeliveries(store: Store, now: () => Date): Deliveries {
  return {
    ...createClaims(store),
    takeUp: (due, by) => takeUp(store, due, by, now),
    async dueSubscriptions(at, most) {
      const { nextDue, id } = subscription;
      return await store.run((db) =>
        db
          .select()
          .from(subscription)
          // Written out, as the index has it.
          .where(and(sql`${subscription.status} = 'active'`, lte(nextDue, at)))
          .orderBy(asc(nextDue), asc(id))
          .limit(most),
      );
    },
    async add(deliveries) {
      if (deliveries.length === 0) return [];
      const rows = await store.run((db) =>
        db.insert(delivery).values(deliveries.map(inserted)).onConflictDoNothing().returning(),
      );
      return rows.map(plain);
    },
    async lastRecord(id) {
      const { kind, of, state, record, due, number } = delivery;
      const said = and(eq(kind, 'subscription'), eq(of, id), inArray(state, ['sent', 'quiet']), isNotNull(record));
      const [last] = await store.run((db) =>
        db.select({ record }).from(delivery).where(said).orderBy(desc(due), desc(number)).limit(1),
      );
      return last?.record ?? null;
    },
    async of(kind, id, most) {
      const rows = await store.run((db) =>
        db
          .select()
          .from(delivery)
          .where(and(eq(delivery.kind, kind), eq(delivery.of, id)))
          .orderBy(desc(delivery.due), desc(delivery.number))
          .limit(most),
      );
      return rows.map(plain);
    },
    async backlog() {
      const [open] = await store.run((db) =>
        db
          .select({ count: count(), oldest: min(delivery.due) })
          .from(delivery)
          .where(isNull(delivery.endedAt)),
      );
      return { count: open?.count ?? 0, oldest: open?.oldest ?? null };
    },
  };
}
