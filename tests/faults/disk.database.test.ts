import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { smallDisk } from '../support/small-disk.js';
import { type Company, openCompany } from './company.js';
import { expectHealed, expectLog, tellsOf } from './expected.js';

/** Tally’s own disk, which is full. */
describeWithMariaDb('a disk without room, of', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  const FAULT = {
    source: 'erp-production',
    tables: ['stock_north'],
    says: 'there is no room left on the disk of the model',
    cause: /No space left|no space left|File too large|file too large/,
  } as const;
  const notRefreshed = (company: Company) => company.lines('error').filter(({ msg }) => msg === 'table not refreshed');

  test.each(['everything', 'the spool'] as const)(
    '%s: the answer is the last good one, and there is a new one when there is room',
    async (what) => {
      const disk = smallDisk();
      const refresh = 'budget: 10s';
      const company = await openCompany(server, { refresh, ...(what === 'everything' ? { folder: disk.folder } : {}) });
      const spool = join(company.folder, 'spool');
      if (what === 'the spool') symlinkSync(disk.folder, spool);
      await company.ask();
      await fill(company);
      disk.fill();
      company.clock.pass(20_000);
      const read = await company.ask();
      expect(read).toMatchObject({ test: 10, production: 12 });
      expect(tellsOf(read, FAULT.source)).toEqual([expect.stringContaining(`could not be refreshed: ${FAULT.says};`)]);
      expect((await company.status()).stock_north).toMatchObject({ state: 'failed', error: FAULT.says });
      disk.makeRoom();
      expect(existsSync(spool) ? readdirSync(spool) : []).toEqual([]);
      // The log may be on that disk as well, and writes down now what it had to hold back.
      await company.ask('/stock total in test');
      expectLog(notRefreshed(company), FAULT, read.id);
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE stock_date = '2026-03-09' AND sku = 'A-2'`);
      await expectHealed(company, FAULT, 'by question', { test: 10, production: 15 });
    },
  );

  test('what Tally remembers: no answer is withheld for it', async () => {
    const disk = smallDisk();
    const company = await openCompany(server, { settings: `state: { url: 'file:${join(disk.folder, 'state.db')}' }` });
    await company.ask();
    await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
    disk.fill();
    company.clock.pass(20_000);
    const read = await company.ask();
    expect(read).toMatchObject({ test: 10, production: 15, notes: [] });
    disk.makeRoom();
    const next = await company.ask();
    const entries = await company.app.state.audit.list({});
    expect(entries.map(({ id }) => id)).toContain(next.id);
    const [line, ...more] = company.lines('error');
    expect([line?.msg, line?.request, more]).toEqual(['audit entry not written', read.id, []]);
  });
});

/** Rows of other dates, which no question about now counts. */
const fill = ({ sql }: Pick<Company, 'sql'>) =>
  sql(`INSERT INTO erp.stock_north (stock_date, sku, quantity)
    SELECT DATE_SUB('2026-03-08', INTERVAL seq DIV 2 DAY), IF(seq % 2, 'A-1', 'A-2'), 1 FROM erp.seq_1_to_40000`);
