import type { SQL } from 'drizzle-orm';
import { createPool, type Pool, type PoolConnection } from 'mysql2';
import type { MySqlConfig } from '../../config/schema.js';
import { compile } from '../dialect.js';
import { SourceError } from '../errors.js';
import { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';
import { mysqlOptions } from './connection.js';
import { mysqlDialect } from './dialect.js';
import { mysqlError } from './errors.js';

/** A bounded pool of read-only sessions, opened when first asked. */
export class MySqlSessions {
  private readonly pool: Pool;
  private readonly prepared = new WeakSet<object>();

  constructor(
    private readonly name: string,
    private readonly config: MySqlConfig,
  ) {
    this.pool = createPool({
      ...mysqlOptions(config),
      connectionLimit: config.limits.connections,
      idleTimeout: 30_000,
    });
  }

  /** A small result as rows of text. */
  async rows(query: SQL): Promise<readonly TextRow[]> {
    const rows: TextRow[] = [];
    for await (const batch of await this.stream(query, new AbortController().signal)) rows.push(...batch);
    return rows;
  }

  /** A result of any size, streamed. The session returns to the pool at the end of the stream. */
  async stream(query: SQL, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>> {
    const session = await this.acquire();
    const { text, parameters } = compile(query, mysqlDialect);
    const limits = this.config.limits;
    const stream = new RowStream(
      {
        pause: () => session.pause(),
        resume: () => session.resume(),
        // The protocol cannot call a query off; closing the connection makes the server drop it.
        cancel: () => session.destroy(),
      },
      limits,
      (limit) => new SourceError(this.name, null, 'timed-out', { detail: `${limits[limit] / 1000} s` }),
      signal,
    );
    session
      .query({ sql: text, rowsAsArray: true }, [...parameters])
      .on('result', (row) => stream.push(asText(row as unknown as unknown[])))
      .on('error', (error: Error) => {
        stream.fail(mysqlError(this.name, null, error));
        session.destroy();
      })
      .on('end', () => {
        session.release();
        stream.end();
      });
    return stream;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve, reject) => this.pool.end((error) => (error ? reject(error) : resolve())));
  }

  private async acquire(): Promise<PoolConnection> {
    try {
      const session = await this.connect();
      if (!this.prepared.has(session)) await this.prepare(session);
      return session;
    } catch (error) {
      throw mysqlError(this.name, null, error);
    }
  }

  private connect(): Promise<PoolConnection> {
    return new Promise((resolve, reject) =>
      this.pool.getConnection((error, session) => (error ? reject(error) : resolve(session))),
    );
  }

  private async prepare(session: PoolConnection): Promise<void> {
    const zone = this.config.timeZone === 'UTC' ? '+00:00' : this.config.timeZone;
    const ask = (text: string, values: unknown[] = []) =>
      new Promise<void>((resolve, reject) =>
        session.query(text, values, (error) => (error ? reject(error) : resolve())),
      );
    try {
      await ask('SET SESSION time_zone = ?', [zone]);
      await ask('SET SESSION TRANSACTION READ ONLY');
    } catch (error) {
      session.destroy();
      throw error;
    }
    this.prepared.add(session);
  }
}

function asText(row: readonly unknown[]): TextRow {
  const values = row as (string | null)[];
  for (let index = 0; index < values.length; index++) {
    const value: unknown = values[index];
    if (value !== null && typeof value !== 'string') values[index] = String(value);
  }
  return values;
}
