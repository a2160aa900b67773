import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';

/**
 * What a recorded day says of itself. It stands in the Parquet file's own metadata, so that the day is understood when
 * the configuration that made it is gone, and ends with the SHA-256 of the whole file, counted with zeros in the
 * digest's own place: a damaged file is found before DuckDB reads it.
 */
const facts = z.object({
  feed: z.string(),
  table: z.string(),
  source: z.string(),
  environment: z.enum(['test', 'production']).nullable(),
  /** The business day whose state this is. */
  date: z.iso.date(),
  recordedAt: z.iso.datetime(),
  rows: z.number().int(),
  /** What the columns said over time. */
  quantity: z.enum(['complete', 'sparse', 'flow']),
  demand: z.enum(['complete', 'flow']).nullable(),
  /** All feeds of the table that the configuration named, this one among them. */
  beside: z.array(z.string()),
});

export type DayFacts = z.output<typeof facts>;

/** Of the form below; a day of a newer form is left alone, not guessed at. */
const FORM = 1;
const BEGINS = '{"tallyDay":';
const SEAL = '"sha256":"';
const OPEN = '0'.repeat(64);

/** The text to be written as the file's metadata. ASCII, so that its bytes are its letters. */
export function unsealed(day: DayFacts): string {
  return JSON.stringify({ tallyDay: FORM, ...day, sha256: OPEN }).replaceAll(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Writes the digest into a file that was made with `unsealed`. */
export function seal(path: string): void {
  const bytes = readFileSync(path);
  const place = bytes.lastIndexOf(`${SEAL}${OPEN}"}`) + SEAL.length;
  if (place < SEAL.length) throw new Error(`${path} has no place for its digest`);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, createHash('sha256').update(bytes).digest('hex'), place, 'latin1');
  } finally {
    closeSync(file);
  }
}

/** Reads what a recorded day says of itself, and whether it is as it was written. `problem` continues “The file …”. */
export function readSealed(path: string): DayFacts | { readonly problem: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { problem: `cannot be read: ${error instanceof Error && 'code' in error ? error.code : error}` };
  }
  const start = bytes.lastIndexOf(BEGINS);
  const form = Number(/^\d{1,9}/.exec(bytes.toString('latin1', start + BEGINS.length, start + BEGINS.length + 9))?.[0]);
  if (start >= 0 && form > FORM) return { problem: 'was recorded by a newer Tally' };
  const place = bytes.indexOf(SEAL, Math.max(0, start)) + SEAL.length;
  const end = place + OPEN.length + '"}'.length;
  if (start < 0 || place < SEAL.length || end > bytes.length) return { problem: 'is damaged, or no recorded day' };
  const text = bytes.toString('latin1', start, end);
  const said = bytes.toString('latin1', place, place + OPEN.length);
  bytes.write(OPEN, place, 'latin1');
  if (createHash('sha256').update(bytes).digest('hex') !== said) return { problem: 'is damaged' };
  const read = facts.safeParse(JSON.parse(text));
  return read.success ? read.data : { problem: 'is no recorded day' };
}
