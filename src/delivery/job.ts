import type { Claimant, Delivery, State } from '../state/index.js';
import { type Clock, later, wait } from './clock.js';
import type { Compose } from './compose.js';
import { type Courier, NotPosted } from './courier.js';
import type { LeaseKeeper } from './lease-keeper.js';
import type { Memory } from './memory.js';
import type { Pace } from './pace.js';
import type { Subject } from './subject.js';

export interface DeliveryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type Outcome = 'sent' | 'failed' | 'quiet' | 'dropped';

/** What deliveries are worked on with. */
export interface Works {
  readonly state: Pick<State, 'subscriptions' | 'alerts' | 'deliveries'>;
  readonly courier: Courier;
  readonly compose: Compose;
  readonly lease: LeaseKeeper;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly log: DeliveryLog;
  /** Milliseconds. */
  readonly catchUp: number;
  /** Milliseconds after which a post is over, whatever came of it. */
  readonly longestPost: number;
  /** Of what has none of its own; an IANA name. */
  readonly timeZone: string;
  ended(outcome: Outcome, kind: Delivery['kind'], lateMs: number): void;
}

/** Milliseconds that a post may take, so that it is over before another instance takes over. */
export const longestPost = (takeOver: number): number => (takeOver * 2) / 3;

/** One delivery that this instance has claimed. */
export interface Job {
  readonly delivery: Delivery;
  readonly by: Claimant;
  /** Null where it is of nothing, or that is gone. */
  readonly subject: Subject | null;
  /** Whether Slack was asked to post it in this try, and has not said yes. */
  asked: boolean;
  /** Whether its message stands. */
  stands: boolean;
}

/** A channel’s id, or the owner’s whose direct messages it goes to. */
export const placeOf = ({ channel, owner }: Pick<Delivery, 'channel' | 'owner'>): string => channel ?? owner;

/** A notice tells of what failed, so it is worth waiting for. */
const NOTICE_CATCH_UP = 3 * 24 * 3_600_000;

export function isExpired({ clock, catchUp }: Works, { kind, due }: Delivery): boolean {
  const most = kind === 'notice' ? Math.max(catchUp, NOTICE_CATCH_UP) : catchUp;
  return clock.now().getTime() - due.getTime() > most;
}

/** Where it is this instance’s no more, nothing is done: another one ends it. */
export async function settle(
  works: Works,
  { delivery, by }: Pick<Job, 'delivery' | 'by'>,
  outcome: { readonly state: Outcome; readonly error?: string; readonly record?: number | null },
): Promise<void> {
  const { id, kind, of, due, attempts } = delivery;
  const { state, error = null, ...record } = outcome;
  const now = works.clock.now();
  if (!(await works.state.deliveries.settle(id, by, { state, now, error, ...record }))) return;
  works.memory.forget(id);
  const lateMs = now.getTime() - due.getTime();
  works.log.info({ delivery: id, kind, of, state, lateMs, attempts }, 'delivery over');
  works.ended(state, kind, lateMs);
}

/** Lets go of it, to be tried again. Milliseconds; `refused`: Slack was asked, and has not taken it. */
export async function putOff(
  { state, clock }: Works,
  { delivery, by }: Job,
  { after, error, refused = false }: { readonly after: number; readonly error: string; readonly refused?: boolean },
): Promise<void> {
  const notBefore = later(clock.now(), Math.ceil(after));
  await state.deliveries.putOff(delivery.id, by, { notBefore, error, refused });
}

/** The lease may not last until Slack has answered: whoever has it then goes on. */
export function letGo(works: Works, job: Job, refused = false): Promise<void> {
  const error = job.delivery.error ?? 'Another instance of Tally took over';
  return putOff(works, job, { after: 0, error, refused });
}

/** What is not answered in time may still be done. */
export function within<T>({ clock, longestPost }: Works, work: Promise<T>): Promise<T> {
  const over = wait(clock, longestPost).then((): never => {
    throw new NotPosted({ kind: 'unsure', code: 'no answer', afterMs: null });
  });
  return Promise.race([work, over]);
}
