import type { SQL } from 'drizzle-orm';
import { createPool, type Pool, type PoolConnection } from 'mysql2';
import type { MySqlConfig } from '../../config/schema.js';
import { compile } from '../dialect.js';
import { interrupted, SourceError } from '../errors.js';
import { lent } from '../lent.js';
import { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';
import { mysqlOptions } from './connection.js';
import { mysqlDialect } from './dialect.js';
import { mysqlError } from './errors.js';
import { HeldSession, hangUp, run } from './held-session.js';

/** A bounded pool of read-only sessions, opened when first asked. */
export class MySqlSessions {
  private readonly pool: Pool;
  private prepared = new WeakSet<object>();
  private readonly reading = new Set<RowStream>();
  private readonly held = new Set<HeldSession>();
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
    return this.read(session, query, table, signal, () => session.release());
  }

  /** Takes a session out of the pool until it is ended. */
  async hold(table: string, signal: AbortSignal): Promise<HeldSession> {
    const cancelled = () => new SourceError(this.name, table, 'cancelled');
    const session = await lent(this.acquire(table), signal, cancelled, (late) => late.release());
    const held = new HeldSession(session, {
      read: (query, signal) => this.read(session, query, table, signal, () => undefined),
      error: (error) => mysqlError(this.name, table, error),
      over: () => this.held.delete(held),
      timeout: this.config.limits.connect,
    });
    this.held.add(held);
    return held;
  }

  /** Has every session prepared anew before it is used again. */
  renew(): void {
    this.prepared = new WeakSet();
  }

  /** Ends what is being read: the driver would wait for it. */
  close(): Promise<void> {
    for (const stream of this.reading) stream.stop();
    for (const held of this.held) void held.end(false);
    this.closed ??= new Promise((resolve, reject) =>
      this.pool.end((error) => (error ? reject(mysqlError(this.name, null, error)) : resolve())),
    );
    return this.closed;
  }

  /** Begins a statement; `done` is called when its last row has come. A session that fails is destroyed. */
  private read(
    session: PoolConnection,
    query: SQL,
    table: string | null,
    signal: AbortSignal,
    done: () => void,
  ): RowStream {
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
        done();
        stream.end();
      });
    return stream;
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
    const timeout = this.config.limits.connect;
    try {
      // A session whose database was dropped is in none, even when it has been made anew.
      await run(session, `USE ${mysqlDialect.quote(this.config.database)}`, timeout);
      // The driver quotes with backslashes, which must mean that; a date that is stored must be found, valid or not.
      await run(session, `SET SESSION time_zone = ?, sql_mode = 'ALLOW_INVALID_DATES'`, timeout, [zone]);
      await run(session, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY', timeout);
    } catch (error) {
      hangUp(session);
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
