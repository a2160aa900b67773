import { closeSync, existsSync, openSync } from 'node:fs';
import { createClient, LibsqlError } from '@libsql/client';
import { StateError, stateError } from './errors.js';
import { driverUrl, placeOf, stateFile } from './location.js';

/** Milliseconds to wait for whoever holds the file alone; a Tally at work does not. */
const PATIENCE = 5000;

/**
 * Copies the store into a new file, for its owner's eyes only, as it is at one moment, whoever writes to it meanwhile.
 * False, and nothing done, where the store is no file or there is none yet. Throws StateError.
 */
export async function snapshotState(url: string, to: string): Promise<boolean> {
  const file = stateFile(url);
  if (file === null || !existsSync(file)) return false;
  // SQLite fills an empty file and leaves it the rights that it has.
  closeSync(openSync(to, 'wx', 0o600));
  try {
    const client = createClient({ url: driverUrl(url), concurrency: 1, timeout: PATIENCE });
    try {
      await client.execute({ sql: 'VACUUM INTO ?', args: [to] });
    } finally {
      client.close();
    }
  } catch (error) {
    // The store itself is only read.
    const full = error instanceof LibsqlError && error.code.startsWith('SQLITE_FULL');
    throw full ? new StateError('There is no room for a copy of the state store.') : stateError(error, placeOf(url));
  }
  return true;
}
