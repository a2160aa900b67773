import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { isBusy, StateError, stateError } from './errors.js';
import { driverUrl, placeOf, stateFile } from './location.js';
import { migrate } from './migrate.js';

/**
 * Milliseconds that SQLite itself waits for another writer. The driver is synchronous for files: whoever
 * waits there stops the process, and with it a transaction of this process that would end the wait. So the
 * long wait is `patient`, which lets others work meanwhile.
 */
const BUSY_TIMEOUT = 5;

/** Tries for some five seconds, at first every few milliseconds. */
const patient = () =>
  retry(handleWhen(isBusy), { maxAttempts: 55, backoff: new ExponentialBackoff({ initialDelay: 2, maxDelay: 100 }) });

/** libSQL, for which this folder is the only home. */
export class Store {
  private readonly db: LibSQLDatabase;
  private readonly policy = patient();
  private readonly running = new Set<Promise<unknown>>();
  private turn: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | null = null;

  private constructor(
    private readonly client: Client,
    private readonly place: string,
    private readonly file: string | null,
  ) {
    this.db = drizzle(client);
  }

  /** Creates what is missing, for the owner's eyes only. */
  static async open(url: string, authToken: string | undefined): Promise<Store> {
    const file = stateFile(url);
    if (file !== null) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      create(file);
    }
    const place = placeOf(url);
    const client = connect(url, authToken, place);
    const store = new Store(client, place, file);
    try {
      if (file !== null) await store.patiently(() => client.execute('PRAGMA journal_mode = WAL'));
      await store.prepare();
      await store.patiently(() => migrate(client, place));
      return store;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /**
   * Runs one statement, or one `batch` where several belong together: a batch is one transaction that never
   * waits for our own program. Throws StateError.
   */
  run<T>(work: (db: LibSQLDatabase) => Promise<T>): Promise<T> {
    if (this.closing) return Promise.reject(new StateError(`The state store ${this.place} is closed.`));
    const running = this.patiently(() => work(this.db)).finally(() => this.running.delete(running));
    this.running.add(running);
    return running;
  }

  /** Waits for what was begun. */
  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await Promise.allSettled(this.running);
    try {
      // The driver leaves the log beside the file; so the file alone is a whole copy.
      if (this.file !== null) await this.client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Nothing is lost: the log stays and is read at the next start.
    } finally {
      this.client.close();
    }
  }

  private async patiently<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.policy.execute(() => (this.file === null ? work() : this.inTurn(() => this.afresh(work))));
    } catch (error) {
      throw stateError(error, this.place);
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /**
   * The driver does not reset a statement that found the file busy, and until the garbage is collected what
   * the same connection writes after it is reported as done but never committed
   * (tursodatabase/libsql-client-ts#352). So nobody else may have a turn on that connection.
   */
  private async afresh<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isBusy(error)) {
        this.client.reconnect();
        await this.prepare();
      }
      throw error;
    }
  }

  /** What SQLite knows of a connection only; the rest is in the file. */
  private async prepare(): Promise<void> {
    if (this.file !== null) await this.client.execute('PRAGMA synchronous = NORMAL');
  }
}

/**
 * SQLite gives the files beside it the rights of this one. A file that is there is not opened: on closing it
 * the system would drop the locks that another store of this process has on it.
 */
function create(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function connect(url: string, authToken: string | undefined, place: string): Client {
  // One connection to a file: its settings hold for every statement, and statements take turns anyway.
  const local = stateFile(url) === null ? {} : { concurrency: 1, timeout: BUSY_TIMEOUT };
  if (URL.canParse(url) && new URL(url).username !== '')
    throw new StateError(
      `The state store ${place} is written with a login. Take it out of state.url; state.authToken is for that.`,
    );
  try {
    return createClient({ url: driverUrl(url), ...(authToken ? { authToken } : {}), ...local });
  } catch (error) {
    throw stateError(error, place);
  }
}
