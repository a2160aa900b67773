import { AsyncResource } from 'node:async_hooks';
import { bulkhead, ExponentialBackoff, handleWhen, type IPolicy, retry } from 'cockatiel';
import { SourceError } from '../sources/errors.js';
import type { Source, TableKeys } from '../sources/source.js';
import { Books } from './books.js';
import type { Database } from './database.js';
import type { Derivation } from './derive.js';
import { type Due, dueOf, type Intervals } from './due.js';
import type { Askable } from './extent.js';
import { ModelUnusable } from './fault.js';
import type { BoundFeed, Feed } from './feed.js';
import type { FeedStatus } from './feed-status.js';
import { createGuard, type Guard } from './guard.js';
import { type How, type ReadResult, readFeed } from './read.js';
import { createRecording, type Recording } from './recording.js';
import type { ModelTable } from './shape.js';

export interface RefreshOptions extends Intervals {
  readonly sources: ReadonlyMap<string, Source>;
  readonly feeds: readonly Feed[];
  /** Folder for spool files. */
  readonly folder: string;
  /** Folder of the recorded days; null where none are kept. */
  readonly history: string | null;
  /** Milliseconds for which a transaction of a source may stay uncommitted after it stamped its rows. */
  readonly overlap: number;
  readonly now: () => Date;
  readonly derivation: () => Derivation;
  readonly onEvent?: (event: RefreshEvent) => void;
}

export type RefreshEvent =
  | { readonly kind: 'started'; readonly feed: Feed }
  | { readonly kind: 'rows'; readonly feed: Feed; readonly rows: number; readonly expected: number | null }
  | { readonly kind: 'loaded'; readonly feed: Feed; readonly result: ReadResult }
  | { readonly kind: 'failed'; readonly feed: Feed; readonly error: unknown }
  /** The rows are in the model, but they are not recorded as the state of their day. */
  | { readonly kind: 'unrecorded'; readonly feed: Feed; readonly error: unknown };

/** Tries again what may succeed when simply made again: three times in all, within some two seconds. */
const retrying = retry(
  handleWhen((error) => (error instanceof SourceError && error.retry) || isOfOldModel(error)),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1500 }) },
);

/** Connections of a source that stay free for questions while whole tables are read. */
const FREE = 1;
/** Longest that anybody waits for what was never read, in milliseconds. */
const FIRST_READ = 60_000;
/** Longest that a round of the schedule waits for a table, in milliseconds: others may be worth another try. */
const ROUND = 10_000;
/** A look that took longer than this many milliseconds is not taken at every question. */
const SLOW = 250;

const RANK: Readonly<Record<How, number>> = { quick: 0, verify: 1, full: 2 };

interface Running {
  readonly how: How;
  readonly result: Promise<ReadResult>;
}

/** Keeps the model's parts as their sources are. The same refresh asked for twice is one promise. */
export class Refresher {
  private readonly running = new Map<string, Running>();
  private readonly found = new Map<string, { readonly askable: Askable; readonly durationMs: number }>();
  private readonly indexes = new Map<string, TableKeys>();
  private readonly turns = new Map<string, IPolicy>();
  private readonly stop = new AbortController();
  private readonly books: Books;
  private readonly guard: Guard;
  private readonly recording: Recording;

  constructor(
    private readonly db: Database,
    private readonly options: RefreshOptions,
  ) {
    const { now, feeds, history, derivation, onEvent } = options;
    this.books = new Books(db);
    this.guard = createGuard(now);
    this.recording = createRecording(db, {
      folder: history,
      feeds,
      now,
      today: () => derivation().today,
      onTrouble: (feed, error) => onEvent?.({ kind: 'unrecorded', feed, error }),
    });
  }

