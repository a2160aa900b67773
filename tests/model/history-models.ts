import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { Database } from '../../src/model/database.js';
import type { Feed } from '../../src/model/feed.js';
import { attachHistory, deriveOverTime, historyFolder, recordDay } from '../../src/model/history/index.js';
import { migrate } from '../../src/model/migrate.js';
import { partOf } from '../../src/model/staging.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';

/** environment, date, product, quantity */
export type Row = readonly [string, string | null, string, number];

/** A model with parts that a test fills by hand, as a refresh would. */
export async function historyModel(folder = temporaryFolder()) {
  const file = join(folder, 'tally.duckdb');
  const days = historyFolder(file);
  const db = await Database.open({ file, memory: 96, threads: 2 });
  onTestFinished(() => db.close());
  await migrate(db);
  await attachHistory(db, days);
  const load = (feed: Feed, rows: readonly Row[]) =>
    db.transaction(async (session) => {
      await session.run(sql`CREATE OR REPLACE TABLE ${partOf(feed)} AS SELECT * FROM shape.stock LIMIT 0`);
      for (const [environment, date, product, quantity] of rows)
        await session.run(sql`INSERT INTO ${partOf(feed)} VALUES (${environment}, CAST(${date} AS DATE), ${product}, 'Main',
          CAST(${quantity} AS DECIMAL(18,4)), CAST(1 AS DECIMAL(18,4)), NULL)`);
    });
  const record = (feed: Feed, day: string, feeds: readonly Feed[] = [feed], at = `${day}T08:00:00.000Z`) =>
    recordDay(db, days, feed, { day, at: new Date(at), feeds });
  /** What questions about a period read on a day: `test 2026-03-09 A 5`. */
  const overTime = async (today: string, feeds: readonly Feed[]) => {
    await attachHistory(db, days);
    await db.transaction(async (session) => {
      const loaded: Feed[] = [];
      for (const feed of feeds) {
        const [found] = await session.query(sql`SELECT 1 FROM duckdb_tables() WHERE table_name = ${feed.id}`);
        if (found) loaded.push(feed);
      }
      const parts = loaded.map((feed) => sql`SELECT * FROM ${partOf(feed)}`);
      await session.run(
        sql`CREATE OR REPLACE VIEW stock AS ${parts.length > 0 ? sql.join(parts, sql` UNION ALL BY NAME `) : sql`FROM shape.stock`}`,
      );
      await session.run(sql`DROP VIEW IF EXISTS warehouse`);
      await session.run(sql`CREATE OR REPLACE VIEW warehouse AS SELECT DISTINCT warehouse FROM stock`);
      await deriveOverTime(session, { today, feeds });
    });
    const rows = await db.query(
      sql`SELECT environment || ' ' || date || ' ' || product_id || ' ' || CAST(quantity AS INTEGER) AS said FROM stock_over_time ORDER BY said`,
    );
    return rows.map(({ said }) => String(said));
  };
  return { db, file, folder: days, load, record, overTime, recorded: () => existsSync(days) };
}

/** Recorded days of each feed as they were last attached, without damaged files. */
export async function historyOf(db: Pick<Database, 'query'>) {
  const rows = await db.query(sql`SELECT feed, arg_max(environment, date) AS environment, sum(rows) AS rows,
      string_agg(CAST(date AS VARCHAR), ' ' ORDER BY date) AS days
    FROM history.day WHERE problem IS NULL GROUP BY feed ORDER BY feed`);
  return rows.map(({ feed, environment, rows: count, days }) => ({
    feed,
    environment,
    rows: Number(count),
    days: String(days).split(' '),
  }));
}

/** A table of stock of Test whose mapping names its columns, and no date among them. */
export const undated = (changes: Partial<Feed> = {}): Feed =>
  feedOf({
    columns: { product_id: 'sku', quantity: 'qty' },
    meaning: { quantity: 'complete', demand: null },
    ...changes,
  });
