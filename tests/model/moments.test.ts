import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/model/database.js';
import { bind, type Feed } from '../../src/model/feed.js';
import { latestDates, ledgerOf } from '../../src/model/ledger.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';
import { apply, everything, load, openModel, type SourceRow, type Stand } from './mirror.js';

/** `1 09T12:00:00 A 5` is line 1 of noon on 9 March, sku A, 5 pieces; `-` is null. */
const row = (text: string): SourceRow => {
  const [line = '', moment = '', product_id = '', quantity = ''] = text.split(' ');
  const date = /^\d\dT/.test(moment) ? `2026-03-${moment}` : moment === '-' ? null : moment;
  return { line, date: date?.replace('T', ' ') ?? null, product_id, quantity };
};

/** A table whose date column holds moments. */
async function loaded(texts: readonly string[], changes: Partial<Feed> = {}) {
  const db = await openModel();
  onTestFinished(() => db.close());
  const feed = feedOf({ key: ['line'], ...changes });
  const described = ['line', 'date', 'product_id', 'quantity'].map((name) =>
    name === 'date'
      ? { name, type: 'datetime', kind: 'datetime' as const }
      : { name, type: 'varchar', kind: 'text' as const },
  );
  const bound = bind(feed, described);
  if ('missing' in bound) throw new Error(JSON.stringify(bound.missing));
  const stand: Stand = { feeds: [feed], today: '2026-03-10', folder: temporaryFolder() };
  await load(db, bound, texts.map(row), stand);
  return {
    db,
    feed,
    byKey: (rows: readonly string[]) => apply(db, bound, { dates: [], byKey: true, rows: rows.map(row) }, stand),
    byDates: (dates: readonly (string | null)[], rows: readonly string[]) =>
      apply(db, bound, { dates, byKey: false, rows: rows.map(row) }, stand),
  };
}

const stockOf = async (db: Database) =>
  (
    await db.query(
      sql`SELECT right(CAST(date AS VARCHAR), 2) || ' ' || product_id || ' ' || CAST(quantity AS INTEGER) AS text FROM stock ORDER BY ALL`,
    )
  ).map(({ text }) => text);

const rawDatesOf = async (db: Database, table: string) =>
  (await db.query(sql`SELECT DISTINCT raw_date FROM ${sql.raw(table)} ORDER BY ALL`)).map(({ raw_date }) => raw_date);

const ROWS = [
  '1 08T23:59:59.999999 A 5',
  '2 09T00:00:00.000000 A 6',
  '3 09T23:59:59.999999 B 7',
  '4 09T12:00:00.000000 B many',
  '5 0000-00-00T00:00:00.000000 A 1',
  '6 2026-02-31T12:00:00.000000 A 1',
  '7 - A 1',
];

describe('rows whose date is a moment', () => {
  it('bear the day as their raw date: those of the part, rejected ones, and the ledger’s', async () => {
    const { db, feed } = await loaded(ROWS);
    expect(await stockOf(db)).toEqual(['08 A 5', '09 A 6', '09 B 7']);
    expect(await rawDatesOf(db, `part."${feed.id}"`)).toEqual(['2026-03-08', '2026-03-09']);
    const rejected = ['0000-00-00', '2026-02-31', '2026-03-09', null];
    expect(await rawDatesOf(db, 'rejected_row')).toEqual(rejected);
    const entries = [...(await ledgerOf(db, feed))].map(([date, { rows }]) => [date ?? '-', rows]);
    expect(Object.fromEntries(entries)).toEqual({
      '0000-00-00': 1,
      '2026-02-31': 1,
      '2026-03-08': 1,
      '2026-03-09': 3,
      '-': 1,
    });
    expect(new Set(await latestDates(db, feed, 1))).toEqual(new Set(['0000-00-00', '2026-02-31', '2026-03-09', null]));
  });

  it('are rejected with the whole of what stood there', async () => {
    const { db } = await loaded(ROWS);
    const rejected = await db.query(sql`SELECT value FROM rejected_row WHERE rule = 'not a date' ORDER BY ALL`);
    expect(rejected.map(({ value }) => value)).toEqual(['0000-00-00 00:00:00.000000', '2026-02-31 12:00:00.000000']);
  });

  it('all go with their day, rejected ones included', async () => {
    const { db, byDates } = await loaded(ROWS);
    const days = ['2026-03-09', '0000-00-00', '2026-02-31', null];
    expect(await byDates(days, ['2 09T00:00:00.000001 A 8'])).toMatchObject({ deleted: 6, inserted: 1 });
    expect(await stockOf(db)).toEqual(['08 A 5', '09 A 8']);
    expect(await rawDatesOf(db, 'rejected_row')).toEqual([]);
  });

  it('are told apart by a key that holds the moment', async () => {
    const rows = ['1 09T10:00:00 A 1', '1 09T11:00:00 A 2', '1 08T10:00:00 A 3', '1 - A 4'];
    const { db, byKey } = await loaded(rows, { key: ['line', 'date'] });
    expect(await byKey(['1 09T11:00:00 A 5', '1 - A 6'])).toMatchObject({ deleted: 2, inserted: 2 });
    const anew = await loaded([...rows.slice(0, 1), '1 09T11:00:00 A 5', ...rows.slice(2, 3), '1 - A 6'], {
      key: ['line', 'date'],
    });
    expect(await everything(db)).toEqual(await everything(anew.db));
  });

  it.each<[string, Partial<Feed>]>([
    ['are recoded to another date', { recode: { date: { '2026-03-09 12:00:00': '2026-03-01' } } }],
    ['have a form that others have not', { formats: { date: 'YYYY-MM-DD HH:mm:ss' } }],
  ])('all go with their day, though some %s', async (_, mapped) => {
    const { db, byKey, byDates } = await loaded(['1 09T13:00:00.5 A 1'], mapped);
    await byKey(['2 09T12:00:00 A 2', '3 09T13:00:00 A 3']);
    await byDates(['2026-03-09'], []);
    expect(await stockOf(db)).toEqual([]);
  });
});
