/** Calendar units. Weeks are ISO; fiscal ones begin with the configured month. */
export const UNITS_OF_TIME = ['day', 'week', 'month', 'quarter', 'year', 'fiscal quarter', 'fiscal year'] as const;
export type TimeUnit = (typeof UNITS_OF_TIME)[number];

/**
 * What a person says of time, as plain data; relative words stay relative. `resolve` makes days of it, `periodText`
 * the words that parse to it again.
 */
export type Period =
  /** `on 2026-10-31`: YYYY-MM-DD. */
  | { readonly kind: 'day'; readonly date: string }
  | { readonly kind: 'today' }
  | { readonly kind: 'yesterday' }
  /** `2026-W42`. */
  | { readonly kind: 'week'; readonly year: number; readonly week: number }
  /** `2026-10`; without a year `october`, the latest that has begun. `month` is 1 to 12. */
  | { readonly kind: 'month'; readonly month: number; readonly year?: number }
  /** `Q3 2026`; without a year the latest that has begun. */
  | { readonly kind: 'quarter'; readonly quarter: number; readonly year?: number }
  | { readonly kind: 'year'; readonly year: number }
  /** `FY2021`, `Q1 FY2021`. */
  | { readonly kind: 'fiscal'; readonly year: number; readonly quarter?: number }
  /** `last 30 days`, `last week`: complete ones, the running one excluded. */
  | { readonly kind: 'last'; readonly count: number; readonly unit: TimeUnit }
  /** `30 days`: so many up to and including today. */
  | { readonly kind: 'recent'; readonly count: number; readonly unit: TimeUnit }
  /** `this month`: up to and including today. */
  | { readonly kind: 'this'; readonly unit: TimeUnit }
  /** `since 2026-09-01`, `since september`: from its first day up to and including today. */
  | { readonly kind: 'since'; readonly from: NamedPeriod }
  /** `from 2026-09 to 2026-10`: from the first day of the one to the last day of the other. */
  | { readonly kind: 'between'; readonly from: NamedPeriod; readonly to: NamedPeriod };

/** One that stands in the calendar, or is named by a day: what `since`, `from` and `to` take. */
export type NamedPeriod = Extract<
  Period,
  { kind: 'day' | 'today' | 'yesterday' | 'week' | 'month' | 'quarter' | 'year' | 'fiscal' }
>;

/** What a question is set against. */
export type Versus =
  | { readonly kind: 'period'; readonly period: Period }
  /** `vs yesterday`, `vs last week`: the same, one unit earlier. */
  | { readonly kind: 'earlier'; readonly unit: TimeUnit };

/** Days, half-open: `from` is the first, `to` the day after the last. YYYY-MM-DD. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** A part of a span that is one row or column of an answer. `label` is the text of a period, as `2026-10`. */
export interface Step extends Span {
  readonly label: string;
  /** The period that it stands for was cut by the span, or is not over yet. */
  readonly partial: boolean;
}

/** What days depend on. */
export interface Business {
  /** Today in the business time zone, YYYY-MM-DD. */
  readonly today: string;
  /** Month in which the fiscal year starts, 1 to 12. */
  readonly fiscalYearStart: number;
}