  /**
   * Brings the tables' feeds up to date if they are older than allowed, and waits for that at most `budget`
   * milliseconds, but longer for a feed that was never read and is `needed`. What failed or is still going on is in the
   * statuses.
   */
  async ensure(
    tables: readonly ModelTable[],
    budget: number,
    needed: (feed: Feed) => boolean = () => true,
  ): Promise<readonly FeedStatus[]> {
    const wanted = this.options.feeds.filter(({ table }) => tables.includes(table));
    const before = await this.status(wanted);
    const [first, others]: [Promise<unknown>[], Promise<unknown>[]] = [[], []];
    for (const status of before) {
      const due = this.due(status);
      if (due === null) continue;
      (status.asOf === null && needed(status.feed) ? first : others).push(this.bringUp(status.feed, due));
    }
    // Both listen from here on: a failure that nobody hears of ends the process.
    const [read, refreshed] = [Promise.allSettled(first), Promise.allSettled(others)];
    if (others.length > 0) await Promise.race([refreshed, elapsed(budget)]);
    if (first.length > 0) await Promise.race([read, elapsed(FIRST_READ)]);
    return this.status(wanted);
  }

  private async bringUp(feed: Feed, { how, after }: Due): Promise<void> {
    const asked = this.options.now();
    await this.refresh(feed, how);
    // Its failure is in the status, and nobody waits for it.
    if (after !== undefined) return void this.refresh(feed, after).catch(() => undefined);
    const [status] = await this.status([feed]);
    const isOlder = status && (status.asOf === null || status.asOf < asked);
    // It was under way for long already, or nothing could be asked for by it.
    const due = isOlder ? this.due(status) : null;
    if (due) await this.refresh(feed, due.how);
  }

  /**
   * Brings a feed up to date as of now, by a read that began after the call. Left to itself it reads what has changed, or
   * compares the table where that cannot be asked.
   */
  async update(feed: Feed, how: 'verify' | 'full' | null = null): Promise<ReadResult> {
    const asked = this.options.now();
    const result = await this.refresh(feed, how ?? 'quick');
    if (result.began < asked) return this.update(feed, how);
    return how !== null || result.mode === 'full' || result.askable.whole ? result : this.update(feed, 'verify');
  }

  /** Brings every feed up to date that is due, on whatever schedule; a table that takes long goes on by itself. */
  async tend(): Promise<void> {
    const due = (await this.status()).flatMap((status) => {
      const found = this.due(status);
      return found ? [this.bringUp(status.feed, found.after ? { how: found.after } : found)] : [];
    });
    await Promise.race([Promise.allSettled(due), elapsed(ROUND)]);
    await this.writeDown();
  }

  /** One read of a feed, shared by all who ask for it, or for less, while it runs. */
  refresh(feed: Feed, how: How = 'full'): Promise<ReadResult> {
    const running = this.running.get(feed.id);
    if (running && RANK[running.how] >= RANK[how]) return running.result;
    const before = running ? running.result.catch(() => undefined) : Promise.resolve();
    const result = before
      .then(() => this.load(feed, how))
      .finally(() => {
        if (this.running.get(feed.id)?.result === result) this.running.delete(feed.id);
      });
    // Whoever waits sees the failure; when nobody does any more it is kept for the status.
    result.catch(() => undefined);
    this.running.set(feed.id, { how, result });
    return result;
  }

  async status(feeds: readonly Feed[] = this.options.feeds): Promise<readonly FeedStatus[]> {
    const entries = await this.books.entries(feeds);
    return entries.map((entry) => ({
      ...entry,
      durationMs: this.found.get(entry.feed.id)?.durationMs ?? entry.durationMs,
      refreshing: this.running.has(entry.feed.id),
      trouble: this.guard.trouble(entry.feed),
      unrecorded: this.recording.trouble(entry.feed),
      nextTry: this.guard.nextTry(entry.feed),
    }));
  }

  /** Grows with every change of the model's rows; this process is the only one that makes them. */
  get version(): number {
    return this.books.version;
  }

  /** Forgets what was read of the model: it is another one. */
  reset(): void {
    this.books.reset();
    this.found.clear();
  }

