import { NotPosted, type Problem } from './courier.js';
import { holdBack } from './hold.js';
import { isExpired, type Job, placeOf, putOff, settle, type Works } from './job.js';
import { dueWords, fail, tell } from './tell.js';
import { clause } from './words.js';

type Told = Extract<Problem, { readonly says: string }>;

const MINUTE = 60_000;

/** Milliseconds after which a place is tried again, which nobody may have looked after yet. */
const PLACE_TRIES = [10 * MINUTE, 50 * MINUTE];
/** Nobody gives an archived channel back within the hour. */
const HOPELESS = 'is_archived';
/** Milliseconds for which nothing is posted, where Slack refuses Tally itself, and where it cannot be reached. */
const REFUSED = 5 * MINUTE;
const UNREACHED = 10_000;
const SHORTEST_WAIT = 10_000;
const LONGEST_WAIT = 5 * MINUTE;
/** Failures of our own after which one is given up. */
const MOST_FAULTS = 8;

/** What becomes of a try that failed: another one later, or an end that is told. */
export async function setBack(works: Works, job: Job, error: unknown): Promise<void> {
  if (!(error instanceof NotPosted)) return ownFault(works, job, error);
  const { problem } = error;
  const { delivery } = job;
  works.log.warn(
    { delivery: delivery.id, kind: delivery.kind, problem: problem.kind, code: problem.code },
    'not posted',
  );
  if (problem.kind !== 'unsure') works.memory.lookAfter.delete(delivery.id);
  if (isExpired(works, delivery)) return giveUp(works, job, saysOf(problem));
  switch (problem.kind) {
    case 'place':
      return keptFromPlace(works, job, problem);
    case 'access':
      holdBack(works, REFUSED, problem.says);
      // Not in the words in which it is told in the end that it was not posted, or it would pass for told.
      if (job.subject?.trouble === null) await job.subject.change({ trouble: `Waiting: ${problem.says}` });
      return putOff(works, job, { after: REFUSED, error: problem.says, refused: job.asked });
    case 'later':
      // A file that cannot be uploaded may be to blame itself.
      if (problem.afterMs === null && !job.stands) holdBack(works, UNREACHED, saysOf(problem));
      if (problem.afterMs !== null) works.pace.rest(placeOf(delivery), problem.afterMs);
      return tryAgain(works, job, saysOf(problem), problem.afterMs, job.asked);
    case 'unsure':
      return tryAgain(works, job, saysOf(problem), problem.afterMs, false);
  }
}

/** It may be computed, or posted, later. `refused`: Slack was asked, and has not taken it. */
export function tryAgain(
  works: Works,
  job: Job,
  error: string,
  afterMs: number | null = null,
  refused = false,
): Promise<void> {
  const backoff = Math.min(SHORTEST_WAIT * 2 ** (job.delivery.attempts - 1), LONGEST_WAIT);
  return putOff(works, job, { after: afterMs ?? backoff, error, refused });
}

async function keptFromPlace(works: Works, job: Job, { says, code }: Told): Promise<void> {
  const { delivery } = job;
  if (job.stands) return giveUp(works, job, says);
  const after = code === HOPELESS ? undefined : PLACE_TRIES[works.memory.setback(delivery.id, 'place') - 1];
  // A notice goes to the place that cannot take it.
  const isToldOf = delivery.kind !== 'notice' && delivery.channel !== null;
  const ending = after === undefined ? 'was not posted' : 'could not be posted yet, and is tried again for an hour';
  const { subject } = job;
  if (subject !== null && isToldOf)
    await tell(works, job, says, `${dueWords(works, job)} ${ending}: ${clause(says)}. ${subject.elsewhere}`);
  else await subject?.change({ trouble: says });
  if (after === undefined) return settle(works, job, { state: 'failed', error: says });
  return putOff(works, job, { after, error: says, refused: job.asked });
}

/** One that brings us down each time is not tried for ever. */
async function ownFault(works: Works, job: Job, error: unknown): Promise<void> {
  const { id, kind } = job.delivery;
  works.log.error({ err: error, delivery: id, kind }, 'delivery failed');
  const says = 'It failed inside Tally, whose log says why';
  return works.memory.setback(id, 'own') < MOST_FAULTS ? tryAgain(works, job, says) : giveUp(works, job, says);
}

/** A message that stands was sent, whatever its thread lacks. */
function giveUp(works: Works, job: Job, says: string): Promise<void> {
  if (job.stands) return settle(works, job, { state: 'sent', error: says });
  const isUnsure = job.asked || job.delivery.posts > 0;
  return fail(works, job, isUnsure ? `${clause(says)}; Slack may have it` : says);
}

function saysOf(problem: Problem): string {
  if ('says' in problem) return problem.says;
  if (problem.kind === 'unsure') return 'Slack did not answer';
  return problem.afterMs === null ? 'Slack could not be reached' : 'Slack was busy';
}
