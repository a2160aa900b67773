import { readFile } from 'node:fs/promises';
import type { MySqlConfig, SqlServerConfig } from '../config/schema.js';
import type { Environment } from '../kpi/result.js';
import type { SourceWriter } from '../sources/writer.js';
import type { DemoCompany, StockRow } from './company.js';
import { isDate } from './dates.js';

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The tables that `sql/<kind>/02-tables.sql` makes; columns in the order of the company's rows. */
const TABLES: Readonly<Record<'sqlserver' | 'mysql', { readonly product: Table; readonly stock: Table }>> = {
  sqlserver: {
    product: {
      name: 'dbo.Product',
      columns: ['Sku', 'ProductName', 'Category', 'Segment', 'Division', 'Variant', 'UnitPrice'],
    },
    stock: {
      name: 'dbo.StockLevel',
      columns: ['Environment', 'StockDate', 'Sku', 'Warehouse', 'OnHand', 'Demand', 'UnitCost'],
    },
  },
  mysql: {
    product: {
      name: 'product',
      columns: ['item_code', 'item_name', 'category', 'segment', 'division', 'variant', 'unit_price'],
    },
    stock: {
      name: 'stock_level',
      columns: ['environment', 'stock_date', 'item_code', 'site', 'qty_on_hand', 'qty_demanded', 'unit_cost'],
    },
  },
};

export interface Loaded {
  readonly products: number;
  readonly stock: number;
  /** Stock rows that typed columns cannot hold: no date, or no number. */
  readonly leftOut: number;
}

/**
 * Puts the demo company into a server: makes the tables where they are absent, empties them, fills them. The
 * product master goes with Test. The database has to exist, and the login to own it. A load that breaks off
 * leaves the tables half full; load again. `onProgress` gets rows. Throws SourceError.
 */
export async function loadDemo(
  config: MySqlConfig | SqlServerConfig,
  environment: Environment | 'both',
  company: DemoCompany,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Loaded> {
  const { product, stock } = TABLES[config.type];
  const environments: readonly Environment[] = environment === 'both' ? ['test', 'production'] : [environment];
  const withProducts = environment !== 'production';
  const total = environments.reduce(
    (sum, name) => sum + company.counts[name],
    withProducts ? company.counts.product : 0,
  );
  const script = await readFile(new URL(`../../sql/${config.type}/02-tables.sql`, import.meta.url), 'utf8');
  const writer = await openWriter(config);
  try {
    await writer.run(script);
    await writer.run(`TRUNCATE TABLE ${product.name}; TRUNCATE TABLE ${stock.name};`);
    const insert = async ({ name, columns }: Table, rows: Iterable<readonly string[]>, before: number) =>
      writer.insert(name, columns, rows, (done) => onProgress(before + done, total));
    const products = withProducts ? await insert(product, company.products, 0) : 0;
    let done = 0;
    for (const name of environments) done += await insert(stock, storable(name, company.stock(name)), products + done);
    onProgress(total, total);
    return { products, stock: done, leftOut: total - products - done };
  } finally {
    await writer.close();
  }
}

async function openWriter(config: MySqlConfig | SqlServerConfig): Promise<SourceWriter> {
  switch (config.type) {
    case 'mysql':
      return (await import('../sources/mysql/writer.js')).openMySqlWriter(config);
    case 'sqlserver':
      return (await import('../sources/sqlserver/writer.js')).openSqlServerWriter(config);
  }
}

/** Rows of the stock table: those that have a date and a number. A missing sku is an empty one there. */
function* storable(environment: Environment, rows: Iterable<StockRow>): Generator<readonly string[]> {
  for (const row of rows) {
    const [date, , , quantity] = row;
    if (isDate(date) && /^-?\d+$/.test(quantity)) yield [environment, ...row];
  }
}
