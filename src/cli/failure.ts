import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AddressRefused, SlackRefused } from '../chat/slack/refused.js';
import { ConfigError } from '../config/index.js';
import { ModelLocked } from '../model/index.js';
import { HealthAddressError } from '../observe/index.js';
import { SourceError } from '../sources/errors.js';
import { StateError } from '../state/index.js';

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USER_MISTAKE = 2;
export const OUR_FAILURE = 1;

/** What a file system says no to, in words. */
const NO: Readonly<Record<string, string>> = {
  EACCES: 'no right to use',
  EPERM: 'no right to use',
  EROFS: 'nothing can be written at',
  EISDIR: 'is a folder, not a file:',
  ENOTDIR: 'is a file, not a folder, on the way to',
  ENOENT: 'there is no',
  ENOSPC: 'no room is left for',
};

/** What a person reads of an error, and the process' exit code. The cause of our own goes to a file. */
export function explain(error: unknown): { message: string; code: number } {
  if (
    error instanceof ConfigError ||
    error instanceof UsageError ||
    error instanceof HealthAddressError ||
    error instanceof SlackRefused ||
    error instanceof AddressRefused
  )
    return { message: error.message, code: USER_MISTAKE };
  if (error instanceof SourceError || error instanceof ModelLocked || error instanceof StateError)
    return { message: error.message, code: OUR_FAILURE };
  if (error instanceof Error && 'code' in error && 'path' in error) {
    const no = NO[String(error.code)];
    if (no !== undefined) return { message: `This cannot be done: ${no} ${error.path}.`, code: USER_MISTAKE };
  }
  const id = randomUUID().slice(0, 8);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `Tally failed; this is not your mistake. ${keep(id, detail)}`, code: OUR_FAILURE };
}

function keep(id: string, detail: string): string {
  const file = join(tmpdir(), `tally-errors-${userInfo().uid}.log`);
  try {
    appendFileSync(file, `${new Date().toISOString()} ${id} ${detail}\n`, { mode: 0o600 });
    return `Error ${id} in ${file} says more.`;
  } catch (error) {
    // Nowhere to write to: then it is said here or nowhere.
    return `Error ${id}: ${detail} (${error instanceof Error ? error.message : error})`;
  }
}
