import type { TextRow } from '../../src/sources/source.js';

/** A table as a test declares it, for whichever server is to hold it. */
export interface TestTable {
  readonly name: string;
  /** Schema of SQL Server, database of MySQL. Left out, it is where the login looks by itself. */
  readonly schema?: string;
  /** Column → type, as the server that holds it writes its types. */
  readonly columns: Readonly<Record<string, string>>;
  /** Values as text, which the server casts; or so many rows of a number, from 1, and some text. */
  readonly rows: readonly TextRow[] | { readonly numbered: number };
  /** Unique keys, the first of which is the primary one. */
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
}

/** The second column of numbered rows. */
export const FILLER = 'x'.repeat(200);

/** Rows that are given one by one. */
export const rowsOf = ({ rows }: TestTable): readonly TextRow[] => ('numbered' in rows ? [] : rows);
