/**
 * The unified model: a star schema in DuckDB, the only place where sources and questions meet. KPIs read
 * it through `query`; nothing outside this folder knows the database. Tested in `tests/model`.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Span } from '../periods/index.js';
import type { Source } from '../sources/source.js';
import { businessDate } from './calendar.js';
import { dateOf } from './cleanse.js';
import { Database, type DatabaseOptions, type Tuple } from './database.js';

export { ModelLocked, type Tuple } from './database.js';
export type { FeedStatus, Trouble } from './feed-status.js';
export type { Through } from './freshness.js';
export type { ModelNotice } from './notices.js';
export type { Finding } from './quality.js';
export type { ReadResult } from './read.js';
export type { RefreshEvent } from './refresh.js';
export { keepFresh } from './schedule.js';
export {
  distinctDates,
  mergedDates,
  STATE_SUMS,
  type StateSum,
  type StockOver,
  type StockOverOptions,
} from './stock-at/index.js';

import { createDays, type Days } from './days.js';
import { derive } from './derive.js';
import { Engine } from './engine.js';
import type { Feed } from './feed.js';
import { createFileReader } from './files.js';
import { fitToMapping } from './fit.js';
import { heldDays, latestDates, readThrough, type Through } from './freshness.js';
import { historyFolder } from './history/index.js';
import { createMemo } from './memo.js';
import { migrate } from './migrate.js';
import { createNotices, type ModelNotice, type Notices } from './notices.js';
import { type Finding, findings } from './quality.js';
import { openOrSetAside } from './recover.js';
import { type RefreshEvent, Refresher } from './refresh.js';
import { clearSpool, spoolFolder } from './spool.js';
import { type StockOver, type StockOverOptions, stockOver } from './stock-at/index.js';
import { type DimensionValue, dimensionValues, type RowRestriction } from './values.js';

export interface ModelOptions extends DatabaseOptions {
  readonly feeds: readonly Feed[];
  readonly timeZone: string;
  /** Milliseconds. */
  readonly maxAge: number;
  readonly minInterval: number;
  readonly overlap: number;
  readonly verify: number;
  readonly now: () => Date;
  readonly onRefresh?: (event: RefreshEvent) => void;
  readonly onNotice?: (notice: ModelNotice) => void;
}

export class Model {
  private constructor(
    private readonly db: Database,
    private readonly options: ModelOptions,
    readonly refresher: Refresher,
    private readonly happened: Notices,
    private readonly days: Days,
  ) {
    this.answer = createMemo(
      () => `${this.today} ${refresher.version}`,
      (query) => db.query(query),
    );
  }

  /**
   * `connect` makes the sources; those of type `files` read through the model's engine. A file that is damaged is set
   * aside, now and whenever it shows, and a new one filled from the sources. Throws ModelLocked and ModelUnusable.
   */
  static async open(
    options: ModelOptions,
    connect: (
      files: ReturnType<typeof createFileReader>,
    ) => ReadonlyMap<string, Source> | Promise<ReadonlyMap<string, Source>>,
  ): Promise<Model> {
    const { file, now } = options;
    const happened = createNotices(file, now, options.onNotice ?? (() => undefined));
    const derivation = () => ({ today: businessDate(now(), options.timeZone), feeds: options.feeds });
    const days = createDays(file, () => derivation().today, happened);
    const sources = await connect(createFileReader({ session: () => db.session() }));
    const prepared = async () => {
      const engine = await Engine.open(options);
      try {
        await migrate(engine);
        await days.attach(engine);
        await fitToMapping(engine, derivation(), sources);
        return engine;
      } catch (error) {
        await engine.end(new Error('The model is not opened'));
        throw error;
      }
    };
    const db: Database = await Database.open(options, {
      async open(damage) {
        const opened = await openOrSetAside(file, now, prepared, damage === null ? undefined : async () => damage);
        if (opened.setAside) happened.setAside(opened.setAside);
        return opened;
      },
      onReopened({ reason, setAside, renewed }) {
        if (setAside === null) happened.reopened(reason);
        refresher.reset();
        // Each failure is in the status.
        if (renewed) for (const feed of options.feeds) refresher.refresh(feed, 'full').catch(() => undefined);
      },
    });
    const folder = spoolFolder(file);
    clearSpool(folder);
    const refresher = new Refresher(db, {
      sources,
      feeds: options.feeds,
      folder,
      maxAge: options.maxAge,
      minInterval: options.minInterval,
      overlap: options.overlap,
      verify: options.verify,
      history: file === ':memory:' ? null : historyFolder(file),
      now,
      derivation,
      ...(options.onRefresh ? { onEvent: options.onRefresh } : {}),
    });
    return new Model(db, options, refresher, happened, days);
  }

