import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applyChange } from '../../src/model/apply.js';
import type { Database } from '../../src/model/database.js';
import type { Feed } from '../../src/model/feed.js';
import { latestDates, ledgerOf } from '../../src/model/ledger.js';
import { markOf } from '../../src/model/mark.js';
import { findings } from '../../src/model/quality.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';
import { apply, boundTo, checksum, everything, load, MARK, openModel, type SourceRow, type Stand } from './mirror.js';

const COLUMNS = ['line', 'date', 'product_id', 'warehouse', 'quantity'];
const TODAY = '2026-03-10';

/** `1 09 A 5` is line 1 of 9 March, sku A, 5 pieces; `-` is null. */
const row = (text: string): SourceRow => {
  const [line = '', day = '', product_id = '', quantity = '', warehouse = '-'] = text.split(' ');
  const value = (one: string) => (one === '-' ? null : one);
  const date = /^\d\d$/.test(day) ? `2026-03-${day}` : value(day);
  return {
    line: value(line),
    date,
    product_id: value(product_id),
    quantity: value(quantity),
    warehouse: value(warehouse),
  };
};

async function loaded(texts: readonly string[], changes: Partial<Feed> = {}) {
  const db = await openModel();
  onTestFinished(() => db.close());
  const feed = feedOf({ key: ['line'], ...changes });
  const stand: Stand = { feeds: [feed], today: TODAY, folder: temporaryFolder() };
  const bound = boundTo(feed, COLUMNS);
  await load(db, bound, texts.map(row), stand);
  return {
    db,
    feed,
    stand,
    bound,
    byKey: (rows: readonly string[], dates: readonly (string | null)[] = []) =>
      apply(db, bound, { dates, byKey: true, rows: rows.map(row) }, stand),
    byDates: (dates: readonly (string | null)[], rows: readonly string[] | null) =>
      apply(db, bound, { dates, byKey: false, rows: rows?.map(row) ?? null }, stand),
  };
}

/** All rows as `day sku pieces`, in order. */
async function rowsOf(db: Database): Promise<readonly string[]> {
  const rows = await db.query(
    sql`SELECT right(CAST(date AS VARCHAR), 2) || ' ' || product_id || ' ' || CAST(quantity AS INTEGER) AS text FROM stock ORDER BY ALL`,
  );
  return rows.map(({ text }) => String(text));
}

const stateOf = async (db: Database) =>
  (
    await db.query(sql`SELECT product_id || ' ' || CAST(quantity AS INTEGER) AS text FROM stock_state ORDER BY ALL`)
  ).map(({ text }) => text);

const rejectedOf = async (db: Database) =>
  (await db.query(sql`SELECT rule, value FROM rejected_row ORDER BY ALL`)).map(
    ({ rule, value }) => `${rule}: ${value ?? '-'}`,
  );

