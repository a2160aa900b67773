import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { feedsOf } from '../../src/config/feeds.js';
import { configSchema, type MySqlConfig } from '../../src/config/schema.js';
import { Database } from '../../src/model/database.js';
import type { Feed } from '../../src/model/feed.js';
import { migrate } from '../../src/model/migrate.js';
import { Refresher } from '../../src/model/refresh.js';
import { createMySqlSource } from '../../src/sources/mysql/index.js';
import type { Source, TextRow } from '../../src/sources/source.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';

/** A row has 200 letters, so that the server is far from done when a read is broken off. */
const ROWS = 100_000;

const TABLE = {
  table: 'stock',
  source: 'shop',
  from: 'many',
  environment: 'production',
  columns: { product_id: 'id', quantity: 'id', warehouse: 'filler' },
  constants: { date: '2024-02-29' },
  meaning: { quantity: 'complete' },
};

describeWithMariaDb('a load from MySQL', () => {
  const databaseName = `tally_load_${process.pid}`;
  let mysql: MariaDb;
  let folder: string;
  let source: Source;
  let feed: Feed;
  let db: Database;
  let refresher: Refresher;
  let now: Date;
  /** What happens to the next reads, one each, after their first rows. */
  let strikes: (() => Promise<void>)[];

  beforeAll(async () => {
    mysql = await startMariaDb();
    await mysql.createDatabase(databaseName);
    await mysql.query(`CREATE TABLE ${databaseName}.digits (d INT)`);
    await mysql.query(`INSERT INTO ${databaseName}.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)`);
    const { host, port, user, password } = mysql;
    const shop = { type: 'mysql', host, port, user, password, database: databaseName, tls: 'off' };
    const config = configSchema.parse({ sources: { shop }, tables: [TABLE] });
    [feed] = feedsOf(config).feeds as [Feed];
    source = striking(createMySqlSource('shop', config.sources.shop as MySqlConfig));
  });
  afterAll(async () => {
    await source?.close();
    await mysql?.close();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tally-load-'));
    strikes = [];
    now = new Date('2024-03-01T00:00:00Z');
    db = await Database.open({ file: ':memory:', memory: 256, threads: 2 });
    await migrate(db);
    refresher = new Refresher(db, {
      sources: new Map([['shop', source]]),
      feeds: [feed],
      folder,
      maxAge: 0,
      minInterval: 0,
      overlap: 300_000,
      verify: 3_600_000,
      history: null,
      now: () => now,
      derivation: () => ({ today: '2024-03-01', feeds: [feed] }),
    });
    await fill(10);
    await refresher.refresh(feed);
  });
  afterEach(async () => {
    await refresher.close();
    db.close();
    rmSync(folder, { recursive: true });
  });

  /** The table has rows with the numbers from 1. */
  async function fill(rows: number): Promise<void> {
    const [number, joined] = [
      [...'abcdef'].map((name, power) => `${10 ** power} * ${name}.d`).join(' + '),
      [...'abcdef'].map((name) => `${databaseName}.digits AS ${name}`).join(' JOIN '),
    ];
    await mysql.query(`CREATE OR REPLACE VIEW ${databaseName}.many AS
      SELECT 1 + ${number} AS id, REPEAT('x', 200) AS filler FROM ${joined} WHERE ${number} < ${rows}`);
  }

  function striking(inner: Source): Source {
    return {
      ...inner,
      async look(...parameters) {
        const look = await inner.look?.(...parameters);
        if (!look) throw new Error('The source cannot be looked at');
        return {
          clock: look.clock,
          consistent: look.consistent,
          settled: (columns) => look.settled(columns),
          changes: (columns, since) => look.changes(columns, since),
          sums: (columns, where) => look.sums(columns, where),
          rows: async (columns, where, signal) => struck(await look.rows(columns, where, signal)),
          close: () => look.close(),
        };
      },
    };
  }

  async function* struck(batches: AsyncIterable<readonly TextRow[]>): AsyncGenerator<readonly TextRow[]> {
    let strike = strikes.shift();
    for await (const batch of batches) {
      yield batch;
      await strike?.();
      strike = undefined;
    }
  }

  async function killReader(): Promise<void> {
    const readers = await mysql.query(
      "SELECT id FROM information_schema.processlist WHERE command = 'Query' AND info LIKE 'SELECT `c0`%'",
    );
    expect(readers).toHaveLength(1);
    await mysql.query(`KILL CONNECTION ${readers[0]?.id ?? readers[0]?.ID}`);
  }

  /** Rows and their sum, what the feed's entry says, and all tables there are. */
  async function state() {
    const [rows] = await db.query(sql`SELECT count(*) AS rows, CAST(sum(quantity) AS VARCHAR) AS sum FROM stock`);
    const entries = await db.query(sql`SELECT rows_read, rows_kept, CAST(as_of AS VARCHAR) AS as_of FROM feed`);
    const tables = await db.query(sql`SELECT table_name FROM duckdb_tables() ORDER BY table_name`);
    return { ...rows, entries, tables };
  }

  test('that is broken off at every try leaves the model as it was, and succeeds when asked again', async () => {
    const before = await state();
    expect(before).toMatchObject({ rows: 10, sum: '55.0000', entries: [{ rows_read: 10, rows_kept: 10 }] });

    await fill(ROWS);
    now = new Date('2024-03-01T01:00:00Z');
    strikes = [killReader, killReader, killReader];
    await expect(refresher.refresh(feed)).rejects.toMatchObject({
      problem: 'interrupted',
      source: 'shop',
      table: 'many',
    });
    expect(strikes).toEqual([]);
    expect(await state()).toEqual(before);
    expect(await refresher.status()).toMatchObject([
      { rowsRead: 10, refreshing: false, trouble: { says: 'the connection broke off' } },
    ]);
    expect(readdirSync(folder)).toEqual([]);

    expect(await refresher.refresh(feed)).toMatchObject({ read: ROWS, kept: ROWS, rejected: 0 });
    expect(await state()).toMatchObject({ rows: ROWS, sum: '5000050000.0000', entries: [{ rows_read: ROWS }] });
    expect(await refresher.status()).toMatchObject([{ trouble: null }]);
  });

  test('that is broken off once is tried again by itself', async () => {
    await fill(ROWS);
    strikes = [killReader];
    expect(await refresher.refresh(feed)).toMatchObject({ read: ROWS, kept: ROWS, rejected: 0 });
    expect(await state()).toMatchObject({ rows: ROWS, sum: '5000050000.0000' });
  });

  test('that is called off because Tally closes leaves the model as it was', async () => {
    const before = await state();
    await fill(ROWS);
    let closed: Promise<void> | undefined;
    strikes = [
      async () => {
        closed = refresher.close();
      },
    ];
    await expect(refresher.refresh(feed)).rejects.toMatchObject({ problem: 'cancelled' });
    await closed;
    expect(await state()).toEqual(before);
  });
});
