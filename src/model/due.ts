import type { Askable } from './extent.js';
import type { FeedStatus } from './feed-status.js';
import type { How } from './read.js';

/** Milliseconds, as in the configuration. */
export interface Intervals {
  readonly maxAge: number;
  readonly minInterval: number;
  readonly verify: number;
}

export interface Means {
  /** Whether the source can be asked for what has changed. */
  readonly looks: boolean;
  /** Whether it knows for nothing that nothing has. */
  readonly tells: boolean;
  /** What the last read found that may be asked; null before the first one of this process. */
  readonly askable: Askable | null;
}

export interface Due {
  readonly how: How;
  /** What is due besides and takes longer: nobody need wait for it. */
  readonly after?: 'verify';
}

/**
 * What is to be done before a feed may answer a question; null: nothing, or it would not help yet.
 *
 * A table whose indexes serve a look is asked at every question that accepts no rows of its age, and all its dates are
 * compared every `verify`. Any other table is asked for what its indexes serve, and compared as a whole, or read where
 * it cannot be compared, every `minInterval`.
 */
export function dueOf(
  status: FeedStatus,
  { looks, tells, askable }: Means,
  intervals: Intervals,
  now: Date,
): Due | null {
  const { asOf, verifiedAt, nextTry } = status;
  if (nextTry !== null) return null;
  if (asOf === null) return { how: 'full' };
  const age = ageOf(asOf, now);
  if (age < intervals.maxAge) return null;
  if (!looks) return tells || age >= intervals.minInterval ? { how: tells ? 'verify' : 'full' } : null;
  const unverified = ageOf(verifiedAt, now);
  // A process that has just begun finds out by a look what may be asked for.
  if (askable === null) return unverified >= intervals.verify ? { how: 'quick', after: 'verify' } : { how: 'quick' };
  if (!askable.whole || askable.extent === null) {
    if (unverified >= intervals.minInterval) return { how: 'verify' };
    return askable.extent === null ? null : { how: 'quick' };
  }
  return unverified >= intervals.verify ? { how: 'quick', after: 'verify' } : { how: 'quick' };
}

/** What is of the future, because the clock was set back, is not young. */
function ageOf(moment: Date | null, now: Date): number {
  const age = moment === null ? Number.POSITIVE_INFINITY : now.getTime() - moment.getTime();
  return age < 0 ? Number.POSITIVE_INFINITY : age;
}
