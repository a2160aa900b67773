import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2';
import { openApp } from '../dist/app.js';
import { bind } from '../dist/model/feed.js';
import { compile, tableOf } from '../dist/sources/dialect.js';
import { mysqlOptions } from '../dist/sources/mysql/connection.js';
import { mysqlDialect } from '../dist/sources/mysql/dialect.js';
import { extractQuery } from '../dist/sources/queries.js';
import { atLeast, atMost, median, milliseconds, p95, ratios } from './measure.js';
import { stockFeed } from './stock.js';

const ROUNDS = 5;
const ALONE = fileURLToPath(new URL('load-alone.js', import.meta.url));

/**
 * From the server's first row to the commit in the model, against the driver alone reading the same rows
 * and dropping them.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchLoad(server) {
  const drained = [];
  const loaded = [];
  let rows = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const app = await openApp({ config: await server.configuration() });
    try {
      const query = await extractOf(app);
      drained.push(await milliseconds(() => drain(server.source, query)));
      loaded.push(
        await milliseconds(async () => {
          rows = (await app.model.refresher.refresh(stockFeed(app))).read;
        }),
      );
    } finally {
      await app.close();
    }
  }
  const rate = (/** @type {number} */ time) => Math.round(rows / (time / 1000));
  return [
    ...ratios('load ÷ draining', loaded, drained, 3),
    atLeast('load, rows/s', rate(median(loaded)), 400_000),
    atLeast('load, rows/s (slowest)', rate(p95(loaded)), 400_000),
    await memory('load, MB at the most', await server.configuration()),
  ];
}

/**
 * Ten times the rows, for what memory does.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchTenfold(server) {
  return [await memory('load of ten times the rows, MB at the most', await server.configuration('stock_tenfold'))];
}

/**
 * @param {import('../src/app.js').App} app
 * @returns {Promise<import('../src/sources/dialect.js').Statement>}
 */
async function extractOf(app) {
  const feed = stockFeed(app);
  const described = await app.sources.get(feed.source)?.describe(feed.from);
  const bound = bind(feed, described ?? []);
  if ('missing' in bound) throw new Error('The stock table lacks columns');
  return compile(extractQuery(tableOf(feed.from), bound.extract, mysqlDialect), mysqlDialect);
}

/**
 * @param {import('./stock.js').StockServer['source']} source
 * @param {import('../src/sources/dialect.js').Statement} query
 * @returns {Promise<void>}
 */
function drain(source, { text, parameters }) {
  const connection = createConnection(mysqlOptions(source));
  return new Promise((resolve, reject) => {
    connection
      .query({ sql: text, rowsAsArray: true }, [...parameters])
      .on('result', () => undefined)
      .on('error', reject)
      .on('end', resolve);
  }).finally(() => connection.destroy());
}

/**
 * What a process that does nothing else takes at its peak.
 *
 * @param {string} name
 * @param {string} configuration
 */
async function memory(name, configuration) {
  const { stdout } = await promisify(execFile)(process.execPath, [ALONE, configuration]);
  return atMost(name, Number(stdout) / 1024, 400);
}
