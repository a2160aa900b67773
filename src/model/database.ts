import { statSync } from 'node:fs';
import type { SQL } from 'drizzle-orm';
import { type DatabaseOptions, Engine, type Session, type Statements } from './engine.js';
import { corruption, faultOf, saidBy } from './fault.js';
import type { Opened, SetAside } from './recover.js';
import type { Tuple } from './rows.js';

export { type DatabaseOptions, duckdbDialect, Session, type Statements } from './engine.js';
export { ModelLocked } from './fault.js';
export type { Tuple, Value } from './rows.js';

/** How a database is opened, at first and again. */
export interface Care {
  /** `damage`: what says that the file is damaged beyond doubt, so that it is to be set aside. */
  open(damage: string | null): Promise<Opened<Engine>>;
  /** Is told before anything is asked of the new one. */
  onReopened(reopened: Reopened): void;
}

export interface Reopened {
  /** What DuckDB said, its first line. */
  readonly reason: string;
  readonly setAside: SetAside | null;
  /** Whether what was in the model is gone. */
  readonly renewed: boolean;
}

/** Milliseconds between two tries to open a database that cannot be opened. */
const BETWEEN = 1000;
/** Damage that is met again within this many milliseconds, though a look at the file found none, is beyond doubt. */
const AGAIN = 10 * 60_000;

/**
 * DuckDB, for whom this folder is the only home. After some errors, as of a disk that is full at a checkpoint, it refuses
 * every statement until the file is opened anew; that is done here. Statements that come meanwhile wait for it, and a
 * question that was broken off is made once more. A transaction is not: whoever wants it tries again.
 */
export class Database implements Statements {
  private opened: Opened<Engine> | null = null;
  private lost: Lost | null = null;
  private reopening: Promise<Engine> | null = null;
  private failure: { readonly error: unknown; readonly at: number } | null = null;
  private turns: Promise<unknown> = Promise.resolve();
  private closed: Promise<void> | null = null;
  /** Tells the file from others of its name; null for a model in memory, which is another one each time. */
  private inode: bigint | null = null;
  /** Whether the next start is to look for damage. */
  private doubtful = false;
  private suspectedAt = Number.NEGATIVE_INFINITY;
  private renewed = 0;

  private constructor(
    private readonly options: DatabaseOptions,
    private readonly care: Care,
  ) {}

  /** Without care a file is opened again as it is. Throws ModelLocked and ModelUnusable. */
  static async open(options: DatabaseOptions, care: Partial<Care> = {}): Promise<Database> {
    const plain = async () => ({ value: await Engine.open(options), setAside: null, release: () => undefined });
    const database = new Database(options, { open: plain, onReopened: () => undefined, ...care });
    database.take(await database.care.open(null));
    return database;
  }

  /** How often the model had to be made anew: what is read before and after that does not fit together. */
  get renewals(): number {
    return this.renewed;
  }

  /** Rows of a question; runs beside a refresh and sees the state before or after it. */
  query(query: SQL): Promise<readonly Tuple[]> {
    return this.attempt((engine) => engine.query(query));
  }

  /** A session of its own, for work that must not wait behind questions. The caller closes it. */
  session(): Promise<Session> {
    return this.attempt((engine) => engine.session());
  }

  /** All or nothing. Writers take turns, so that nobody derives from half of another's change. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    let begun = false;
    const once = (session: Session) => {
      begun = true;
      return work(session);
    };
    const run = () =>
      this.attempt(
        (engine) => engine.transaction(once),
        () => !begun,
      );
    const turn = this.turns.then(run, run);
    this.turns = turn.catch(() => undefined);
    return turn;
  }

  /** Waits for the transaction that is being made; breaks off everything else. */
  close(): Promise<void> {
    this.closed ??= this.shut();
    return this.closed;
  }

  private async shut(): Promise<void> {
    await this.turns;
    await this.reopening?.catch(() => undefined);
    await this.opened?.value.end(new Error(CLOSED));
    await this.lost?.ended;
    if (!this.doubtful) this.opened?.release();
  }

  private async attempt<T>(work: (engine: Engine) => Promise<T>, again = () => true): Promise<T> {
    const engine = await this.ready();
    try {
      return await work(engine);
    } catch (error) {
      if (this.opened?.value === engine || this.closed || !again()) throw error;
      return work(await this.ready());
    }
  }

  private async ready(): Promise<Engine> {
    if (this.closed) throw new Error(CLOSED);
    if (this.opened) return this.opened.value;
    if (this.reopening === null && this.failure && performance.now() - this.failure.at < BETWEEN)
      throw this.failure.error;
    return this.reopen();
  }

  private take(opened: Opened<Engine>): void {
    this.opened = opened;
    this.inode = this.currentInode();
    opened.value.onLost = (error) => this.lose(opened, error);
  }

  private lose(opened: Opened<Engine>, error: Error): void {
    if (this.opened !== opened) return;
    const gone = this.currentInode() !== this.inode;
    const damage = corruption(error, this.options.file);
    // What DuckDB cannot explain may be damage, but is no reason to read all of the file now.
    if (damage !== null || faultOf(error, this.options.file)?.kind === 'corrupt') this.doubtful = true;
    if (damage === null) opened.release();
    this.lost = { ended: opened.value.end(error), reason: saidBy(error), damage: this.certain(damage), gone };
    this.opened = null;
    // Whoever asks next sees its failure.
    this.reopen().catch(() => undefined);
  }

  /** A look at the file comes first: damage may have been in memory only. Where that found none, it is believed. */
  private certain(damage: string | null): string | null {
    if (damage === null) return null;
    const again = performance.now() - this.suspectedAt < AGAIN;
    this.suspectedAt = performance.now();
    return again ? damage : null;
  }

  private reopen(): Promise<Engine> {
    this.reopening ??= this.openAgain().finally(() => {
      this.reopening = null;
    });
    return this.reopening;
  }

  private async openAgain(): Promise<Engine> {
    const { lost, inode } = this;
    if (lost === null) throw new Error('A database that was not lost is opened again');
    try {
      await lost.ended;
      const opened = await this.care.open(lost.damage);
      [this.lost, this.failure] = [null, null];
      this.take(opened);
      const { setAside } = opened;
      const renewed = setAside !== null || lost.gone || this.inode === null || this.inode !== inode;
      if (renewed) this.renewed++;
      if (setAside !== null) [this.doubtful, this.suspectedAt] = [false, Number.NEGATIVE_INFINITY];
      this.care.onReopened({ reason: lost.reason, setAside, renewed });
      return opened.value;
    } catch (error) {
      this.failure = { error, at: performance.now() };
      throw error;
    }
  }

  private currentInode(): bigint | null {
    const { file } = this.options;
    return file === ':memory:' ? null : (statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null);
  }
}

interface Lost {
  /** When nobody uses the file any more. */
  readonly ended: Promise<void>;
  readonly reason: string;
  /** What says for certain that the file is damaged. */
  readonly damage: string | null;
  /** Whether its file was not at its place any more. */
  readonly gone: boolean;
}

const CLOSED = 'The model is closed';
