import type { Figures } from './figures.js';

/** What a question is answered with. */
export interface Expected {
  /** In their order. */
  readonly rows: readonly Keyed[];
  readonly totals: Figures | null;
  readonly others: { readonly count: number; readonly figures: Figures } | null;
  /** Groups beyond the limit that are as big as the last one shown. */
  readonly ties: number;
}

export interface Keyed {
  /** Value of the group, '' without one; label of a step. */
  readonly key: string;
  readonly figures: Figures;
}
