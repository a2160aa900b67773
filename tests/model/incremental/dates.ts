import { describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import type { Shop } from './shops.js';
import { stocked } from './stocked.js';
import { world } from './world.js';

export function describeDates(shop: () => Shop): void {
  describe('dates', () => {
    it('that are null, whose rows cannot be read, are a date of their own', async () => {
      const stock = await stocked(shop(), ['1 09 A 5 -', '2 - B 7 -', '3 - C 1 -'], { feed: { changed: null } });
      expect(await stock.ask()).toMatchObject({ read: 0, stock: ['09 A 5'], status: { rowsRead: 3 } });
      await stock.update('2', { day: '09' });
      expect((await stock.ask()).stock).toEqual(['09 A 5', '09 B 7']);
      await stock.remove('3');
      expect((await stock.ask()).status).toMatchObject({ rowsRead: 2, rowsKept: 2 });
    });

    it('in text are compared as they are written, those that are none too', async () => {
      const stock = await stocked(
        shop(),
        ['1 09-03-2026 A 5 -', '2 08-03-2026 B 7 -', '3 soon C 1 -', '4 31-02-2026 D 2 -', '5 - E 3 -'],
        { columns: { day: shop().types.text }, feed: { changed: null, formats: { date: 'DD-MM-YYYY' } } },
      );
      expect(await stock.ask()).toMatchObject({ read: 0, stock: ['08 B 7', '09 A 5'] });
      await stock.update('3', { day: '08-03-2026' });
      await stock.update('4', { day: '09-03-2026' });
      const { stock: rows, status } = await stock.ask();
      expect(rows).toEqual(['08 B 7', '08 C 1', '09 A 5', '09 D 2']);
      expect(status).toMatchObject({ rowsRead: 5, rowsKept: 4 });
      expect((await stock.verify()).read).toBe(0);
    });

    it('are no reason to read the others', async () => {
      const stock = await stocked(shop(), ROWS, { feed: { key: [], changed: null } });
      await stock.update('2', { pieces: '8' });
      expect(await stock.ask()).toMatchObject({ read: 2, stock: ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 8'] });
      await stock.asked();
      await stock.ask();
      expect(await stock.asked()).toEqual(['sums']);
    });

    it('after today are compared as well', async () => {
      const stock = await stocked(shop(), [...ROWS, '6 30 A 9 10:00:00', '7 31 A 9 10:00:00']);
      await stock.update('7', { pieces: '10' });
      await stock.update('1', { pieces: '6' });
      expect((await stock.ask()).stock).toEqual([
        '01 A 3',
        '02 A 4',
        '08 A 1',
        '09 A 6',
        '09 B 7',
        '30 A 9',
        '31 A 10',
      ]);
    });

    it('that are new are found', async () => {
      const stock = await stocked(shop(), ROWS, { feed: { changed: null } });
      await stock.insert('6 10 A 9 -', '7 11 A 1 -');
      expect(await stock.ask()).toMatchObject({ read: 2 });
      expect((await stock.ask()).stock).toContain('11 A 1');
    });
  });

  describe('a table without change column', () => {
    it('has its latest dates compared at each question, and the older ones every minInterval', async () => {
      const stock = await stocked(shop(), ROWS, { feed: { changed: null } });
      await stock.update('2', { pieces: '8' });
      await stock.update('4', { pieces: '44' });
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 8']);
      expect((await stock.ask(280)).stock).toContain('02 A 4');
      expect((await stock.ask(10)).stock).toContain('02 A 44');
    });
  });

  describe('a table without any index', () => {
    const BARE = { indexed: [] } as const;

    it('is asked at most every minInterval', async () => {
      const stock = await stocked(shop(), ROWS, BARE);
      await stock.update('2', { pieces: '8', stamp: '12:00:05' });
      for (let question = 0; question < 29; question++) await stock.ask();
      expect(await stock.asked()).toEqual([]);
      const { stock: rows, status } = await stock.ask();
      expect(rows).toEqual(['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 8']);
      expect(status.asOf).toEqual(new Date('2026-03-10T12:05:00Z'));
      expect(await stock.asked()).toEqual(['sums all', 'rows']);
    });

    it('that is small is compared as a whole at each question', async () => {
      world.large = false;
      const stock = await stocked(shop(), ROWS, { ...BARE, feed: { changed: null } });
      await stock.update('5', { pieces: '8' });
      expect((await stock.ask()).stock).toEqual(['01 A 8', '02 A 4', '08 A 1', '09 A 5', '09 B 7']);
      expect(await stock.asked()).toEqual(['sums all', 'rows']);
      await stock.ask();
      expect(await stock.asked()).toEqual(['sums all']);
    });

    it('that is small is read row by row where rows have a key and stamps', async () => {
      world.large = false;
      const stock = await stocked(shop(), ROWS, BARE);
      await stock.update('2', { pieces: '8', stamp: '12:00:05' });
      expect(await stock.ask()).toMatchObject({ read: 1, stock: ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 8'] });
      await stock.remove('5');
      expect((await stock.ask()).stock).toEqual(['02 A 4', '08 A 1', '09 A 5', '09 B 8']);
    });
  });

  describe('a table of which only the change column is indexed', () => {
    it('has changes read at each question by their keys, and its dates compared every verify', async () => {
      const stock = await stocked(shop(), ROWS, { indexed: ['stamp'] });
      await stock.update('5', { pieces: '8', stamp: '12:00:05' });
      await stock.remove('2');
      expect((await stock.ask()).stock).toEqual(['01 A 8', '02 A 4', '08 A 1', '09 A 5', '09 B 7']);
      expect(await stock.asked()).not.toContain('sums all');
      expect((await stock.ask(290)).stock).toContain('09 B 7');
      expect((await stock.verify()).stock).toEqual(['01 A 8', '02 A 4', '08 A 1', '09 A 5']);
    });

    it('and that has no key is asked every minInterval only: its dates could not be read without a scan', async () => {
      const stock = await stocked(shop(), ROWS, { indexed: ['stamp'], feed: { key: [] } });
      await stock.update('5', { pieces: '8', stamp: '12:00:05' });
      await stock.ask(290);
      expect(await stock.asked()).toEqual([]);
      expect((await stock.ask()).stock).toContain('01 A 8');
    });
  });

  describe('a table without date', () => {
    const DATELESS = { columns: { day: null } } as const;

    it('that is large is asked for its changes by key', async () => {
      const stock = await stocked(shop(), ['1 - A 5 10:00:00', '2 - B 7 10:00:00'], DATELESS);
      await stock.update('2', { pieces: '8', stamp: '12:00:05' });
      expect(await stock.ask()).toMatchObject({ read: 1, stock: ['- A 5', '- B 8'] });
      await stock.remove('1');
      expect((await stock.ask()).stock).toEqual(['- A 5', '- B 8']);
      expect((await stock.verify()).stock).toEqual(['- B 8']);
    });

    it('that is small is compared as a whole', async () => {
      world.large = false;
      const stock = await stocked(shop(), ['1 - A 5 -', '2 - B 7 -'], {
        ...DATELESS,
        feed: { changed: null, key: [] },
      });
      await stock.update('2', { pieces: '8' });
      expect(await stock.ask()).toMatchObject({ read: 2, stock: ['- A 5', '- B 8'] });
      await stock.remove('1');
      expect((await stock.ask()).stock).toEqual(['- B 8']);
    });

    it('has its state recorded once a day, at the first question that asks the source', async () => {
      const stock = await stocked(shop(), ['1 - A 5 -'], { ...DATELESS, feed: { changed: null } });
      expect(stock.recorded()).toEqual(['2026-03-10']);
      await stock.ask(12 * 3600 - 120);
      await stock.update('1', { pieces: '6' });
      // After midnight a program that has just begun may not ask for anything yet, and does not know that day's state.
      await stock.restart();
      expect((await stock.ask(121)).status.asOf).toEqual(new Date('2026-03-10T23:58:00Z'));
      expect(stock.recorded()).toEqual(['2026-03-10']);
      expect((await stock.ask(180)).stock).toEqual(['- A 6']);
      expect(stock.recorded()).toEqual(['2026-03-10', '2026-03-11']);
    });
  });
}
