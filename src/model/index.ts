/**
 * The unified model: a star schema in DuckDB, the only place where sources and questions meet. KPIs read
 * it through `query`; nothing outside this folder knows the database. Tested in `tests/model`.
 */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import type { Source } from '../sources/source.js';
import { businessDate } from './calendar.js';
import { dateOf } from './cleanse.js';
import { Database, type DatabaseOptions, type Tuple } from './database.js';

export { ModelLocked, type Tuple } from './database.js';
export type { IncompleteDate, Through } from './freshness.js';
export type { Finding } from './quality.js';
export type { FeedStatus, RefreshEvent } from './refresh.js';

import { type Derivation, derive } from './derive.js';
import type { Feed } from './feed.js';
import { createFileReader } from './files.js';
import { type IncompleteDate, incompleteDates, readThrough, type Through } from './freshness.js';
import { createMemo } from './memo.js';
import { migrate } from './migrate.js';
import { type Finding, findings } from './quality.js';
import { mappingOf, type RefreshEvent, Refresher } from './refresh.js';
import { MODEL_TABLES, type ModelTable } from './shape.js';
import { type DimensionValue, dimensionValues, type RowRestriction } from './values.js';

export interface ModelOptions extends DatabaseOptions {
  readonly feeds: readonly Feed[];
  readonly timeZone: string;
  /** Milliseconds. */
  readonly maxAge: number;
  readonly minInterval: number;
  readonly now: () => Date;
  readonly onRefresh?: (event: RefreshEvent) => void;
}

export class Model {
  private constructor(
    private readonly db: Database,
    private readonly options: ModelOptions,
    readonly refresher: Refresher,
  ) {
    this.answer = createMemo(
      () => `${this.today} ${refresher.version}`,
      (query) => db.query(query),
    );
  }

  /** `connect` makes the sources; those of type `files` read through the model's engine. */
  static async open(
    options: ModelOptions,
    connect: (
      files: ReturnType<typeof createFileReader>,
    ) => ReadonlyMap<string, Source> | Promise<ReadonlyMap<string, Source>>,
  ): Promise<Model> {
    const db = await Database.open(options);
    await migrate(db);
    const folder = join(options.file === ':memory:' ? '.' : dirname(options.file), 'spool');
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    const derivation = () => ({ today: businessDate(options.now(), options.timeZone), feeds: options.feeds });
    const sources = await connect(createFileReader(db));
    await fitToMapping(db, derivation(), sources);
    const refresher = new Refresher(db, {
      sources,
      feeds: options.feeds,
      folder,
      maxAge: options.maxAge,
      minInterval: options.minInterval,
      now: options.now,
      derivation,
      ...(options.onRefresh ? { onEvent: options.onRefresh } : {}),
    });
    return new Model(db, options, refresher);
  }

  get feeds(): readonly Feed[] {
    return this.options.feeds;
  }

  /** The clock of everything that asks how old something is. */
  get now(): Date {
    return this.options.now();
  }

  /** Business day in the configured time zone, YYYY-MM-DD. */
  get today(): string {
    return businessDate(this.options.now(), this.options.timeZone);
  }

  query(query: SQL): Promise<readonly Tuple[]> {
    return this.db.query(query);
  }

  /** Rows of a question that reads the model's rows alone: equal ones are run once while those stay as they are. */
  readonly answer: (key: string, query: () => SQL) => Promise<readonly Tuple[]>;

  /** A day may have begun since the state was derived: rows dated after yesterday count from today on. */
  async followCalendar(): Promise<void> {
    const today = this.today;
    const state = `${today} ${this.refresher.version}`;
    if (state === this.followed) return;
    const [{ day } = { day: null }] = await this.query(sql`SELECT max(CAST(today AS VARCHAR)) AS day FROM derived`);
    if (day !== today)
      await this.db.transaction((session) => derive(session, { today, feeds: this.options.feeds }, 'stock'));
    this.followed = state;
  }
  /** The day and version at which that was last looked at. */
  private followed = '';

  through(): Promise<readonly Through[]> {
    return readThrough(this.db, this.today);
  }

  incompleteDates(): Promise<readonly IncompleteDate[]> {
    return incompleteDates(this.db, this.today);
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

/** Drops parts that no mapping made, or another one, and what a killed process left; rebuilds the rest. */
async function fitToMapping(db: Database, derivation: Derivation, sources: ReadonlyMap<string, Source>): Promise<void> {
  const wanted = new Map(derivation.feeds.map((feed) => [feed.id, mappingOf(feed, sources)]));
  const stored = await db.query(sql`SELECT feed, mapping FROM feed`);
  const kept = new Set(
    stored.filter(({ feed, mapping }) => wanted.get(String(feed)) === mapping).map(({ feed }) => feed),
  );
  const parts = await db.query(sql`SELECT table_name FROM duckdb_tables() WHERE schema_name = 'part'`);
  const derived = await db.query(sql`SELECT 1 FROM duckdb_tables() WHERE table_name = 'stock_state'`);
  if (
    derived.length > 0 &&
    stored.length === kept.size &&
    parts.every(({ table_name }) => kept.has(table_name ?? null))
  )
    return;
  await db.transaction(async (session) => {
    for (const { table_name } of parts) {
      if (!kept.has(table_name ?? null)) await session.run(sql`DROP TABLE part.${sql.identifier(String(table_name))}`);
    }
    for (const { feed } of stored) {
      if (kept.has(feed ?? null)) continue;
      await session.run(sql`DELETE FROM feed WHERE feed = ${feed}`);
      await session.run(sql`DELETE FROM rejected_row WHERE feed = ${feed}`);
      await session.run(sql`DELETE FROM repeated_text WHERE feed = ${feed}`);
    }
    for (const table of Object.keys(MODEL_TABLES) as ModelTable[]) await derive(session, derivation, table);
  });
}
