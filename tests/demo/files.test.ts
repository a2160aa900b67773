import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemoCompany, demoCompany, type StockRow } from '../../src/demo/company.js';
import { writeDemoFiles } from '../../src/demo/files.js';

const company = demoCompany({ products: 60, days: 35, warehouses: 2, through: '2026-10-31' });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-demo-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Heading and rows as the model's engine reads them, blanks and all. */
async function read(name: string): Promise<{ columns: string[]; rows: unknown[][] }> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(
    `SELECT * FROM read_csv('${join(folder, name)}', header = true, all_varchar = true, nullstr = '\\N')`,
  );
  connection.closeSync();
  instance.closeSync();
  return { columns: result.columnNames(), rows: result.getRows() };
}

test('each environment has its own names and dates, and the rows of the company', async () => {
  await writeDemoFiles(folder, company);

  expect(await readdir(folder)).toEqual(['products.csv', 'stock_production.csv', 'stock_test.csv']);
  expect(await read('products.csv')).toEqual({
    columns: ['Sku', 'ProductName', 'Category', 'Segment', 'Division', 'Variant', 'UnitPrice'],
    rows: [...company.products],
  });
  expect(await read('stock_test.csv')).toEqual({
    columns: ['StockDate', 'Sku', 'Warehouse', 'OnHand', 'Demand', 'UnitCost'],
    rows: [...company.stock('test')],
  });
  const production = await read('stock_production.csv');
  expect(production.columns).toEqual(['stock_date', 'item_code', 'site', 'qty_on_hand', 'qty_demanded', 'unit_cost']);
  expect(production.rows.at(-1)?.[0]).toBe('31/10/2026');
  expect(production.rows.map(([date, ...rest]) => [String(date).split('/').reverse().join('-'), ...rest])).toEqual([
    ...company.stock('production'),
  ]);
});

test('makes the folder if need be', async () => {
  await writeDemoFiles(join(folder, 'made', 'here'), { ...company, stock: () => [] });
  expect(await readdir(join(folder, 'made', 'here'))).toHaveLength(3);
});

test('tells how far it is, up to the end', async () => {
  const total = company.counts.product + company.counts.test + company.counts.production;
  const progress: number[] = [];
  await writeDemoFiles(folder, company, (done, of) => {
    expect(of).toBe(total);
    progress.push(done);
  });
  expect(progress[0]).toBe(60);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(total);
});

test('text with commas, quotes and line ends is quoted', async () => {
  const name = 'Shelf "Oak", 2 m\nfor corners';
  const shelf = ['A-1', name, 'Furniture', 'Storage', 'Home', '', '9.90'] as const;
  await writeDemoFiles(folder, { ...company, products: [shelf] });
  expect((await read('products.csv')).rows).toEqual([[...shelf]]);
});

test('a file that cannot be finished leaves the old one and nothing else', async () => {
  await writeDemoFiles(folder, company);
  const before = await readFile(join(folder, 'stock_test.csv'), 'utf8');
  const broken: DemoCompany = {
    ...company,
    *stock(environment): Generator<StockRow> {
      yield ['2026-10-31', 'A-1001', 'Hamburg', '1', '1', '1.00'];
      throw new Error(`no more of ${environment}`);
    },
  };

  await expect(writeDemoFiles(folder, broken)).rejects.toThrow('no more of test');
  expect(await readdir(folder)).toEqual(['products.csv', 'stock_production.csv', 'stock_test.csv']);
  expect(await readFile(join(folder, 'stock_test.csv'), 'utf8')).toBe(before);
});
