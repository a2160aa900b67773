import { LibsqlError } from '@libsql/client';
import { DrizzleQueryError } from 'drizzle-orm';

/** The store could not do what it was asked. The message names the store and no text of a person. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** What is wrong and what helps, by the driver's code; a longer code, as SQLITE_IOERR_FSYNC, means its beginning. */
const SAYS: Readonly<Record<string, string>> = {
  SQLITE_BUSY: 'is held by another process, such as a backup. Try again when that is done.',
  SQLITE_NOTADB: 'is damaged, or no state of Tally. Put a backup in its place, or move it away to begin with none.',
  SQLITE_CORRUPT: 'is damaged. Put a backup in its place, or move it away to begin with none.',
  SQLITE_FULL: 'has no room left on its disk.',
  SQLITE_READONLY: 'may not be written to. Check the rights of the file and of its folder.',
  SQLITE_CANTOPEN: 'cannot be opened. It has to be a file, and Tally needs the right to it and to its folder.',
  SQLITE_IOERR: 'cannot be read or written: its disk reports an error.',
  SQLITE_AUTH: 'refuses the token. Check state.authToken.',
  SERVER_ERROR: 'refuses to answer. Check state.url and state.authToken.',
};

/** Another connection writes just now: nothing was done, and the same may simply be tried again. */
export function isBusy(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof LibsqlError && cause.code.startsWith('SQLITE_BUSY');
}

/** Our own mistakes pass as they are, without the statement that drizzle writes into the message. */
export function stateError(error: unknown, place: string): unknown {
  const cause = causeOf(error);
  if (cause instanceof StateError) return cause;
  const code = codeOf(cause);
  const says = Object.entries(SAYS).find(([start]) => code.startsWith(start))?.[1];
  if (says !== undefined) return new StateError(`The state store ${place} ${says}`, { cause });
  if (isUnreachable(cause)) return new StateError(`The state store ${place} cannot be reached.`, { cause });
  return cause;
}

function causeOf(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
}

/** The driver's code; what it says when it has not come as far as to have one is only a text. */
function codeOf(cause: unknown): string {
  if (cause instanceof LibsqlError) return cause.code;
  return cause instanceof Error && cause.message.includes('Unable to open') ? 'SQLITE_CANTOPEN' : '';
}

/** fetch says only that it failed, a web socket says so in a code of the driver's. */
function isUnreachable(error: unknown): boolean {
  return (
    (error instanceof TypeError && error.message === 'fetch failed') ||
    (error instanceof LibsqlError && error.code.startsWith('HRANA_'))
  );
}
