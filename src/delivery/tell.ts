import type { Delivery } from '../state/index.js';
import { type Job, placeOf, settle, type Works } from './job.js';
import { clause, momentWords } from './words.js';

/** Notices about one subscription that are looked through for the same one. */
const LATEST = 10;

/** Adds a notice, unless this delivery has it: a crash may come between it and what it tells. */
async function addNotice(
  { state, clock }: Works,
  { of, due, owner }: Delivery,
  { channel, text }: { readonly channel: string | null; readonly text: string },
): Promise<void> {
  const told = of === null ? [] : await state.deliveries.of('notice', of, LATEST);
  if (told.some((one) => one.payload === text && one.due >= due)) return;
  await state.deliveries.add([{ kind: 'notice', of, due: clock.now(), owner, channel, payload: text }]);
}

/**
 * Says what is wrong where its owner looks, and to the owner once, for as long as the same is wrong. What cannot be
 * posted to the owner cannot be told there either.
 */
export async function tell(works: Works, { delivery, subject }: Job, trouble: string, text: string): Promise<void> {
  if (subject === null || subject.trouble === trouble) return;
  await addNotice(works, delivery, { channel: null, text });
  await subject.change({ trouble });
}

/** It was not posted, and will not be. */
export async function fail(works: Works, job: Job, reason: string): Promise<void> {
  const { delivery, subject } = job;
  const says = `Not posted: ${clause(reason)}.`;
  // What kept it from its place was told when it was first tried.
  const isTold = subject?.trouble === reason;
  if (subject !== null && !isTold)
    await tell(works, job, says, `${dueWords(works, job)} was not posted: ${clause(reason)}.`);
  if (subject === null)
    works.log.warn({ delivery: delivery.id, kind: delivery.kind, to: placeOf(delivery), reason }, 'not posted');
  await settle(works, job, { state: 'failed', error: says });
}

/** It cannot be answered as it stands, and nothing more is posted of its subscription until that changes. */
export async function pause(works: Works, job: Job, reason: string): Promise<void> {
  const { delivery, subject } = job;
  const { label = 'It' } = subject ?? {};
  if (subject !== null) {
    await addNotice(works, delivery, { channel: null, text: `${label} is paused: ${clause(reason)}.` });
    await subject.change({ trouble: reason, status: 'paused' });
  }
  await settle(works, job, { state: 'failed', error: reason });
}

const OWNER_LEFT = 'Its owner has left.';

/** Nobody is there to be told but the channel. */
export async function ownerLeft(works: Works, job: Job): Promise<void> {
  const { delivery, subject } = job;
  if (subject !== null) {
    const text = `${subject.label} is paused: its owner has left.`;
    if (delivery.channel !== null) await addNotice(works, delivery, { channel: delivery.channel, text });
    await subject.change({ trouble: OWNER_LEFT, status: 'paused' });
  }
  await settle(works, job, { state: 'failed', error: OWNER_LEFT });
}

/** `Subscription #12 (/stock digest), due Mon 23 Nov, 08:00 Europe/Berlin,`. */
export function dueWords({ timeZone }: Works, { delivery, subject }: Job): string {
  return `${subject?.label ?? 'It'}, due ${momentWords(delivery.due, subject?.timeZone ?? timeZone)},`;
}
