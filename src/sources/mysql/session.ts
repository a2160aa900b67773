import type { Socket } from 'node:net';
import type { SQL } from 'drizzle-orm';
import { createPool, type Pool, type PoolConnection } from 'mysql2';
import type { MySqlConfig } from '../../config/schema.js';
import { compile } from '../dialect.js';
import { interrupted } from '../errors.js';
import { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';
import { mysqlOptions } from './connection.js';
import { mysqlDialect } from './dialect.js';
import { mysqlError } from './errors.js';

/** A bounded pool of read-only sessions, opened when first asked. */
export class MySqlSessions {
  private readonly pool: Pool;
  private readonly prepared = new WeakSet<object>();
  private readonly reading = new Set<RowStream>();
  private closed: Promise<void> | null = null;

  constructor(
    private readonly name: string,
    private readonly config: MySqlConfig,
  ) {
    this.pool = createPool({
      ...mysqlOptions(config),
      connectionLimit: config.limits.connections,
      idleTimeout: 30_000,
      // Only with fewer than the limit does mysql2 close idle connections at all.
      maxIdle: config.limits.connections - 1,
    });
  }

  /** A small result as rows of text. Errors name the table that it is about, if there is one. */
  async rows(query: SQL, table: string | null = null): Promise<readonly TextRow[]> {
    const rows: TextRow[] = [];
    for await (const batch of await this.stream(query, table, new AbortController().signal)) rows.push(...batch);
    return rows;
  }

  /** A result of any size, streamed. The session returns to the pool at the end of the stream. */
  async stream(query: SQL, table: string | null, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>> {
    const session = await this.acquire(table);
    const { text, parameters } = compile(query, mysqlDialect);
    const limits = this.config.limits;
    const stream = new RowStream(
      {
        pause: () => session.pause(),
        resume: () => session.resume(),
        // The protocol cannot call a query off; closing the connection makes the server drop it.
        cancel: () => {
          over();
          hangUp(session);
        },
      },
      limits,
      (interruption) => interrupted(this.name, table, interruption, limits),
      signal,
    );
    // A connection that breaks off is told to the session, not to its query.
    const fail = (error: Error) => stream.fail(mysqlError(this.name, table, error));
    const over = () => {
      this.reading.delete(stream);
      session.off('error', fail);
    };
    this.reading.add(stream);
    session.on('error', fail);
    session
      .query({ sql: text, rowsAsArray: true }, [...parameters])
      .on('result', (row: unknown) => stream.push(asText(row as unknown[])))
      .on('error', (error: Error) => {
        fail(error);
        session.destroy();
      })
      .on('end', () => {
        over();
        session.release();
        stream.end();
      });
    return stream;
  }

  /** Ends what is being read: the driver would wait for it. */
  close(): Promise<void> {
    for (const stream of this.reading) stream.stop();
    this.closed ??= new Promise((resolve, reject) =>
      this.pool.end((error) => (error ? reject(mysqlError(this.name, null, error)) : resolve())),
    );
    return this.closed;
  }

  private async acquire(table: string | null): Promise<PoolConnection> {
    try {
      const session = await this.connect();
      if (!this.prepared.has(session)) await this.prepare(session);
      return session;
    } catch (error) {
      throw mysqlError(this.name, table, error);
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
        session.query({ sql: text, values, timeout: this.config.limits.connect }, (error) =>
          error ? reject(error) : resolve(),
        ),
      );
    try {
      await ask('SET SESSION time_zone = ?', [zone]);
      await ask('SET SESSION TRANSACTION READ ONLY');
    } catch (error) {
      hangUp(session);
      throw error;
    }
    this.prepared.add(session);
  }
}

/** The driver's own `destroy` only says good-bye: the server would go on sending, and the driver receiving. */
function hangUp(session: PoolConnection): void {
  session.destroy();
  (session as PoolConnection & { stream: Socket }).stream.destroy();
}

function asText(row: readonly unknown[]): TextRow {
  const values = row as (string | null)[];
  for (let index = 0; index < values.length; index++) {
    const value: unknown = values[index];
    if (value !== null && typeof value !== 'string') values[index] = String(value);
  }
  return values;
}
