import type { Mistake } from './intent.js';

/** Carries a mistake out of the grammar's rules; caught by `parse` and never seen outside. */
export class Stop {
  /** Made only when it is shown: looking for names that are alike takes its time. */
  constructor(readonly mistake: () => Mistake) {}
}

/** Where in the question something is, in tokens; of no length: before that token. */
export interface Place {
  readonly at: number;
  readonly length?: number;
}

/** A place with the words that would be right there; none where it is left out. */
export interface Edit extends Place {
  readonly text: string;
}

/** What would work: other words for the place of a mistake, or several changes of the question at once. */
export type Suggestion = string | readonly Edit[];
