import type { Socket } from 'node:net';
import type { SQL } from 'drizzle-orm';
import type { PoolConnection } from 'mysql2';
import type { LookSession } from '../look.js';
import type { RowStream } from '../row-stream.js';
import type { TextRow } from '../source.js';

export interface Holding {
  read(query: SQL, signal: AbortSignal): RowStream;
  error(error: unknown): Error;
  over(): void;
  /** Longest wait for a statement that takes no time, in milliseconds. */
  readonly timeout: number;
}

/** A session outside the pool. */
export class HeldSession implements LookSession {
  private ended = false;

  constructor(
    private readonly session: PoolConnection,
    private readonly holding: Holding,
  ) {
    // Between two statements nobody listens, and an event of that name without a listener ends the process.
    session.on('error', ignore);
  }

  /** The only row of a query, and then the beginning of a transaction that sees one state. Fails with SourceError. */
  async begin(query: SQL, signal: AbortSignal): Promise<TextRow> {
    try {
      let facts: TextRow = [];
      for await (const [row = []] of this.stream(query, signal)) facts = row;
      await run(this.session, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', this.holding.timeout);
      return facts;
    } catch (error) {
      await this.end(false);
      throw this.holding.error(error);
    }
  }

  async *stream(query: SQL, signal: AbortSignal): AsyncGenerator<readonly TextRow[]> {
    yield* this.holding.read(query, signal);
  }

  async end(sound: boolean): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.holding.over();
    if (!sound) return hangUp(this.session);
    try {
      await run(this.session, 'COMMIT', this.holding.timeout);
      this.session.off('error', ignore);
      this.session.release();
    } catch {
      hangUp(this.session);
    }
  }
}

const ignore = (): void => undefined;

/** Runs a statement without rows. The driver's own errors; after a time-out, in milliseconds, the session is of no use. */
export function run(session: PoolConnection, text: string, timeout: number, values: unknown[] = []): Promise<void> {
  return new Promise((resolve, reject) =>
    session.query({ sql: text, values, timeout }, (error) => (error ? reject(error) : resolve())),
  );
}

/** The driver's own `destroy` only says good-bye: the server would go on sending, and the driver receiving. */
export function hangUp(session: PoolConnection): void {
  session.destroy();
  (session as PoolConnection & { stream: Socket }).stream.destroy();
}
