import type { Composed } from './compose.js';
import { type Job, letGo, placeOf, type Works, within } from './job.js';

type Posting = Extract<Composed, { readonly kind: 'post' }>;

/**
 * Posts it, as long as nobody else can: the store is told before, the lease has to last for as long as a post can take.
 * Yields the timestamp; null where nothing more is to be done here.
 */
export async function post(
  works: Works,
  job: Job,
  channel: string,
  { content, record }: Posting,
): Promise<string | null> {
  const { courier, pace, lease, longestPost, clock, memory, state } = works;
  const { delivery, by } = job;
  const { id } = delivery;
  await courier.prepare(channel, content);
  await pace.turn(placeOf(delivery));
  if (!lease.covers(by, longestPost)) {
    await letGo(works, job);
    return null;
  }
  if (!(await state.deliveries.posting(id, by, { channel, now: clock.now() }))) return null;
  if (!lease.covers(by, longestPost)) {
    await letGo(works, job, true);
    return null;
  }
  job.asked = true;
  memory.lookAfter.set(id, clock.monotonic() + longestPost);
  const posting = courier.post(channel, content, id).then((ts) => {
    memory.stands.set(id, ts);
    return ts;
  });
  const ts = await within(works, posting);
  job.asked = false;
  job.stands = await state.deliveries.posted(id, by, { channel, ts, record });
  return job.stands ? ts : null;
}
