import { describe, expect, test } from 'vitest';
import { SourceError, type SourceProblem } from '../../src/sources/errors.js';
import { mysqlError } from '../../src/sources/mysql/errors.js';
import { sqlServerError } from '../../src/sources/sqlserver/errors.js';

/** What no server here can be brought to say; the rest is in the suite. */

const failure = (facts: object, message = 'the driver’s words') => Object.assign(new Error(message), facts);

describe('MySQL', () => {
  test.each<[object, SourceProblem, retry: boolean]>([
    [{ errno: 1040 }, 'too-many-connections', true],
    [{ errno: 1203 }, 'too-many-connections', true],
    [{ errno: 1205 }, 'deadlock', true],
    [{ errno: 1317 }, 'interrupted', true],
    [{ errno: 1927 }, 'interrupted', true],
    [{ errno: 3024 }, 'timed-out', true],
    [{ errno: 1044 }, 'no-database', false],
    [{ errno: 1143 }, 'no-right', false],
    [{ errno: 1356 }, 'no-right', false],
    [{ errno: 1698 }, 'login-refused', false],
    [{ errno: 3118, code: 'ER_ACCOUNT_HAS_BEEN_LOCKED' }, 'login-refused', false],
    [{ errno: 3955 }, 'login-refused', false],
    [{ errno: 1862 }, 'login-refused', false],
    [{ errno: 1969 }, 'timed-out', true],
    [{ errno: 4031 }, 'interrupted', true],
    [{ errno: 3159, code: 'ER_SECURE_TRANSPORT_REQUIRED' }, 'tls-required', false],
    [{ code: 'EHOSTUNREACH' }, 'unreachable', true],
    [{ code: 'EAI_AGAIN' }, 'name-unknown', true],
    [{ code: 'EPIPE' }, 'interrupted', true],
    [{ code: 'CERT_HAS_EXPIRED' }, 'tls-untrusted', false],
    [{ errno: 1064 }, 'failed', false],
    [{}, 'failed', false],
  ])('%o', (facts, problem, retry) => {
    expect(mysqlError('shop', 'stock', failure(facts))).toMatchObject({
      problem,
      retry,
      source: 'shop',
      table: 'stock',
    });
  });

  test.each<[string, SourceProblem]>([
    ['certificate has expired', 'tls-untrusted'],
    ['self-signed certificate', 'tls-untrusted'],
    ["Hostname/IP does not match certificate's altnames: Host: a", 'tls-name'],
  ])('TLS that fails with: %s', (message, problem) => {
    expect(mysqlError('shop', null, failure({ code: 'HANDSHAKE_SSL_ERROR' }, message))).toMatchObject({ problem });
  });
});

describe('SQL Server', () => {
  /** As mssql wraps what tedious says. */
  const wrapped = (facts: object, code: string, message?: string) =>
    failure({ code, originalError: failure(facts, message) }, message);

  test.each<[number, SourceProblem, retry: boolean]>([
    [230, 'no-right', false],
    [297, 'no-right', false],
    [300, 'no-right', false],
    [916, 'no-database', false],
    [983, 'no-database', false],
    [1222, 'deadlock', true],
    [3960, 'deadlock', true],
    [8134, 'failed', false],
  ])('error %i of a query', (number, problem, retry) => {
    expect(sqlServerError('erp', 'stock', wrapped({ number }, 'EREQUEST'))).toMatchObject({ problem, retry });
  });

  test.each<[number, SourceProblem, retry: boolean]>([
    [17809, 'too-many-connections', true],
    [40501, 'too-many-connections', true],
    [40613, 'unreachable', true],
    [4064, 'no-database', false],
    [18486, 'login-refused', false],
    [18452, 'login-refused', false],
  ])('error %i of a login', (number, problem, retry) => {
    expect(sqlServerError('erp', null, wrapped({ number, code: 'ELOGIN' }, 'ELOGIN'))).toMatchObject({
      problem,
      retry,
    });
  });
});

describe('SourceError', () => {
  const error = new SourceError('erp', null, 'timed-out', { detail: '30 s', cause: 'the driver’s own' });

  test('seen at a table keeps what it knows', () => {
    expect(error.at('stock')).toMatchObject({
      source: 'erp',
      table: 'stock',
      problem: 'timed-out',
      cause: error.cause,
    });
    expect(error.at('stock').message).toBe(
      'erp, stock: the server did not answer in time (30 s). It may be busy; the limits are set under limits of the source.',
    );
  });

  test('that knows its table keeps it', () => {
    expect(error.at('stock').at('product').table).toBe('stock');
  });
});
