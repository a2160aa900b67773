import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type Company, openCompany } from './company.js';

const FAKETIME = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));

/** Rows by their change time are found though clocks go back and forth. */
describeWithMariaDb(
  'a clock that is stepped',
  () => {
    let plain: MariaDb;
    let server: MariaDb;
    let folder: string;
    beforeAll(async () => {
      plain = await startMariaDb();
      if (FAKETIME === undefined) return;
      folder = await mkdtemp(join(tmpdir(), 'tally-clock-'));
      await step('+0');
      server = await startMariaDb({
        env: {
          LD_PRELOAD: FAKETIME,
          FAKETIME_TIMESTAMP_FILE: join(folder, 'clock'),
          FAKETIME_NO_CACHE: '1',
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
        },
      });
    });
    afterAll(async () => {
      await Promise.all([plain?.close(), server?.close()]);
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    /** How far the server’s clock is off, as `-3h`. */
    const step = (offset: string) => writeFile(join(folder, 'clock'), offset);

    const STEPS = ['+5h', '+0', '-3h', '+26h', '+0'];

    test('can be tried', () => {
      if (process.env.CI) expect(FAKETIME, 'libfaketime is not installed, and CI must not skip this').toBeDefined();
    });

    describe.skipIf(FAKETIME === undefined)('at the server', () => {
      test('really is', async () => {
        const clock = async () => {
          const [row] = await server.query('SELECT UTC_TIMESTAMP(6) AS clock');
          return Date.parse(`${String(row?.clock).replace(' ', 'T')}Z`) - Date.now();
        };
        await step('-3h');
        expect(await clock()).toBeLessThan(-2.9 * 3_600_000);
        await step('+0');
        expect(Math.abs(await clock())).toBeLessThan(60_000);
      });

      test('hides no change of a small table', async () => {
        await step('+0');
        const company = await openCompany(server);
        await company.ask();
        for (const [index, offset] of STEPS.entries()) {
          await step(offset);
          await company.sql(`UPDATE erp.stock_north SET quantity = ${10 + index} WHERE sku = 'A-2'`);
          company.clock.pass(20_000);
          expect(await company.ask()).toMatchObject({ production: 5 + 1 + 10 + index, notes: [] });
        }
        expect(company.lines('error')).toEqual([]);
      });

      /** Of which only later stamps and the latest dates are asked at a question. */
      test('hides no change of an old date of a large table', async () => {
        await step('+0');
        const company = await openCompany(server, { before: fill });
        const held = async () => {
          const [row] = await company.app.model.query(
            sql`SELECT sum(quantity) AS quantity FROM stock WHERE environment = 'production' AND date = '2026-01-05'`,
          );
          return Number(row?.quantity);
        };
        await company.ask();
        for (const [index, offset] of STEPS.entries()) {
          await step(offset);
          await company.sql(`UPDATE erp.stock_north SET quantity = ${10 + index} WHERE stock_date = '2026-01-05'`);
          company.clock.pass(20_000);
          expect((await company.ask()).notes).toEqual([]);
          expect(await held(), `after ${offset}`).toBe(20 + 2 * index);
        }
        expect(company.lines('error')).toEqual([]);
      });
    });

    describe('at Tally', () => {
      const HOUR = 3_600_000;

      test('hides no change, and nothing waits for the time to come again', async () => {
        const company = await openCompany(plain);
        await company.ask();
        for (const [index, hours] of [-1, +5, -26].entries()) {
          company.clock.pass(hours * HOUR);
          await company.sql(`UPDATE erp.stock_north SET quantity = ${10 + index} WHERE sku = 'A-2'`);
          expect(await company.ask()).toMatchObject({ production: 5 + 1 + 10 + index, notes: [] });
        }
        expect(company.lines('error')).toEqual([]);
      });

      test('does not have a server wait that is up again', async () => {
        const company = await openCompany(plain);
        await company.ask();
        await company.production.down();
        company.clock.pass(20_000);
        await company.ask();
        company.clock.pass(-HOUR);
        await company.production.up();
        await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
        expect(await company.ask()).toMatchObject({ test: 10, production: 15, notes: [] });
      });
    });

    const fill = ({ sql }: Pick<Company, 'sql'>) =>
      sql(`INSERT INTO erp.stock_north (stock_date, sku, quantity, changed_at)
        SELECT DATE_SUB('2026-03-08', INTERVAL seq DIV 2 DAY), IF(seq % 2, 'A-1', 'A-2'), 1, '2026-03-01' FROM erp.seq_1_to_60000`);
  },
  { own: true },
);
