import { afterAll, beforeAll, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { openCompany } from './company.js';
import { expectFault, expectHealed } from './expected.js';

describeWithMariaDb('memory', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  test('that is too little for a table: the others go on, and it is read when it fits', async () => {
    const company = await openCompany(server, { model: 'memory: 16MB, threads: 1', refresh: 'budget: 20s' });
    const first = await company.ask();
    await company.sql(`INSERT INTO erp.stock_north (stock_date, sku, quantity)
      SELECT '2026-03-08', CONCAT('an item with a long name ', seq), 1 FROM erp.seq_1_to_100000`);
    await company.sql('UPDATE erp.stock_south SET quantity = 2');
    const fault = {
      source: 'erp-production',
      tables: ['stock_north'],
      says: 'it needs more memory than model.memory allows',
      cause: /Out of Memory/,
    } as const;
    await expectFault(company, fault, { ...first, production: 13 });
    await company.sql(`DELETE FROM erp.stock_north WHERE stock_date = '2026-03-08'`);
    await expectHealed(company, fault, 'by schedule', { test: 10, production: 13 });
  });
});
