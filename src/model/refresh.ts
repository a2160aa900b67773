import { AsyncResource } from 'node:async_hooks';
import { bulkhead, ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { sql } from 'drizzle-orm';
import { SourceError } from '../sources/errors.js';
import type { Source } from '../sources/source.js';
import type { Database, Tuple } from './database.js';
import type { Derivation } from './derive.js';
import { bind, type Feed } from './feed.js';
import { type LoadResult, loadFeed } from './load.js';
import type { ModelTable } from './shape.js';

export interface RefreshOptions {
  readonly sources: ReadonlyMap<string, Source>;
  readonly feeds: readonly Feed[];
  /** Folder for spool files. */
  readonly folder: string;
  /** Milliseconds, as in the configuration. */
  readonly maxAge: number;
  readonly minInterval: number;
  readonly now: () => Date;
  readonly derivation: () => Derivation;
  readonly onEvent?: (event: RefreshEvent) => void;
}

export type RefreshEvent =
  | { readonly kind: 'started'; readonly feed: Feed }
  | { readonly kind: 'rows'; readonly feed: Feed; readonly rows: number; readonly expected: number | null }
  | { readonly kind: 'loaded'; readonly feed: Feed; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly feed: Feed; readonly error: unknown };

/** How a feed stands when a question is answered. */
export interface FeedStatus {
  readonly feed: Feed;
  /** Null when it was never read under its present mapping. */
  readonly asOf: Date | null;
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly lossy: number;
  readonly durationMs: number;
  readonly refreshing: boolean;
  readonly error: SourceError | null;
}

/** Tries again what may succeed when simply made again: three times in all, within some two seconds. */
const retrying = retry(
  handleWhen((error) => error instanceof SourceError && error.retry),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1500 }) },
);

/** Loads at the same time: each needs memory for its files, and there are few processors to share. */
const AT_ONCE = 2;

/** Keeps the model's parts as their sources are. The same refresh asked for twice is one promise. */
export class Refresher {
  private readonly running = new Map<string, Promise<LoadResult>>();
  private readonly failed = new Map<string, { error: SourceError; at: number }>();
  private readonly stop = new AbortController();
  private commits = 0;
  private readonly turns = bulkhead(AT_ONCE, Number.POSITIVE_INFINITY);

  constructor(
    private readonly db: Database,
    private readonly options: RefreshOptions,
  ) {}

  /**
   * Brings the tables' feeds up to date if they are older than allowed, and waits for that at most
   * `budget` milliseconds; but a feed that was never read is waited for, and its error is thrown.
   */
  async ensure(tables: readonly ModelTable[], budget: number): Promise<readonly FeedStatus[]> {
    const wanted = this.options.feeds.filter(({ table }) => tables.includes(table));
    const before = await this.status(wanted);
    const first = before.filter(({ asOf }) => asOf === null).map(({ feed }) => this.refresh(feed));
    const stale = before
      .filter((status) => status.asOf !== null && this.isStale(status))
      .map((status) => this.bringUp(status));
    const settled = Promise.allSettled(stale);
    await Promise.all(first);
    if (stale.length > 0) await Promise.race([settled, elapsed(budget)]);
    return this.status(wanted);
  }

  /** Reads a feed again, unless its source can tell that nothing has changed. */
  private async bringUp({ feed, asOf }: FeedStatus): Promise<unknown> {
    const source = this.options.sources.get(feed.source);
    const now = this.options.now();
    if (this.running.has(feed.id) || !asOf || !(await this.isUnchanged(source, feed, asOf))) return this.refresh(feed);
    const changed = await this.db.transaction((session) =>
      session.run(sql`UPDATE feed SET as_of = ${now.toISOString()} WHERE feed = ${feed.id}`),
    );
    this.reading = null;
    return changed;
  }

  private async isUnchanged(source: Source | undefined, feed: Feed, asOf: Date): Promise<boolean> {
    try {
      return (await source?.unchangedSince?.(feed.from, asOf)) ?? false;
    } catch (error) {
      // Reading it will say what is wrong.
      if (error instanceof SourceError) return false;
      throw error;
    }
  }

  /** One full read of a feed, shared by all who ask for it while it runs. */
  refresh(feed: Feed): Promise<LoadResult> {
    const running = this.running.get(feed.id);
    if (running) return running;
    const started = this.load(feed).finally(() => this.running.delete(feed.id));
    // Whoever waits sees the failure; when nobody does any more it is kept for the status.
    started.catch(() => undefined);
    this.running.set(feed.id, started);
    return started;
  }

