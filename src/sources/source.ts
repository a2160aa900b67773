/**
 * A source reads rows out of a database or a folder, as text, and knows nothing of what they mean.
 * The model imports this file and nothing else of `sources/`.
 */

export type SourceKind = 'sqlserver' | 'mysql' | 'files';

/** Values as exact text: decimals with all their digits, dates as ISO 8601 where the column is typed. */
export type TextRow = readonly (string | null)[];

export interface SourceColumn {
  readonly name: string;
  /** As the server names it, in small letters: `decimal`, `datetime2`, `varchar`. */
  readonly type: string;
  readonly kind: 'text' | 'number' | 'date' | 'datetime' | 'binary';
  /** Digits behind the point, of exact numbers only: their text is canonical and needs no second look. */
  readonly scale?: number;
}

/** How to get at all rows of a table: streamed in batches, or as files that the model reads by itself. */
export type Extraction =
  | { readonly kind: 'rows'; readonly batches: AsyncIterable<readonly TextRow[]> }
  | { readonly kind: 'files'; readonly files: FileSet };

export interface FileSet {
  /** Absolute path, may hold `*`, `?`, `[…]` and `**`. */
  readonly pattern: string;
  readonly format: 'csv' | 'parquet';
  readonly delimiter: string;
  readonly encoding: string;
}

/** Reads the heads and rows of files for the `files` source, which has no engine of its own. */
export interface FileReader {
  /** Columns of the files, null when no file fits the pattern. Throws when they cannot be read. */
  describe(files: FileSet): Promise<readonly SourceColumn[] | null>;
  profile(files: FileSet, columns: ProfileColumns): Promise<Profile>;
  /** Paths of the files, in order. */
  paths(files: FileSet): Promise<readonly string[]>;
}

export interface ServerInfo {
  readonly product: string;
  readonly version: string;
  /** Protocol of the encrypted connection, null when it is not encrypted. */
  readonly tls: string | null;
  readonly timeZone: string;
  /** Rights beyond reading that the login holds, empty when it can only read. */
  readonly writes: readonly string[];
  /** What else a person should know, such as a read that is not consistent. */
  readonly remarks: readonly string[];
}

/** Which columns of a table are counted by `profile`; null where none is mapped. */
export interface ProfileColumns {
  readonly date: string | null;
  readonly item: string | null;
}

/** Rows and items per raw date value, as text; one entry with date null when there is no date. */
export interface Profile {
  readonly rows: number;
  readonly dates: readonly { readonly date: string | null; readonly rows: number; readonly items: number }[];
}

export interface TableKeys {
  /** Columns that lead an index, in small letters; null where the server cannot tell, as for a view. */
  readonly indexed: readonly string[] | null;
  /** Unique keys, each as its columns in small letters; null where the server cannot tell. */
  readonly unique: readonly (readonly string[])[] | null;
}

/** Of a table's columns, those that matter to a look. */
export interface LookColumns {
  /** Columns that are read, in their order; their values make a row's checksum. */
  readonly columns: readonly SourceColumn[];
  /** Tells the raw date of a row (`buckets.ts`); null where the table has none: all rows are one bucket. */
  readonly date: SourceColumn | null;
  /** Grows with every change of a row; null where there is none. */
  readonly changed: SourceColumn | null;
}

/** From a value of the change column on, in the text form in which `rows` and `changes` give it. */
export interface Bound {
  readonly value: string;
  readonly inclusive: boolean;
}

/**
 * Which rows of a table. Dates are raw ones: text as the source gives it, the day of a date-time; null is the bucket of
 * rows without one.
 */
export type Where =
  | { readonly kind: 'all' }
  | { readonly kind: 'changed'; readonly since: Bound }
  | { readonly kind: 'dates'; readonly dates: readonly (string | null)[] }
  /** Of this date and later ones, by the order of the column's own type. */
  | { readonly kind: 'from'; readonly date: string };

/** Rows of a raw date, or without one, and the sum of their checksums as the text of an integer. */
export interface DateSum {
  readonly date: string | null;
  readonly rows: number;
  readonly sum: string;
}

/**
 * One look at a table: where the server allows it, everything that is asked sees the same state of it. A row's
 * checksum is an integer below 2^32 that the server computes from the columns' values, NULL told from everything else; it
 * is compared with checksums of the same server and the same columns only. One thing is asked at a time; what fails, or
 * is not read to its end, ends the look, and whoever asks after that gets a SourceError (`interrupted`, or `cancelled` by
 * the signal).
 */
export interface Look {
  /** The server's clock just before the state that is seen: UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
  readonly clock: string;
  /**
   * Whether everything that is asked sees the same state: of a table of InnoDB, and in a database of SQL Server that
   * allows snapshot isolation. Otherwise each answer is of what was committed when it was asked for.
   */
  readonly consistent: boolean;
  /**
   * For a change column that is a row version: the value below which nothing uncommitted can appear any more, in the
   * column's text form. Null for any other column.
   */
  settled(columns: LookColumns): Promise<string | null>;
  /** How many rows have changed since, and the highest change value among them; null bound: all rows. */
  changes(
    columns: LookColumns,
    since: Bound | null,
  ): Promise<{ readonly rows: number; readonly through: string | null }>;
  /** In no order; dates without rows are left out. */
  sums(columns: LookColumns, where: Where): Promise<readonly DateSum[]>;
  /** The columns as exact text, then the row's checksum. Nothing is asked before the first of them is. */
  rows(columns: LookColumns, where: Where, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>>;
  /** Ends it; never throws. */
  close(): Promise<void>;
}

export interface Source {
  readonly name: string;
  readonly kind: SourceKind;
  /** Where it is, for a person who runs Tally: never shown in a chat. */
  readonly place: string;
  /** Differs for what may hold other rows; holds no secret. */
  readonly identity: string;
  /** IANA zone of date-times that carry none. */
  readonly timeZone: string;
  /** Connections that may be open at the same time; left out where there are none. */
  readonly connections?: number;
  /** All methods throw SourceError. */
  inspect(): Promise<ServerInfo>;
  /** Columns of a table or view, null when there is none of that name. */
  describe(from: string): Promise<readonly SourceColumn[] | null>;
  /** All rows of the named columns, in their order. */
  extract(from: string, columns: readonly SourceColumn[], signal: AbortSignal): Promise<Extraction>;
  profile(from: string, columns: ProfileColumns): Promise<Profile>;
  keys(from: string): Promise<TableKeys>;
  /** Begins a look at a table; left out by sources that have no server. One connection is held until it is closed. */
  look?(from: string, signal: AbortSignal): Promise<Look>;
  /** Whether nothing can have changed since, known without reading; left out by sources that cannot tell. */
  unchangedSince?(from: string, instant: Date): Promise<boolean>;
  close(): Promise<void>;
}
