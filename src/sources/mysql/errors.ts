import { networkProblem, SourceError, type SourceProblem } from '../errors.js';

/** Server errors by number: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const BY_NUMBER: Readonly<Record<number, SourceProblem>> = {
  1040: 'too-many-connections',
  1044: 'no-database',
  1045: 'login-refused',
  1046: 'no-database',
  1049: 'no-database',
  1053: 'interrupted',
  1054: 'no-column',
  1129: 'login-refused',
  1130: 'login-refused',
  1142: 'no-right',
  1143: 'no-right',
  1146: 'no-table',
  1203: 'too-many-connections',
  1205: 'deadlock',
  1213: 'deadlock',
  1226: 'too-many-connections',
  1227: 'no-right',
  1298: 'no-time-zone',
  1317: 'interrupted',
  // The table was altered since the transaction began: like a row that was, it can be read again.
  1412: 'deadlock',
  1356: 'no-right',
  1698: 'login-refused',
  1820: 'login-refused',
  1862: 'login-refused',
  1927: 'interrupted',
  1969: 'timed-out',
  2013: 'interrupted',
  3024: 'timed-out',
  3118: 'login-refused',
  3159: 'tls-required',
  3955: 'login-refused',
  4031: 'interrupted',
  4151: 'login-refused',
};

const BY_CODE: Readonly<Record<string, SourceProblem>> = {
  PROTOCOL_CONNECTION_LOST: 'interrupted',
  PROTOCOL_SEQUENCE_TIMEOUT: 'timed-out',
  HANDSHAKE_NO_SSL_SUPPORT: 'no-tls',
  HANDSHAKE_SSL_ERROR: 'tls-untrusted',
};

export function mysqlError(source: string, table: string | null, error: unknown): SourceError {
  if (error instanceof SourceError) return table === null ? error : error.at(table);
  return new SourceError(source, table, problemOf(error), { cause: error });
}

function problemOf(error: unknown): SourceProblem {
  const network = networkProblem(error);
  if (network) return network;
  if (!(error instanceof Error)) return 'failed';
  const number = 'errno' in error && typeof error.errno === 'number' ? BY_NUMBER[error.errno] : undefined;
  if (number) return number;
  // The driver gives all errors of TLS one code.
  if (/altnames|does not match certificate/i.test(error.message)) return 'tls-name';
  if (/certificate/i.test(error.message)) return 'tls-untrusted';
  const code = 'code' in error ? BY_CODE[String(error.code)] : undefined;
  if (code) return code;
  return /closed state|connection is closed/i.test(error.message) ? 'interrupted' : 'failed';
}
