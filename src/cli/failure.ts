import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config/index.js';
import { ModelLocked } from '../model/index.js';
import { SourceError } from '../sources/errors.js';

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USER_MISTAKE = 2;
export const OUR_FAILURE = 1;

/** What a person reads of an error, and the process' exit code. The cause of our own goes to a file. */
export function explain(error: unknown): { message: string; code: number } {
  if (error instanceof ConfigError || error instanceof UsageError)
    return { message: error.message, code: USER_MISTAKE };
  if (error instanceof SourceError || error instanceof ModelLocked)
    return { message: error.message, code: OUR_FAILURE };
  const id = randomUUID().slice(0, 8);
  const file = join(tmpdir(), 'tally-errors.log');
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  appendFileSync(file, `${new Date().toISOString()} ${id} ${detail}\n`, { mode: 0o600 });
  return { message: `Tally failed; this is not your mistake. Error ${id} in ${file} says more.`, code: OUR_FAILURE };
}
