import type { Draft } from '../draft.js';
import type { Reader } from '../reader.js';

/** What a part of a question says, to be put into the draft when it is clear that it is meant. */
export type Effect = (draft: Draft) => void;

/**
 * A rule of the grammar. Reads from where the reader is and leaves it after what it read; null where the words there are
 * something else. Throws a `Stop` where the rule has begun and its rest is missing or wrong.
 */
export type Clause = (reader: Reader) => Effect | null;

/** For words that were read and say nothing. */
export const NOTHING: Effect = () => undefined;
