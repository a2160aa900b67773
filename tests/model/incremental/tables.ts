import { describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import type { Shop } from './shops.js';
import { stocked } from './stocked.js';

const STOCK = ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7'];

export function describeTables(shop: () => Shop): void {
  describe('a table', () => {
    it('that is emptied is empty: its latest dates at once, all of it when all dates are compared', async () => {
      const stock = await stocked(shop(), ROWS);
      await shop().truncate(stock.table);
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4']);
      expect(await stock.verify()).toMatchObject({ read: 0, stock: [], status: { rowsRead: 0, rowsKept: 0 } });
      await stock.insert('1 10 A 5 12:00:25');
      expect((await stock.ask()).stock).toEqual(['10 A 5']);
    });

    it('that is emptied and filled again has rows of the same key, others and fewer', async () => {
      const stock = await stocked(shop(), ROWS);
      await shop().truncate(stock.table);
      await stock.insert('1 09 A 5 12:00:05', '2 09 B 8 12:00:05', '9 08 A 1 12:00:05');
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 8']);
      expect((await stock.verify()).stock).toEqual(['08 A 1', '09 A 5', '09 B 8']);
    });

    it('half of which is gone is so when all dates are compared', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remove('3', '4', '5');
      expect((await stock.verify()).stock).toEqual(['09 A 5', '09 B 7']);
    });

    it('whose columns have other types is read as a whole, whatever has changed', async () => {
      const stock = await stocked(shop(), ROWS);
      const { text } = shop().types;
      await stock.remake(ROWS, { columns: { pieces: 'int' } });
      expect(await stock.ask()).toMatchObject({ read: 5, modes: ['full'], stock: STOCK });
      await stock.remake([...ROWS, '6 08 C many 10:00:00'], { columns: { pieces: text } });
      expect(await stock.ask()).toMatchObject({ modes: ['full'], stock: STOCK, status: { rowsRead: 6, rowsKept: 5 } });
      await stock.remake([...ROWS, '6 soon C 2 10:00:00'], { columns: { day: text } });
      expect(await stock.ask()).toMatchObject({ modes: ['full'], stock: STOCK, status: { rowsRead: 6, rowsKept: 5 } });
      await stock.update('6', { day: '08' });
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '08 C 2', '09 A 5', '09 B 7']);
    });

    it('that loses a mapped column is not read, and says so, until it is back', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remake(ROWS, { columns: { pieces: null } });
      const { status, stock: held } = await stock.ask();
      expect(held).toEqual(STOCK);
      expect(status).toMatchObject({
        asOf: new Date('2026-03-10T12:00:00Z'),
        trouble: { error: { problem: 'no-column' } },
        nextTry: new Date('2026-03-10T12:00:15Z'),
      });
      await stock.remake([...ROWS, '6 09 C 1 12:00:15']);
      expect(await stock.ask()).toMatchObject({
        stock: [...STOCK, '09 C 1'],
        status: { trouble: null, nextTry: null },
      });
    });

    it('that loses its change column is not read, and says so', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remake(ROWS, { columns: { stamp: null } });
      expect((await stock.ask()).status.trouble?.error).toMatchObject({ problem: 'no-column' });
    });

    it('that is dropped is as it was, and says so, until it is made again', async () => {
      const stock = await stocked(shop(), ROWS);
      await shop().drop(stock.table);
      expect(await stock.ask()).toMatchObject({
        stock: STOCK,
        status: { trouble: { error: { problem: 'no-table' } } },
      });
      await shop().create(stock.table);
      await stock.update('4', { pieces: '40', stamp: '12:00:15' });
      await stock.remove('1');
      expect(await stock.ask()).toMatchObject({
        modes: ['incremental'],
        stock: ['01 A 3', '02 A 40', '08 A 1', '09 B 7'],
        status: { trouble: null },
      });
    });

    it('in the place of which is another one is compared with it', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remake(['1 09 A 6 09:00:00', '7 08 C 1 09:00:00']);
      await stock.ask();
      expect((await stock.verify()).stock).toEqual(['08 C 1', '09 A 6']);
    });

    it('that loses its indexes is not scanned at each question once that is known', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remake(ROWS, { indexed: [] });
      await stock.verify();
      await stock.asked();
      await stock.ask();
      await stock.ask();
      expect(await stock.asked()).toEqual([]);
    });
  });
}
