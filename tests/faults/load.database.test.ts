import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type Company, openCompany } from './company.js';

/** Loads of the source itself that are not what they should be: the headline begins with it. */
describeWithMariaDb('a load at the source', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  /** Rows of each of the last days, of which a question about now counts the last one only. */
  const history =
    (rows: number) =>
    ({ sql }: Pick<Company, 'sql'>) =>
      sql(`INSERT INTO erp.stock_north (stock_date, sku, quantity)
        SELECT DATE_SUB('2026-03-08', INTERVAL day.seq DAY), CONCAT('A-', item.seq), 1
        FROM erp.seq_0_to_15 AS day JOIN erp.seq_1_to_${rows} AS item`);
  const day = (company: Company, date: string, rows: number) =>
    company.sql(`INSERT IGNORE INTO erp.stock_north (stock_date, sku, quantity)
      SELECT '${date}', CONCAT('A-', seq), 1 FROM erp.seq_1_to_${rows}`);

  test('is half finished: the answer says so first, and no more when it is complete', async () => {
    const company = await openCompany(server, { before: history(40) });
    const half = await company.ask();
    expect(half.headline).toMatch(/^stock_north of Production looks incomplete on 2026-03-09: 2 rows, usually 40\./);
    await day(company, '2026-03-09', 40);
    company.clock.pass(20_000);
    const whole = await company.ask();
    expect(whole.headline).toMatch(/^Production holds /);
    expect(whole.production).toBe(5 + 6 + 38 + 1);
  });

  test('has reached one environment only: the answer says that they are of different days', async () => {
    const company = await openCompany(server);
    await day(company, '2026-03-10', 2);
    expect((await company.ask()).headline).toMatch(/^Test ends 2026-03-09, Production 2026-03-10: different days/);
  });

  test('is taken back and made again: each answer is of what is there', async () => {
    const company = await openCompany(server, { before: history(2) });
    expect(await company.ask()).toMatchObject({ production: 12, notes: [] });
    await company.sql(`DELETE FROM erp.stock_north WHERE stock_date = '2026-03-09'`);
    company.clock.pass(20_000);
    const without = await company.ask();
    expect(without.headline).toMatch(/stock_north of Production ends 2026-03-08, before the others/);
    await day(company, '2026-03-09', 2);
    company.clock.pass(20_000);
    expect(await company.ask()).toMatchObject({ production: 3, notes: [] });
  });
});