  /** Resolves when no refresh is running. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running.values()].map(({ result }) => result));
  }

  /** Calls off what runs; the model stays as it was before. */
  async close(): Promise<void> {
    this.stop.abort(new Error('Tally is closing'));
    await this.settled();
    // Where it cannot be written, the next program looks from where this one wrote last.
    await this.writeDown().catch(() => undefined);
  }

  private writeDown(): Promise<void> {
    return this.books.writeDown((id) => this.running.has(id));
  }

  private due(status: FeedStatus): Due | null {
    if (this.stop.signal.aborted) return null;
    const { feed } = status;
    const source = this.options.sources.get(feed.source);
    const [looks, tells] = [source?.look !== undefined, source?.unchangedSince !== undefined];
    const askable = this.found.get(feed.id)?.askable ?? null;
    return dueOf(status, { looks, tells, askable }, this.options, this.options.now());
  }

  private async load(feed: Feed, how: How): Promise<ReadResult> {
    const { onEvent } = this.options;
    try {
      const result = await this.guard.run(feed, (answered) =>
        retrying.execute(() => this.read(feed, how, answered), this.stop.signal),
      );
      this.found.set(feed.id, { askable: askableAfter(result, how), durationMs: result.durationMs });
      if (result.changed) this.books.changed(feed);
      onEvent?.({ kind: 'loaded', feed, result });
      if (result.asked) await this.recording.record(feed);
      return result;
    } catch (error) {
      this.books.doubt(feed);
      if (this.stop.signal.aborted) throw error;
      this.guard.failed(feed, error);
      onEvent?.({ kind: 'failed', feed, error });
      throw error;
    }
  }

  private async read(feed: Feed, how: How, onAnswer: () => void): Promise<ReadResult> {
    const { sources, folder, overlap, now, derivation, onEvent } = this.options;
    const source = sources.get(feed.source);
    if (!source) throw new Error(`No source ${feed.source}`);
    const [known] = await this.books.entries([feed]);
    return readFeed(
      {
        db: this.db,
        source,
        folder,
        overlap,
        zone: source.timeZone,
        now,
        derivation,
        mapping: mappingOf(feed, sources),
        signal: this.stop.signal,
        keys: (bound, anew) => this.keysOf(source, bound, anew),
        inTurn: (work) =>
          this.turnOf(source).execute(() => {
            onEvent?.({ kind: 'started', feed });
            return work();
          }),
        remembered: this.books.remembered(feed),
        onAnswer,
        onRows: (rows) => onEvent?.({ kind: 'rows', feed, rows, expected: known?.rowsRead || null }),
      },
      feed,
      how,
    );
  }

  /** Bound, for a bulkhead runs what waited as a part of what it waited for, and the log would name that request. */
  private turnOf({ name, connections = 1 }: Source): { execute<T>(work: () => Promise<T>): Promise<T> } {
    const policy = this.turns.get(name) ?? bulkhead(Math.max(1, connections - FREE), Number.POSITIVE_INFINITY);
    this.turns.set(name, policy);
    return { execute: (work) => policy.execute(AsyncResource.bind(work)) };
  }

  private async keysOf(source: Source, { feed }: BoundFeed, anew: boolean): Promise<TableKeys> {
    const known = anew ? undefined : this.indexes.get(feed.id);
    const keys = known ?? (await source.keys(feed.from));
    this.indexes.set(feed.id, keys);
    return keys;
  }
}

/** A table that does not tell its indexes is not asked at every question when that proves to take long. */
function askableAfter({ askable, durationMs }: ReadResult, how: How): Askable {
  const tried = how === 'quick' || askable.extent?.dates === 'all';
  return askable.guessed && tried && durationMs > SLOW ? { ...askable, extent: null } : askable;
}

/** A model that was damaged is another one at the next try. */
const isOfOldModel = (error: unknown): boolean => error instanceof ModelUnusable && error.kind === 'damaged';

/** Where the mapping and the source it reads are the same, so are the rows. */
export function mappingOf(feed: Feed, sources: ReadonlyMap<string, Source>): string {
  return JSON.stringify([feed, sources.get(feed.source)?.identity]);
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
