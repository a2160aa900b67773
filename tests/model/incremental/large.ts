import { describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import type { MariaDbShop } from './shops.js';
import { type Stocked, stocked } from './stocked.js';
import { world } from './world.js';

const MANY = 60_000;

/** Of MariaDB alone, which makes many rows in no time: tables that are large indeed. */
export function describeLarge(shop: () => MariaDbShop): void {
  /** Adds 60,000 rows of one piece each, N0 to N59999, on 3 March. */
  const load = ({ table }: Stocked, stamp: string) =>
    shop().run(
      table,
      `INSERT INTO {table} SELECT n + 1000, '2026-03-03', CONCAT('N', n), 1, '2026-03-10 ${stamp}' FROM
        (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM
          {digits} AS a, {digits} AS b, {digits} AS c, {digits} AS e, {digits} AS f) AS numbers WHERE n < ${MANY}`,
    );
  const many = async (): Promise<Stocked> => {
    world.large = false;
    const stock = await stocked(shop(), ROWS);
    await load(stock, '12:00:05');
    return stock;
  };

  describe('a large table', () => {
    it('that was filled under one stamp is read once, and not counted again; what follows is read alone', async () => {
      const stock = await many();
      expect(await stock.ask()).toMatchObject({ read: MANY + ROWS.length, modes: ['full'] });
      await stock.asked();
      expect((await stock.ask()).read).toBe(0);
      expect((await stock.asked()).toSorted()).toEqual(['count', 'sums']);
      await stock.update('1500', { pieces: '2', stamp: '12:00:25' });
      expect(await stock.ask()).toMatchObject({ read: 1, modes: ['incremental'] });
      // Once no transaction of the load can be open any more, all of it is compared, once.
      await stock.asked();
      expect((await stock.ask(300)).read).toBe(0);
      expect(await stock.asked()).toContain('sums all');
      expect((await stock.ask()).read).toBe(0);
      expect((await stock.asked()).toSorted()).toEqual(['count', 'sums']);
    });

    it('is read as a whole where a quarter of it has changed, and row by row below', async () => {
      const stock = await many();
      await stock.ask();
      const change = (rows: number, time: string) =>
        shop().run(
          stock.table,
          `UPDATE {table} SET pieces = pieces + 1, stamp = '2026-03-10 ${time}' WHERE id BETWEEN 1000 AND ${999 + rows}`,
        );
      await change(12_000, '12:00:15');
      expect(await stock.ask()).toMatchObject({ read: 12_000, modes: ['incremental'] });
      await change(20_000, '12:00:25');
      expect(await stock.ask()).toMatchObject({ read: MANY + ROWS.length, modes: ['full'] });
    });

    it('half of which is gone is read as a whole when that is found', async () => {
      const stock = await many();
      await stock.ask();
      await shop().run(stock.table, 'DELETE FROM {table} WHERE id > 31000');
      expect(await stock.verify()).toMatchObject({ modes: ['full'], status: { rowsRead: 30_001 + ROWS.length } });
    });
  });
}
