import type { Attachment } from './content.js';
import { type Job, letGo, placeOf, type Works, within } from './job.js';

/** Puts the files that its thread lacks there, one after another. False where nothing more is to be done here. */
export async function attachRest(
  works: Works,
  job: Job,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  attachments: readonly Attachment[],
): Promise<boolean> {
  const { courier, pace, lease, longestPost, clock, memory, state } = works;
  const { delivery, by } = job;
  const { id, files, filePosting } = delivery;
  const there = new Set(files);
  if (filePosting !== null && (await mayHave(works, { channel, ts }, filePosting))) {
    if (!(await state.deliveries.filePosted(id, by, filePosting))) return false;
    there.add(filePosting);
  }
  for (const file of attachments) {
    if (there.has(file.name)) continue;
    const bytes = await file.bytes();
    await pace.turn(placeOf(delivery));
    if (!lease.covers(by, longestPost)) {
      await letGo(works, job);
      return false;
    }
    if (!(await state.deliveries.filePosting(id, by, file.name))) return false;
    memory.lookAfter.set(id, clock.monotonic() + longestPost);
    await within(works, courier.attach(channel, ts, { ...file, bytes: async () => bytes }));
    if (!(await state.deliveries.filePosted(id, by, file.name))) return false;
  }
  return true;
}

/** A file twice is better than none where that cannot be told. */
async function mayHave(
  { courier }: Works,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  name: string,
): Promise<boolean> {
  const names = await courier.attached(channel, ts);
  return names !== 'unknown' && names.includes(name);
}
