import { bulkhead } from 'cockatiel';
import type { SQL } from 'drizzle-orm';
import mssql from 'mssql';
import type { SqlServerConfig } from '../../config/schema.js';
import { compile } from '../dialect.js';
import { interrupted } from '../errors.js';
import { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';
import { sqlServerOptions } from './connection.js';
import { sqlServerDialect } from './dialect.js';
import { sqlServerError } from './errors.js';

/** A bounded pool of connections, opened when first asked and opened again after it failed. */
export class SqlServerSessions {
  private pool: Promise<mssql.ConnectionPool> | null = null;
  private readonly reading = new Set<RowStream>();
  private readonly turns;

  constructor(
    private readonly name: string,
    private readonly config: SqlServerConfig,
  ) {
    this.turns = bulkhead(config.limits.connections, Number.POSITIVE_INFINITY);
  }

  /** A small result as rows of text. Errors name the table that it is about, if there is one. */
  async rows(query: SQL, table: string | null = null): Promise<readonly TextRow[]> {
    const rows: TextRow[] = [];
    for await (const batch of await this.stream(query, table, new AbortController().signal)) rows.push(...batch);
    return rows;
  }

  /** A result of any size, streamed. */
  async stream(query: SQL, table: string | null, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>> {
    const pool = await this.connected(table);
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
      (interruption) => interrupted(this.name, table, interruption, limits),
      signal,
    );
    request.on('row', (row: unknown[]) => stream.push(asText(row)));
    request.on('error', (error: Error) => stream.fail(sqlServerError(this.name, table, error)));
    request.on('done', () => {
      this.reading.delete(stream);
      stream.end();
    });
    await this.turn(request, () => {
      this.reading.add(stream);
      request.query(text);
    });
    return stream;
  }

  /** Ends what is being read: the driver would wait for it. */
  async close(): Promise<void> {
    for (const stream of this.reading) stream.stop();
    const pool = await this.pool?.catch(() => null);
    this.pool = null;
    await pool?.close();
  }

  /**
   * Begins when a connection is free for the request, and lasts until the request is done. The driver would
   * wait inside the request, where it looks like silence of the server, and for half a minute only.
   */
  private turn(request: mssql.Request, begin: () => void): Promise<void> {
    return new Promise((begun) => {
      void this.turns.execute(
        () =>
          new Promise<void>((done) => {
            request.once('done', () => done());
            begin();
            begun();
          }),
      );
    });
  }

  private async connected(table: string | null): Promise<mssql.ConnectionPool> {
    this.pool ??= this.connect();
    try {
      return await this.pool;
    } catch (error) {
      this.pool = null;
      throw sqlServerError(this.name, table, error);
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
