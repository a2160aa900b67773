/**
 * What a question yields. One result is computed; every rendering (terminal, Block Kit, JSON, CSV,
 * chart) is made from it and from nothing else.
 */

export const ENVIRONMENTS = ['test', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/**
 * How a column is read. `scale` is the number of decimals of a JSON number, `display` the most that
 * a person is shown. `mixed` takes the unit from the row's own `unit` cell.
 */
export const UNITS = {
  text: { scale: 0, display: 0 },
  date: { scale: 0, display: 0 },
  count: { scale: 0, display: 0 },
  units: { scale: 4, display: 2 },
  days: { scale: 4, display: 1 },
  money: { scale: 2, display: 2 },
  price: { scale: 6, display: 4 },
  percent: { scale: 4, display: 1 },
  points: { scale: 4, display: 1 },
  mixed: { scale: 4, display: 2 },
  /** ISO 8601 instant, shown in UTC to the second. */
  moment: { scale: 0, display: 0 },
  /** Shown in the largest unit that they fill: `40 ms`, `3 h`. */
  milliseconds: { scale: 0, display: 0 },
} as const;
export type Unit = keyof typeof UNITS;

/** Units whose cells are words, not numbers. */
export const isText = (unit: Unit): boolean => unit === 'text' || unit === 'date' || unit === 'moment';

/** Decimals travel as exact text, counts and ratios as numbers, an empty value as null. */
export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly role: 'dimension' | 'measure';
  /** A difference: shown with its sign. */
  readonly signed?: boolean;
  /** May be left out, with a notice, where a rendering has no room for it. */
  readonly optional?: boolean;
  /** For programs: in JSON and CSV, and in no rendering for people, who are told it in words. */
  readonly machine?: boolean;
}

/** How the result wants to be drawn; `category`, `series` and `value` are column keys. */
export type ChartHint =
  /** Bars side by side, one per series; the `difference` columns are written under each label. */
  | {
      readonly kind: 'grouped';
      readonly category: string;
      readonly series: readonly string[];
      readonly difference: readonly string[];
    }
  /** One stacked bar per series, each adding up to 100 %. */
  | { readonly kind: 'shares'; readonly category: string; readonly series: readonly string[] }
  /** A top list: one level bar a row, in the rows' order, coloured by its sign where the value has one. */
  | {
      readonly kind: 'ranked';
      readonly category: string;
      readonly value: string;
      /** Thresholds, each a line across all bars. */
      readonly limits?: readonly Limit[];
      /** Names of the rows that stand out, all others being pale; left out, all are alike. */
      readonly marked?: readonly string[];
    }
  /** A line per series over time; a category without a value is a gap in its line, never a zero. */
  | {
      readonly kind: 'lines';
      readonly category: string;
      readonly series: readonly string[];
      /** Values between which all is well, both ends included, drawn behind the lines. */
      readonly band?: Band;
      /** Thresholds, each a level line over the whole width; those that are named alike stand in the legend once. */
      readonly limits?: readonly Limit[];
    }
  /**
   * Two dimensions: a row per category, a series per value of the other one, in their order. Drawn as small multiples
   * of lines where the series are steps of time (`overTime`), and as a heat map otherwise.
   */
  | {
      readonly kind: 'grid';
      readonly category: string;
      readonly series: readonly string[];
      readonly overTime: boolean;
      /** What the cells measure, as in “Variance, units”. */
      readonly measure: string;
    }
  /** Cards: a sparkline for each, from `Result.sparklines`. */
  | { readonly kind: 'sparklines' };

export interface Band {
  readonly low: number;
  readonly high: number;
  /** What the band is, such as `tolerance ±5 %`. */
  readonly label: string;
}

export interface Limit {
  readonly value: number;
  /** What it is, such as `over 5 %`. */
  readonly label: string;
}

/** The last days of a figure, for its card; `days` are YYYY-MM-DD, values null on days without rows. */
export interface Sparkline {
  /** The row's `metric` cell. */
  readonly metric: string;
  readonly unit: Unit;
  readonly days: readonly string[];
  readonly series: readonly {
    readonly key: 'test' | 'production' | 'both';
    readonly values: readonly (number | null)[];
  }[];
}

/** The days that an answer covers. */
export interface ResolvedPeriod {
  /** As the question said it, such as `last month`. */
  readonly words: string;
  /** First and last day, YYYY-MM-DD, both included. */
  readonly from: string;
  readonly through: string;
}

/** When a source was asked. `environment` is null for tables that belong to none, as the product master. */
export interface AsOf {
  readonly source: string;
  readonly environment: Environment | null;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** The latest business date, YYYY-MM-DD, that a source's rows carry; null when it holds none. */
export interface DataThrough {
  readonly source: string;
  readonly environment: Environment;
  readonly date: string | null;
}

export interface Result {
  /** Canonical text: asked again, it gives the same answer. */
  readonly question: string;
  readonly kpi: string;
  readonly title: string;
  /** The answer in one sentence. */
  readonly headline: string;
  /** `cards` is for a few headline figures, one row each. */
  readonly layout: 'table' | 'cards';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What a top list leaves out, as one row. */
  readonly others: { readonly count: number; readonly row: Row } | null;
  /** Computed from all rows that pass the filters, not from what is displayed. */
  readonly totals: Row | null;
  readonly asOf: readonly AsOf[];
  readonly dataThrough: readonly DataThrough[];
  /** What makes the figures false, such as a load that is not finished; the headline begins with it. */
  readonly warnings?: readonly string[];
  /** Rows left out, lossy values, tables that could not be refreshed: whatever else the reader must know. */
  readonly notes: readonly string[];
  readonly chart: ChartHint | null;
  /** The days of the question's period; left out where it had none. */
  readonly period?: ResolvedPeriod;
  /** The days against which it was set. */
  readonly versus?: ResolvedPeriod;
  readonly sparklines?: readonly Sparkline[];
  /** Written before money, such as "$". */
  readonly currency: string;
}
