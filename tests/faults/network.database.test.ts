import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type Company, openCompany, type Read, TEST_STOCK } from './company.js';
import { expectHealed, expectLog, expectPatience, TABLES, tellsOf } from './expected.js';

/** What lies between Tally and a server: it delays, loses and breaks off. */
describeWithMariaDb(
  'the network',
  () => {
    let server: MariaDb;
    beforeAll(async () => {
      server = await startMariaDb({ own: true });
    });
    afterAll(() => server?.close());

    const SOURCE = 'erp-production';
    const BUDGET = 1500;
    /** What a question takes at most on a busy machine when its budget is up; what it did not wait for takes longer. */
    const LATE = 3000;
    const each = (company: Company, kind: 'loaded' | 'failed') =>
      Promise.all(TABLES[SOURCE].map((table) => company.next(kind, table)));
    const expectOld = (read: Read, first: Read) => {
      expect(read).toMatchObject({ test: first.test, production: first.production });
      expect(read.milliseconds).toBeGreaterThan(BUDGET - 50);
      expect(read.milliseconds).toBeLessThan(LATE);
    };

    test('is slow to one server: the answer comes within its budget and says so, the other server’s figures are fresh, and the refresh goes on', async () => {
      const company = await openCompany(server, { refresh: `budget: ${BUDGET}ms` });
      const first = await company.ask();
      company.production.delay(300);
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      const edit = await company.sqlServer.edit();
      await edit.change(TEST_STOCK, { update: 'A-2', set: { Quantity: '5' } });
      await edit.commit();
      company.clock.pass(20_000);
      const loaded = each(company, 'loaded');

      const read = await company.ask();
      expectOld(read, { ...first, test: 11 });
      expect(tellsOf(read, SOURCE)).toEqual([
        expect.stringMatching(/is still being refreshed; its figures are of 20 s ago/),
      ]);
      expect((await company.status()).stock_north).toMatchObject({ state: 'refreshing', error: null });
      await loaded;
      expect(await company.ask()).toMatchObject({ test: 11, production: 15, notes: [] });
      expect(company.lines('error')).toEqual([]);
    });

    test('is dead: nothing comes any more over any connection', async () => {
      const company = await openCompany(server, {
        refresh: `budget: ${BUDGET}ms`,
        limits: 'connect: 1s, stall: 1s',
      });
      const first = await company.ask();
      company.production.freeze();
      company.clock.pass(20_000);
      const failed = each(company, 'failed');
      const read = await company.ask();
      expectOld(read, first);
      expect(tellsOf(read, SOURCE)).toEqual([expect.stringContaining('is still being refreshed')]);
      await failed;
      const fault = {
        source: SOURCE,
        says: 'the server did not answer in time',
        cause: /timed-out|ETIMEDOUT|in time/,
      } as const;
      expectLog(company.lines('error'), fault, read.id);
      expect(tellsOf(await company.ask(), SOURCE)).toEqual([
        expect.stringMatching(
          /could not be refreshed: the server did not answer in time; its figures are of 20 s ago .*next try in 5 s/,
        ),
      ]);
      await expectPatience(company, fault, 20);
      company.production.thaw();
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      await expectHealed(company, fault, 'by schedule', { test: 10, production: 15 });
    });

    test('has forgotten the open connections: new ones take their place within the question', async () => {
      const company = await openCompany(server, { refresh: 'budget: 10s', limits: 'connect: 5s, stall: 600ms' });
      await company.ask();
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      company.production.freezeOpen();
      company.clock.pass(20_000);
      expect(await company.ask()).toMatchObject({ test: 10, production: 15, notes: [] });
      expect(company.lines('error')).toEqual([]);
    });

    test('resets connections between two questions: nobody notices', async () => {
      const company = await openCompany(server);
      await company.ask();
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      company.production.reset();
      company.clock.pass(20_000);
      expect(await company.ask()).toMatchObject({ test: 10, production: 15, notes: [] });
      expect(company.lines('error')).toEqual([]);
    });

    describe('amid the rows', () => {
      /** Rows of other dates, which no question about now counts. */
      const fill = ({ sql }: Pick<Company, 'sql'>) =>
        sql(`INSERT INTO erp.stock_north (stock_date, sku, quantity)
          SELECT DATE_SUB('2026-03-08', INTERVAL seq DIV 2 DAY), IF(seq % 2, 'A-1', 'A-2'), 1 FROM erp.seq_1_to_40000`);
      const spooled = ({ folder }: Company) => {
        const spool = join(folder, 'spool');
        return existsSync(spool) ? readdirSync(spool) : [];
      };
      const HALF = 500_000;

      test('is reset: the read is made again, and nobody notices', async () => {
        const company = await openCompany(server, { refresh: 'budget: 10s', before: fill });
        const amid = company.production.freezeAfter(HALF);
        const read = company.ask();
        await amid;
        company.production.reset();
        company.production.thaw();
        expect(await read).toMatchObject({ test: 10, production: 12, notes: [] });
        expect((await company.status()).stock_north).toMatchObject({ rows: 40_002, mode: 'full' });
        expect([company.lines('error'), spooled(company)]).toEqual([[], []]);
      });

      test('of a full read the server is killed: the model is as before, and heals when it is back', async () => {
        const company = await openCompany(server, { refresh: 'budget: 10s', before: fill });
        const first = await company.ask();
        const amid = company.production.freezeAfter(HALF);
        const [north] = company.app.model.feeds.filter(({ from }) => from === 'stock_north');
        if (!north) throw new Error('no such feed');
        const failed = company.next('failed', 'stock_north');
        company.app.model.refresher.refresh(north, 'full').catch(() => undefined);
        await amid;
        await server.kill();
        await company.production.down();
        company.production.thaw();
        await failed;
        expect(spooled(company)).toEqual([]);
        const fault = { source: SOURCE, says: 'the server cannot be reached', cause: /ECONNREFUSED/ } as const;
        expect((await company.status()).stock_north).toMatchObject({ rows: 40_002, error: fault.says });
        company.clock.pass(20_000);
        expect(await company.ask()).toMatchObject({ test: 10, production: first.production });
        await server.restart();
        await company.production.up();
        await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
        await expectHealed(company, { source: SOURCE }, 'by question', { test: 10, production: 15 });
      });
    });
  },
  { own: true },
);
