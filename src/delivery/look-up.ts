import { later } from './clock.js';
import { type Job, putOff, type Works } from './job.js';

/** Milliseconds before it was posted from which on it is looked for: the clock may be a day ahead of Slack’s. */
const LOOK_BACK = 26 * 3_600_000;

/**
 * Milliseconds for which an earlier post of it, or of a file of it, may still be under way: one of this process that was not answered, or one
 * of the instance that had the lease before.
 */
export function underWayFor({ memory, clock, lease, longestPost }: Works, { delivery }: Job): number {
  const { id, at, posts, filePosting } = delivery;
  const isOver = at === null ? posts === 0 || memory.stands.has(id) : filePosting === null;
  if (isOver) return 0;
  const own = memory.lookAfter.get(id);
  return own === undefined ? longestPost - lease.heldFor() : own - clock.monotonic();
}

export function putOffUntilOver(works: Works, job: Job): Promise<void> {
  const error = job.delivery.error ?? 'Tally was ended while it was posting';
  return putOff(works, job, { after: underWayFor(works, job), error });
}

/** The timestamp of its message; null where there is none, `unknown` where that cannot be told. */
export async function lookUp(works: Works, job: Job, channel: string): Promise<string | null | 'unknown'> {
  const { memory, clock, courier } = works;
  const { id, postingSince } = job.delivery;
  const stands = memory.stands.get(id);
  if (stands !== undefined) return stands;
  const now = clock.now();
  const since = postingSince === null || postingSince > now ? now : postingSince;
  return courier.find(channel, id, later(since, -LOOK_BACK));
}
