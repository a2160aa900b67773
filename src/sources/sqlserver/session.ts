import { bulkhead } from 'cockatiel';
import type { SQL } from 'drizzle-orm';
import mssql from 'mssql';
import type { SqlServerConfig } from '../../config/schema.js';
import { compile } from '../dialect.js';
import { interrupted, SourceError } from '../errors.js';
import { lent } from '../lent.js';
import { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';
import { sqlServerOptions } from './connection.js';
import { sqlServerDialect } from './dialect.js';
import { sqlServerError } from './errors.js';
import { HeldSession, Late, type Reading } from './held-session.js';

/** A bounded pool of connections, opened when first asked and opened again after it failed. */
export class SqlServerSessions {
  private pool: Promise<mssql.ConnectionPool> | null = null;
  private readonly reading = new Set<RowStream>();
  private readonly held = new Set<HeldSession>();
  private readonly turns;

  constructor(
    private readonly name: string,
    private readonly config: SqlServerConfig,
  ) {
    this.turns = bulkhead(config.limits.connections, Number.POSITIVE_INFINITY);
  }

  /** A small result as rows of text. Errors name the table that it is about, if there is one. */
  async rows(query: SQL, table: string | null = null): Promise<readonly TextRow[]> {
    return all(await this.stream(query, table, new AbortController().signal));
  }

  /** A result of any size, streamed. */
  async stream(query: SQL, table: string | null, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>> {
    const pool = await this.connected(table);
    const leave = await this.turn();
    const { stream, done } = this.read(pool, query, table, signal);
    void done.then(leave);
    return stream;
  }

  /**
   * Takes a connection out of the pool until it is ended, asks the query for one row, and begins a transaction: of
   * SNAPSHOT isolation if `snapshot` says so of that row, else of READ COMMITTED.
   */
  async hold(
    table: string,
    query: SQL,
    snapshot: (facts: TextRow) => boolean,
    signal: AbortSignal,
  ): Promise<{ session: HeldSession; facts: TextRow }> {
    const cancelled = () => new SourceError(this.name, table, 'cancelled');
    const pool = await lent(this.connected(table), signal, cancelled, () => undefined);
    const leave = await lent(this.turn(), signal, cancelled, (leave) => leave());
    const first = this.read(pool, query, table, signal);
    try {
      const [facts = []] = await all(first.stream);
      await first.done;
      const session = await HeldSession.begin(
        pool,
        snapshot(facts) ? mssql.ISOLATION_LEVEL.SNAPSHOT : mssql.ISOLATION_LEVEL.READ_COMMITTED,
        {
          read: (transaction, query, signal) => this.read(transaction, query, table, signal),
          ended: () => new SourceError(this.name, table, 'interrupted'),
          over: () => {
            this.held.delete(session);
            leave();
          },
          timeout: this.config.limits.connect,
        },
        signal,
      );
      this.held.add(session);
      return { session, facts };
    } catch (error) {
      void first.done.then(leave);
      if (signal.aborted) throw cancelled();
      if (error instanceof Late) throw new SourceError(this.name, table, 'timed-out', { cause: error });
      throw sqlServerError(this.name, table, error);
    }
  }

  /** Ends what is being read: the driver would wait for it. */
  async close(): Promise<void> {
    for (const stream of this.reading) stream.stop();
    await Promise.all([...this.held].map((session) => session.end(false)));
    const pool = await this.pool?.catch(() => null);
    this.pool = null;
    await pool?.close();
  }

  /** Begins a statement, for which a connection has to be free. */
  private read(
    connection: mssql.ConnectionPool | mssql.Transaction,
    query: SQL,
    table: string | null,
    signal: AbortSignal,
  ): Reading {
    const { text, parameters } = compile(query, sqlServerDialect);
    const request = connection.request();
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
    const done = new Promise<void>((resolve) => {
      request.once('done', () => {
        this.reading.delete(stream);
        stream.end();
        resolve();
      });
    });
    this.reading.add(stream);
    request.query(text);
    return { stream, done };
  }

  /**
   * Waits until a connection is free; what is returned has to be called when it is free again. The driver would wait
   * inside the request, where it looks like silence of the server, and for half a minute only.
   */
  private turn(): Promise<() => void> {
    return new Promise((begun) => {
      void this.turns.execute(() => new Promise<void>((leave) => begun(leave)));
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

async function all(batches: AsyncIterable<readonly TextRow[]>): Promise<readonly TextRow[]> {
  const rows: TextRow[] = [];
  for await (const batch of batches) for (const row of batch) rows.push(row);
  return rows;
}

function asText(row: readonly unknown[]): TextRow {
  return row.map((value) => (value === null || typeof value === 'string' ? value : String(value)));
}
