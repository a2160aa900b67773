import { describe, expect, onTestFinished, test } from 'vitest';
import { compile } from '../../src/sources/dialect.js';
import type { LookColumns, SourceColumn } from '../../src/sources/source.js';
import { lookDialect } from '../../src/sources/sqlserver/look.js';
import type { TestTable } from '../support/table.js';
import { deadlockVictim, TdsError } from '../support/tds/index.js';
import { begin, beginLook, expectProblem, openSource } from './engine.js';
import { startRealSqlServer } from './real-sqlserver.js';
import { FACTS, LOGIN, startEngine, startTls } from './sqlserver-engine.js';
import {
  describeChecksums,
  describeLooks,
  describeLookTrouble,
  describeOutage,
  describeReading,
  describeTls,
  describeTrouble,
} from './suite.js';

describe('SQL Server', () => {
  describe('reading', () => describeReading(FACTS, startEngine));
  describe('in trouble', () => describeTrouble(FACTS, startEngine));
  describe('looked at', () => describeLooks(FACTS, startEngine));
  describe('summed up', () => describeChecksums(FACTS, startEngine));
  describe('looked at in trouble', () => describeLookTrouble(FACTS, startEngine));
  describe('with TLS', () => describeTls(startTls));
  describe('that dies', () => describeOutage(FACTS, startEngine));
});

const REAL = process.env.TALLY_TEST_SQLSERVER_URL;

describe.skipIf(!REAL)('SQL Server itself, which TALLY_TEST_SQLSERVER_URL names', () => {
  const start = () => startRealSqlServer(new URL(REAL ?? ''));
  describe('reading', () => describeReading(FACTS, start));
  describe('looked at', () => describeLooks(FACTS, start));
  describe('summed up', () => describeChecksums(FACTS, start));
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
    [true, false, []],
    [false, true, [expect.stringMatching(/moments.* ALLOW_SNAPSHOT_ISOLATION/)]],
    [false, false, [expect.stringContaining('READ_COMMITTED_SNAPSHOT')]],
  ])('remarks whether reads are consistent: %s, %s', async (snapshot, committed, remarks) => {
    const { source } = await start({ snapshot, committed });
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

  describe('looks', () => {
    const TABLE: TestTable = { name: 'one', columns: { id: 'int', quantity: 'int' }, rows: [['1', '5']] };
    const QUANTITY: SourceColumn = { name: 'quantity', type: 'int', kind: 'number', scale: 0 };
    const COLUMNS: LookColumns = { columns: [QUANTITY], date: null, changed: QUANTITY };
    const RESET = Buffer.from('set transaction isolation level read committed', 'utf16le');

    test('in a SNAPSHOT transaction, and leaves its connection as it was', async () => {
      const { engine, source } = await start();
      await engine.create(TABLE);
      const look = await beginLook(source, 'one');
      expect(look.consistent).toBe(true);
      expect(await look.sums(COLUMNS, { kind: 'all' })).toHaveLength(1);
      const connections = () => engine.server.connections.filter(({ open }) => open);
      expect(connections()).toMatchObject([{ transactions: [{ isolation: 'snapshot', outcome: 'open' }] }]);
      const { length } = engine.relay.sent;
      await look.close();
      expect(connections()).toMatchObject([{ transactions: [{ isolation: 'snapshot', outcome: 'rolled back' }] }]);
      expect(engine.relay.sent.subarray(length).includes(RESET)).toBe(true);
      expect(engine.server.queries.filter((text) => !text.startsWith('SELECT '))).toEqual([]);
    });

    test('at what is committed when it asks, and says so, where the database does not allow snapshots', async () => {
      const { engine, source } = await start({ snapshot: false });
      await engine.create(TABLE);
      const look = await beginLook(source, 'one');
      expect(look.consistent).toBe(false);
      expect(await look.changes(COLUMNS, null)).toEqual({ rows: 1, through: '5' });
      const editor = await engine.edit();
      await editor.change(TABLE, { update: '1', set: { quantity: '6' } });
      expect(await look.changes(COLUMNS, null)).toEqual({ rows: 1, through: '5' });
      await editor.commit();
      expect(await look.changes(COLUMNS, null)).toEqual({ rows: 1, through: '6' });
      await look.close();
      expect(engine.server.connections.at(-1)).toMatchObject({
        transactions: [{ isolation: 'read committed', outcome: 'rolled back' }],
      });
    });

    test('never again over a connection on which one failed', async () => {
      const { engine, source } = await start();
      await engine.create(TABLE);
      for (const error of [deadlockVictim(), new TdsError(3961, 'Snapshot isolation transaction failed …')]) {
        const look = await beginLook(source, 'one');
        const { length } = engine.server.connections;
        engine.server.faults.onNextQuery('[one]', { kind: 'error', error });
        await expectProblem(look.sums(COLUMNS, { kind: 'all' }), 'deadlock', 'one');
        await look.close();
        await source.describe('one');
        expect(engine.server.connections).toHaveLength(length + 1);
      }
    });

    test.each([
      ['datetime', '2024-02-29T23:59:59.999', '2024-02-29T23:59:59.997'],
      ['datetime', '2024-02-29T23:59:59.9969', '2024-02-29T23:59:59.993'],
      ['datetime', '2024-02-29T23:59:59.99', '2024-02-29T23:59:59.990'],
      ['datetime', '2024-02-29T23:59:59', '2024-02-29T23:59:59'],
      ['smalldatetime', '2024-02-29T23:59:59.999', '2024-02-29T23:59:00'],
      ['datetime2', '2024-02-29T23:59:59.9999999', '2024-02-29T23:59:59.9999999'],
    ])('from a bound of a %s at %s from %s on', (type, value, floor) => {
      const { parameters } = compile(lookDialect.value(value, { name: 'x', type, kind: 'datetime' }), lookDialect);
      expect(parameters).toEqual([floor]);
    });
  });

  test('knows a refused login by its number, whatever language the server speaks', async () => {
    const { engine, source } = await start();
    const error = new TdsError(18456, 'Fehler bei der Anmeldung für den Benutzer.', 14);
    engine.server.faults.onNextLogin({ kind: 'error', error });
    await expectProblem(source.inspect(), 'login-refused', null);
  });
});
