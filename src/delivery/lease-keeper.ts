import { type Claimant, type Held as Lease, type Leases, POSTING } from '../state/index.js';
import { type Clock, later } from './clock.js';

export interface LeaseKeeper {
  /** Takes or renews the lease, where it is time to. Rejects with StateError. */
  keep(): Promise<void>;
  /** Who may claim; null while another instance has the lease, or this one cannot be sure of it. */
  claimant(): Claimant | null;
  /** Whether it is held, in this term, for so many milliseconds from now on, whatever the store says next. */
  covers(by: Claimant, milliseconds: number): boolean;
  /** Milliseconds since the term began. */
  heldFor(): number;
  /** Lets go of it for good. */
  release(): Promise<void>;
}

interface Held {
  readonly term: number;
  readonly began: number;
  /** By the clock of the wall, which goes on while the machine sleeps, and by one that nobody sets: the sooner counts. */
  readonly until: Date;
  readonly deadline: number;
}

/**
 * `ttl`: milliseconds for which it is taken. Renewed after a sixth of that; who waits for it looks as often, and takes it
 * when it has not seen it renewed for so long, by a clock that nobody sets: the other’s may be hours from this one’s.
 */
export function createLeaseKeeper(
  { leases, clock, holder }: { readonly leases: Leases; readonly clock: Clock; readonly holder: string },
  ttl: number,
): LeaseKeeper {
  const every = ttl / 6;
  let held: Held | null = null;
  /** The lease of another, and when it was first seen to be as it is. */
  let seen: { readonly lease: Lease; readonly at: number } | null = null;
  let asked = Number.NEGATIVE_INFINITY;
  let released = false;

  const left = ({ until, deadline }: Held): number =>
    Math.min(until.getTime() - clock.now().getTime(), deadline - clock.monotonic());
  const isDue = () => (held === null ? clock.monotonic() - asked >= every : left(held) <= ttl - every);

  /** What another holds and does not renew any more; null where it does, or there is none. */
  async function lookForLapsed(): Promise<Lease | null> {
    const found = await leases.held(POSTING);
    if (found === null || found.holder === holder) return null;
    const isRenewed = found.term !== seen?.lease.term || found.until.getTime() !== seen.lease.until.getTime();
    if (seen === null || isRenewed) seen = { lease: found, at: clock.monotonic() };
    return clock.monotonic() - seen.at >= ttl ? found : null;
  }

  return {
    async keep() {
      if (released || !isDue()) return;
      asked = clock.monotonic();
      const lapsed = held === null ? await lookForLapsed() : null;
      const now = clock.monotonic();
      const until = later(clock.now(), ttl);
      const term = await leases.take(POSTING, holder, { until, lapsed });
      const began = held?.term === term ? held.began : clock.monotonic();
      held = term === null ? null : { term, began, until, deadline: now + ttl };
    },
    claimant: () => (held === null || released || left(held) <= 0 ? null : { holder, term: held.term }),
    covers: (by, milliseconds) => !released && held?.term === by.term && left(held) >= milliseconds,
    heldFor: () => (held === null ? 0 : clock.monotonic() - held.began),
    async release() {
      released = true;
      if (held !== null) await leases.release(POSTING, holder);
    },
  };
}
