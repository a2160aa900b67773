import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import type { MySqlConfig } from '../../src/config/schema.js';
import { openMySqlWriter } from '../../src/sources/mysql/writer.js';
import { resultOf } from '../support/app.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { type SqlServer, startSqlServer } from '../support/sqlserver.js';
import { configure } from './engine.js';

const DATA = fileURLToPath(new URL('../../../shared/data/inventory/', import.meta.url));
const CONFIG = new URL('../support/real/inventory.yaml', import.meta.url);
const LOGIN = { user: 'tally_reader', password: 'it’s "geheim"', database: 'erp' };
const databaseName = `tally_inventory_${process.pid}`;

const readRows = (file: string) =>
  readFileSync(join(DATA, file), 'utf8')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));

const STOCK = {
  'Order Date (DD/MM/YYYY)': 'varchar(10)',
  'Product ID': 'int',
  Availability: 'int',
  Demand: 'int',
};

const suite = existsSync(DATA)
  ? describeWithMariaDb
  : (name: string, tests: () => void) => describe.skip(`${name} (${DATA} is not there)`, tests);

suite('one company’s real stock, in SQL Server and MySQL', () => {
  let mysql: MariaDb;
  let sqlServer: SqlServer;
  let folder: string;
  let app: App;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tally-real-'));
    [mysql, sqlServer] = await Promise.all([startMariaDb(), startSqlServer({ login: LOGIN })]);
    await fillMySql();
    await sqlServer.create({
      name: 'products',
      columns: { 'Product ID': 'int', 'Product Name': 'nvarchar(100)', 'Unit Price ($)': 'decimal(10,2)' },
      rows: readRows('products.csv'),
    });
    await sqlServer.create({ name: 'test', columns: STOCK, rows: readRows('test.csv') });

    const config = join(folder, 'tally.yaml');
    await writeFile(config, configuration());
    const environment = { TALLY_TEST_FOLDER: folder, SQLSERVER: LOGIN.password, MYSQL: mysql.password };
    app = await openApp({ config, environment, now: () => new Date('2027-01-01T00:00:00Z') });
  });

  afterAll(async () => {
    await app?.close();
    await Promise.all([mysql?.close(), sqlServer?.close()]);
    await rm(folder, { recursive: true });
  });

  async function fillMySql() {
    await mysql.createDatabase(databaseName);
    const columns = Object.entries(STOCK).map(([name, type]) => `\`${name}\` ${type}`);
    await mysql.query(`CREATE TABLE ${databaseName}.production (${columns.join(', ')})`);
    const { host, port, user, password } = mysql;
    const writer = await openMySqlWriter(
      configure('mysql', { host, port, user, password, database: databaseName, tls: 'off' }, {}) as MySqlConfig,
    );
    await writer.insert('production', Object.keys(STOCK), readRows('production.csv'), () => undefined);
    await writer.close();
  }

  /** The configuration of the files, with servers in their place. */
  function configuration(): string {
    const sources = `sources:
  erp: { type: sqlserver, host: 127.0.0.1, port: ${sqlServer.port}, database: erp, user: ${LOGIN.user}, password: '\${SQLSERVER}', tls: off }
  shop: { type: mysql, host: ${mysql.host}, port: ${mysql.port}, database: ${databaseName}, user: ${mysql.user}, password: '\${MYSQL}', tls: off }
`;
    return readFileSync(CONFIG, 'utf8')
      .replace(/^sources:\n(?: .*\n)+/m, sources)
      .replaceAll('source: sqlserver-files', 'source: erp')
      .replaceAll('source: mysql-files', 'source: shop')
      .replaceAll('.csv', '');
  }

  const metrics = async (question: string) =>
    Object.fromEntries((await resultOf(app, question)).rows.map(({ metric, ...row }) => [String(metric), row]));

  test('quantity and demand, exactly', async () => {
    expect(await metrics('/stock compare')).toMatchObject({
      Items: { test: 20, production: 20 },
      Total: { test: '3145.0000', production: '63141.0000', variance: '59996.0000' },
      Demand: { test: '3724.0000', production: '124348.0000', variance: '120624.0000' },
      Shortage: { test: '579.0000', production: '61207.0000', variance: '60628.0000' },
      'Stock value': { variance: '7060873.0400000000' },
    });
    expect((await resultOf(app, '/stock total')).totals).toMatchObject({ both: '66286.0000' });
  });

  test('the variance, over all and by product', async () => {
    const { totals, rows, headline } = await resultOf(app, '/stock variance');
    expect(totals).toMatchObject({ test: '3145.0000', production: '63141.0000', variance: '59996.0000' });
    expect(headline).toContain('59,996');
    // Two ids of Production are recoded to 7 and 11, which therefore lead.
    expect(rows.slice(0, 2)).toMatchObject([
      { sku: '7', name: 'Phone Case', test: '167.0000', production: '5556.0000' },
      { sku: '11', name: 'Noise-Canceling Headphones', test: '317.0000', production: '4586.0000' },
    ]);
    expect(rows).toHaveLength(20);
  });

  test('fill rates', async () => {
    const { totals } = await resultOf(app, '/stock availability');
    expect(totals?.test_fill_rate).toBeCloseTo(79.9678, 4);
    expect(totals?.production_fill_rate).toBeCloseTo(48.5919, 4);
  });

  test('every row is read, none is rejected, and each source is named with the date it goes through', async () => {
    const { headline, dataThrough } = await resultOf(app, '/stock quality');
    expect(headline).toContain('1,162 rows');
    expect(dataThrough).toEqual([
      { source: 'erp', environment: 'test', date: '2026-12-30' },
      { source: 'shop', environment: 'production', date: '2027-01-01' },
    ]);
  });

  test('each database was asked for its own, and read only', () => {
    const tables = sqlServer.queries.flatMap((text) => / FROM (\[[^\]]+\])(?![.\w])/.exec(text)?.[1] ?? []);
    expect(new Set(tables)).toEqual(new Set(['[products]', '[test]']));
    expect(sqlServer.queries.filter((text) => !text.startsWith('SELECT '))).toEqual([]);
  });

  test('the log holds no password', () => {
    const log = readFileSync(join(folder, 'tally.log'), 'utf8');
    expect(log).toContain('table refreshed');
    for (const password of [LOGIN.password, mysql.password])
      expect(log).not.toContain(JSON.stringify(password).slice(1, -1));
  });
});
