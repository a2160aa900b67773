/**
 * A story of two servers and the questions that are asked meanwhile, as data: what their tables look like, what happens
 * to their rows, how time passes.
 */

/** `day`: days from the story's first one, none, or what is no date. */
export interface Values {
  readonly day: number | 'soon' | null;
  readonly item: string | null;
  readonly place: string | null;
  readonly qty: string | null;
  readonly need: string | null;
  readonly cost: string | null;
  readonly kind: string | null;
}

/** `clock`: the server's own, as the row is written. `unstamped`: the change column stays as it is. */
export type Stamp = 'clock' | 'future' | 'past' | 'unstamped';

/** Rows are chosen by their place among those that there are. */
export type Operation =
  | { readonly does: 'insert'; readonly rows: readonly Values[]; readonly stamp: Stamp }
  /** So many rows alike, in one statement. */
  | { readonly does: 'bulk'; readonly count: number; readonly row: Values; readonly stamp: Stamp }
  | { readonly does: 'update'; readonly at: readonly number[]; readonly to: Partial<Values>; readonly stamp: Stamp }
  /** Other keys for the same rows. */
  | { readonly does: 'rekey'; readonly at: readonly number[]; readonly stamp: Stamp }
  | { readonly does: 'duplicate'; readonly at: readonly number[]; readonly stamp: Stamp }
  | { readonly does: 'delete'; readonly at: readonly number[] }
  | { readonly does: 'truncate' };

export interface Transaction {
  readonly table: TableName;
  readonly operations: readonly Operation[];
  /** Steps after which it is committed. */
  readonly late: number;
  readonly undone: boolean;
}

export const TABLES = ['production', 'test', 'products'] as const;
export type TableName = (typeof TABLES)[number];

export interface Step {
  /** Milliseconds that pass before it. */
  readonly passes: number;
  /** Milliseconds between its transactions, and from the last of them to the questions. */
  readonly apart: number;
  readonly transactions: readonly Transaction[];
  /** Whether questions are asked while the transactions are at work. */
  readonly meanwhile: boolean;
  readonly restart: boolean;
  /** What brings in changes that no look can find: a verification that is asked for, or the time until there is one. */
  readonly verified: 'asked' | 'by time';
  /** Questions by their number. */
  readonly questions: readonly number[];
}

export interface TableShape {
  readonly key: 'none' | 'id' | 'day and id';
  /** Type of the change column, as the server names it; null where there is none. */
  readonly stamp: string | null;
  readonly days: 'date' | 'text' | 'none';
  readonly indexed: { readonly day: boolean; readonly stamp: boolean };
}

export interface Story {
  readonly begins: string;
  /** Milliseconds by which the servers' clock is ahead of Tally's. */
  readonly ahead: number;
  /** Whether tables count as too large to be compared as a whole at each question. */
  readonly large: boolean;
  readonly overlap: number;
  readonly meaning: { readonly quantity: 'complete' | 'sparse' | 'flow'; readonly demand: 'complete' | 'flow' };
  readonly shapes: Readonly<Record<TableName, TableShape>>;
  readonly first: Readonly<Record<TableName, readonly Values[]>>;
  readonly steps: readonly Step[];
}
