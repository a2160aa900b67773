import fc from 'fast-check';
import type { Intent, Rendering, Threshold } from '../../../src/intent/intent.js';
import { COMMON_WORDS, type Keyword, type Meanings } from '../../../src/intent/keywords.js';
import type { Period, Versus } from '../../../src/periods/index.js';

/** What of an intent does not depend on the rest of its question. */
export interface Meaning {
  readonly kpi: string;
  readonly filters: Intent['filters'];
  readonly by: readonly string[];
  readonly limit: NonNullable<Intent['limit']>;
  readonly thresholds: readonly Omit<Threshold, 'measure'>[];
  readonly environment: 'test' | 'production';
  readonly period: Period;
  readonly versus: Versus;
  readonly as: Rendering;
}

/** A part of a question, and what it says. */
export interface Part {
  readonly text: string;
  readonly says: Partial<Meaning>;
}

export const part = (text: string, says: Partial<Meaning>): Part => ({ text, says });

/** Phrases of the grammar that mean this. */
export const phrases = (is: (meanings: Meanings) => boolean): readonly string[] =>
  COMMON_WORDS.flatMap(([phrase, meanings]) => (is(meanings) ? [phrase] : []));

/** A keyword, or another word for it. */
export const keyword = (name: Keyword): fc.Arbitrary<string> =>
  fc.constantFrom(...phrases((meanings) => meanings.keyword === name));

/** Nothing, or one of these words. */
export const maybe = (...words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom('', ...words);

export const joined = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' ');
