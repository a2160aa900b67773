import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Another Tally has the model, and it is not to be asked. */
export class HolderError extends Error {
  override readonly name = 'HolderError';
}

export const USER_MISTAKE = 2;
export const OUR_FAILURE = 1;

/**
 * Errors whose message is for whoever runs Tally. Known by name: their classes live beside drivers that a process which
 * only asks another one does not load.
 */
const EXPLAINED: Readonly<Record<string, number>> = {
  ConfigError: USER_MISTAKE,
  UsageError: USER_MISTAKE,
  HealthAddressError: USER_MISTAKE,
  SlackRefused: USER_MISTAKE,
  AddressRefused: USER_MISTAKE,
  SourceError: OUR_FAILURE,
  NotRead: OUR_FAILURE,
  ModelLocked: OUR_FAILURE,
  ModelUnusable: OUR_FAILURE,
  BackupError: OUR_FAILURE,
  StateError: OUR_FAILURE,
  HolderError: OUR_FAILURE,
};

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
  if (error instanceof Error) {
    const code = Object.hasOwn(EXPLAINED, error.name) ? EXPLAINED[error.name] : undefined;
    if (code !== undefined) return { message: error.message, code };
    const no = 'code' in error && 'path' in error ? NO[String(error.code)] : undefined;
    if (no !== undefined && 'path' in error)
      return { message: `This cannot be done: ${no} ${error.path}.`, code: USER_MISTAKE };
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
