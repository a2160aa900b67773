import { networkProblem, SourceError, type SourceProblem } from '../errors.js';

/** Server errors by number: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors */
const BY_NUMBER: Readonly<Record<number, SourceProblem>> = {
  207: 'no-column',
  208: 'no-table',
  229: 'no-right',
  230: 'no-right',
  297: 'no-right',
  300: 'no-right',
  911: 'no-database',
  916: 'no-database',
  922: 'no-database',
  927: 'no-database',
  942: 'no-database',
  976: 'no-database',
  983: 'no-database',
  1204: 'deadlock',
  1205: 'deadlock',
  1222: 'deadlock',
  3960: 'deadlock',
  // The table was altered since the snapshot: like a row that was, it can be read again.
  3961: 'deadlock',
  4060: 'no-database',
  4064: 'no-database',
  10928: 'too-many-connections',
  10929: 'too-many-connections',
  17809: 'too-many-connections',
  18452: 'login-refused',
  18456: 'login-refused',
  18470: 'login-refused',
  18486: 'login-refused',
  18487: 'login-refused',
  18488: 'login-refused',
  40501: 'too-many-connections',
  40613: 'unreachable',
};

const BY_CODE: Readonly<Record<string, SourceProblem>> = {
  EENCRYPT: 'tls-required',
  ELOGIN: 'login-refused',
  ETIMEOUT: 'timed-out',
  ESOCKET: 'unreachable',
  ECONNCLOSED: 'interrupted',
  ENOTOPEN: 'interrupted',
  ECANCEL: 'cancelled',
};

export function sqlServerError(source: string, table: string | null, error: unknown): SourceError {
  if (error instanceof SourceError) return table === null ? error : error.at(table);
  return new SourceError(source, table, problemOf(error), { cause: error });
}

function problemOf(error: unknown): SourceProblem {
  if (!(error instanceof Error)) return 'failed';
  const number = numberOf(error);
  const numbered = number === null ? undefined : BY_NUMBER[number];
  if (numbered) return numbered;
  if (/altnames|does not match certificate/i.test(error.message)) return 'tls-name';
  if (/certificate/i.test(error.message)) return 'tls-untrusted';
  if (/does not support encryption|encryption.*not.*support/i.test(error.message)) return 'no-tls';
  const network = networkProblem(error);
  if (network) return network;
  if (/connection lost|socket hang up|connection (was )?closed|not the \w+ state/i.test(error.message))
    return 'interrupted';
  return ('code' in error ? BY_CODE[String(error.code)] : undefined) ?? 'failed';
}

/** mssql wraps the driver's error, once or twice. */
function numberOf(error: Error): number | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth++) {
    if ('number' in at && typeof at.number === 'number') return at.number;
    at = 'originalError' in at && at.originalError ? at.originalError : at.cause;
  }
  return null;
}
