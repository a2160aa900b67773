import { describe, expect, it } from 'vitest';
import { ROWS } from './changes.js';
import type { Shop } from './shops.js';
import { stocked } from './stocked.js';

export function describeStamps(shop: () => Shop): void {
  describe('stamps', () => {
    it('of the same second do not hide a change that comes after a look', async () => {
      const stock = await stocked(shop(), ROWS, { indexed: ['stamp'] });
      await stock.update('5', { pieces: '31', stamp: '12:00:10' });
      expect((await stock.ask()).stock).toContain('01 A 31');
      await stock.update('5', { pieces: '32', stamp: '12:00:10' });
      expect((await stock.ask()).stock).toContain('01 A 32');
      await stock.update('4', { pieces: '41', stamp: '12:00:10' });
      expect((await stock.ask()).stock).toContain('02 A 41');
    });

    it('of a transaction that is committed after a look are found', async () => {
      const stock = await stocked(shop(), ROWS, { indexed: ['stamp'] });
      const other = await shop().edit();
      await other.change(stock.table, { update: '5', set: { pieces: '31', stamp: '2026-03-10T12:00:01' } });
      await stock.update('4', { pieces: '41', stamp: '12:00:09' });
      expect((await stock.ask()).stock).toEqual(['01 A 3', '02 A 41', '08 A 1', '09 A 5', '09 B 7']);
      await stock.ask(200);
      await other.commit();
      expect((await stock.ask()).stock).toEqual(['01 A 31', '02 A 41', '08 A 1', '09 A 5', '09 B 7']);
    });

    it('in the future stall nothing', async () => {
      const stock = await stocked(shop(), [...ROWS, '6 01 F 1 23:59:59'], { indexed: ['stamp'] });
      await stock.update('5', { pieces: '31', stamp: '12:00:01' });
      expect((await stock.ask()).stock).toContain('01 A 31');
      await stock.ask(600);
      await stock.update('4', { pieces: '41', stamp: '12:10:15' });
      expect((await stock.ask()).stock).toContain('02 A 41');
      expect((await stock.ask()).read).toBe(0);
    });

    it('that are null are left to the comparison of dates', async () => {
      const rows = ['1 09 A 5 -', '2 09 B 7 -', '3 01 A 1 -', '4 08 A 1 -'];
      const stock = await stocked(shop(), rows);
      await stock.update('2', { pieces: '8' });
      await stock.update('3', { pieces: '2' });
      expect((await stock.ask()).stock).toEqual(['01 A 1', '08 A 1', '09 A 5', '09 B 8']);
      // A table without any stamp is not counted at each question for that.
      await stock.asked();
      await stock.ask();
      expect(await stock.asked()).not.toContain('count all');
      expect((await stock.verify()).stock).toEqual(['01 A 2', '08 A 1', '09 A 5', '09 B 8']);
      await stock.update('3', { pieces: '3', stamp: '12:00:25' });
      expect((await stock.ask()).stock).toContain('01 A 3');
    });

    it('of one bulk load are read once, and a change after it is read alone', async () => {
      const stock = await stocked(shop(), ROWS, { indexed: ['stamp'] });
      const bulk = Array.from({ length: 30 }, (_, at) => `${at + 100} 03 N${at} 1 12:00:05`);
      await stock.insert(...bulk);
      expect((await stock.ask()).read).toBe(30);
      expect((await stock.ask()).read).toBe(0);
      await stock.ask(300);
      await stock.asked();
      expect((await stock.ask()).read).toBe(0);
      expect(await stock.asked()).toEqual(['count']);
      await stock.update('105', { pieces: '2', stamp: '12:05:25' });
      expect((await stock.ask()).read).toBe(1);
    });

    it('are found though the server’s clock goes back, and forth', async () => {
      const stock = await stocked(shop(), ROWS, { indexed: ['stamp'] });
      await stock.update('1', { stamp: '12:00:05' });
      await stock.ask();
      stock.setClock(-3600);
      await stock.update('5', { pieces: '31', stamp: '11:00:15' });
      expect((await stock.ask()).stock).toContain('01 A 31');
      await stock.update('4', { pieces: '41', stamp: '11:00:25' });
      expect((await stock.ask()).stock).toContain('02 A 41');
      stock.setClock(3600);
      await stock.update('3', { pieces: '11', stamp: '13:00:35' });
      expect((await stock.ask()).stock).toContain('08 A 11');
      stock.setClock(0);
      await stock.update('2', { pieces: '71', stamp: '12:00:45' });
      // Nobody asks for so long that the server's clock alone does not show that it has ever gone back.
      expect((await stock.ask(3000)).stock).toEqual(['01 A 31', '02 A 41', '08 A 11', '09 A 5', '09 B 71']);
    });
  });

  describe('stamps in local time', () => {
    const berlin = { zone: 'Europe/Berlin', indexed: ['stamp'] } as const;

    it('are found in the hour that comes twice', async () => {
      const rows = ['1 01 A 1 2026-10-25T01:00:00', '2 01 B 2 2026-10-25T02:50:00', '3 01 C 3 2026-10-25T01:00:00'];
      // 02:58 in summer.
      const stock = await stocked(shop(), rows, { ...berlin, begins: '2026-10-25T00:58:00Z' });
      await stock.update('2', { pieces: '21', stamp: '2026-10-25T02:59:59' });
      expect((await stock.ask(120)).stock).toEqual(['01 A 1', '01 B 21', '01 C 3']);
      // 02:00 in winter, and so on.
      await stock.update('1', { pieces: '11', stamp: '2026-10-25T02:00:30' });
      expect((await stock.ask(60)).stock).toContain('01 A 11');
      await stock.update('3', { pieces: '31', stamp: '2026-10-25T02:30:00' });
      expect((await stock.ask(1800)).stock).toContain('01 C 31');
      await stock.update('1', { pieces: '12', stamp: '2026-10-25T02:31:30' });
      expect((await stock.ask(60)).stock).toContain('01 A 12');
      await stock.update('2', { pieces: '22', stamp: '2026-10-25T03:01:00' });
      expect((await stock.ask(1800)).stock).toEqual(['01 A 12', '01 B 22', '01 C 31']);
      expect((await stock.verify()).read).toBe(0);
    });

    it('are found where nobody asked during that hour', async () => {
      const rows = ['1 01 A 1 2026-10-25T02:57:00', '2 01 B 2 2026-10-25T01:00:00'];
      const stock = await stocked(shop(), rows, { ...berlin, begins: '2026-10-25T00:58:00Z' });
      await stock.update('2', { pieces: '21', stamp: '2026-10-25T02:10:00' });
      expect((await stock.ask(3000)).stock).toContain('01 B 21');
    });

    it('are found when the clocks go on', async () => {
      const rows = ['1 01 A 1 2026-03-29T01:57:00', '2 01 B 2 2026-03-29T01:00:00'];
      const stock = await stocked(shop(), rows, { ...berlin, begins: '2026-03-29T00:58:00Z' });
      await stock.update('2', { pieces: '21', stamp: '2026-03-29T01:59:59' });
      expect((await stock.ask(180)).stock).toContain('01 B 21');
      await stock.update('1', { pieces: '11', stamp: '2026-03-29T03:01:30' });
      expect((await stock.ask(60)).stock).toContain('01 A 11');
      expect((await stock.ask()).read).toBe(0);
    });
  });
}