describe('a change by key', () => {
  it('takes the place of the rows with its keys and leaves the others', async () => {
    const { db, byKey } = await loaded(['1 09 A 5', '2 09 B 1', '3 08 A 9']);
    expect(await byKey(['1 09 A 6', '4 09 C 2'])).toMatchObject({
      read: 2,
      kept: 2,
      rejected: 0,
      deleted: 1,
      inserted: 2,
    });
    expect(await rowsOf(db)).toEqual(['08 A 9', '09 A 6', '09 B 1', '09 C 2']);
    expect(await stateOf(db)).toEqual(['A 6', 'B 1', 'C 2']);
  });

  it('follows a row to another date', async () => {
    const { db, byKey } = await loaded(['1 09 A 5', '2 08 B 1']);
    expect(await byKey(['1 08 A 5'])).toMatchObject({ deleted: 1, inserted: 1, dates: ['2026-03-08', '2026-03-09'] });
    expect(await rowsOf(db)).toEqual(['08 A 5', '08 B 1']);
    // The 8th is the latest date now.
    expect(await stateOf(db)).toEqual(['A 5', 'B 1']);
  });

  it('turns a row that was rejected into one that is fine, and the other way round', async () => {
    const { db, feed, byKey } = await loaded(['1 09 A many', '2 09 B 1']);
    expect(await rejectedOf(db)).toEqual(['not a number: many']);
    expect(await byKey(['1 09 A 5', '2 soon B 1'])).toMatchObject({
      read: 2,
      kept: 1,
      rejected: 1,
      deleted: 2,
      inserted: 2,
    });
    expect([await rowsOf(db), await rejectedOf(db)]).toEqual([['09 A 5'], ['not a date: soon']]);
    const [entry] = await db.query(sql`SELECT rows_read, rows_kept FROM feed`);
    expect(entry).toEqual({ rows_read: 2, rows_kept: 1 });
    expect([...(await ledgerOf(db, feed)).keys()].sort()).toEqual(['2026-03-09', 'soon']);
  });

  it('keeps rows apart whose keys are empty, missing, or run together', async () => {
    const { db, byKey, bound, stand } = await loaded([]);
    const of = (line: string | null, product_id: string | null, quantity: string): SourceRow => ({
      ...row('1 09 A 1'),
      line,
      product_id,
      quantity,
    });
    const two = boundTo({ ...bound.feed, key: ['line', 'warehouse'] }, COLUMNS);
    const keys: [string | null, string | null][] = [
      ['', null],
      [null, ''],
      [null, null],
      ['', ''],
      ['a', 'bc'],
      ['ab', 'c'],
      ['a\t', 'c'],
      ['a ', 'c'],
      ['%09', 'c'],
      ['\u001e', 'c'],
      ['ä', 'c'],
    ];
    const rows = (quantity: string) => keys.map(([line, warehouse]) => ({ ...of(line, 'A', quantity), warehouse }));
    await load(db, two, rows('1'), stand);
    for (const [index, one] of rows('2').entries()) {
      expect(await apply(db, two, { dates: [], byKey: true, rows: [one] }, stand)).toMatchObject({
        deleted: 1,
        inserted: 1,
      });
      const [sum] = await db.query(sql`SELECT CAST(sum(quantity) AS INTEGER) AS sum FROM stock`);
      expect(Number(sum?.sum)).toBe(keys.length + index + 1);
    }
    expect(await byKey([])).toMatchObject({ changed: false });
  });

  it('leaves both of two rows that come with one key, as the source has them', async () => {
    const { db, byKey } = await loaded(['1 09 A 5', '1 09 A 5']);
    expect(await byKey(['1 09 A 6', '1 09 A 5'])).toMatchObject({ deleted: 1, inserted: 1 });
    expect(await rowsOf(db)).toEqual(['09 A 5', '09 A 6']);
  });

  it('replaces nothing by key where the feed has none', async () => {
    const { db, byKey } = await loaded(['1 09 A 5'], { key: [] });
    await byKey(['2 09 A 5']);
    expect(await rowsOf(db)).toEqual(['09 A 5', '09 A 5']);
  });

  it('finds rows by a key that holds their date', async () => {
    const { db, byKey } = await loaded(['1 08 A 5', '1 09 A 5', '1 soon A 1'], { key: ['date', 'line'] });
    await byKey(['1 08 A 6', '1 soon A 2']);
    expect(await rowsOf(db)).toEqual(['08 A 6', '09 A 5']);
    expect(await db.query(sql`SELECT rows, date FROM ledger WHERE raw_date = 'soon'`)).toEqual([
      { rows: 1, date: null },
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['that cannot be read', ['1 soon A 2']],
    ['that is missing', ['1 - A 2']],
    ['that cannot be read, beside dates that can', ['1 soon A 2', '1 08 A 6', '1 07 A 6']],
    ['that is missing, beside dates that can', ['1 - A 2', '1 08 A 6']],
    ['of a row that cannot be read any more', ['1 09 A many', '1 - A 2']],
    ['of a row that can be read now', ['2 09 B 3', '1 soon A 2']],
    ['all of them', ['1 07 A 6', '1 08 A 6', '1 09 A 6', '2 09 B 3', '1 soon A 2', '1 - A 2']],
  ])('finds rows by a key that holds their date %s', async (_, changed) => {
    const feed = { key: ['date', 'line'] };
    const rows = ['1 07 A 5', '1 08 A 5', '1 09 A 5', '2 09 B many', '1 soon A 1', '1 - A 1'];
    const keyOf = (text: string) => text.split(' ', 2).join(' ');
    const after = [...rows.filter((text) => !changed.map(keyOf).includes(keyOf(text))), ...changed];
    const { db, byKey } = await loaded(rows, feed);
    expect(await byKey(changed)).toMatchObject({ deleted: changed.length, inserted: changed.length });
    const { db: anew } = await loaded(after, feed);
    expect(await everything(db)).toEqual(await everything(anew));
  });
});

describe('a change by dates', () => {
  it('takes the place of all rows of its raw dates, rejected ones included', async () => {
    const { db, byDates } = await loaded(['1 09 A 5', '2 09 B many', '3 08 A 9'], { key: [] });
    expect(await byDates(['2026-03-09'], ['4 09 C 1'])).toMatchObject({ deleted: 2, inserted: 1 });
    expect([await rowsOf(db), await rejectedOf(db)]).toEqual([['08 A 9', '09 C 1'], []]);
  });

  it('may name rows without a date, unreadable dates, and dates without rows', async () => {
    const { db, byDates } = await loaded([
      '1 - A 5',
      '2 soon B 1',
      '3 09 A 9',
      "4 it's C 1",
      '5 \u0000 D 1',
      '6 a\tb E 1',
    ]);
    const dates = [null, 'soon', '2026-01-01', "it's", '\u0000', 'a\tb'];
    expect(await byDates(dates, ['1 09 A 5'])).toMatchObject({ deleted: 5, inserted: 1 });
    expect([await rowsOf(db), await rejectedOf(db)]).toEqual([['09 A 5', '09 A 9'], []]);
  });

  it('only takes away where no rows come', async () => {
    const { db, byDates } = await loaded(['1 09 A 5', '2 08 B 1']);
    expect(await byDates(['2026-03-09'], null)).toMatchObject({ read: 0, deleted: 1, inserted: 0, changed: true });
    expect([await rowsOf(db), await stateOf(db)]).toEqual([['08 B 1'], ['B 1']]);
  });

  it('goes with keys: a row of such a date that comes by its key too is there once', async () => {
    const { db, byKey } = await loaded(['1 09 A 5', '2 09 B 1', '3 08 A 9']);
    await byKey(['1 09 A 6', '3 08 A 8'], ['2026-03-09']);
    expect(await rowsOf(db)).toEqual(['08 A 8', '09 A 6']);
  });

  it('tells raw texts of one date apart', async () => {
    const { db, byDates } = await loaded(['1 2026-03-09 A 5', '2 2026-03-09T12:00 B 1']);
    await byDates(['2026-03-09T12:00'], ['2 2026-03-09T12:00 B 2']);
    expect(await rowsOf(db)).toEqual(['09 A 5', '09 B 2']);
  });
});

describe('a change', () => {
  it('whose rows are as they were changes nothing but the mark', async () => {
    const { db, feed, bound, stand } = await loaded(['1 09 A 5', '2 09 B many']);
    const counted = { since: null, rows: 2, through: '0x07', sum: '0' };
    const clock = '2026-03-10T11:59:00Z';
    const watermark = {
      clock,
      ours: clock,
      through: '0x07',
      quietSince: clock,
      settled: null,
      crowdedSince: null,
      counted,
    };
    const mark = { ...MARK, watermark, columns: 'all of them', verifiedAt: MARK.asOf };
    const rows = ['1 09 A 5', '2 09 B many'].map(row);
    const result = await apply(db, bound, { dates: ['2026-03-09'], byKey: true, rows }, stand, mark);
    expect(result).toMatchObject({ read: 2, kept: 1, rejected: 1, deleted: 0, inserted: 0, changed: false, dates: [] });
    expect(await markOf(db, feed)).toEqual({ ...mark, rows: 2 });
    await apply(db, bound, { dates: [], byKey: true, rows: null }, stand);
    expect(await markOf(db, feed)).toEqual({ ...MARK, rows: 2 });
    await apply(db, bound, { dates: ['2026-03-09'], byKey: true, rows: null }, stand);
    expect(await markOf(db, feed)).toEqual({ ...MARK, changedAt: MARK.asOf, rows: 0 });
  });

  it('that fails leaves the model as it was, without a file or a table of its own', async () => {
    const { db, bound, stand } = await loaded(['1 09 A 5']);
    async function* broken() {
      yield [['2026-03-09', 'A', null, '7', '1', '1']];
      throw new Error('the line went dead');
    }
    const options = { folder: stand.folder ?? '', mark: MARK, derivation: stand };
    const tables = () => db.query(sql`SELECT table_name FROM duckdb_tables() ORDER BY 1`);
    const before = await tables();
    const change = { dates: [], byKey: true, rows: broken() };
    await expect(applyChange(db, bound, change, options)).rejects.toThrow('the line went dead');
    expect([await rowsOf(db), await tables()]).toEqual([['09 A 5'], before]);
  });

  it('whose rows bear no checksum that is a number is refused as a whole', async () => {
    const { db, bound, stand } = await loaded(['1 09 A 5']);
    const before = await everything(db);
    async function* odd() {
      yield [['2026-03-09', 'A', null, '7', '1', 'x']];
    }
    const options = { folder: stand.folder ?? '', mark: MARK, derivation: stand };
    await expect(applyChange(db, bound, { dates: [null], byKey: true, rows: odd() }, options)).rejects.toThrow('INT64');
    expect(await everything(db)).toEqual(before);
  });

  it('of a product or a sale is seen by what reads them', async () => {
    const db = await openModel();
    onTestFinished(() => db.close());
    const products = feedOf({ id: 'products', table: 'product', environment: null, key: ['product_id'] });
    const sales = feedOf({ id: 'sales', table: 'sales', environment: null, key: ['line'] });
    const stand: Stand = { feeds: [products, sales], today: TODAY, folder: temporaryFolder() };
    const ofProducts = boundTo(products, ['product_id', 'name']);
    const ofSales = boundTo(sales, ['line', 'date', 'product_id', 'customer_id', 'quantity']);
    const sale = (line: string, product_id: string, quantity: string) => ({
      line,
      date: '2026-03-09',
      product_id,
      customer_id: 'C',
      quantity,
    });
    await load(db, ofProducts, [{ product_id: 'a', name: 'Lamp' }], stand);
    await load(db, ofSales, [sale('1', 'A', '1'), sale('2', 'B', '2')], stand);
    const unknown = async () =>
      (await findings(db))
        .filter(({ rule }) => rule === 'product is not in the product master')
        .map(({ rows, example }) => [rows, example]);
    expect(await unknown()).toEqual([[1, 'B']]);
    await apply(
      db,
      ofProducts,
      {
        dates: [],
        byKey: true,
        rows: [
          { product_id: 'a', name: 'Radio' },
          { product_id: 'B', name: 'Desk' },
        ],
      },
      stand,
    );
    expect(await db.query(sql`SELECT product_id, name, code FROM product ORDER BY 1`)).toEqual([
      { product_id: 'A', name: 'Radio', code: 'a' },
      { product_id: 'B', name: 'Desk', code: 'B' },
    ]);
    expect(await unknown()).toEqual([]);
    await apply(db, ofSales, { dates: [], byKey: true, rows: [sale('2', 'Z', '5')] }, stand);
    expect(await db.query(sql`SELECT product_id, CAST(quantity AS INTEGER) AS quantity FROM sales ORDER BY 1`)).toEqual(
      [
        { product_id: 'A', quantity: 1 },
        { product_id: 'Z', quantity: 5 },
      ],
    );
    expect(await unknown()).toEqual([[1, 'Z']]);
  });

  it('of warehouses in another spelling makes all of them one, and none is lost when it goes again', async () => {
    const { db, byKey, byDates } = await loaded(['1 09 A 5 East', '2 08 A 5 East']);
    const places = async () =>
      (
        await db.query(
          sql`SELECT DISTINCT warehouse FROM stock UNION ALL SELECT warehouse FROM stock_state UNION ALL SELECT warehouse FROM warehouse`,
        )
      ).map(({ warehouse }) => warehouse);
    await byKey(['3 09 A 1 EAST']);
    expect(await places()).toEqual(['EAST', 'EAST', 'EAST']);
    await byDates(['2026-03-09'], ['1 09 A 5 East']);
    expect(await places()).toEqual(['East', 'East', 'East']);
  });

  it('is what the rules about rows see', async () => {
    const { db, byKey } = await loaded(['1 09 A 5', '2 09 B -1']);
    const negative = async () => (await findings(db)).find(({ rule }) => rule === 'quantity is negative');
    expect(await negative()).toMatchObject({ rows: 1, example: 'B' });
    await byKey(['1 09 A -5', '3 08 A -1']);
    expect(await negative()).toMatchObject({ rows: 3, example: 'A' });
    await byKey(['1 09 A 5', '2 09 B 1', '3 08 A 1']);
    expect(await negative()).toBeUndefined();
  });

  it('of a dimension that rows repeat is told by what the rows say now', async () => {
    const db = await openModel();
    onTestFinished(() => db.close());
    const feed = feedOf({ key: ['line'], repeats: { 'product.category': 'kind' } });
    const products = feedOf({ id: 'products', table: 'product', environment: null });
    const stand: Stand = { feeds: [feed, products], today: TODAY, folder: temporaryFolder() };
    const bound = boundTo(feed, [...COLUMNS, 'kind']);
    const rows = (kind: string) => [
      { ...row('1 09 A 5'), kind },
      { ...row('2 09 A 5'), kind: 'lamp' },
    ];
    await load(db, boundTo(products, ['product_id', 'category']), [{ product_id: 'A', category: 'Lamp' }], stand);
    await load(db, bound, rows('Radio'), stand);
    const rule = async () => (await findings(db)).find((one) => one.rule.startsWith('category is not'));
    expect(await rule()).toMatchObject({ rows: 1, example: 'A: Radio for Lamp' });
    await apply(db, bound, { dates: [], byKey: true, rows: rows('Lamp').slice(0, 1) }, stand);
    expect(await rule()).toBeUndefined();
  });
});

describe('the ledger', () => {
  it('counts rows and checksums of each raw date as they were read', async () => {
    const { db, feed, bound, byKey } = await loaded(['1 09 A 5', '2 09 B many', '3 - A 1']);
    const sum = (...texts: string[]) =>
      String(
        texts.reduce(
          (total, text) => total + BigInt(checksum(bound.extract.map(({ name }) => row(text)[name] ?? null))),
          0n,
        ),
      );
    expect(await ledgerOf(db, feed)).toEqual(
      new Map([
        ['2026-03-09', { rows: 2, sum: sum('1 09 A 5', '2 09 B many') }],
        [null, { rows: 1, sum: sum('3 - A 1') }],
      ]),
    );
    await byKey(['2 08 B many', '3 - A 1']);
    expect(await ledgerOf(db, feed, ['2026-03-08', '2026-03-09', '2026-03-07'])).toEqual(
      new Map([
        ['2026-03-09', { rows: 1, sum: sum('1 09 A 5') }],
        ['2026-03-08', { rows: 1, sum: sum('2 08 B many') }],
      ]),
    );
    expect(await ledgerOf(db, feed, [])).toEqual(new Map());
    expect([...(await ledgerOf(db, feed, [null])).keys()]).toEqual([null]);
  });

  it('names the latest dates, before and after today, and what is no date', async () => {
    const { db, feed } = await loaded([
      '1 05 A 1',
      '2 08 A 1',
      '3 09 A 1',
      '4 2026-03-09T01 A 1',
      '5 20 A 1',
      '6 21 A 1',
      '7 22 A 1',
      '8 soon A 1',
      '9 - A 1',
    ]);
    expect(await latestDates(db, feed, 2)).toEqual(['2026-03-22', '2026-03-21', 'soon', null]);
    expect((await latestDates(db, feed, 2, TODAY)).toSorted(inOrder)).toEqual(
      ['2026-03-08', '2026-03-09', '2026-03-09T01', '2026-03-21', '2026-03-22', null, 'soon'].sort(inOrder),
    );
  });

  it('has one bucket where the table has no date', async () => {
    const { db, feed } = await loaded(['1 09 A 1', '2 08 A 1'], {
      columns: { product_id: 'product_id', quantity: 'quantity' },
    });
    expect(await latestDates(db, feed, 3)).toEqual([null]);
    expect((await ledgerOf(db, feed)).get(null)?.rows).toBe(2);
  });
});

const inOrder = (a: string | null, b: string | null) => String(a).localeCompare(String(b));
