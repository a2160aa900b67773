import { type Connection, createConnection } from 'mysql2/promise';
import type { MySqlConfig } from '../../config/schema.js';
import { compile, tableOf } from '../dialect.js';
import type { TextRow } from '../source.js';
import { batchesOf, type SourceWriter } from '../writer.js';
import { mysqlOptions } from './connection.js';
import { mysqlDialect } from './dialect.js';
import { mysqlError } from './errors.js';

/** Rows of one INSERT, and of one transaction. A statement holds 65,535 parameters at most. */
const STATEMENT_ROWS = 2_000;
const STATEMENT_PARAMETERS = 65_535;
const TRANSACTION_ROWS = 50_000;

export async function openMySqlWriter(config: MySqlConfig): Promise<SourceWriter> {
  const place = `${config.host}:${config.port}/${config.database}`;
  const guarded = async <T>(table: string | null, action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw mysqlError(place, table, error);
    }
  };
  // The server itself splits a script, so that quotes and comments mean what they mean to it.
  const connection = await guarded(null, () => createConnection({ ...mysqlOptions(config), multipleStatements: true }));

  return {
    run: (script) =>
      guarded(null, async () => {
        await connection.query(script);
      }),
    insert: (table, columns, rows, onProgress) =>
      guarded(table, () => insert(connection, table, columns, rows, onProgress)),
    // Whatever was to be kept is committed; a broken connection must not hide the error that broke it.
    close: async () => connection.destroy(),
  };
}

async function insert(
  connection: Connection,
  table: string,
  columns: readonly string[],
  rows: Iterable<TextRow>,
  onProgress: (done: number) => void,
): Promise<number> {
  const size = Math.min(STATEMENT_ROWS, Math.floor(STATEMENT_PARAMETERS / columns.length));
  let done = 0;
  let uncommitted = 0;
  await connection.beginTransaction();
  for (const batch of batchesOf(rows, size)) {
    await connection.execute(insertStatement(table, columns, batch.length), batch.flat());
    done += batch.length;
    uncommitted += batch.length;
    if (uncommitted >= TRANSACTION_ROWS) {
      await connection.commit();
      await connection.beginTransaction();
      uncommitted = 0;
    }
    onProgress(done);
  }
  await connection.commit();
  return done;
}

function insertStatement(table: string, columns: readonly string[], rows: number): string {
  const names = columns.map((column) => mysqlDialect.quote(column)).join(', ');
  const row = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO ${compile(tableOf(table), mysqlDialect).text} (${names}) VALUES ${Array(rows).fill(row).join(', ')}`;
}
