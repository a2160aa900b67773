import type { AsOf, DataThrough, Result } from '../kpi/result.js';

/** What makes a digest one to worry about; `unsure`: a source is stale or missing, and no figure can be trusted before that. */
export type Mood = 'quiet' | 'alarming' | 'unsure';

/** How a figure has changed. */
export interface Change {
  /** Against what, for people: `yesterday`, `Mon 16 Nov`, `a week ago`. */
  readonly against: string;
  /** The change itself, signed: `+12 units`, `−3.1 points`, `no change`. */
  readonly text: string;
  readonly direction: 'up' | 'down' | 'same';
  /** Null where neither is better. */
  readonly better: boolean | null;
}

/** Earlier figures that a digest is set against, for programs. */
export interface EarlierMoment {
  /** The day that they are of, YYYY-MM-DD. */
  readonly day: string;
  /** ISO 8601 instant at which they were recorded; null for rows of the past. */
  readonly at: string | null;
}

export interface DigestCard {
  readonly label: string;
  readonly text: string;
  /** Against the previous digest, then against a week ago; those that are known. */
  readonly changes: readonly Change[];
}

export const SECTIONS = ['categories', 'movers', 'appeared', 'vanished', 'costs', 'resolved', 'findings'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** A part of a digest; one that has nothing to say is left out. */
export interface DigestSection {
  readonly name: SectionName;
  readonly title: string;
  /** A line for each, worst first, for people; at most ten. */
  readonly lines: readonly string[];
  /** How many there are beyond those lines. */
  readonly more: number;
  /** The same as rows, all of them; null where it is words only. */
  readonly result: Result | null;
  /** The question behind it, to go on with: `/stock variance by sku top 10`. */
  readonly question: { readonly label: string; readonly text: string } | null;
}

/**
 * What drifted between Test and Production since the last digest. One is computed; the message, the terminal’s text, JSON
 * and the pictures are made from it.
 */
export interface Digest {
  /** `/stock digest`. */
  readonly question: string;
  readonly title: string;
  /** In words: `3 of 8 categories out of tolerance; worst: Electronics +12.4 %, was +3.1 % yesterday`. */
  readonly headline: string;
  readonly mood: Mood;
  /** ISO 8601 instant at which it was made. */
  readonly at: string;
  /** The day that the figures are of, YYYY-MM-DD. */
  readonly day: string;
  /** Of which day the figures are, and when they were read, in a line. */
  readonly freshness: string;
  /** What it is set against, for people: `the digest of Sat 21 Nov, 08:00 UTC`; null where nothing is. */
  readonly previous: string | null;
  readonly weekAgo: string | null;
  /** The same for programs. */
  readonly earlier: { readonly previous: EarlierMoment | null; readonly weekAgo: EarlierMoment | null };
  readonly cards: readonly DigestCard[];
  /** In the order of `SECTIONS`. */
  readonly sections: readonly DigestSection[];
  /** Stale or missing sources and unfinished loads, worst first: they begin the headline. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly asOf: readonly AsOf[];
  readonly dataThrough: readonly DataThrough[];
  readonly currency: string;
  /** To be drawn under the cards; null where there is nothing to draw. */
  readonly chart: Result | null;
  /** Every item that does not match, for the CSV. */
  readonly full: Result;
  /** One for each category out of tolerance, worst first, to be drawn in the thread. */
  readonly details: readonly { readonly category: string; readonly result: Result }[];
}
