import type { Asker } from '../commands/questions.js';
import type { Claimant, Delivery } from '../state/index.js';
import { attachRest } from './attach.js';
import type { Composed } from './compose.js';
import { isExpired, type Job, settle, type Works } from './job.js';
import { lateWords, whyLate } from './late.js';
import { lookUp, putOffUntilOver, underWayFor } from './look-up.js';
import { post } from './post.js';
import { setBack, tryAgain } from './set-back.js';
import { subjectOf } from './subject.js';
import { fail, ownerLeft, pause } from './tell.js';

/** The way of one delivery that was claimed, from where an earlier try left it. Rejects with what is wrong with the store. */
export async function deliver(works: Works, delivery: Delivery, by: Claimant): Promise<void> {
  const subject = await subjectOf(works.state, delivery);
  const job: Job = { delivery, by, subject, asked: false, stands: delivery.at !== null };
  try {
    await (delivery.at === null ? toBePosted(works, job) : standing(works, job, delivery.at));
  } catch (error) {
    await setBack(works, job, error);
  }
}

async function toBePosted(works: Works, job: Job): Promise<void> {
  const { delivery, subject } = job;
  if (subject === null && delivery.kind !== 'notice') return settle(works, job, { state: 'dropped' });
  const expired = isExpired(works, delivery);
  if (expired && delivery.posts === 0) return fail(works, job, tooLate(works, job));
  if (underWayFor(works, job) > 0) return putOffUntilOver(works, job);

  const asker = await askerOf(works, delivery);
  if (asker === 'gone') return ownerLeft(works, job);
  // With less than its owner may see, rows would look as though they were gone.
  if (asker.unknownGroups.length > 0) return tryAgain(works, job, UNKNOWN_GROUPS);
  const channel = await works.courier.channelOf(delivery);
  const found = delivery.posts === 0 ? null : await lookUp(works, job, channel);
  const isLost = found === 'unknown' && delivery.posts > 1;
  if (isLost) return fail(works, job, 'Slack may have it, which could not be looked up');
  if (expired && found === null) return fail(works, job, tooLate(works, job));
  if (expired && found === 'unknown') return fail(works, job, `${tooLate(works, job)}; Slack may have it`);

  const composed = await composedFor(works, job, asker, found === 'unknown');
  if (found === null || found === 'unknown') return act(works, job, channel, composed);
  const at = { channel, ts: found };
  const record = composed.kind === 'post' ? composed.record : null;
  if (!(await works.state.deliveries.posted(delivery.id, job.by, { ...at, record }))) return;
  job.stands = true;
  await rest(works, job, at, composed);
}

/** Its message stands, and its thread may lack files. */
async function standing(works: Works, job: Job, at: NonNullable<Delivery['at']>): Promise<void> {
  const { delivery } = job;
  if (isExpired(works, delivery))
    return settle(works, job, { state: 'sent', error: 'Not all of its files were added.' });
  if (underWayFor(works, job) > 0) return putOffUntilOver(works, job);
  const asker = await askerOf(works, delivery);
  if (asker === 'gone') return settle(works, job, { state: 'sent' });
  if (asker.unknownGroups.length > 0) return tryAgain(works, job, UNKNOWN_GROUPS);
  await rest(works, job, at, await composedFor(works, job, asker, false));
}

async function act(works: Works, job: Job, channel: string, composed: Composed): Promise<void> {
  switch (composed.kind) {
    case 'post': {
      const ts = await post(works, job, channel, composed);
      if (ts !== null) await rest(works, job, { channel, ts }, composed);
      return;
    }
    case 'quiet':
      return settle(works, job, { state: 'quiet', record: composed.record });
    case 'refused':
      return pause(works, job, composed.says);
    case 'gone':
      return settle(works, job, { state: 'dropped' });
    case 'failed':
      return tryAgain(works, job, composed.says);
  }
}

/** What follows a message that stands. */
async function rest(works: Works, job: Job, at: NonNullable<Delivery['at']>, composed: Composed): Promise<void> {
  if (composed.kind === 'failed') return tryAgain(works, job, composed.says);
  if (composed.kind === 'post' && !(await attachRest(works, job, at, composed.attachments))) return;
  if (job.subject?.trouble) await job.subject.change({ trouble: null });
  await settle(works, job, { state: 'sent' });
}

function composedFor(works: Works, job: Job, asker: Asker, mayBeRepeat: boolean): Promise<Composed> {
  const { delivery, subject } = job;
  const timeZone = subject?.timeZone ?? works.timeZone;
  const reason = whyLate(works.memory, delivery);
  const late = delivery.kind === 'notice' ? null : lateWords(delivery, { now: works.clock.now(), timeZone, reason });
  return works.compose(delivery, asker, { late, mayBeRepeat });
}

const UNKNOWN_GROUPS = 'It could not be found out which user groups its owner is in';

/** A notice asks for nothing, and is posted even where its owner is gone. */
async function askerOf({ courier }: Works, delivery: Delivery): Promise<Asker | 'gone'> {
  const { kind, owner, channel } = delivery;
  if (kind !== 'notice') return courier.asker({ owner, channel });
  return { chat: 'slack', user: owner, groups: [], unknownGroups: [], channel, public: channel !== null };
}

const tooLate = (works: Works, { delivery }: Job): string =>
  whyLate(works.memory, delivery) ?? 'It could not be posted in time';
