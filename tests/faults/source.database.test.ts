import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type Company, createProduction, openCompany, PASSWORD } from './company.js';
import { expectFault, expectHealed, type Fault } from './expected.js';

interface Provoked extends Omit<Fault, 'source'> {
  readonly provoke: (company: Company) => Promise<unknown>;
  readonly mend: (company: Company) => Promise<unknown>;
  readonly heals: 'by question' | 'by schedule';
}

/** What a server does to all of its tables, and what Tally then says, shows, logs and does. */
describeWithMariaDb(
  'a server that Tally knows',
  () => {
    let server: MariaDb;
    const held: Connection[] = [];
    beforeAll(async () => {
      server = await startMariaDb({ own: true });
    });
    afterAll(() => server?.close());

    const hold = async (user: string, password: string) => {
      const connection = await createConnection({ host: server.host, port: server.port, user, password });
      held.push(connection);
    };
    const letGo = () => Promise.all(held.splice(0).map((connection) => connection.end()));
    /** Who is logged in already would not notice. */
    const alter = async ({ sql }: Company, what: string) => {
      await sql(`ALTER USER reader ${what}`);
      await sql('KILL USER reader');
    };

    const FAULTS: Readonly<Record<string, Provoked>> = {
      'is down': {
        provoke: () => server.kill(),
        mend: () => server.restart(),
        says: 'the server cannot be reached',
        cause: /ECONNREFUSED/,
        heals: 'by schedule',
      },
      'has another password': {
        provoke: (company) => alter(company, `IDENTIFIED BY 'another'`),
        mend: ({ sql }) => sql(`ALTER USER reader IDENTIFIED BY '${PASSWORD}'`),
        says: 'the server refused the login',
        cause: /ER_ACCESS_DENIED_ERROR/,
        heals: 'by question',
      },
      'has locked the account': {
        provoke: (company) => alter(company, 'ACCOUNT LOCK'),
        mend: ({ sql }) => sql('ALTER USER reader ACCOUNT UNLOCK'),
        says: 'the server refused the login',
        cause: /4151/,
        heals: 'by schedule',
      },
      'lets nobody in any more': {
        async provoke({ sql, database }) {
          await server.query('SET GLOBAL max_connections = 10');
          await sql('KILL USER reader');
          for (let one = 0; one < 10; one++) await hold(database, PASSWORD);
        },
        async mend() {
          await letGo();
          await server.query('SET GLOBAL max_connections = 151');
        },
        says: 'the server has no free connection',
        cause: /ER_CON_COUNT_ERROR/,
        heals: 'by question',
      },
      'has no such database any more': {
        provoke: ({ database }) => server.query(`DROP DATABASE ${database}`),
        mend: ({ database }) => createProduction(server, database),
        says: 'there is no such database, or the login may not use it',
        cause: /ER_BAD_DB_ERROR/,
        heals: 'by question',
      },
    };

    test.each(Object.entries(FAULTS))('%s', async (_, fault) => {
      const company = await openCompany(server, { direct: true });
      const first = await company.ask();
      await fault.provoke(company);
      await expectFault(company, { source: 'erp-production', ...fault }, first);
      await fault.mend(company);
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      await expectHealed(company, { source: 'erp-production' }, fault.heals, { test: 10, production: 15 });
    });

    test('refuses the login: it is not hammered until it locks the account', async () => {
      const company = await openCompany(server);
      await company.ask();
      await alter(company, `IDENTIFIED BY 'another'`);
      const before = company.production.connections;
      for (let second = 0; second < 60; second++) {
        company.clock.pass(1000);
        await company.ask();
      }
      const logins = company.production.connections - before;
      // One for each table when they are first refused; then after 5, 10, 20 and 40 s.
      expect(logins).toBeLessThanOrEqual(5);
      expect(logins).toBeGreaterThanOrEqual(3);
      const tries = company.lines('error').filter(({ msg }) => msg === 'table not refreshed');
      expect(tries.length).toBeLessThanOrEqual(2 * logins);
      expect(company.lines('error')).toEqual(tries);
    });

    test('is started again between two questions: nobody notices', async () => {
      const company = await openCompany(server, { direct: true });
      await company.ask();
      await server.restart();
      await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
      company.clock.pass(20_000);
      expect(await company.ask()).toMatchObject({ test: 10, production: 15, notes: [] });
      expect(company.lines('error')).toEqual([]);
    });

    test('hands over to another one with other rows and another clock, and back', async () => {
      const company = await openCompany(server);
      await company.ask();
      const other = await startMariaDb({ own: true });
      onTestFinished(() => other.close());
      await createProduction(other, company.database);
      await other.query(
        `UPDATE ${company.database}.stock_north SET quantity = 9, changed_at = NOW(6) - INTERVAL 1 HOUR`,
      );
      company.production.leadTo(other.port);
      company.clock.pass(20_000);
      expect(await company.ask()).toMatchObject({ test: 10, production: 19, notes: [] });
      company.production.leadTo(server.port);
      company.clock.pass(20_000);
      expect(await company.ask()).toMatchObject({ test: 10, production: 12, notes: [] });
      expect(company.lines('error')).toEqual([]);
    });
  },
  { own: true },
);