  async status(feeds: readonly Feed[] = this.options.feeds): Promise<readonly FeedStatus[]> {
    const known = await this.stored();
    return feeds.map((feed) => {
      const row = known.get(feed.id);
      return {
        feed,
        asOf: row ? new Date(String(row.as_of)) : null,
        rowsRead: Number(row?.rows_read ?? 0),
        rowsKept: Number(row?.rows_kept ?? 0),
        lossy: Number(row?.lossy ?? 0),
        durationMs: Number(row?.duration_ms ?? 0),
        refreshing: this.running.has(feed.id),
        error: this.failed.get(feed.id)?.error ?? null,
      };
    });
  }

  /** What the model says of its feeds, read anew after each change: this process is the only one that makes them. */
  private stored(): Promise<ReadonlyMap<unknown, Tuple>> {
    this.reading ??= this.db
      .query(sql`SELECT feed, as_of, rows_read, rows_kept, lossy, duration_ms FROM feed`)
      .then((rows) => new Map(rows.map((row) => [row.feed, row])))
      .catch((error: unknown) => {
        this.reading = null;
        throw error;
      });
    return this.reading;
  }
  private reading: Promise<ReadonlyMap<unknown, Tuple>> | null = null;

  /** Grows with every change of the model's rows; this process is the only one that makes them. */
  get version(): number {
    return this.commits;
  }

  /** Resolves when no refresh is running. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.running.values());
  }

  /** Calls off what runs; the model stays as it was before. */
  async close(): Promise<void> {
    this.stop.abort(new Error('Tally is closing'));
    await this.settled();
  }

  private isStale({ feed, asOf }: FeedStatus): boolean {
    const now = this.options.now().getTime();
    const age = now - (asOf?.getTime() ?? 0);
    const failure = this.failed.get(feed.id);
    if (failure && now - failure.at < this.options.maxAge) return false;
    const cheap = this.options.sources.get(feed.source)?.unchangedSince !== undefined;
    return age >= (cheap ? this.options.maxAge : Math.max(this.options.maxAge, this.options.minInterval));
  }

  private async load(feed: Feed): Promise<LoadResult> {
    const { onEvent } = this.options;
    onEvent?.({ kind: 'started', feed });
    try {
      // Bound, for a bulkhead runs what waited as a part of what it waited for, and the log would name that request.
      const run = AsyncResource.bind(() => retrying.execute(() => this.loadOnce(feed), this.stop.signal));
      const result = await this.turns.execute(run);
      this.failed.delete(feed.id);
      this.commits++;
      this.reading = null;
      onEvent?.({ kind: 'loaded', feed, result });
      return result;
    } catch (error) {
      if (error instanceof SourceError) this.failed.set(feed.id, { error, at: this.options.now().getTime() });
      onEvent?.({ kind: 'failed', feed, error });
      throw error;
    }
  }

  private async loadOnce(feed: Feed): Promise<LoadResult> {
    const { sources, folder, now, derivation, onEvent } = this.options;
    const source = sources.get(feed.source);
    if (!source) throw new Error(`No source ${feed.source}`);
    const [status] = await this.status([feed]);
    const asOf = now();
    const described = await source.describe(feed.from);
    if (described === null)
      throw new SourceError(feed.source, feed.from, source.kind === 'files' ? 'no-file' : 'no-table');
    const bound = bind(feed, described);
    if ('missing' in bound) {
      const detail = bound.missing
        .map(({ column, mapped }) => (mapped ? `${mapped} for ${column}` : `none for ${column}`))
        .join(', ');
      throw new SourceError(feed.source, feed.from, 'no-column', { detail });
    }
    const demand = bound.bindings.find(({ column }) => column === 'demand');
    if (demand?.from && feed.meaning.demand === null) throw new SourceError(feed.source, feed.from, 'no-meaning');
    this.stop.signal.throwIfAborted();
    const extraction = await source.extract(feed.from, bound.extract, this.stop.signal);
    const expected = status?.rowsRead || null;
    return loadFeed(this.db, bound, extraction, {
      folder,
      asOf,
      mapping: mappingOf(feed, sources),
      derivation: derivation(),
      onRows: (rows) => onEvent?.({ kind: 'rows', feed, rows, expected }),
    });
  }
}

/** Where the mapping and the source it reads are the same, so are the rows. */
export function mappingOf(feed: Feed, sources: ReadonlyMap<string, Source>): string {
  return JSON.stringify([feed, sources.get(feed.source)?.identity]);
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
