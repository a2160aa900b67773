import type { SQL } from 'drizzle-orm';
import mssql from 'mssql';
import type { SqlServerConfig } from '../../config/schema.js';
import { compile } from '../dialect.js';
import { SourceError } from '../errors.js';
import { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';
import { sqlServerOptions } from './connection.js';
import { sqlServerDialect } from './dialect.js';
import { sqlServerError } from './errors.js';

/** A bounded pool of connections, opened when first asked and opened again after it failed. */
export class SqlServerSessions {
  private pool: Promise<mssql.ConnectionPool> | null = null;

  constructor(
    private readonly name: string,
    private readonly config: SqlServerConfig,
  ) {}

  /** A small result as rows of text. */
  async rows(query: SQL): Promise<readonly TextRow[]> {
    const rows: TextRow[] = [];
    for await (const batch of await this.stream(query, new AbortController().signal)) rows.push(...batch);
    return rows;
  }

  /** A result of any size, streamed. */
  async stream(query: SQL, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>> {
    const pool = await this.connected();
    const { text, parameters } = compile(query, sqlServerDialect);
    const request = new mssql.Request(pool);
    request.stream = true;
    request.arrayRowMode = true;
    parameters.forEach((value, index) => {
      request.input(`p${index}`, typeof value === 'number' ? mssql.BigInt : mssql.NVarChar(4000), value);
    });
    const limits = this.config.limits;
    const stream = new RowStream(
      {
        pause: () => request.pause(),
        resume: () => request.resume(),
        cancel: () => request.cancel(),
      },
      limits,
      (limit) => new SourceError(this.name, null, 'timed-out', { detail: `${limits[limit] / 1000} s` }),
      signal,
    );
    request.on('row', (row: unknown[]) => stream.push(asText(row)));
    request.on('error', (error: Error) => stream.fail(sqlServerError(this.name, null, error)));
    request.on('done', () => stream.end());
    request.query(text);
    return stream;
  }

  async close(): Promise<void> {
    const pool = await this.pool?.catch(() => null);
    this.pool = null;
    await pool?.close();
  }

  private async connected(): Promise<mssql.ConnectionPool> {
    this.pool ??= this.connect();
    try {
      return await this.pool;
    } catch (error) {
      this.pool = null;
      throw sqlServerError(this.name, null, error);
    }
  }

  private async connect(): Promise<mssql.ConnectionPool> {
    const pool = new mssql.ConnectionPool(sqlServerOptions(this.config));
    // A connection that dies idle is replaced by the pool; the request that needs it reports its own error.
    pool.on('error', () => undefined);
    return pool.connect();
  }
}

function asText(row: readonly unknown[]): TextRow {
  return row.map((value) => (value === null || typeof value === 'string' ? value : String(value)));
}
