/** A question as the fields of a form, for chats that can show one. */
export interface Choice {
  /** What a chat hands back; at most 75 characters, as Slack's options take. */
  readonly value: string;
  readonly label: string;
}

export interface Form {
  readonly fields: Fields;
  readonly filters: readonly Choice[];
  readonly kpis: readonly Choice[];
  readonly dimensions: readonly Choice[];
  readonly environments: readonly Choice[];
  /** Dimensions and steps of time that may go across. */
  readonly across: readonly Choice[];
  readonly periods: readonly Choice[];
  readonly comparisons: readonly Choice[];
}

export interface Fields {
  /** Name of the command. */
  readonly subject: string;
  readonly kpi: string;
  /** Values of choices. */
  readonly filters: readonly string[];
  readonly by: string | null;
  /** The second dimension. */
  readonly across: string | null;
  /** Words of a period, such as `last month`. */
  readonly period: string | null;
  /** Words of a comparison, such as `vs last year`. */
  readonly versus: string | null;
  /** What else the question says, as text: `over 5%`, `by value variance`; empty for nothing. */
  readonly more: string;
  readonly end: 'top' | 'bottom';
  readonly count: number | null;
  readonly environment: string | null;
}

/** The question that the fields make, or which of them cannot be. */
export type Composed =
  | { readonly ok: true; readonly question: string }
  | { readonly ok: false; readonly field: keyof Fields; readonly message: string };
