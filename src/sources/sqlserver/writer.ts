import mssql from 'mssql';
import type { SqlServerConfig } from '../../config/schema.js';
import { compile, tableOf } from '../dialect.js';
import { batchesOf, type SourceWriter } from '../writer.js';
import { sqlServerOptions } from './connection.js';
import { sqlServerDialect } from './dialect.js';
import { sqlServerError } from './errors.js';

/** Rows of one INSERT, which is one transaction: some hundred kilobytes of JSON. */
const STATEMENT_ROWS = 5_000;

export async function openSqlServerWriter(config: SqlServerConfig): Promise<SourceWriter> {
  const place = `${config.host}:${config.port}/${config.database}`;
  const guarded = async <T>(table: string | null, action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw sqlServerError(place, table, error);
    }
  };
  const options = sqlServerOptions(config);
  const pool = new mssql.ConnectionPool({ ...options, options: { ...options.options, readOnlyIntent: false } });
  // A connection that dies idle is replaced by the pool; the request that needs it reports its own error.
  pool.on('error', () => undefined);
  await guarded(null, () => pool.connect());

  return {
    run: (script) =>
      guarded(null, async () => {
        for (const batch of splitBatches(script)) await pool.request().batch(batch);
      }),

    insert: (table, columns, rows, onProgress) =>
      guarded(table, async () => {
        const statement = insertStatement(table, columns);
        let done = 0;
        for (const batch of batchesOf(rows, STATEMENT_ROWS)) {
          await pool.request().input('rows', mssql.NVarChar(mssql.MAX), JSON.stringify(batch)).query(statement);
          done += batch.length;
          onProgress(done);
        }
        return done;
      }),

    close: () => guarded(null, () => pool.close()),
  };
}

/** The batches of a script, as sqlcmd sees them: a line that says GO, and nothing else, ends one. */
export function splitBatches(script: string): readonly string[] {
  return script.split(/^[ \t]*GO[ \t]*\r?$/gim).filter((batch) => batch.trim() !== '');
}

/**
 * Inserts the rows of `@rows`, a JSON array of arrays of text, in one statement (SQL Server 2016 or later).
 * Text is cast by the server to the types of the columns, so that a decimal never becomes a float.
 */
export function insertStatement(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => sqlServerDialect.quote(column));
  const shape = names.map((name, place) => `${name} nvarchar(4000) '$[${place}]'`);
  const into = compile(tableOf(table), sqlServerDialect).text;
  return `INSERT INTO ${into} (${names.join(', ')}) SELECT ${names.join(', ')} FROM OPENJSON(@rows) WITH (${shape.join(', ')})`;
}
