import type { Mistake } from '../../intent/intent.js';
import type { Stop } from '../../intent/stop.js';
import {
  almostSchedule,
  readSchedule,
  SCHEDULE_EXAMPLES,
  type Schedule,
  scheduleText,
  startsSchedule,
} from '../../schedule/index.js';
import { bareQuestion } from '../bare.js';
import { Pieces, reading } from './pieces.js';
import { afterPlace, type Place, placeText, takePlace } from './place.js';
import { refuseZone, takeZone } from './zone.js';

/** `[QUESTION] SCHEDULE [in #C012ABCDEF | here | dm] [TIME ZONE]`. */
export interface SubscribeText {
  /** What is left of the text, each word where it stood; blank for the digest. */
  readonly question: string;
  readonly schedule: Schedule;
  readonly place: Place;
  /** IANA name. */
  readonly timeZone: string | null;
}

export type SubscribeRead =
  | { readonly ok: true; readonly said: SubscribeText }
  /** `question` is there when only the schedule is missing. */
  | { readonly ok: false; readonly mistake: Mistake; readonly question: string | null };

/** What is proposed where it is not said when. */
const PROPOSED = SCHEDULE_EXAMPLES.slice(0, 3);

/**
 * Reads what stands after so many words of a command; `kept` is when, unless the text says it. The user’s mistakes are
 * returned, never thrown.
 */
export function readSubscribe(text: string, skipped: number, kept: Schedule | null = null): SubscribeRead {
  let missing: string | null = null;
  const read = reading((): SubscribeText => {
    const pieces = new Pieces(text, skipped);
    const timeZone = takeZone(pieces);
    const said = takeSchedule(pieces);
    const place = takePlace(pieces);
    const almost = said === null ? (begunAt(pieces) ?? almostAt(pieces)) : null;
    if (almost !== null) throw almost;
    const schedule = said ?? kept;
    if (schedule === null) {
      missing = pieces.question;
      throw whenMissing(pieces);
    }
    return { question: pieces.question, schedule, place, timeZone };
  });
  if ('said' in read) return { ok: true, said: read.said };
  return { ok: false, mistake: read.mistake, question: missing };
}

/** The first words that say when. Throws Stop where they begin to and are not right. */
function takeSchedule(pieces: Pieces): Schedule | null {
  for (const at of pieces.left) {
    const read = readSchedule(pieces.wordsFrom(at));
    if (!read.ok) continue;
    refuseZone(pieces, afterPlace(pieces, at + read.used));
    pieces.take({ at, length: read.used });
    return read.schedule;
  }
  return null;
}

function whenMissing(pieces: Pieces): Stop {
  const message = `Say when: ${SCHEDULE_EXAMPLES.join(', ')}.`;
  return pieces.stop('incomplete', message, { at: Number.POSITIVE_INFINITY, length: 0 }, PROPOSED);
}

/** What is wrong with the words that begin to say when; null where none do. */
function begunAt(pieces: Pieces): Stop | null {
  // “weekly” may be of the question, and then the schedule comes after it.
  const at = pieces.left.findLast((index) => startsSchedule(pieces.word(index)));
  const read = at === undefined ? null : readSchedule(pieces.wordsFrom(at));
  if (at === undefined || read === null || read.ok) return null;
  const fault = at + read.word;
  const before = pieces.word(fault - 1);
  // What is missing belongs right after the last word of it, whatever comes then.
  return read.word === pieces.wordsFrom(at).length
    ? pieces.stop(
        'incomplete',
        read.message,
        { at: fault - 1, length: 1 },
        read.instead.map((one) => `${before} ${one}`),
      )
    : pieces.stop('unknown', read.message, { at: fault, length: 1 }, read.instead);
}

/** What is wrong with the first words that say when, and do not say it in full; null where there are none. */
function almostAt(pieces: Pieces): Stop | null {
  for (const at of pieces.left) {
    const almost = almostSchedule(pieces.wordsFrom(at));
    if (almost) return pieces.stop('incomplete', almost.message, { at, length: almost.used }, almost.instead);
  }
  return null;
}

/** The inverse: read again it says the same. `question` has its command. */
export function subscribeText({
  question,
  schedule,
  place,
  timeZone,
}: Omit<SubscribeText, 'schedule'> & { readonly schedule: Schedule | string }): string {
  return [
    bareQuestion(question),
    typeof schedule === 'string' ? schedule : scheduleText(schedule),
    ...(place === null ? [] : [placeText(place)]),
    ...(timeZone === null ? [] : [timeZone]),
  ].join(' ');
}
