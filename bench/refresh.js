import { createConnection } from 'mysql2/promise';
import { openApp } from '../dist/app.js';
import { answer } from '../dist/commands/index.js';
import { atMost, median, milliseconds, p95, ratios } from './measure.js';
import { stockFeed } from './stock.js';

const ROUNDS = 12;
/** Of 20,000 rows of a date. */
const SHARE = 40;
const TOGETHER = 50;
/** Longer than the overlap that the configuration is given, in milliseconds. */
const QUIET = 1200;
const REFRESH = '{ maxAge: 0s, overlap: 1s, verify: 1d, budget: 30s }';
const QUESTION = '/stock variance';

/**
 * What a question pays to be true a moment ago: 1,000 rows of 3.65 million changed, or none.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchRefresh(server) {
  const { host, port, user, database } = server.source;
  const connection = await createConnection({ host, port, user, database });
  const app = await openApp({ config: await server.configuration('stock_level', REFRESH) });
  try {
    const source = app.sources.get('erp');
    if (!source) throw new Error('The configuration has no source erp');
    const database = timed(source);
    await app.model.refresher.ensure(['product', 'stock'], 0);
    const [[{ latest, first, days }]] = /** @type {any} */ (
      await connection.query(
        `SELECT CAST(MAX(stock_date) AS CHAR) AS latest, CAST(MAX(stock_date) - INTERVAL 1 DAY AS CHAR) AS first, COUNT(DISTINCT stock_date) AS days FROM stock_level`,
      )
    );
    /** @param {string} where @param {number} share @param {number} round */
    const change = (where, share, round) =>
      connection.query(
        `UPDATE stock_level SET qty_on_hand = qty_on_hand + ? WHERE ${where} AND MOD(CRC32(CONCAT(item_code, site, environment, stock_date)), ?) = ?`,
        [round % 2 === 0 ? 1 : -1, share, Math.floor(round / 2)],
      );
    const findings = [];
    const rounds = /** @type {const} */ ([
      ['of the latest dates', `stock_date >= '${first}' AND stock_date <= '${latest}'`, SHARE, 60],
      ['over all dates', 'TRUE', SHARE * (days / 2), 250],
    ]);
    for (const [what, where, share, most] of rounds) {
      const own = [];
      const theirs = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await change(where, Math.round(share), round);
        const { total, waited } = await refreshed(app, database);
        own.push(total - waited);
        theirs.push(waited);
        await quiet();
        await refreshed(app, database);
      }
      findings.push(
        atMost(`1,000 changed rows ${what}: on top of the database’s time, ms, median`, median(own), most),
        atMost(`1,000 changed rows ${what}: the same, p95`, p95(own)),
        atMost(`1,000 changed rows ${what}: the database’s time, ms, median`, median(theirs)),
      );
    }
    await quiet();
    const checks = [];
    for (let round = 0; round < ROUNDS * 4; round += 1) checks.push((await refreshed(app, database)).stock);
    findings.push(
      atMost('check of the stock table when nothing has changed, ms, median', median(checks), 25),
      atMost('check of the stock table when nothing has changed, ms, p95', p95(checks)),
    );
    const one = await seen(connection, () => answer(QUESTION, app.desk));
    const many = await seen(connection, () =>
      Promise.all(Array.from({ length: TOGETHER }, () => answer(QUESTION, app.desk))),
    );
    const changed = await seen(connection, async () => {
      await change(rounds[0][1], SHARE, 0);
      return { before: await counted(connection), answered: await answer(QUESTION, app.desk) };
    });
    await change(rounds[0][1], SHARE, 1);
    findings.push(
      atMost('statements that the database gets for one question, two tables', one.statements),
      atMost('rows that it reads for it', one.rows),
      atMost('statements for 50 questions at once ÷ for one', many.statements / one.statements, 1),
      atMost('rows that it reads for a question after 1,000 changed, the change included', changed.rows),
    );
    return findings;
  } finally {
    await app.close();
    await connection.end();
  }
}

