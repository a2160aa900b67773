/**
 * What a person asks, as plain data: made from text by `parse`, turned back by `canonical`. Knows no
 * database, no chat and no clock; which words exist comes in as a vocabulary. Tested in `tests/intent`.
 */
export interface Intent {
  /** Name of a KPI. */
  readonly kpi: string;
  readonly filters: readonly { readonly dimension: string; readonly value: string }[];
  readonly by?: string;
  readonly limit?: { readonly end: 'top' | 'bottom'; readonly count: number };
  readonly environment?: 'test' | 'production';
  /** The one rendering that is wanted; undefined: what suits the chat. */
  readonly as?: Rendering;
}

export const RENDERINGS = ['table', 'chart', 'csv'] as const;
export type Rendering = (typeof RENDERINGS)[number];

/** A user's mistake: shown, never thrown. `start` and `end` are places in the text as it was given. */
export interface Mistake {
  readonly code: 'unknown' | 'ambiguous' | 'incomplete' | 'conflict' | 'refused' | 'too-long';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Whole questions that would work, ready to send. */
  readonly suggestions: readonly string[];
}

export type Parsed = { readonly ok: true; readonly intent: Intent } | { readonly ok: false; readonly mistake: Mistake };
