import { describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import type { MariaDbShop } from './shops.js';
import { stocked } from './stocked.js';
import { world } from './world.js';

const STOCK = ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7'];

/** Of MariaDB alone: views, of which a server tells no index. */
export function describeViews(shop: () => MariaDbShop): void {
  describe('a view', () => {
    it('that takes the place of a table is read through as that was', async () => {
      world.large = false;
      const stock = await stocked(shop(), ROWS);
      await shop().cover(stock.table);
      await stock.update('1', { pieces: '6', stamp: '12:00:05' });
      await stock.remove('5');
      expect(await stock.ask()).toMatchObject({
        modes: ['incremental'],
        stock: ['02 A 4', '08 A 1', '09 A 6', '09 B 7'],
      });
    });

    it('that is large is asked for what an index may serve, as long as that is quick', async () => {
      const stock = await stocked(shop(), ROWS, { feed: { changed: null } });
      await shop().cover(stock.table);
      await stock.verify();
      await stock.asked();
      await stock.update('1', { pieces: '6' });
      expect((await stock.ask()).stock).toContain('09 A 6');
      expect(await stock.asked()).toEqual(['sums', 'rows']);
    });

    it('that proves to be slow is asked every minInterval only, however small it is', async () => {
      world.large = false;
      const stock = await stocked(shop(), ROWS, { feed: { changed: null, key: [] } });
      // A tenth of a second for each row.
      await shop().cover(stock.table, 'SLEEP(0.1) = 0');
      await stock.verify();
      await stock.asked();
      for (let question = 0; question < 29; question++) await stock.ask();
      expect(await stock.asked()).toEqual([]);
      await stock.ask();
      expect(await stock.asked()).toEqual(['sums all']);
      expect((await stock.ask()).stock).toEqual(STOCK);
    });
  });
}
