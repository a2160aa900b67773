import type { Reply } from './reply.js';
import { colMetadata, rowToken } from './rows.js';
import type { TdsAnswer, TdsRow } from './types.js';

/** Writes an answer's columns and rows, no faster than the client reads; resolves to the count of rows, if it has any columns. */
export async function streamAnswer(
  { columns, rows }: TdsAnswer,
  reply: Reply,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (columns.length === 0) return undefined;
  reply.write(colMetadata(columns));
  let count = 0;
  for await (const row of rows) {
    reply.write(rowToken(columns, row));
    count += 1;
    if (reply.congested) await reply.drained(signal);
  }
  return count;
}

/** The same answer, but after `count` rows, or at its end if it has fewer, `strike` happens, and it never resolves. */
export function struckAfter(count: number, { columns, rows }: TdsAnswer, strike: () => Promise<never>): TdsAnswer {
  async function* struck(): AsyncGenerator<TdsRow> {
    let left = count;
    for await (const row of rows) {
      yield row;
      left -= 1;
      if (left === 0) await strike();
    }
    if (left > 0) await strike();
  }
  return { columns, rows: struck() };
}

/** Rejects with the signal's reason when it aborts; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
