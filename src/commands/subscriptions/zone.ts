import { fold } from '../../intent/fold.js';
import { nearest } from '../../intent/near.js';
import type { Stop } from '../../intent/stop.js';
import { zoneNamed } from '../../schedule/index.js';
import type { Desk } from '../desk.js';
import type { Pieces, Span } from './pieces.js';

const BEFORE = ['in', 'on'];
/** Names without a slash that are no other word. */
const PLAIN = ['utc', 'gmt'];

/** Takes out a time zone, such as `Europe/Berlin`, and yields its IANA name; null where none is said. Throws Stop. */
export function takeZone(pieces: Pieces): string | null {
  let zone: string | null = null;
  for (const at of pieces.left) {
    const word = pieces.word(at);
    const found = word.includes('/') || PLAIN.includes(fold(word)) ? zoneNamed(word) : null;
    if (found === null) continue;
    const before = pieces.is(at - 1, BEFORE) ? 1 : 0;
    const span = { at: at - before, length: before + 1 };
    if (zone !== null && zone !== found) throw pieces.stop('conflict', `One time zone: ${zone} or ${found}?`, span);
    zone = found;
    pieces.take(span);
  }
  return zone;
}

/** Of several places those that most people mean. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  cet: ['Europe/Berlin', 'Europe/Paris'],
  cest: ['Europe/Berlin', 'Europe/Paris'],
  bst: ['Europe/London'],
  est: ['America/New_York'],
  edt: ['America/New_York'],
  cst: ['America/Chicago'],
  cdt: ['America/Chicago'],
  pst: ['America/Los_Angeles'],
  pdt: ['America/Los_Angeles'],
  ist: ['Asia/Kolkata'],
};

/**
 * Right after a time of day, and a place after that, a word with a slash is a time zone, and nothing else; so is an abbreviation of one, and a city
 * that one is named after. Throws Stop where it is none.
 */
export function refuseZone(pieces: Pieces, after: number): void {
  const at = pieces.is(after, BEFORE) ? after + 1 : after;
  const word = pieces.word(at);
  const short = Object.hasOwn(SHORT, fold(word)) ? SHORT[fold(word)] : undefined;
  if (short) throw noZone(pieces, { at, length: 1 }, short);
  const names = Intl.supportedValuesOf('timeZone').map((name) => [fold(name), name] as const);
  for (const length of [1, 2]) {
    const city = pieces.wordsFrom(at).slice(0, length).map(fold).join('_');
    const named = names.filter(([name]) => city !== '' && name.endsWith(`/${city}`)).map(([, name]) => name);
    if (named.length > 0) throw noZone(pieces, { at, length }, named);
  }
  if (!/^\p{L}+\/\p{L}/u.test(word)) return;
  const near = nearest(word, names).map(({ text }) => text);
  const asked = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ' One is written as Europe/Berlin.';
  throw pieces.stop('unknown', `There is no time zone “${word.slice(0, 80)}”.${asked}`, { at, length: 1 }, near);
}

function noZone(pieces: Pieces, { at, length }: Span, meant: readonly string[]): Stop {
  const said = pieces.wordsFrom(at).slice(0, length).join(' ');
  const message = `A time zone is written with its region: ${meant.join(' or ')}, and not “${said}”.`;
  return pieces.stop('unknown', message, { at, length }, meant);
}

/** The clock on which it is where none is said: that of whoever asks, else that of the business. */
export async function zoneOf({ asker, timeZone }: Desk): Promise<string> {
  return (await asker.about?.timeZone()) ?? timeZone;
}
