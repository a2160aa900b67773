import { setImmediate } from 'node:timers/promises';
import { type DuckDBDataChunk, DuckDBDateValue, DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api';

/** Decimals and dates as text, integers as numbers, empty as null. */
export type Value = string | number | boolean | null;
export type Tuple = Readonly<Record<string, Value>>;

interface Rows {
  deduplicatedColumnNames(): readonly string[];
  fetchChunk(): Promise<DuckDBDataChunk | null>;
}

/** All rows of a statement's result. */
export async function tuplesIn(result: Rows): Promise<readonly Tuple[]> {
  const names = result.deduplicatedColumnNames();
  const tuples: Tuple[] = [];
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    // Two thousand rows take milliseconds: everything else has a turn in between.
    if (tuples.length > 0) await setImmediate();
    tuples.push(...tuplesOf(chunk, names));
  }
  return tuples;
}

/** Column by column, in a third of the time that row by row takes. */
function tuplesOf(chunk: DuckDBDataChunk, names: readonly string[]): readonly Tuple[] {
  const columns = names.map((_, column) => {
    const vector = chunk.getColumnVector(column);
    return Array.from({ length: chunk.rowCount }, (_, row) => plain(vector.getItem(row)));
  });
  return Array.from({ length: chunk.rowCount }, (_, row) => {
    const tuple: Record<string, Value> = {};
    for (const [column, name] of names.entries()) tuple[name] = columns[column]?.[row] ?? null;
    return tuple;
  });
}

function plain(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDecimalValue || value instanceof DuckDBDateValue) return value.toString();
  return String(value);
}
