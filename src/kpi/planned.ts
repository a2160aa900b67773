import type { Span, Step, TimeUnit } from '../periods/index.js';
import type { DimensionName } from './dimensions.js';
import type { Facts } from './facts.js';
import type { Kpi, KpiQuery, Measure } from './kpi.js';
import type { Environment, ResolvedPeriod } from './result.js';
import type { Restriction } from './rights.js';

/** What one axis of an answer runs over: the groups of a dimension, or steps of time. */
export type Axis = DimensionName | 'time';

/** A question with every default filled in. */
export interface Plan {
  readonly kpi: Kpi;
  /** Whose measures are shown: the KPI itself, but for a trend. */
  readonly measured: Kpi;
  /** Name of the one measure that it is about; null: all of them. */
  readonly focus: string | null;
  readonly query: KpiQuery;
  /** What the rows are; null: one row, all of it together. */
  readonly by: Axis | null;
  /** What the columns are, where there are two dimensions. */
  readonly across: Axis | null;
  readonly environments: readonly Environment[];
  readonly measures: readonly Measure[];
  readonly time: Time;
  readonly ranking: Ranking | null;
  readonly thresholds: readonly PlannedThreshold[];
  readonly facts: Facts;
  /** KPIs that are closed to the asker; `measures` has none that gives one of them away. */
  readonly closedKpis: readonly string[];
  /** Closed KPIs of which measures were left out. */
  readonly withheld: readonly string[];
  /** What the asker may see of the rows, beside what the question filters. */
  readonly restrictions: readonly Restriction[];
  /** Items whose difference is accepted are in no figure; left out: they are in all of them. */
  readonly withoutAccepted?: boolean;
}

/** The days that an answer covers. */
export interface Time {
  /** Null: now, which is the latest state, or all rows of a flow. */
  readonly main: Span | null;
  readonly other: Span | null;
  /** Steps of an axis that is time; empty where none is. */
  readonly steps: readonly Step[];
  readonly unit: TimeUnit | null;
  /** As the question said it, for the reader; undefined where it said nothing. */
  readonly period?: ResolvedPeriod;
  readonly versus?: ResolvedPeriod & { readonly short: string };
  /** An unfinished period was set against the same elapsed days. */
  readonly cut: boolean;
}

export interface Ranking {
  readonly measure: Measure;
  /** Largest magnitude first. */
  readonly absolute: boolean;
}

export interface PlannedThreshold {
  /** A row is kept when one of them is beyond the value. */
  readonly measures: readonly Measure[];
  readonly is: 'over' | 'under';
  readonly value: string;
  /** What an empty percentage is of: where that is not zero it exceeds any. */
  readonly base: Measure | undefined;
  /** What it is about, for people: `Variance %`. */
  readonly about: string;
  /** `over 5 %`. */
  readonly limit: string;
  /** All of it, in the unit’s own decimals: `Variance % over 5.0 %`. */
  readonly words: string;
}

/** Why a question cannot be answered as it stands: the user's to mend. */
export interface Refusal {
  readonly refusal: string;
  /** Questions that are near and make sense. */
  readonly alternatives: readonly KpiQuery[];
}

export const refuse = (refusal: string, alternatives: readonly KpiQuery[] = []): Refusal => ({ refusal, alternatives });
