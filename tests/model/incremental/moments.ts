import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { Database } from '../../../src/model/database.js';
import type { Shop } from './shops.js';
import { type Stocked, type StockedOptions, stocked } from './stocked.js';

const OLD = '10:00:00';
const ROWS = [
  `1 09T00:00:00 A 5 ${OLD}`,
  `2 09T08:00:00.000001 B 7 ${OLD}`,
  `3 09T23:59:59.999999 C 1 ${OLD}`,
  `4 08T00:00:00 A 4 ${OLD}`,
  `5 08T23:59:59.999999 B 3 ${OLD}`,
  `6 02T12:00:00 A 2 ${OLD}`,
  `7 02T12:00:01 B 2 ${OLD}`,
  `8 - D 9 ${OLD}`,
];
const STOCK = ['02 A 2', '02 B 2', '08 A 4', '08 B 3', '09 A 5', '09 B 7', '09 C 1'];

/** Rows of each entry of the ledger. */
async function ledgerOf({ model }: Stocked): Promise<Readonly<Record<string, number>>> {
  const entries = await model.query(sql`SELECT coalesce(raw_date, '-') AS date, rows FROM ledger`);
  return Object.fromEntries(entries.map(({ date, rows }) => [String(date), Number(rows)]));
}

export function describeMoments(shop: () => Shop): void {
  const stockedAt = (options: StockedOptions = {}, rows: readonly string[] = ROWS) =>
    stocked(shop(), rows, { ...options, columns: { day: shop().types.moment } });

  describe('a table whose dates are moments', () => {
    it('has one entry in the ledger for each day', async () => {
      const stock = await stockedAt();
      expect((await stock.ask()).stock).toEqual(STOCK);
      expect(await ledgerOf(stock)).toEqual({ '2026-03-02': 2, '2026-03-08': 2, '2026-03-09': 3, '-': 1 });
    });

    it('has the rows of a day read again, and no others', async () => {
      const stock = await stockedAt({ feed: { key: [], changed: null } });
      await stock.update('2', { pieces: '8' });
      expect(await stock.ask()).toMatchObject({ read: 3, stock: STOCK.with(5, '09 B 8') });
      await stock.insert('9 08T12:00:00 E 6 -');
      expect(await stock.ask()).toMatchObject({ read: 3, stock: STOCK.with(5, '09 B 8').toSpliced(4, 0, '08 E 6') });
      await stock.remove('1');
      expect(await stock.ask()).toMatchObject({
        read: 2,
        stock: ['02 A 2', '02 B 2', '08 A 4', '08 B 3', '08 E 6', '09 B 8', '09 C 1'],
      });
      expect(await stock.ask()).toMatchObject({ read: 0 });
      expect(await ledgerOf(stock)).toEqual({ '2026-03-02': 2, '2026-03-08': 3, '2026-03-09': 2, '-': 1 });
    });

    it('has older days read when all are compared', async () => {
      const stock = await stockedAt();
      await stock.update('6', { pieces: '20' });
      expect((await stock.ask()).stock).toEqual(STOCK);
      expect(await stock.verify()).toMatchObject({ read: 2, stock: STOCK.with(0, '02 A 20') });
      expect(await stock.verify()).toMatchObject({ read: 0 });
    });

    it('has changed rows read alone by their key, also where they go to another moment or day', async () => {
      const stock = await stockedAt();
      await stock.update('1', { day: '09T00:00:01', stamp: '12:00:05' });
      expect(await stock.ask()).toMatchObject({ read: 1, stock: STOCK });
      await stock.update('6', { day: '09T23:59:59.5', stamp: '12:00:15' });
      await stock.insert('9 10T00:00:00 E 6 12:00:15');
      // The row of the last question is found again because of the overlap.
      expect(await stock.ask()).toMatchObject({ read: 3 });
      expect(await ledgerOf(stock)).toEqual({
        '2026-03-02': 1,
        '2026-03-08': 2,
        '2026-03-09': 4,
        '2026-03-10': 1,
        '-': 1,
      });
      expect((await stock.verify()).read).toBe(0);
    });

    it('has a changed row once, though its day is read as a whole', async () => {
      const stock = await stockedAt();
      await stock.update('1', { pieces: '6', stamp: '12:00:05' });
      await stock.remove('2');
      const stockNow = ['02 A 2', '02 B 2', '08 A 4', '08 B 3', '09 A 6', '09 C 1'];
      expect((await stock.ask()).stock).toEqual(stockNow);
      expect(await stock.verify()).toMatchObject({ read: 0, stock: stockNow });
    });

    it('has the days of changed rows read where there is no key', async () => {
      const stock = await stockedAt({ feed: { key: [] } });
      await stock.update('7', { pieces: '20', stamp: '12:00:05' });
      expect(await stock.ask()).toMatchObject({ read: 2, stock: STOCK.with(1, '02 B 20') });
    });

    it('is read as a whole where the ledger is by something else than days', async () => {
      const stock = await stockedAt();
      await stock.restart(async (file) => {
        const db = await Database.open({ file, memory: 128, threads: 1 });
        await db.query(sql`UPDATE feed SET read_columns = replace(read_columns, ',"by day"', '')`);
        await db.close();
      });
      expect(await stock.ask()).toMatchObject({ modes: ['full'], stock: STOCK });
      expect(await stock.ask()).toMatchObject({ modes: ['incremental'], read: 0 });
    });

    it('has rows without a moment as a bucket of their own', async () => {
      const stock = await stockedAt({ feed: { changed: null } });
      await stock.update('8', { day: '09T12:00:00' });
      expect((await stock.ask()).stock).toEqual([...STOCK, '09 D 9']);
      await stock.update('1', { day: null });
      expect((await stock.ask()).stock).toEqual([...STOCK.toSpliced(4, 1), '09 D 9']);
      await stock.verify();
      expect(await ledgerOf(stock)).toEqual({ '2026-03-02': 2, '2026-03-08': 2, '2026-03-09': 3, '-': 1 });
    });
  });
}
