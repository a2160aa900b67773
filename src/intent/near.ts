import { distance } from 'fastest-levenshtein';
import { fold } from './fold.js';

/** A name that is like what was written, and how many letters are in the way. */
export interface Near {
  readonly text: string;
  readonly far: number;
}

const MOST = 3;
/** Letters of a phrase that are looked at. */
const LONGEST = 60;

/** The names that a phrase may have been meant for, nearest first, of equally near ones those that came first. */
export function nearest(phrase: string, names: Iterable<readonly [folded: string, text: string]>): readonly Near[] {
  const wanted = fold(phrase).slice(0, LONGEST);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const close = new Map<string, number>();
  for (const [folded, text] of names) {
    if (Math.abs(folded.length - wanted.length) > allowed) continue;
    const far = distance(folded, wanted);
    // Few slips are in the first letter.
    const least = folded[0] === wanted[0] ? far : far + 1;
    if (least <= allowed && far < folded.length) close.set(text, Math.min(far, close.get(text) ?? far));
  }
  return [...close]
    .map(([text, far]) => ({ text, far }))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST);
}
