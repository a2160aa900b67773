import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { deadlockVictim, invalidObjectName, permissionDenied, TdsError } from '../support/tds/index.js';
import { type Company, openCompany, PASSWORD, TEST_STOCK } from './company.js';
import { expectFault, expectHealed, type Fault } from './expected.js';

interface Provoked extends Omit<Fault, 'source'> {
  readonly provoke: (company: Company) => Promise<void> | void;
  readonly mend?: (company: Company) => Promise<void> | void;
  readonly heals: 'by question' | 'by schedule';
}

/** What SQL Server, which has the product master and Test, does, while Production in MariaDB goes on. */
describeWithMariaDb('SQL Server', () => {
  let mariaDb: MariaDb;
  beforeAll(async () => {
    mariaDb = await startMariaDb();
  });
  afterAll(() => mariaDb?.close());

  const STOCK = ['dbo.Stock'];
  /** What a read is made again for is met by each of the three times. */
  const TRIES = 3;
  const COUNT = 'COUNT_BIG(*)';
  const onStock = ({ sqlServer }: Company, error: TdsError, times = 1) => {
    for (let time = 0; time < times; time++)
      sqlServer.faults.onNextQuery((sql) => sql.includes(COUNT) && sql.includes('[Stock]'), { kind: 'error', error });
  };

  const FAULTS: Readonly<Record<string, Provoked>> = {
    'is down': {
      provoke: ({ test }) => test.down(),
      mend: ({ test }) => test.up(),
      says: 'the server cannot be reached',
      cause: /ESOCKET/,
      heals: 'by schedule',
    },
    'has another password': {
      provoke({ login, test }) {
        login.password = 'another';
        test.reset();
      },
      mend({ login }) {
        login.password = PASSWORD;
      },
      says: 'the server refused the login',
      cause: /18456/,
      heals: 'by question',
    },
    'lets nobody read a table any more': {
      provoke: (company) => onStock(company, permissionDenied('Stock', 'erp')),
      tables: STOCK,
      says: 'the login has no right to read this',
      cause: /229/,
      heals: 'by schedule',
    },
    'has dropped a table': {
      provoke: (company) => onStock(company, invalidObjectName('dbo.Stock')),
      tables: STOCK,
      says: 'there is no such table or view',
      cause: /208/,
      heals: 'by question',
    },
    'has dropped a column': {
      provoke: (company) => onStock(company, new TdsError(207, 'Invalid column name.')),
      tables: STOCK,
      says: 'a mapped column is not there',
      cause: /207/,
      heals: 'by question',
    },
    'resolves a deadlock at each try': {
      provoke: (company) => onStock(company, deadlockVictim(), TRIES),
      tables: STOCK,
      says: 'the server ended the read to resolve a deadlock or lock wait',
      cause: /1205/,
      heals: 'by schedule',
    },
  };

  test.each(Object.entries(FAULTS))('%s', async (_, fault) => {
    const company = await openCompany(mariaDb, { refresh: 'budget: 10s' });
    const first = await company.ask();
    await fault.provoke(company);
    await company.sql('UPDATE erp.stock_south SET quantity = 2');
    await expectFault(company, { source: 'erp-test', ...fault }, { ...first, production: 13 });
    await fault.mend?.(company);
    await change(company);
    await expectHealed(company, { source: 'erp-test', ...fault }, fault.heals, { test: 11, production: 13 });
  });

  describe('within one question', () => {
    const PASSING: Readonly<Record<string, (company: Company) => void>> = {
      'resolves a deadlock once': (company) => onStock(company, deadlockVictim()),
      'breaks off amid the rows': ({ sqlServer }) =>
        sqlServer.faults.onNextQuery('[Stock]', { kind: 'reset', afterRows: 1 }),
      'shuts down in good order': ({ sqlServer }) => sqlServer.faults.onNextQuery('[Stock]', { kind: 'close' }),
      'is silent once': ({ sqlServer }) => sqlServer.faults.onNextQuery('[Stock]', { kind: 'stall' }),
    };

    test.each(Object.entries(PASSING))('%s: nobody notices', async (_, provoke) => {
      const company = await openCompany(mariaDb, { refresh: 'budget: 10s', limits: 'connect: 5s, stall: 400ms' });
      await company.ask();
      await change(company);
      provoke(company);
      company.clock.pass(20_000);
      expect(await company.ask()).toMatchObject({ test: 11, production: 12, notes: [] });
      expect(company.lines('error')).toEqual([]);
      // It did happen.
      expect(company.sqlServer.faults.takeQuery(`${COUNT} [Stock]`)).toBeUndefined();
    });
  });
});

/** One more in Test. */
async function change({ sqlServer }: Company): Promise<void> {
  const edit = await sqlServer.edit();
  await edit.change(TEST_STOCK, { update: 'A-2', set: { Quantity: '5' } });
  await edit.commit();
}
