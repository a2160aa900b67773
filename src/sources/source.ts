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

export interface Source {
  readonly name: string;
  readonly kind: SourceKind;
  /** Where it is, for a person who runs Tally: never shown in a chat. */
  readonly place: string;
  /** Differs for what may hold other rows; holds no secret. */
  readonly identity: string;
  /** All methods throw SourceError. */
  inspect(): Promise<ServerInfo>;
  /** Columns of a table or view, null when there is none of that name. */
  describe(from: string): Promise<readonly SourceColumn[] | null>;
  /** All rows of the named columns, in their order. */
  extract(from: string, columns: readonly SourceColumn[], signal: AbortSignal): Promise<Extraction>;
  profile(from: string, columns: ProfileColumns): Promise<Profile>;
  keys(from: string): Promise<TableKeys>;
  /** Whether nothing can have changed since, known without reading; left out by sources that cannot tell. */
  unchangedSince?(from: string, instant: Date): Promise<boolean>;
  close(): Promise<void>;
}
