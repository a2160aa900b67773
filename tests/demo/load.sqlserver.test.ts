import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SqlServerConfig, sourceSchema } from '../../src/config/schema.js';
import { demoCompany } from '../../src/demo/company.js';
import { loadDemo } from '../../src/demo/load.js';
import { insertStatement, splitBatches } from '../../src/sources/sqlserver/writer.js';
import { permissionDenied, startTdsServer, type TdsServer } from '../support/tds/index.js';

const company = demoCompany({ products: 64, days: 50, warehouses: 2, through: '2026-10-31' });
const SCRIPT = splitBatches(readFileSync(new URL('../../sql/sqlserver/02-tables.sql', import.meta.url), 'utf8'));
const PRODUCT = insertStatement('dbo.Product', [
  ...['Sku', 'ProductName', 'Category', 'Segment', 'Division', 'Variant', 'UnitPrice'],
]);
const STOCK = insertStatement('dbo.StockLevel', [
  ...['Environment', 'StockDate', 'Sku', 'Warehouse', 'OnHand', 'Demand', 'UnitCost'],
]);

let server: TdsServer;
let config: SqlServerConfig;
/** Rows as they arrived, by statement. */
let inserted: Map<string, string[][]>;
let refuse: string | null;

beforeEach(async () => {
  inserted = new Map();
  refuse = null;
  server = await startTdsServer({
    login: { user: 'sa', password: 'Secret-1', database: 'erp' },
    answer: async (sql, parameters) => {
      if (sql === refuse) throw permissionDenied('Product', 'erp');
      const rows = parameters.get('rows');
      if (typeof rows === 'string') inserted.set(sql, [...(inserted.get(sql) ?? []), ...JSON.parse(rows)]);
      return { columns: [], rows: [] };
    },
  });
  const { port } = server;
  const login = { host: '127.0.0.1', port, database: 'erp', user: 'sa', password: 'Secret-1', tls: 'off' };
  const parsed = sourceSchema.parse({ type: 'sqlserver', ...login });
  if (parsed.type !== 'sqlserver') throw new Error('asked for sqlserver');
  config = parsed;
});

afterEach(() => server.close());

test('makes the tables, empties them, and sends every row that they can hold as exact text', async () => {
  const progress: number[] = [];
  const loaded = await loadDemo(config, 'test', company, (done) => progress.push(done));

  const readable = [...company.stock('test')].filter(([date, , , units]) => !/-02-30/.test(date) && units !== 'n/a');
  expect(server.queries.slice(0, SCRIPT.length)).toEqual(SCRIPT);
  expect(server.queries[SCRIPT.length]).toBe('TRUNCATE TABLE dbo.Product; TRUNCATE TABLE dbo.StockLevel;');
  expect(inserted.get(PRODUCT)).toEqual([...company.products]);
  expect(inserted.get(STOCK)).toEqual(readable.map((row) => ['test', ...row]));
  expect(loaded).toEqual({ products: 64, stock: readable.length, leftOut: 4 });
  expect(progress).toEqual([64, 64 + 5_000, 64 + readable.length, 64 + company.counts.test]);
});

test('ends every connection, and says what went wrong', async () => {
  refuse = PRODUCT;
  await expect(loadDemo(config, 'both', company)).rejects.toMatchObject({
    name: 'SourceError',
    problem: 'no-right',
    table: 'dbo.Product',
  });
  await expect.poll(() => server.connections.every(({ open }) => !open)).toBe(true);
});
