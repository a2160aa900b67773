import type { Period, Versus } from '../periods/index.js';

/**
 * What a person asks, as plain data: made from text by `parse`, turned back by `canonical`. Knows no
 * database, no chat and no clock; which words exist comes in as a vocabulary. Tested in `tests/intent`.
 */
export interface Intent {
  /** Name of a KPI. */
  readonly kpi: string;
  /** Name of the one measure that is asked for: what `trend` follows, or what a KPI is not about anyhow. */
  readonly of?: string;
  readonly filters: readonly { readonly dimension: string; readonly value: string }[];
  /** One dimension or two: of two the first goes down, the second across. Units of time are dimensions. */
  readonly by?: readonly string[];
  readonly limit?: { readonly end: 'top' | 'bottom'; readonly count: number };
  /** Name of the measure by which rows are ranked. */
  readonly rank?: string;
  /** All of them hold. Absent where there are none. */
  readonly thresholds?: readonly Threshold[];
  readonly environment?: 'test' | 'production';
  readonly period?: Period;
  readonly versus?: Versus;
  /** The one rendering that is wanted; undefined: what suits the chat. */
  readonly as?: Rendering;
}

/** `over 5%`, `variance under 10`. */
export interface Threshold {
  /** Name of a measure; undefined: the KPI's own. */
  readonly measure?: string;
  readonly is: 'over' | 'under';
  /** Decimal text without a sign or groups, such as `12.5`. */
  readonly value: string;
  readonly percent: boolean;
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
