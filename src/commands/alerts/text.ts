import { durationText } from '../../alerts/clock.js';
import type { Mistake } from '../../intent/intent.js';
import { bareQuestion } from '../bare.js';
import { Pieces, reading, type Span } from '../subscriptions/pieces.js';
import { type Place, placeText, takePlace } from '../subscriptions/place.js';
import { type Between, betweenText, HOLD, REMIND, readDuration } from './durations.js';

/** `QUESTION with a threshold [for 30 min] [remind every 4 h] [in #C012ABCDEF | here | dm]`. */
export interface AlertText {
  /** What is left of the text, each word where it stood. */
  readonly question: string;
  /** Milliseconds for which a row has to be beyond the threshold; 0: it is told at once. */
  readonly hold: number;
  /** Milliseconds after which it is told again; null: never. */
  readonly remind: number | null;
  readonly place: Place;
}

export type AlertRead =
  | { readonly ok: true; readonly said: AlertText }
  | { readonly ok: false; readonly mistake: Mistake };

/** Reads what was said, the verb included. The user’s mistakes are returned, never thrown. */
export function readAlert(text: string): AlertRead {
  const read = reading((): AlertText => {
    const pieces = new Pieces(text, 1);
    // “for 2 h” of “remind for 2 h” would be a hold.
    const remind = takeReminder(pieces);
    const hold = takeHold(pieces) ?? 0;
    const place = takePlace(pieces);
    return { question: pieces.question, hold, remind, place };
  });
  return 'said' in read ? { ok: true, said: read.said } : { ok: false, mistake: read.mistake };
}

/** `remind every 4 h`, `remind me every 4 h`, `remind daily`. Throws Stop. */
function takeReminder(pieces: Pieces): number | null {
  const at = pieces.left.find((index) => pieces.is(index, ['remind', 'reminder']));
  if (at === undefined) return null;
  let next = at + 1;
  while (pieces.is(next, ['me', 'us', 'every', 'each', 'after'])) next++;
  const words = pieces.is(next, ['hour', 'day', 'daily', 'hourly']) ? [ONE[pieces.word(next).toLowerCase()] ?? ''] : [];
  const read = readDuration(words.length > 0 ? words : pieces.wordsFrom(next));
  const span = { at, length: next - at + (read?.used ?? 0) };
  if (read === null) {
    const message = 'After “remind every” comes a time, such as 4 h or 1 day.';
    throw pieces.stop('incomplete', message, span, ['remind every 4 h', 'remind every 1 day']);
  }
  pieces.take(span);
  return within(REMIND, read.milliseconds, span, pieces);
}

const ONE: Readonly<Record<string, string>> = { hour: '1h', hourly: '1h', day: '1d', daily: '1d' };

/** `for 30 min`; “for” before anything else says nothing. Throws Stop. */
function takeHold(pieces: Pieces): number | null {
  for (const at of pieces.left) {
    if (!pieces.is(at, ['for'])) continue;
    const read = readDuration(pieces.wordsFrom(at + 1));
    if (read === null && /^\d{1,3}$/.test(pieces.word(at + 1))) throw withoutUnit(pieces, at);
    if (read === null) continue;
    const span = { at, length: read.used + 1 };
    pieces.take(span);
    return within(HOLD, read.milliseconds, span, pieces);
  }
  return null;
}

function withoutUnit(pieces: Pieces, at: number) {
  const units = ['min', 'h', 'days'].map((unit) => `for ${pieces.word(at + 1)} ${unit}`);
  return pieces.stop('incomplete', `For how long: ${units.join(', ')}?`, { at, length: 2 }, units);
}

function within(allowed: Between, milliseconds: number, span: Span, pieces: Pieces): number {
  if (milliseconds >= allowed.least && milliseconds <= allowed.most) return milliseconds;
  const message = `That can be ${betweenText(allowed)}.`;
  throw pieces.stop('refused', message, span);
}

/** The inverse: read again it says the same. `question` has its command. */
export function alertText({ question, hold, remind, place }: AlertText): string {
  return [
    bareQuestion(question),
    ...(hold === 0 ? [] : [`for ${durationText(hold)}`]),
    ...(remind === null ? [] : [`remind every ${durationText(remind)}`]),
    ...(place === null ? [] : [placeText(place)]),
  ].join(' ');
}
