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
}

export interface Fields {
  /** Name of the command. */
  readonly subject: string;
  readonly kpi: string;
  /** Values of choices. */
  readonly filters: readonly string[];
  readonly by: string | null;
  readonly end: 'top' | 'bottom';
  readonly count: number | null;
  readonly environment: string | null;
}

/** The question that the fields make, or which of them cannot be. */
export type Composed =
  | { readonly ok: true; readonly question: string }
  | { readonly ok: false; readonly field: keyof Fields; readonly message: string };