/**
 * An answer as of now over ten times the history, against the same over the usual one.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchHistory(server) {
  const usual = await openApp({ config: await server.configuration() });
  const tenfold = await openApp({ config: await server.configuration('stock_tenfold') });
  try {
    const [ours, theirs] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    for (const { model } of [usual, tenfold]) for (const feed of model.feeds) await model.refresher.refresh(feed);
    const questions = [
      '/stock variance',
      '/stock total by warehouse',
      '/stock compare',
      '/stock variance by sku top 10',
    ];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const question of questions) {
        // A text of its own each time, so that no answer is remembered.
        ours.push(await milliseconds(() => fresh(question, tenfold)));
        theirs.push(await milliseconds(() => fresh(question, usual)));
      }
    }
    return ratios('answer at ten times the history ÷ at the usual', ours, theirs, 2);
  } finally {
    await usual.close();
    await tenfold.close();
  }
}

/** @param {string} question @param {import('../dist/app.js').App} app */
async function fresh(question, app) {
  app.model.refresher.reset();
  const reply = await answer(question, app.desk);
  if (reply.kind !== 'result') throw new Error(`No result for ${question}`);
}

/**
 * @param {import('../dist/app.js').App} app
 * @param {{ waited: number }} database
 */
async function refreshed(app, database) {
  database.waited = 0;
  const total = await milliseconds(() => app.model.refresher.ensure(['stock'], 30_000));
  const [status] = await app.model.refresher.status([stockFeed(app)]);
  if (status?.trouble) throw status.trouble.error;
  return { total, waited: database.waited, stock: total };
}

const quiet = () => new Promise((resolve) => setTimeout(resolve, QUIET));

/**
 * Has the source count the milliseconds for which it is waited for.
 *
 * @param {import('../dist/sources/source.js').Source} source
 */
function timed(source) {
  const database = { waited: 0 };
  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  const wait = async (work) => {
    const started = performance.now();
    try {
      return await work();
    } finally {
      database.waited += performance.now() - started;
    }
  };
  const { describe, keys, look } = source;
  source.describe = (from) => wait(() => describe.call(source, from));
  source.keys = (from) => wait(() => keys.call(source, from));
  if (!look) throw new Error('The source cannot be looked at');
  source.look = async (from, signal) => {
    const held = await wait(() => look.call(source, from, signal));
    return {
      clock: held.clock,
      consistent: held.consistent,
      settled: (columns) => held.settled(columns),
      changes: (columns, since) => wait(() => held.changes(columns, since)),
      sums: (columns, where) => wait(() => held.sums(columns, where)),
      async rows(columns, where, stop) {
        const rows = (await held.rows(columns, where, stop))[Symbol.asyncIterator]();
        return { [Symbol.asyncIterator]: () => ({ next: () => wait(() => rows.next()) }) };
      },
      close: () => wait(() => held.close()),
    };
  };
  return database;
}

/**
 * What the database does for some work: statements, and rows that it reads.
 *
 * @param {import('mysql2/promise').Connection} connection
 * @param {() => Promise<unknown>} work
 */
async function seen(connection, work) {
  await quiet();
  const before = await counted(connection);
  await work();
  const after = await counted(connection);
  // Counting is one statement of its own, and reads the list of counters.
  const idle = await counted(connection);
  return {
    statements: after.statements - before.statements - (idle.statements - after.statements),
    rows: after.rows - before.rows - (idle.rows - after.rows),
  };
}

/** @param {import('mysql2/promise').Connection} connection */
async function counted(connection) {
  const [rows] = /** @type {any} */ (
    await connection.query(`SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Rows_read')`)
  );
  const of = (/** @type {string} */ name) =>
    Number(rows.find((/** @type {any} */ row) => row.Variable_name === name)?.Value ?? 0);
  return { statements: of('Questions'), rows: of('Rows_read') };
}
