import { describe, expect, onTestFinished, test } from 'vitest';
import { TdsError } from '../support/tds/index.js';
import { begin, expectProblem, openSource } from './engine.js';
import { startRealSqlServer } from './real-sqlserver.js';
import { FACTS, LOGIN, startEngine, startTls } from './sqlserver-engine.js';
import { describeOutage, describeReading, describeTls, describeTrouble } from './suite.js';

describe('SQL Server', () => {
  describe('reading', () => describeReading(FACTS, startEngine));
  describe('in trouble', () => describeTrouble(FACTS, startEngine));
  describe('with TLS', () => describeTls(startTls));
  describe('that dies', () => describeOutage(FACTS, startEngine));
});

const REAL = process.env.TALLY_TEST_SQLSERVER_URL;

describe.skipIf(!REAL)('SQL Server itself, which TALLY_TEST_SQLSERVER_URL names', () => {
  describeReading(FACTS, () => startRealSqlServer(new URL(REAL ?? '')));
});

describe('a session on SQL Server', () => {
  async function start(options?: Parameters<typeof startEngine>[0]) {
    const engine = await startEngine(options);
    const source = openSource(engine.config({ limits: { connections: 1 } }));
    onTestFinished(async () => {
      await source.close();
      await engine.close();
    });
    return { engine, source };
  }

  test('says that Tally is asking, and only asks', async () => {
    const { engine, source } = await start();
    await source.inspect();
    expect(engine.server.connections.at(-1)).toMatchObject({ application: 'tally', user: LOGIN.user, database: 'erp' });
    expect(engine.server.queries.filter((text) => !text.startsWith('SELECT '))).toEqual([]);
  });

  test.each([
    [true, []],
    [false, [expect.stringContaining('READ_COMMITTED_SNAPSHOT')]],
  ])('remarks whether reads are consistent: %s', async (snapshot, remarks) => {
    const { source } = await start({ snapshot });
    expect((await source.inspect()).remarks).toEqual(remarks);
  });

  test('calls a read off by asking the server to, and keeps its connection', async () => {
    const { engine, source } = await start();
    await engine.create({ name: 'many', columns: { id: 'bigint', filler: FACTS.text }, rows: { numbered: 300_000 } });
    const batches = await begin(source, 'many');
    await batches.next();
    await batches.return?.();
    await source.describe('many');
    expect(engine.server.connections.filter(({ open }) => open)).toMatchObject([{ cancels: 1 }]);
  });

  test('knows a refused login by its number, whatever language the server speaks', async () => {
    const { engine, source } = await start();
    const error = new TdsError(18456, 'Fehler bei der Anmeldung für den Benutzer.', 14);
    engine.server.faults.onNextLogin({ kind: 'error', error });
    await expectProblem(source.inspect(), 'login-refused', null);
  });
});
