import type { SQL } from 'drizzle-orm';
import type { DimensionName } from './dimensions.js';
import type { Facts } from './facts.js';
import type { ChartHint, Environment, Result, Row, Unit } from './result.js';

/** A question about stock in the words of the registry: what the compiler takes. */
export interface KpiQuery {
  readonly kpi: string;
  readonly filters: readonly Filter[];
  /** Undefined: one level below the finest filter. */
  readonly by?: DimensionName;
  readonly limit?: { readonly end: 'top' | 'bottom'; readonly count: number };
  readonly environment?: Environment;
}

/** Several values of one dimension are alternatives; several dimensions all hold. */
export interface Filter {
  readonly dimension: DimensionName;
  readonly value: string;
}

/** One column of an answer: an aggregate over the rows of the item relation (`items.ts`). */
export interface Measure {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly sql: SQL;
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
  readonly by: DimensionName | null;
  readonly currency: string;
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
  /** What a question without `by` is grouped by: a level below its filters, or not at all. */
  readonly grouping: 'below' | 'whole';
  /** Which items count: those with stock rows, or those of the product master and with demand as well. */
  readonly universe: 'stocked' | 'all';
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
  chart(
    environments: readonly Environment[],
  ): Pick<ChartHint, 'kind'> & { series: readonly string[]; difference?: readonly string[] };
  /** Turns wide rows into the shape that is shown, where that is another. */
  reshape?(result: Result): Result;
}
