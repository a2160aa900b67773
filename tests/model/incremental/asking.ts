import { describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import type { Shop } from './shops.js';
import { stocked } from './stocked.js';

const STOCK = ['01 A 3', '02 A 4', '08 A 1', '09 A 5', '09 B 7'];

export function describeAsking(shop: () => Shop): void {
  describe('questions', () => {
    it('that come together ask the source once', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.ask(300);
      await stock.asked();
      await stock.update('5', { pieces: '31', stamp: '12:05:01' });
      const answers = await stock.askTogether(50);
      expect(answers).toHaveLength(50);
      for (const { stock: rows } of answers) expect(rows).toContain('01 A 31');
      expect((await stock.asked()).toSorted()).toEqual(['count', 'count', 'rows', 'sums', 'sums', 'sums']);
    });

    it('accept rows of ten seconds', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('5', { pieces: '31', stamp: '12:00:01' });
      expect((await stock.ask(9)).stock).toEqual(STOCK);
      expect(await stock.asked()).toEqual([]);
      expect((await stock.ask(1)).stock).toContain('01 A 31');
    });

    it('wait no longer than their budget; what goes on meanwhile is there for the next', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('5', { pieces: '31', stamp: '12:00:01' });
      const release = stock.slowDown();
      expect(await stock.askBriefly(20)).toMatchObject({
        stock: STOCK,
        status: { refreshing: true, trouble: null, asOf: new Date('2026-03-10T12:00:00Z') },
      });
      release();
      await stock.model.refresher.settled();
      expect((await stock.ask(0)).stock).toContain('01 A 31');
    });

    it('that come while an older read goes on have what came since asked for as well', async () => {
      const stock = await stocked(shop(), ROWS);
      const release = stock.slowDown();
      const full = stock.model.refresher.refresh(stock.feed, 'full');
      await stock.askBriefly(20);
      const later = stock.askBriefly(20_000);
      release();
      await full;
      expect((await later).status).toMatchObject({ asOf: new Date('2026-03-10T12:00:20Z'), mode: 'incremental' });
    });

    it('that ask for less share a read of more, and the other way round more is read after less', async () => {
      const stock = await stocked(shop(), ROWS);
      const { refresher } = stock.model;
      const release = stock.slowDown();
      const quick = refresher.refresh(stock.feed, 'quick');
      const full = refresher.refresh(stock.feed, 'full');
      expect(refresher.refresh(stock.feed, 'verify')).toBe(full);
      expect(refresher.refresh(stock.feed, 'quick')).toBe(full);
      release();
      expect([(await quick).mode, (await full).mode]).toEqual(['incremental', 'full']);
      expect((await stock.asked()).filter((question) => question === 'rows all')).toHaveLength(1);
    });
  });

  describe('a program that ends', () => {
    it('while it reads leaves the model as it was, and reads through when it begins again', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.update('5', { pieces: '31', stamp: '12:00:01' });
      const unblock = await shop().block(stock.table);
      await stock.askBriefly(50);
      const ended = Date.now();
      await stock.restart();
      expect(Date.now() - ended).toBeLessThan(5000);
      await unblock();
      expect((await stock.ask()).stock).toContain('01 A 31');
    });

    it('writes down when it last asked', async () => {
      const stock = await stocked(shop(), ROWS);
      await stock.ask();
      await stock.restart();
      expect((await stock.ask(0)).status.asOf).toEqual(new Date('2026-03-10T12:00:10Z'));
      expect(await stock.asked()).not.toContain('rows all');
    });
  });
}
