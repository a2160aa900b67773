import type { SQL } from 'drizzle-orm';
import mssql from 'mssql';
import type { LookSession } from '../look.js';
import type { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';

/** What the driver keeps to itself: the connection, which is all that can end what never answers. */
type Transaction = mssql.Transaction & { readonly _acquiredConnection: { close(): void } | null };

/** A statement under way, and when the server has done with it. */
export interface Reading {
  readonly stream: RowStream;
  readonly done: Promise<void>;
}

export interface Holding {
  read(transaction: mssql.Transaction, query: SQL, signal: AbortSignal): Reading;
  /** Why there can be no statement any more. */
  ended(): Error;
  /** The connection is back in the pool. */
  over(): void;
  /** Longest wait for what takes no time, in milliseconds. */
  readonly timeout: number;
}

/** In small letters, as the driver writes what it says to a session for its own sake. */
const COMMITTED = 'set transaction isolation level read committed';

/** A connection in a transaction. */
export class HeldSession implements LookSession {
  private idle: Promise<void> = Promise.resolve();
  private ending: Promise<void> | null = null;

  private constructor(
    private readonly transaction: mssql.Transaction,
    private readonly connection: { close(): void } | null,
    private readonly holding: Holding,
  ) {
    // When the server has rolled back by itself, the driver gives the connection to the next one at once, as it is.
    transaction.once('rollback', (aborted: boolean) => {
      if (aborted) process.nextTick(this.close);
    });
  }

  /** Begins the transaction. Rejects with the driver's error, or Late when there was no answer. */
  static async begin(
    pool: mssql.ConnectionPool,
    isolation: mssql.IIsolationLevel,
    holding: Holding,
    signal: AbortSignal,
  ): Promise<HeldSession> {
    const transaction = new mssql.Transaction(pool) as Transaction;
    const giveUp = () => transaction._acquiredConnection?.close();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await within(holding.timeout, transaction.begin(isolation), giveUp);
      return new HeldSession(transaction, transaction._acquiredConnection, holding);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  async *stream(query: SQL, signal: AbortSignal): AsyncGenerator<readonly TextRow[]> {
    if (this.ending) throw this.holding.ended();
    const { stream, done } = this.holding.read(this.transaction, query, signal);
    this.idle = done;
    yield* stream;
    await done;
  }

  end(sound: boolean): Promise<void> {
    this.ending ??= this.finish(sound).finally(() => this.holding.over());
    return this.ending;
  }

  /**
   * The isolation level outlives the transaction on its connection, and is only set back by a batch: inside a procedure,
   * which the driver makes of a query, it would last until the procedure's end. A connection in doubt is closed, and
   * then given back all the same, for the pool counts it until then.
   */
  private async finish(sound: boolean): Promise<void> {
    if (!sound) this.close();
    await within(this.holding.timeout, this.settle(sound), this.close).catch(this.close);
  }

  private async settle(sound: boolean): Promise<void> {
    await this.idle;
    if (sound) await this.transaction.request().batch(COMMITTED).catch(this.close);
    await this.transaction.rollback();
  }

  private readonly close = (): void => this.connection?.close();
}

/** The error of what was given up for lack of an answer. */
export class Late extends Error {
  override readonly name = 'Late';
}

/** What comes of it; when nothing has come in that time, in milliseconds, `giveUp` has to make it fail. */
async function within<T>(timeout: number, action: Promise<T>, giveUp: () => void): Promise<T> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    giveUp();
  }, timeout);
  try {
    return await action;
  } catch (error) {
    throw late ? new Late('no answer', { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}
