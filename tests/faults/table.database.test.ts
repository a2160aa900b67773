import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type Company, openCompany } from './company.js';
import { expectFault, expectHealed, type Fault } from './expected.js';

interface Provoked extends Omit<Fault, 'source' | 'tables'> {
  readonly provoke: (company: Company) => Promise<unknown>;
  readonly mend: (company: Company) => Promise<unknown>;
  readonly heals: 'by question' | 'by schedule';
}

/** What becomes of one table of a source: the other one, and the other source, go on. */
describeWithMariaDb('a table', () => {
  let server: MariaDb;
  let locking: Connection | undefined;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  const NORTH = { source: 'erp-production', tables: ['stock_north'] } as const;
  const NO_TABLE = { says: 'there is no such table or view', cause: /there is no such table or view/ };
  const NO_COLUMN = { says: 'a mapped column is not there', cause: /\(quantity for quantity\)/ };

  const FAULTS: Readonly<Record<string, Provoked>> = {
    'may not be read any more': {
      provoke: ({ sql }) => sql('REVOKE SELECT ON erp.stock_north FROM reader'),
      mend: ({ sql }) => sql('GRANT SELECT ON erp.stock_north TO reader'),
      ...NO_TABLE,
      heals: 'by schedule',
    },
    'is dropped': {
      provoke: ({ sql }) => sql('RENAME TABLE erp.stock_north TO erp.gone'),
      mend: ({ sql }) => sql('RENAME TABLE erp.gone TO erp.stock_north'),
      ...NO_TABLE,
      heals: 'by question',
    },
    'loses a column': {
      provoke: ({ sql }) => sql('ALTER TABLE erp.stock_north DROP COLUMN quantity'),
      async mend({ sql }) {
        await sql('ALTER TABLE erp.stock_north ADD COLUMN quantity DECIMAL(18,4)');
        await sql(`UPDATE erp.stock_north SET quantity = 5`);
      },
      ...NO_COLUMN,
      heals: 'by question',
    },
    'has a column renamed': {
      provoke: ({ sql }) => sql('ALTER TABLE erp.stock_north CHANGE quantity on_hand DECIMAL(18,4)'),
      mend: ({ sql }) => sql('ALTER TABLE erp.stock_north CHANGE on_hand quantity DECIMAL(18,4)'),
      ...NO_COLUMN,
      heals: 'by schedule',
    },
    'is locked by somebody': {
      async provoke({ database }) {
        const { host, port, user, password } = server;
        locking = await createConnection({ host, port, user, password, database });
        await locking.query('LOCK TABLES stock_north WRITE');
      },
      mend: async () => locking?.end(),
      says: 'the server did not answer in time',
      cause: /\(0\.4 s\)/,
      heals: 'by question',
    },
  };

  test.each(Object.entries(FAULTS))('%s', async (_, fault) => {
    const company = await openCompany(server, {
      limits: 'connect: 5s, stall: 400ms',
      refresh: 'budget: 10s',
    });
    const first = await company.ask();
    await fault.provoke(company);
    await company.sql('UPDATE erp.stock_south SET quantity = 2');
    await expectFault(company, { ...NORTH, ...fault }, { ...first, production: 13 });
    await fault.mend(company);
    await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
    await expectHealed(company, NORTH, fault.heals, { test: 10, production: 16 });
  });

  const whileReading = async ({ database }: Company) => {
    const sessions = await server.query(
      `SELECT id FROM information_schema.processlist WHERE user = '${database}' AND command <> 'Sleep'`,
    );
    return sessions.length;
  };

  test('that is locked for long does not fill its server with sessions that wait', async () => {
    const company = await openCompany(server, { limits: 'connect: 5s, stall: 300ms', refresh: 'budget: 10s' });
    await company.ask();
    await FAULTS['is locked by somebody']?.provoke(company);
    for (let round = 0; round < 2; round++) {
      company.clock.pass(600_000);
      await company.ask();
    }
    await expect.poll(() => whileReading(company), { timeout: 5000 }).toBeLessThanOrEqual(1);
    await locking?.end();
  });

  test('is emptied: that is so in the answer at once, and over when it is filled again', async () => {
    const company = await openCompany(server);
    await company.ask();
    await company.sql('TRUNCATE erp.stock_north');
    company.clock.pass(20_000);
    expect(await company.ask()).toMatchObject({ test: 10, production: 1, notes: [] });
    await company.sql('TRUNCATE erp.stock_south');
    company.clock.pass(20_000);
    const empty = await company.ask();
    expect(empty).toMatchObject({ test: 10, production: 0 });
    expect(empty.headline).toMatch(/^Production has no rows up to today/);
    await company.sql(`INSERT INTO erp.stock_north (stock_date, sku, quantity) VALUES ('2026-03-09', 'A-1', 8)`);
    company.clock.pass(20_000);
    expect(await company.ask()).toMatchObject({ test: 10, production: 8 });
    expect(company.lines('error')).toEqual([]);
  });

  test('has a column retyped: it is read anew, and what is no number is left out and counted', async () => {
    const company = await openCompany(server);
    await company.ask();
    await company.sql('ALTER TABLE erp.stock_north MODIFY quantity VARCHAR(20)');
    company.clock.pass(20_000);
    expect(await company.ask()).toMatchObject({ test: 10, production: 12, notes: [] });
    expect((await company.status()).stock_north).toMatchObject({ mode: 'full', state: 'ok' });
    await company.sql(`UPDATE erp.stock_north SET quantity = 'many' WHERE sku = 'A-2'`);
    company.clock.pass(20_000);
    const read = await company.ask();
    expect(read).toMatchObject({ production: 6 });
    expect(read.notes).toEqual(['1 row could not be read and is left out; /stock quality lists them.']);
    await company.sql(`UPDATE erp.stock_north SET quantity = '7' WHERE sku = 'A-2'`);
    await company.sql('ALTER TABLE erp.stock_north MODIFY quantity DECIMAL(10,2)');
    company.clock.pass(20_000);
    expect(await company.ask()).toMatchObject({ test: 10, production: 13, notes: [] });
    expect(company.lines('error')).toEqual([]);
  });
});
