import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Connection, config as MssqlConfig } from 'mssql';
import type { SqlServerConfig } from '../../config/schema.js';
import { encryptedOnly } from './guard.js';

/**
 * The driver's options for a source. The driver's own request time-out is off: a read of a big table may
 * last, and what must not last, the silence between two rows, is watched by the source.
 */
export function sqlServerOptions(config: SqlServerConfig): MssqlConfig {
  return {
    server: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.password,
    connectionTimeout: config.limits.connect,
    requestTimeout: 0,
    validateConnection: 'socket',
    beforeConnect: keepLoginError,
    pool: { max: config.limits.connections, min: 0, idleTimeoutMillis: 30_000 },
    options: {
      appName: 'tally',
      useUTC: true,
      encrypt: config.tls !== 'off',
      ...(config.tls === 'off' ? {} : { connector: encryptedOnly }),
      trustServerCertificate: config.tls !== 'verify',
      ...(config.tls === 'verify' && config.ca
        ? { cryptoCredentialsDetails: { ca: [...rootCertificates, readFileSync(config.ca, 'utf8')] } }
        : {}),
    },
  };
}

/** tedious drops the number of an error that ends a login; of several, the first says why. */
function keepLoginError(connection: Connection): void {
  let first: number | null = null;
  connection.on('errorMessage', ({ number }) => {
    first ??= number;
  });
  connection.once('connect', (error) => {
    if (error && first !== null) Object.assign(error, { number: first });
  });
}
