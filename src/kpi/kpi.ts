import type { SQL } from 'drizzle-orm';
import type { Period, TimeUnit, Versus } from '../periods/index.js';
import type { DimensionName } from './dimensions.js';
import type { Facts } from './facts.js';
import type { Cell, ChartHint, Environment, Result, Row, Unit } from './result.js';

/** A question about stock in the words of the registry: what the compiler takes. */
export interface KpiQuery {
  readonly kpi: string;
  /** Name of the one measure that is asked for, and which `trend` follows; undefined: all of the KPI. */
  readonly of?: string;
  readonly filters: readonly Filter[];
  /** Undefined: one level below the finest filter. Of two the first goes down, the second across. */
  readonly by?: readonly By[];
  readonly limit?: { readonly end: 'top' | 'bottom'; readonly count: number };
  /** Name of the measure by which rows are ranked; undefined: the KPI's own. */
  readonly rank?: string;
  /** All of them hold for every row that is shown. */
  readonly thresholds?: readonly Threshold[];
  readonly environment?: Environment;
  /** Undefined: all rows of a flow, the latest state otherwise. */
  readonly period?: Period;
  readonly versus?: Versus;
}

/** What rows are grouped by: a dimension, or steps of time. */
export type By = DimensionName | TimeUnit;

/** Several values of one dimension are alternatives; several dimensions all hold. */
export interface Filter {
  readonly dimension: DimensionName;
  readonly value: string;
}

/** `variance over 5%`. */
export interface Threshold {
  /** Name of a measure; undefined: the KPI's own. */
  readonly measure?: string;
  readonly is: 'over' | 'under';
  /** Decimal text without a sign. */
  readonly value: string;
  readonly percent: boolean;
}

/** One column of an answer: an aggregate over the rows of the item relation (`items.ts`). */
export interface Measure {
  readonly key: string;
  /** What it is called in a question, the same for both environments; undefined: its key. Null: it cannot be named. */
  readonly name?: string | null;
  /** Other words for its name. */
  readonly synonyms?: readonly string[];
  readonly label: string;
  readonly unit: Unit;
  readonly sql: SQL;
  /** The one environment whose it is. */
  readonly environment?: Environment;
  readonly signed?: boolean;
  readonly optional?: boolean;
  /** The KPI that it gives away: to whom that is closed, this is left out. */
  readonly discloses?: string;
}

/** What a KPI knows when it writes its sentence. */
export interface Answer {
  readonly rows: readonly Row[];
  readonly totals: Row;
  readonly environments: readonly Environment[];
  /** What the rows are: groups of a dimension, steps of time, or nothing (one whole). */
  readonly by: DimensionName | 'time' | null;
  readonly measures: readonly Measure[];
  readonly currency: string;
}

/** What the stock of a question is read for, beside its state. */
export interface Reads {
  /**
   * Demand of so many days up to now, or of the question's period, added up over its days whatever a row's demand says
   * over time.
   */
  readonly demandOf?: { readonly days: number };
  /** The distinct dates on which items have rows. */
  readonly dates?: boolean;
  /** Each environment's sum over all items of the step, beside every item. */
  readonly wholes?: boolean;
}

/**
 * A KPI is data plus expressions. To add one: a file like those beside this, a line in `index.ts`, a test;
 * help, completion, `docs/kpis.md`, JSON and every chat take it from here.
 */
export interface Kpi {
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly title: string;
  /** One line for the help. */
  readonly summary: string;
  /** The definition, as KPIS.md has it. */
  readonly definition: string;
  /** Whether it may be asked of one environment, or only of both beside each other. */
  readonly environments: 'each' | 'both';
  readonly dimensions: readonly DimensionName[];
  /** What a question without `by` is grouped by: a level below its filters, steps of time, or not at all. */
  readonly grouping: 'below' | 'steps' | 'whole';
  /** Which items count: those with stock rows, or those of the product master and with demand as well. */
  readonly universe: 'stocked' | 'all';
  readonly reads?: Reads;
  /** Name of the measure that it is mostly about: what a trend, a pivot and a comparison show of it. Null: none is. */
  readonly lead: string | null;
  /** Measures that are the same for both environments, or of both together. */
  shared(
    facts: Facts,
    environments: readonly Environment[],
  ): { readonly before?: readonly Measure[]; readonly after?: readonly Measure[] };
  /** Measures of one environment, with keys that do not name it. */
  each(environment: Environment, facts: Facts): readonly Measure[];
  /** Column keys by which rows are ranked, the first that the answer has; `top` by magnitude where `absolute`. */
  readonly sort: { readonly keys: readonly string[]; readonly absolute: boolean };
  /** Why it makes no sense for what is mapped, or null. */
  refuses?(facts: Facts): string | null;
  /** What of it cannot be said for what is mapped. */
  notes?(facts: Facts): readonly string[];
  headline(answer: Answer): string;
  chart(environments: readonly Environment[]): {
    readonly kind: Extract<ChartHint['kind'], 'grouped' | 'shares'>;
    series: readonly string[];
    difference?: readonly string[];
  };
  /** Turns wide rows into the shape that is shown, where that is another. */
  reshape?(result: Result): Result;
}

/** A row by its column keys while it is put together. */
export type Cells = Record<string, Cell>;