  get feeds(): readonly Feed[] {
    return this.options.feeds;
  }

  /** The clock of everything that asks how old something is. */
  get now(): Date {
    return this.options.now();
  }

  /** Milliseconds for which rows are young enough for any question. */
  get maxAge(): number {
    return this.options.maxAge;
  }

  /** Business day in the configured time zone, YYYY-MM-DD. */
  get today(): string {
    return this.dayOf(this.options.now());
  }

  /** Business day of a moment, YYYY-MM-DD. */
  dayOf(moment: Date): string {
    return businessDate(moment, this.options.timeZone);
  }

  /** First and last day of all rows of stock, half-open. */
  held(): Promise<Span | null> {
    return heldDays(this.db, this.today);
  }

  query(query: SQL): Promise<readonly Tuple[]> {
    return this.db.query(query);
  }

  /** Rows of a question that reads the model's rows alone: equal ones are run once while those stay as they are. */
  readonly answer: (key: string, query: () => SQL) => Promise<readonly Tuple[]>;

  /** How often the model had to be made anew: an answer that spans such a moment is made of two models. */
  get renewals(): number {
    return this.db.renewals;
  }

  /** What stock was over each of some spans of days. Of one without an end on either side: as it is now. */
  async stockOver(spans: readonly Span[], options: StockOverOptions): Promise<StockOver> {
    // What is remembered of the dates must not be of the moment before the day began here.
    await this.followCalendar();
    return stockOver(this.answer, { today: this.today, feeds: this.feeds }, spans, options);
  }

  /** What happened to the model from this moment on, also in processes before this one where it was set aside. */
  notices(since: Date): readonly ModelNotice[] {
    return this.happened.since(since);
  }

  /**
   * A day may have begun since the state was derived: rows dated after yesterday count from today on, and what was
   * recorded yesterday is history.
   */
  async followCalendar(): Promise<void> {
    while (this.followed !== this.state) {
      this.following ??= this.follow().finally(() => {
        this.following = null;
      });
      await this.following;
    }
  }
  /** The day and version at which that was last looked at. */
  private followed = '';
  private following: Promise<void> | null = null;

  private get state(): string {
    return `${this.today} ${this.refresher.version}`;
  }

  private async follow(): Promise<void> {
    const { today, state } = this;
    if (this.days.attachedOn !== today) await this.days.attach(this.db);
    const [{ day } = { day: null }] = await this.query(sql`SELECT max(CAST(today AS VARCHAR)) AS day FROM derived`);
    if (day !== today)
      await this.db.transaction((session) => derive(session, { today, feeds: this.options.feeds }, 'stock'));
    this.followed = state;
  }

  /** Brings everything up to date that is due, the day included. */
  async tend(): Promise<void> {
    await this.refresher.tend();
    await this.followCalendar();
  }

  through(): Promise<readonly Through[]> {
    return readThrough(this.db, this.today);
  }

  /** Latest date not after today of every feed whose rows have dates, by feed. */
  latestDates(): Promise<ReadonlyMap<string, string>> {
    return latestDates(this.db, this.today);
  }

  /** Texts of a date column and what the refresh reads of each: YYYY-MM-DD, or null for what is no date. */
  async readDates(texts: readonly string[], format: string | null): Promise<ReadonlyMap<string, string | null>> {
    const rows = await this.query(sql`SELECT value, ${dateOf(sql`trim(value)`, format)} AS date FROM
      (SELECT unnest(string_split(${texts.join('\u001f')}, ${'\u001f'})) AS value) AS texts`);
    return new Map(rows.map(({ value, date = null }) => [String(value), date === null ? null : String(date)]));
  }

  findings(): Promise<readonly Finding[]> {
    return findings(this.db);
  }

  /** Values of the rows that the restrictions leave. */
  dimensionValues(restrictions: readonly RowRestriction[]): Promise<readonly DimensionValue[]> {
    return dimensionValues(this.db, restrictions);
  }

  async close(): Promise<void> {
    await this.refresher.close();
    await this.db.close();
  }
}
