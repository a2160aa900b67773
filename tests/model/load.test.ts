import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../src/model/database.js';
import { bind } from '../../src/model/feed.js';
import { ledgerOf } from '../../src/model/ledger.js';
import { loadFeed } from '../../src/model/load.js';
import { migrate } from '../../src/model/migrate.js';
import type { TextRow } from '../../src/sources/source.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';
import { boundTo, load, openModel, type SourceRow } from './mirror.js';

const TODAY = '2026-03-10';

async function opened() {
  const db = await openModel();
  onTestFinished(() => db.close());
  return db;
}

describe('a feed fitted to its source', () => {
  const described = ['id', 'day', 'item', 'qty', 'kind', 'stamp'].map((name) => ({
    name,
    type: 'varchar',
    kind: 'text' as const,
  }));
  const feed = feedOf({
    columns: { date: 'day', product_id: 'item', quantity: 'qty' },
    meaning: { quantity: 'complete', demand: null },
    repeats: { 'product.category': 'kind' },
    key: ['DAY', 'id'],
    changed: 'stamp',
  });

  it('asks for key columns that are not mapped, and for each column once', () => {
    const bound = bind(feed, described);
    if ('missing' in bound) throw new Error('missing');
    expect(bound.extract.map(({ name }) => name)).toEqual(['day', 'item', 'qty', 'kind', 'id']);
    expect(bound.origin).toEqual({ date: 0, key: [0, 4] });
    expect(bound.changed?.name).toBe('stamp');
  });

  it('lacks what its key and change column name as it lacks any column', () => {
    const few = described.filter(({ name }) => name !== 'id' && name !== 'stamp');
    expect(bind(feed, few)).toEqual({
      missing: [
        { column: 'key', mapped: 'id' },
        { column: 'changed', mapped: 'stamp' },
      ],
    });
  });

  it('has no raw date where the date is a constant', () => {
    const bound = bind(
      { ...feed, columns: { product_id: 'item', quantity: 'qty' }, constants: { date: TODAY } },
      described,
    );
    expect('missing' in bound ? bound : bound.origin.date).toBeNull();
  });
});

describe('a load', () => {
  const COLUMNS = ['line', 'date', 'product_id', 'quantity'];
  const feed = feedOf({ key: ['line'] });
  const bound = boundTo(feed, COLUMNS);
  const row = (line: string | null, date: string | null, product_id = 'A'): SourceRow => ({
    line,
    date,
    product_id,
    quantity: '1',
  });

  it('keeps of each row its raw date to the letter, its checksum and its key', async () => {
    const db = await opened();
    const dates = [
      '2026-03-09',
      ' 2026-03-09',
      '2026-03-09\t',
      '\u00a02026-03-09',
      '',
      ' ',
      '\t',
      null,
      'März',
      '%20',
      '\u001e',
    ];
    await load(
      db,
      bound,
      dates.map((date) => row('1', date)),
      { feeds: [feed], today: TODAY },
    );
    expect([...(await ledgerOf(db, feed)).keys()].map(String).sort()).toEqual(dates.map(String).sort());
    const [kept] = await db.query(sql`SELECT count(*) AS rows, count(row_sum) AS sums, count(DISTINCT row_key) AS keys
      FROM part.${sql.identifier(feed.id)}`);
    // Blanks around a date are no harm; a blank that cannot be seen is one.
    expect(kept).toEqual({ rows: 4, sums: 4, keys: 1 });
  });

  it('has neither checksum nor key where there are none', async () => {
    const db = await opened();
    const plain = feedOf();
    const extraction = {
      kind: 'rows' as const,
      batches: (async function* (): AsyncGenerator<TextRow[]> {
        yield [['2026-03-09', 'A', '1']];
      })(),
    };
    const options = {
      folder: temporaryFolder(),
      asOf: new Date(),
      mapping: 'one',
      derivation: { feeds: [plain], today: TODAY },
    };
    await loadFeed(db, boundTo(plain, ['date', 'product_id', 'quantity']), extraction, options);
    const part = await db.query(sql`SELECT row_sum, row_key FROM part.${sql.identifier(plain.id)}`);
    expect(part).toEqual([{ row_sum: null, row_key: null }]);
    expect(await ledgerOf(db, plain)).toEqual(new Map([['2026-03-09', { rows: 1, sum: '0' }]]));
  });

  it('rejects a row with a value that is too long, and reads the others', async () => {
    const db = await opened();
    const folder = join(temporaryFolder(), 'spool');
    const long = 'x'.repeat(1_200_000);
    const rows = [
      row('1', '2026-03-09', 'x'.repeat(100_000)),
      row('2', '2026-03-09', long),
      row('3', long),
      { ...row(long, '2026-03-09', 'B'), quantity: '5' },
      { ...row(`${long}!`, '2026-03-09', 'B'), quantity: '6' },
      row('', '2026-03-09', 'C'),
    ];
    expect(await load(db, bound, rows, { feeds: [feed], today: TODAY, folder })).toMatchObject({
      read: 6,
      kept: 4,
      rejected: 2,
    });
    const rejected = await db.query(sql`SELECT rule, column_name, value FROM rejected_row ORDER BY column_name DESC`);
    expect(rejected).toEqual([
      { rule: 'value too long', column_name: 'product_id', value: '1200000 characters' },
      {
        rule: 'value too long',
        column_name: 'date',
        value: expect.stringMatching(/^1200000 characters, [0-9a-f]{64}$/),
      },
    ]);
    const [keys] = await db.query(sql`SELECT count(DISTINCT row_key) AS keys FROM part.${sql.identifier(feed.id)}`);
    expect(keys).toEqual({ keys: 4 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is forgotten when another DuckDB would find other keys', async () => {
    const db = await opened();
    await load(db, bound, [row('1', '2026-03-09')], { feeds: [feed], today: TODAY });
    await migrate(db);
    expect(await db.query(sql`SELECT feed FROM feed`)).toHaveLength(1);
    await db.transaction((session) => session.run(sql`UPDATE hash_probe SET value = 1`));
    await migrate(db);
    expect(await db.query(sql`SELECT feed FROM feed`)).toEqual([]);
  });
});

it('a model of before rows kept what they were in their source is taken over without its rows', async () => {
  const folder = temporaryFolder();
  const [first = ''] = readdirSync(SQL).sort();
  copyFileSync(join(SQL, first), join(folder, first));
  const db = await Database.open({ file: ':memory:', memory: 128, threads: 1 });
  onTestFinished(() => db.close());
  await migrate(db, folder);
  await db.transaction((session) =>
    session.script(`INSERT INTO feed VALUES ('f', 'stock', 's', 'm', '2026-03-10', 1, 2, 1, 0);
      INSERT INTO rejected_row VALUES ('f', 's', 'stock', 'k', 'no date', 'date', NULL);
      INSERT INTO repeated_text VALUES ('f', 'product', 'category', 'A', 'Lamp', 1);
      CREATE TABLE stock_date (feed VARCHAR); CREATE TABLE warehouse (warehouse VARCHAR); CREATE TABLE stock_state (rows BIGINT)`),
  );
  await migrate(db);
  for (const table of ['feed', 'rejected_row', 'repeated_text', 'stock_date', 'ledger']) {
    expect(await db.query(sql`SELECT * FROM ${sql.identifier(table)}`)).toEqual([]);
  }
});

const SQL = fileURLToPath(new URL('../../sql/model', import.meta.url));
