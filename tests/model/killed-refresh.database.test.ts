import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import { Database } from '../../src/model/database.js';
import { partOf } from '../../src/model/staging.js';
import { temporaryFolder } from '../support/app.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { everything } from './mirror.js';
import { rebuild } from './rebuild.js';
import { changed, created, momentOf, ROWS, STOCK, unreadable } from './versions.js';

const REFRESHING = fileURLToPath(new URL('refreshing.js', import.meta.url));
const KILLS = Number(process.env.KILLS ?? 5);
/** Longest time that a process gets after it has opened the model, in milliseconds. */
const LIFE = 1500;
/** Longest time that a process gets which is killed while it begins. */
const BEGINNING = 900;

const STOCK_COLUMNS = { product_id: 'item', quantity: 'qty' };
const FEEDS = {
  dated: { environment: 'production', columns: { ...STOCK_COLUMNS, date: 'day' }, key: ['line'], changed: 'stamp' },
  unkeyed: { environment: 'test', columns: { ...STOCK_COLUMNS, date: 'day' } },
  dateless: { environment: 'test', columns: STOCK_COLUMNS, key: ['line'], changed: 'stamp' },
};

interface Kill {
  readonly opening: boolean;
  /** Milliseconds. */
  readonly after: number;
  /** Of the tables. */
  readonly version: number;
}

