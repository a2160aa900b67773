import { describe, expect, it } from 'vitest';
import type { Shop } from './shops.js';
import { stocked } from './stocked.js';

const OLD = '10:00:00';
export const ROWS = [`1 09 A 5 ${OLD}`, `2 09 B 7 ${OLD}`, `3 08 A 1 ${OLD}`, `4 02 A 4 ${OLD}`, `5 01 A 3 ${OLD}`];

export function describeChanges(shop: () => Shop): void {
  describe('a table with key, change column and indexes', () => {
    it('is read row by row as it changes', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.insert('6 10 C 2 12:00:05');
      await stock.update('5', { pieces: '33', stamp: '12:00:06' });
      const changed = ['01 A 33', '02 A 4', '08 A 1', '09 A 5', '09 B 7', '10 C 2'];
      expect(await stock.ask()).toMatchObject({ read: 2, modes: ['incremental'], stock: changed });
      expect(await stock.ask()).toMatchObject({ read: 0, modes: ['incremental'], stock: changed });
    });

    it('loses a row of the latest dates at once', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remove('2', '3');
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '09 A 5']);
    });

    it('loses a row of an older date when all dates are compared, every hour', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remove('4');
      expect((await stock.ask()).stock).toContain('02 A 4');
      expect((await stock.ask(3280)).stock).toContain('02 A 4');
      await stock.ask(10);
      expect(await stock.ask(0)).toMatchObject({ read: 0, stock: ['01 A 3', '08 A 1', '09 A 5', '09 B 7'] });
    });

    it('loses it at once where somebody demands the comparison', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.remove('4');
      expect(await stock.verify()).toMatchObject({
        modes: ['incremental'],
        stock: ['01 A 3', '08 A 1', '09 A 5', '09 B 7'],
      });
    });

    it('has a row that was edited without a stamp read with its date, at once on the latest dates', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('2', { pieces: '8' });
      await stock.update('4', { pieces: '44' });
      expect(await stock.ask()).toMatchObject({ read: 2, stock: ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 8'] });
      expect(await stock.verify()).toMatchObject({
        read: 1,
        stock: ['01 A 3', '02 A 44', '08 A 1', '09 A 5', '09 B 8'],
      });
    });

    it('has one read alone, and the date of the other read, where both are on one date', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('1', { pieces: '6', stamp: '12:00:05' });
      await stock.insert('6 09 C 1 12:00:05');
      await stock.remove('2');
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 6', '09 C 1']);
      expect((await stock.verify()).read).toBe(0);
    });

    it('is read once though only what is not mapped has changed', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.ask();
      await stock.update('5', { stamp: '12:00:15' });
      expect(await stock.ask()).toMatchObject({ read: 1, status: { changedAt: new Date('2026-03-10T11:55:00Z') } });
      expect((await stock.ask()).read).toBe(0);
      await stock.restart();
      expect((await stock.ask()).read).toBe(0);
    });

    it('has a row go from one date to another', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('5', { day: '02', stamp: '12:00:05' });
      expect(await stock.ask()).toMatchObject({ read: 1, stock: ['02 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7'] });
      await stock.update('1', { day: '03', stamp: '12:00:15' });
      expect((await stock.ask()).stock).toEqual(['02 A 3', '02 A 4', '03 A 5', '08 A 1', '09 B 7']);
      expect((await stock.verify()).read).toBe(0);
    });

    it('has a row get another key', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('2', { id: '20', stamp: '12:00:05' });
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7']);
      // On an older date it is there twice until all dates are compared.
      await stock.update('5', { id: '50', stamp: '12:00:15' });
      await stock.ask();
      expect((await stock.verify()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7']);
    });

    it('tells rows apart whose ids become one', async () => {
      const feed = { recode: { product_id: { B: 'A' } } };
      const stock = await stocked(shop(), ROWS, { feed });
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 A 7']);
      await stock.update('2', { pieces: '9', stamp: '12:00:15' });
      expect(await stock.ask()).toMatchObject({ read: 1, stock: ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 A 9'] });
      expect((await stock.verify()).read).toBe(0);
    });

    it('has rows that cannot be read corrected, and others spoilt', async () => {
      const stock = await stocked(shop(), [...ROWS, `6 09 - 1 ${OLD}`, `7 02 - 2 ${OLD}`]);
      expect((await stock.ask()).status).toMatchObject({ rowsRead: 7, rowsKept: 5 });
      // They do not make the books disagree for ever.
      expect((await stock.verify()).read).toBe(0);
      await stock.update('6', { sku: 'F', stamp: '12:00:15' });
      await stock.update('1', { sku: null, stamp: '12:00:15' });
      expect(await stock.ask()).toMatchObject({
        stock: ['01 A 3', '02 A 4', '08 A 1', '09 B 7', '09 F 1'],
        status: { rowsRead: 7, rowsKept: 5 },
      });
      await stock.update('7', { sku: 'G' });
      expect((await stock.verify()).stock).toEqual(['01 A 3', '02 A 4', '02 G 2', '08 A 1', '09 B 7', '09 F 1']);
    });

    it('is read through where a program begins anew between two questions', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.ask();
      await stock.restart(async () => {
        await stock.update('4', { pieces: '40', stamp: '12:00:15' });
        await stock.remove('2');
      });
      expect(await stock.ask()).toMatchObject({
        read: 2,
        modes: ['incremental'],
        stock: ['01 A 3', '02 A 40', '08 A 1', '09 A 5'],
      });
    });
  });

  describe('a table without key', () => {
    const KEYLESS = { columns: { id: null }, feed: { key: [] } } as const;
    const rows = (...texts: string[]) => texts.map((text) => `- ${text} ${OLD}`);

    it('has the dates of changed rows read, and no other', async () => {
      const stock = await stocked(shop(), rows('09 A 5', '08 A 1', '02 A 4', '02 B 6', '01 A 3'), KEYLESS);
      await stock.insert('- 02 C 1 12:00:05');
      expect(await stock.ask()).toMatchObject({
        read: 3,
        stock: ['01 A 3', '02 A 4', '02 B 6', '02 C 1', '08 A 1', '09 A 5'],
      });
      expect(await stock.ask()).toMatchObject({ read: 0 });
    });

    it('may have equal rows', async () => {
      const stock = await stocked(shop(), rows('09 A 5', '09 A 5', '02 A 4', '02 A 4'), KEYLESS);
      expect((await stock.ask()).stock).toEqual(['02 A 4', '02 A 4', '09 A 5', '09 A 5']);
      await stock.insert('- 09 A 5 12:00:15', '- 02 A 4 12:00:15');
      expect((await stock.ask()).stock).toEqual(['02 A 4', '02 A 4', '02 A 4', '09 A 5', '09 A 5', '09 A 5']);
      await stock.remove('09');
      expect((await stock.ask()).stock).toEqual(['02 A 4', '02 A 4', '02 A 4']);
    });

    it('has a row that goes to another date twice until all dates are compared', async () => {
      const stock = await stocked(shop(), rows('09 A 5', '08 A 1', '03 C 4', '02 A 3'), KEYLESS);
      await stock.update('02', { day: '03', stamp: '12:00:05' });
      expect((await stock.ask()).stock).toEqual(['02 A 3', '03 A 3', '03 C 4', '08 A 1', '09 A 5']);
      expect((await stock.verify()).stock).toEqual(['03 A 3', '03 C 4', '08 A 1', '09 A 5']);
    });
  });
}
