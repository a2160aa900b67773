import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { ConnectionOptions } from 'mysql2';
import type { MySqlConfig } from '../../config/schema.js';

/**
 * The driver's options for a source. Decimals, BIGINT, date-times and JSON come as text, exactly as the server
 * wrote them; TLS checks the chain and, which mysql2 does only when told, the host name.
 */
export function mysqlOptions(config: MySqlConfig): ConnectionOptions {
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.password,
    connectTimeout: config.limits.connect,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
    ...(config.tls === 'off' ? {} : { ssl: tlsOptions(config) }),
  };
}

function tlsOptions(config: MySqlConfig): NonNullable<Exclude<ConnectionOptions['ssl'], string>> {
  if (config.tls === 'insecure') return { rejectUnauthorized: false };
  return {
    rejectUnauthorized: true,
    verifyIdentity: true,
    ...(config.ca ? { ca: [...rootCertificates, readFileSync(config.ca, 'utf8')] } : {}),
  };
}
