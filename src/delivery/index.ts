/**
 * Posts what is due without being asked: digests, subscriptions, alerts, notices. Takes up what became due, claims it in
 * the state store, composes it, posts it through a `Courier`, settles it: once each, whatever is ended, restarted or set
 * meanwhile. Imports the state, the schedule, and types of what it posts; no chat, model, source or configuration. Tested
 * in `tests/delivery` over the real store, with a clock and a Slack of its own.
 */
import { randomUUID } from 'node:crypto';
import type { Claimant, DeliveryKind, State } from '../state/index.js';
import { type Clock, systemClock } from './clock.js';
import type { Compose } from './compose.js';
import type { Courier } from './courier.js';
import { type DeliveryLog, longestPost, type Outcome, type Works } from './job.js';
import { createLeaseKeeper } from './lease-keeper.js';
import { createMemory } from './memory.js';
import { createPace } from './pace.js';
import { createRounds } from './rounds.js';

export type { Clock } from './clock.js';
export type { DeliveryLog, Outcome } from './job.js';

export interface DeliveryOptions {
  readonly state: Pick<State, 'subscriptions' | 'alerts' | 'deliveries' | 'leases'>;
  readonly courier: Courier;
  readonly compose: Compose;
  readonly log: DeliveryLog;
  /** Milliseconds after which what could not be posted is given up. */
  readonly catchUp: number;
  /** Milliseconds after which another instance takes over from one that is gone. */
  readonly takeOver: number;
  /** Most messages and files a second, over all places. */
  readonly perSecond: number;
  /** Milliseconds between two looks at what is due; a second where not given. */
  readonly every?: number;
  /** IANA name of the business time zone, for what has none of its own. */
  readonly timeZone: string;
  /** `lateMs`: from its due time to its end. */
  readonly onEnded?: (outcome: Outcome, kind: DeliveryKind, lateMs: number) => void;
  readonly now?: () => Date;
  readonly clock?: Clock;
  /** Tells this instance from others on the same store. */
  readonly holder?: string;
}

export interface DeliveryEngine {
  /** Something may be due: it is looked at once. */
  wake(): void;
  /** Whether it posts, or waits for another instance to end. */
  standing(): 'active' | 'standby';
  /** In whose name changes are made that only one instance may make; null on standby. */
  claimant(): Claimant | null;
  /** Takes up nothing more, waits so many milliseconds for what is under way, and lets another instance go on. */
  stop(patience: number): Promise<void>;
}

export function startDeliveries(options: DeliveryOptions): DeliveryEngine {
  const { state, takeOver, perSecond, now = () => new Date(), clock = systemClock(now) } = options;
  const { holder = randomUUID(), onEnded = () => undefined, every = Math.min(1000, takeOver / 6) } = options;
  const works: Works = {
    ...options,
    clock,
    lease: createLeaseKeeper({ leases: state.leases, clock, holder }, takeOver),
    pace: createPace(clock, perSecond),
    memory: createMemory(),
    longestPost: longestPost(takeOver),
    ended: onEnded,
  };
  const rounds = createRounds(works, every);
  rounds.wake();
  return {
    wake: rounds.wake,
    standing: () => (works.lease.claimant() === null ? 'standby' : 'active'),
    claimant: () => works.lease.claimant(),
    stop: rounds.stop,
  };
}
