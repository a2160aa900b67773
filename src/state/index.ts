/**
 * What Tally itself remembers: who asked what, favourites, accepted differences, events that were taken up, what it is to
 * say without being asked, and what it has said. One file by default, or a libSQL server that several instances share.
 * `app.ts` opens it and hands it to chats; it imports nothing of theirs, and nothing outside this folder knows the
 * database. Tested in `tests/state`.
 */
import { sql } from 'drizzle-orm';
import { type Acceptances, createAcceptances } from './acceptances.js';
import { type Alerts, createAlerts } from './alerts.js';
import { type Audit, createAudit } from './audit.js';
import { createDeliveries, type Deliveries } from './deliveries.js';
import { createEvents, type Events } from './events.js';
import { createFavourites, type Favourites } from './favourites.js';
import { createLeases, type Leases } from './lease.js';
import { pruneAcceptances, pruneAudit, pruneDeliveries, pruneEvents, pruneRecords } from './prune.js';
import { createRecorded, type Recorded } from './recorded.js';
import { Store } from './store.js';
import { createSubscriptions, type Subscriptions } from './subscriptions.js';

export {
  type Acceptable,
  type Acceptance,
  type Acceptances,
  MOST_ACCEPTANCES,
} from './acceptances.js';
export { type Alert, type AlertRow, type Alerts, MOST_ALERTS, type NewAlert } from './alerts.js';
export type { Audit, AuditEntry, AuditFilter } from './audit.js';
export type { Claimant, Deliveries, Delivery, DeliveryKind, DeliveryState, NewDelivery } from './deliveries.js';
export { StateError } from './errors.js';
export type { Events } from './events.js';
export { type Favourites, MOST_FAVOURITES, type Toggled } from './favourites.js';
export { type Held, type Leases, POSTING } from './lease.js';
export { stateFile } from './location.js';
export type { Record, Recorded } from './recorded.js';
export {
  MOST_SUBSCRIPTIONS,
  type NewSubscription,
  type Quiet,
  type Subscription,
  type Subscriptions,
} from './subscriptions.js';
export { OUTCOMES, type Outcome } from './tables.js';

const DAY = 24 * 3_600_000;

export interface StateOptions {
  /** `file:/absolute/path`, `:memory:`, or the `libsql:`, `https:`, `wss:` address of a server. */
  readonly url: string;
  readonly authToken?: string | undefined;
  readonly now?: () => Date;
  /** How long audit entries, and acceptances after their end, are kept, milliseconds. */
  readonly keepAudit: number;
  /** How long deliveries that are over, and records of what was said, are kept, milliseconds; 60 days where not given. */
  readonly keepDelivered?: number;
}

/** Every method throws StateError when the store cannot do it. */
export interface State {
  readonly audit: Audit;
  readonly favourites: Favourites;
  readonly acceptances: Acceptances;
  readonly events: Events;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
  readonly leases: Leases;
  readonly recorded: Recorded;
  readonly alerts: Alerts;
  /** Resolves when the store answers; for readiness. */
  ping(): Promise<void>;
  /**
   * Deletes audit entries, event ids, what is accepted no longer, deliveries that are over and records, when they are
   * older than they are kept. Of each subscription the last record stays.
   */
  prune(): Promise<void>;
  /** Waits for what was begun. */
  close(): Promise<void>;
}

/**
 * Opens the store, and creates or updates it where that is needed. Throws StateError, or the file system's
 * own error when folder or file cannot be made.
 */
export async function openState(options: StateOptions): Promise<State> {
  const { url, authToken, now = () => new Date(), keepAudit, keepDelivered = 60 * DAY } = options;
  const store = await Store.open(url, authToken);
  const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds);
  return {
    audit: createAudit(store),
    favourites: createFavourites(store, now),
    acceptances: createAcceptances(store, now),
    events: createEvents(store, now),
    subscriptions: createSubscriptions(store, now),
    deliveries: createDeliveries(store, now),
    leases: createLeases(store),
    recorded: createRecorded(store),
    alerts: createAlerts(store, now),
    async ping() {
      // Reads the file; a plain SELECT 1 would answer for a file that is gone or damaged.
      await store.run((db) => db.run(sql`SELECT max(number) FROM migration`));
    },
    async prune() {
      await pruneAudit(store, ago(keepAudit));
      await pruneAcceptances(store, ago(keepAudit));
      await pruneEvents(store, ago(DAY));
      await pruneDeliveries(store, ago(keepDelivered));
      await pruneRecords(store, ago(keepDelivered));
    },
    close: () => store.close(),
  };
}
