import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import { type Shop, sqlServerShop } from './shops.js';
import { type StockedOptions, stocked } from './stocked.js';

const VERSIONED = { columns: { stamp: 'rowversion' }, indexed: ['stamp'] } as const;

/** Of SQL Server alone: row versions, and databases that do not allow snapshot isolation. */
export function describeVersions(): void {
  let shop: Shop;
  let unlocked: Shop;
  beforeAll(async () => {
    [shop, unlocked] = await Promise.all([sqlServerShop(), sqlServerShop({ snapshot: false })]);
  });
  afterAll(() => Promise.all([shop?.close(), unlocked?.close()]));

  describe('row versions', () => {
    it('are found though their transaction is committed after a look that saw higher ones', async () => {
      const stock = await stocked(shop, ROWS, VERSIONED);
      const [first, second] = [await shop.edit(), await shop.edit()];
      await first.change(stock.table, { update: '5', set: { pieces: '31' } });
      await second.change(stock.table, { update: '4', set: { pieces: '41' } });
      await stock.update('3', { pieces: '11' });
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 4', '08 A 11', '09 A 5', '09 B 7']);
      expect((await stock.ask()).read).toBe(0);
      await second.commit();
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 41', '08 A 11', '09 A 5', '09 B 7']);
      await stock.ask(7200);
      await first.commit();
      expect((await stock.ask()).stock).toEqual(['01 A 31', '02 A 41', '08 A 11', '09 A 5', '09 B 7']);
      await stock.asked();
      expect((await stock.ask()).read).toBe(0);
      expect(await stock.asked()).toEqual(['count']);
    });

    it('of a transaction that is undone change nothing', async () => {
      const stock = await stocked(shop, ROWS, VERSIONED);
      const other = await shop.edit();
      await other.change(stock.table, { update: '5', set: { pieces: '31' } });
      await stock.ask();
      await other.rollback();
      expect(await stock.ask()).toMatchObject({ read: 0, stock: ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7'] });
    });
  });

  describe('a database without consistent looks', () => {
    const STAMPED = { set: { stamp: '12:00:09' }, indexed: ['stamp'] } as const;
    const ways = { 'row versions': VERSIONED, stamps: STAMPED, dates: { feed: { changed: null } } };
    for (const [name, { set = {}, ...options }] of Object.entries<
      typeof STAMPED | (StockedOptions & { set?: undefined })
    >(ways)) {
      it(`has what changes while it is read seen at the next look, by ${name}`, async () => {
        for (let moment = 0; moment < 7; moment++) {
          const stock = await stocked(unlocked, ROWS, options);
          await stock.update('1', { pieces: '6', ...set });
          await stock.ask();
          await stock.askWhile(moment, () => stock.update('2', { day: '08', ...set }));
          const rows = ['01 A 3', '02 A 4', '08 A 1', '08 B 7', '09 A 6'];
          expect((await stock.ask()).stock, `before question ${moment}`).toEqual(rows);
          expect((await stock.verify()).read).toBe(0);
        }
      });
    }
  });
}
