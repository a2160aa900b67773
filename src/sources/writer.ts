import type { TextRow } from './source.js';

/**
 * Writes to a server, for the demo company and for tests: a source itself only ever reads. It needs a login
 * that may write. Methods throw SourceError; after that, all that can be done is to close.
 */
export interface SourceWriter {
  /** Runs a script: batches between lines that say GO for SQL Server, statements that end in `;` for MySQL. */
  run(script: string): Promise<void>;
  /**
   * Appends rows; the server casts the text to the types of the columns. `onProgress` gets the rows written
   * so far. Returns their number.
   */
  insert(
    table: string,
    columns: readonly string[],
    rows: Iterable<TextRow>,
    onProgress: (done: number) => void,
  ): Promise<number>;
  close(): Promise<void>;
}

/** Rows in groups of that size, the last of which may be smaller. */
export function* batchesOf<T>(rows: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
