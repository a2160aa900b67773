import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { loadConfig } from '../dist/config/index.js';
import { demoCompany } from '../dist/demo/company.js';
import { loadDemo } from '../dist/demo/load.js';
import { startMariaDb } from './mariadb.js';

/** 3.65 million rows of stock: products × warehouses × days × two environments. */
const SIZE = { products: 5000, warehouses: 2, days: 183, through: '2026-10-31' };
const DATABASE = 'erp';

/**
 * @typedef {object} StockServer
 * @property {import('../src/config/schema.js').MySqlConfig} source
 * @property {(from?: string, refresh?: string) => Promise<string>} configuration  Path of one with a new model, fed from
 *   that table and refreshed so.
 * @property {() => Promise<void>} close
 */

/**
 * A server that holds the demo company. It is filled once: the data stays in the system's folder for
 * temporary files.
 *
 * @returns {Promise<StockServer>}
 */
export async function startStockServer() {
  const data = join(tmpdir(), `tally-bench-${SIZE.products}x${SIZE.warehouses}x${SIZE.days}`);
  const server = await startMariaDb(data);
  const models = await mkdtemp(join(tmpdir(), 'tally-bench-models-'));
  const configuration = async (from = 'stock_level', refresh = '{ maxAge: 1h }') => {
    const path = join(await mkdtemp(join(models, 'model-')), 'tally.yaml');
    await writeFile(path, configurationText(server, from, refresh));
    return path;
  };
  const source = /** @type {import('../src/config/schema.js').MySqlConfig} */ (
    loadConfig(await configuration(), {}).config.sources.erp
  );
  const filled = join(data, 'filled');
  if (!existsSync(filled)) {
    process.stderr.write('filling the server, once …\n');
    await fill(source);
    await writeFile(filled, '');
  }
  return {
    source,
    configuration,
    async close() {
      await server.close();
      await rm(models, { recursive: true, force: true });
    },
  };
}

/** @param {import('../src/config/schema.js').MySqlConfig} source */
async function fill(source) {
  const { database, ...login } = source;
  const connection = await createConnection({ host: login.host, port: login.port, user: login.user });
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4`);
    await loadDemo(source, 'both', demoCompany(SIZE));
    await connection.query(`CREATE OR REPLACE VIEW ${database}.stock_tenfold AS
      SELECT environment, stock_date - INTERVAL (year) YEAR AS stock_date, item_code, site, qty_on_hand, qty_demanded, unit_cost
      FROM ${database}.stock_level CROSS JOIN (SELECT seq AS year FROM ${database}.seq_0_to_9) AS years`);
  } finally {
    await connection.end();
  }
}

/**
 * @param {{ host: string, port: number, user: string, password: string }} server
 * @param {string} from
 * @param {string} refresh
 */
function configurationText({ host, port, user, password }, from, refresh) {
  const keyed =
    from === 'stock_level' ? 'key: [environment, stock_date, item_code, site]\n    changed: updated_at\n    ' : '';
  return `model: { file: tally.duckdb }
refresh: ${refresh}
sources:
  erp: { type: mysql, host: ${host}, port: ${port}, database: ${DATABASE}, user: ${user}, password: '${password}', tls: off }
tables:
  - table: product
    source: erp
    from: product
    columns: { product_id: item_code, name: item_name, category: category, segment: segment, division: division,
      variant: variant, unit_price: unit_price }
    key: [item_code]
    changed: updated_at
  - table: stock
    source: erp
    from: ${from}
    columns: { environment: environment, date: stock_date, product_id: item_code, warehouse: site,
      quantity: qty_on_hand, demand: qty_demanded, unit_cost: unit_cost }
    ${keyed}meaning: { quantity: complete, demand: complete }
`;
}

/** @param {import('../src/app.js').App} app */
export function stockFeed({ model }) {
  const feed = model.feeds.find(({ table }) => table === 'stock');
  if (!feed) throw new Error('The configuration feeds no stock');
  return feed;
}
