/**
 * A small server of TDS 7.4 that the real mssql driver logs in to, to stand in for SQL Server in tests. It does not
 * understand T-SQL: the test's `answer` does.
 *
 *     const server = await startTdsServer({
 *       answer: async (sql) => ({ columns: [{ name: 'echo', type: 'nvarchar' }], rows: [[sql]] }),
 *     });
 *     const pool = await new ConnectionPool({ server: '127.0.0.1', port: server.port, ... }).connect();
 *     server.faults.onNextQuery('FROM Orders', { kind: 'error', error: deadlockVictim(), afterRows: 10 });
 */
export { deadlockVictim, invalidObjectName, loginFailed, permissionDenied, TdsError } from './errors.js';
export type { Faults, LoginFault, QueryFault, QueryMatch } from './faults.js';
export { startTdsServer, type TdsServer } from './server.js';
export type {
  IsolationLevel,
  TdsAnswer,
  TdsColumn,
  TdsConnection,
  TdsParameters,
  TdsRow,
  TdsServerOptions,
  TdsSession,
  TdsTransaction,
  TdsValue,
} from './types.js';
