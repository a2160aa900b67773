import type { TdsAnswer } from './types.js';

const NO_RESULT: TdsAnswer = { columns: [], rows: [] };
const ONE: TdsAnswer = { columns: [{ name: '', type: 'int' }], rows: [[1]] };

/** tedious sets the session up after each login with lines such as `set ansi_nulls on` (its Connection#getInitialSql). */
const SESSION_SETTINGS = /^set [a-z_]+ [^;]+(?:\nset [a-z_]+ [^;]+)*$/;

/** mssql asks this before it lends a pooled connection out (its ConnectionPool#_poolValidate). */
const LIVENESS_CHECK = 'SELECT 1;';

/** The answer to what the driver asks for its own sake; such SQL is neither recorded nor subject to faults. */
export function housekeepingAnswer(sql: string): TdsAnswer | undefined {
  if (sql === LIVENESS_CHECK) return ONE;
  return SESSION_SETTINGS.test(sql) ? NO_RESULT : undefined;
}