describeWithMariaDb('a refresh that is killed', () => {
  const database = `tally_killed_${process.pid}`;
  let mysql: MariaDb;
  let connection: Connection;
  let login: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    mysql = await startMariaDb();
    await mysql.createDatabase(database);
    const { host, port, user, password } = mysql;
    login = { host, port, user, password, database };
    connection = await createConnection({ host, port, user, password, database });
    await created(connection);
  });
  afterAll(async () => {
    await connection?.end();
    await mysql?.close();
  });

  function configured(folder: string): string {
    mkdirSync(folder, { recursive: true });
    const config = {
      model: { file: 'data/tally.duckdb' },
      refresh: { maxAge: '0s', budget: '60s' },
      sources: { shop: { type: 'mysql', ...login, tls: 'off' } },
      tables: [
        { table: 'product', source: 'shop', from: 'products', columns: { product_id: 'item', name: 'name' } },
        ...STOCK.map((from) => ({
          table: 'stock',
          source: 'shop',
          from,
          ...FEEDS[from],
          meaning: { quantity: 'sparse' },
        })),
      ],
    };
    const path = join(folder, 'tally.yaml');
    writeFileSync(path, JSON.stringify(config));
    return path;
  }

  /**
   * Lets a process refresh again and again, and kills it: some time after it is open, or while it opens. Meanwhile the
   * tables go from version to version; yields the one that they have come to.
   */
  async function killed(config: string, { opening, after, version: first }: Kill): Promise<number> {
    const child = spawn(process.execPath, [REFRESHING, config], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const kill = () => setTimeout(() => child.kill('SIGKILL'), after);
    if (opening) kill();
    else child.once('message', kill);
    let version = first;
    let changing = Promise.resolve();
    child.on('message', () => {
      changing = changed(connection, version + 1).then(() => {
        version += 1;
        if (child.connected) child.send({ version, moment: momentOf(version).toISOString() }, () => undefined);
      });
    });
    const [, signal] = await once(child, 'close');
    await changing;
    if (signal !== 'SIGKILL') throw new Error(errors);
    return version;
  }

  const opened = (config: string, now: Date) =>
    openApp({ config, environment: { TALLY_LOG: 'silent' }, now: () => now });

  /** Everything that the model holds, as it is and as it follows from the rows alone, out of a copy of its files. */
  async function sound(file: string, { model }: Pick<App, 'model'>): Promise<void> {
    const copy = join(temporaryFolder(), 'copy.duckdb');
    for (const end of ['', '.wal']) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
    const db = await Database.open({ file: copy, memory: 128, threads: 2 });
    const before = await everything(db);
    const [derived] = await db.query(sql`SELECT CAST(today AS VARCHAR) AS today FROM derived`);
    const today = String(derived?.today);
    for (const table of ['product', 'stock'] as const)
      await db.transaction((session) => rebuild(session, { today, feeds: model.feeds }, table));
    expect(await everything(db)).toEqual(before);
    await db.close();
  }

  /** The version that a part holds, every row of it. */
  async function heldOf({ model }: App, feed: App['model']['feeds'][number]): Promise<number> {
    const [entry] = await model.query(sql`SELECT rows_read, rows_kept FROM feed WHERE feed = ${feed.id}`);
    if (feed.table === 'product') {
      const names = await model.query(sql`SELECT DISTINCT name FROM ${partOf(feed)}`);
      expect(names).toHaveLength(1);
      return Number(names[0]?.name);
    }
    const [rows] = await model.query(sql`SELECT count(*) AS kept, CAST(min(quantity) AS INTEGER) AS least,
      CAST(max(quantity) AS INTEGER) AS most, (SELECT count(*) FROM rejected_row WHERE feed = ${feed.id}) AS rejected
      FROM ${partOf(feed)}`);
    const version = Number(rows?.most);
    const rejected = unreadable(version, feed.from !== 'dateless');
    expect(rows).toEqual({ kept: ROWS - rejected, least: version, most: version, rejected });
    expect(entry).toEqual({ rows_read: ROWS, rows_kept: ROWS - rejected });
    return version;
  }

  test('leaves each table as before or as after, and the next one brings it up to its source', {
    timeout: 60_000 + KILLS * 20_000,
  }, async () => {
    const folder = temporaryFolder();
    const config = configured(folder);
    const file = join(folder, 'data/tally.duckdb');
    const counts = { before: 0, after: 0 };
    let version = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const opening = kill % 4 === 3;
      const after = Math.round(Math.random() * (opening ? BEGINNING : LIFE));
      const started = version;
      version = await killed(config, { opening, after, version });
      const now = momentOf(version);
      const why = `kill ${kill + 1}: ${after} ms after it began to ${opening ? 'open' : 'refresh'}, at version ${version}`;
      const app = await opened(config, now);
      try {
        expect(await app.model.query(sql`SELECT file, problem FROM history.day WHERE problem IS NOT NULL`)).toEqual([]);
        const loaded = await app.model.query(sql`SELECT feed FROM feed`);
        for (const feed of app.model.feeds) {
          // Killed before anything was ever read.
          if (!loaded.some((one) => one.feed === feed.id)) continue;
          const held = await heldOf(app, feed);
          if (version > started) counts[held === version ? 'after' : 'before'] += 1;
          expect([version, Math.max(version - 1, 0)], `${why}, of ${feed.from}`).toContain(held);
        }
        await sound(file, app);
        for (const feed of app.model.feeds) await app.model.refresher.update(feed);
        await compareWithNew(app, now, why);
      } finally {
        await app.close();
      }
      expect(left(folder), why).toEqual([]);
    }
    if (process.env.KILLS)
      process.stdout.write(`${KILLS} kills: ${JSON.stringify(counts)}, ${statSync(file).size} bytes\n`);
    // It got on from kill to kill.
    expect(counts.before + counts.after).toBeGreaterThan(0);
  });

  /** What the model holds and what one holds that has just read all tables. */
  async function compareWithNew(app: App, now: Date, why: string): Promise<void> {
    const other = await opened(configured(temporaryFolder()), now);
    try {
      for (const feed of other.model.feeds) await other.model.refresher.refresh(feed);
      expect(await rowsOf(app), why).toEqual(await rowsOf(other));
    } finally {
      await other.close();
    }
  }

  /** But for the days that were recorded. */
  async function rowsOf({ model }: App) {
    const all = await everything(model);
    return Object.fromEntries(
      Object.entries(all).filter(([name]) => !/_(?:over_time|recorded|recorded_day)$/.test(name)),
    );
  }

  /** What lies beside a model that is closed and does not belong there. */
  const left = (folder: string) =>
    readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((name) => !BELONGS.test(name));
});

/** Files, the folders of those that a read needs, and recorded days. */
const BELONGS =
  /^(spool|tally\.(duckdb|log)|state\.db(-wal|-shm)?|tally\.history(\/[^/]+(\/\d{4}-\d\d-\d\d\.parquet)?)?)$/;
