import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type SQL, sql } from 'drizzle-orm';
import { compile, type Dialect } from '../sources/dialect.js';
import { corruption, isDurable, isInvalidated, ModelLocked, ModelUnusable, unusable } from './fault.js';
import { type Tuple, tuplesIn } from './rows.js';

export interface DatabaseOptions {
  /** Path of the model's file, or `:memory:`. */
  readonly file: string;
  /** Megabytes. */
  readonly memory: number;
  readonly threads: number;
}

export const duckdbDialect: Dialect = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (index) => `$${index + 1}`,
  exact: (column) => sql`CAST(${column} AS VARCHAR)`,
};

/** What is asked of a model's database. */
export interface Statements {
  query(query: SQL): Promise<readonly Tuple[]>;
  session(): Promise<Session>;
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/**
 * A file that DuckDB has open, until it is closed or proves unusable. `onLost` is told the error after which DuckDB
 * refuses every statement, or which says that the file is damaged; then it is to be ended and another one opened.
 */
export class Engine implements Statements {
  private readonly running = new Set<Promise<unknown>>();
  private readonly sessions = new Set<Session>();
  private readonly reader: Session;
  private readonly writer: Session;
  private ended: Error | null = null;
  private ending: Promise<void> | null = null;
  onLost: (error: Error) => void = () => undefined;

  private constructor(
    private readonly file: string,
    private readonly instance: DuckDBInstance,
    [reader, writer]: readonly [DuckDBConnection, DuckDBConnection],
  ) {
    this.reader = this.sessionOn(reader);
    this.writer = this.sessionOn(writer);
  }

  /** Makes the file where there is none. Throws ModelLocked, ModelUnusable and what DuckDB says of a file. */
  static async open({ file, memory, threads }: DatabaseOptions): Promise<Engine> {
    if (file.includes('?')) throw new ModelUnusable('sign', file);
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const instance = await unlocked(file, () =>
      DuckDBInstance.create(file, {
        memory_limit: `${memory}MB`,
        threads: String(threads),
        preserve_insertion_order: 'false',
        allocator_flush_threshold: '16MB',
        allocator_background_threads: 'true',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      }),
    );
    return new Engine(file, instance, [await instance.connect(), await instance.connect()]);
  }

  query(query: SQL): Promise<readonly Tuple[]> {
    return this.reader.query(query);
  }

  async session(): Promise<Session> {
    return this.sessionOn(await this.statement(() => this.instance.connect()));
  }

  private sessionOn(connection: DuckDBConnection): Session {
    const session: Session = new Session(connection, {
      run: (work) => this.statement(work),
      closed: () => this.sessions.delete(session),
    });
    this.sessions.add(session);
    return session;
  }

  /** One at a time. */
  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.writer.run(sql`BEGIN TRANSACTION`);
    let result: T;
    try {
      result = await work(this.writer);
    } catch (error) {
      await this.rollBack();
      throw error;
    }
    try {
      await this.writer.run(sql`COMMIT`);
    } catch (error) {
      if (isDurable(error)) return result;
      await this.rollBack();
      throw error;
    }
    return result;
  }

  /** Never hides the error that made it necessary. */
  private async rollBack(): Promise<void> {
    try {
      await this.writer.run(sql`ROLLBACK`);
    } catch (error) {
      // A commit that failed has ended the transaction by itself. Otherwise the next one could not begin.
      const none = error instanceof Error && error.message.includes('no transaction is active');
      if (!none && error instanceof Error) this.onLost(error);
    }
  }

  /**
   * Breaks off what runs and lets go of the file; whoever has a session reads the reason. DuckDB ends the process when
   * it is closed under a statement, so each is waited for.
   */
  end(reason: Error): Promise<void> {
    this.ended ??= reason;
    this.ending ??= this.letGo();
    return this.ending;
  }

  private async letGo(): Promise<void> {
    while (this.running.size > 0) {
      // A statement that has not begun yet does not hear of it.
      for (const session of this.sessions) session.interrupt();
      await Promise.race([Promise.allSettled(this.running), elapsed(50)]);
    }
    for (const session of this.sessions) session.close();
    this.instance.closeSync();
  }

  private async statement<T>(work: () => Promise<T>): Promise<T> {
    if (this.ended) throw this.ended;
    const running = work();
    this.running.add(running);
    try {
      return await running;
    } catch (error) {
      throw this.ended ?? this.told(error);
    } finally {
      this.running.delete(running);
    }
  }

  private told(error: unknown): unknown {
    const told = unusable(error, this.file) ?? error;
    const lost = isInvalidated(error) || corruption(error, this.file) !== null;
    if (lost && told instanceof Error) this.onLost(told);
    return told;
  }
}

/** How a session's statements are run, and who is told that it is closed. */
interface Host {
  run<T>(work: () => Promise<T>): Promise<T>;
  closed(): void;
}

export class Session {
  private open = true;

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly host: Host,
  ) {}

  query(query: SQL): Promise<readonly Tuple[]> {
    return this.host.run(async () => {
      const { text, parameters } = compile(query, duckdbDialect);
      return tuplesIn(await this.connection.run(text, [...parameters]));
    });
  }

  /** Runs a statement; yields the number of rows that it changed. */
  run(query: SQL): Promise<number> {
    return this.host.run(async () => {
      const { text, parameters } = compile(query, duckdbDialect);
      return (await this.connection.run(text, [...parameters])).rowsChanged;
    });
  }

  /** Several statements without parameters, as a migration file holds them. */
  script(text: string): Promise<void> {
    return this.host.run(async () => {
      await this.connection.run(text);
    });
  }

  /** Breaks off the statement that runs, if one does. */
  interrupt(): void {
    if (this.open) this.connection.interrupt();
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.connection.closeSync();
    this.host.closed();
  }
}

/** Two questions of a script may overlap; who holds the model longer than this is at work with it. */
const PATIENCE = 3000;

async function unlocked<T>(file: string, open: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof Error && /lock on file/i.test(error.message))) throw error;
      if (Date.now() > deadline) throw new ModelLocked(file, { cause: error });
      await elapsed(100);
    }
  }
}

const elapsed = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
