import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyChange } from '../dist/model/apply.js';
import { Database } from '../dist/model/database.js';
import { derive } from '../dist/model/derive.js';
import { bind } from '../dist/model/feed.js';
import { latestDates, ledgerOf } from '../dist/model/ledger.js';
import { loadFeed } from '../dist/model/load.js';
import { UNMARKED } from '../dist/model/mark.js';
import { migrate } from '../dist/model/migrate.js';
import { findings } from '../dist/model/quality.js';
import { MODEL_TABLES } from '../dist/model/shape.js';
import { atLeast, atMost, median, milliseconds, p95 } from './measure.js';

/** 3.65 million rows: days × products × warehouses × environments. */
const [DAYS, PRODUCTS, WAREHOUSES] = [183, 5000, 2];
const ROWS = DAYS * PRODUCTS * WAREHOUSES * 2;
const ROUNDS = 40;
const CHANGED = 1000;
const TODAY = '2026-10-31';

const COLUMNS = /** @type {const} */ ([
  ['environment', 'varchar', 'text'],
  ['date', 'date', 'date'],
  ['product_id', 'varchar', 'text'],
  ['warehouse', 'varchar', 'text'],
  ['quantity', 'decimal', 'number', 0],
  ['demand', 'decimal', 'number', 0],
  ['unit_cost', 'decimal', 'number', 2],
]);

/**
 * Changes of a thousand rows of a model of 3.65 million, from the first staged row to the commit, and what a question
 * asks of the model after each. `complete` and `flow` are what the rows say over time.
 *
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchApply() {
  const findingsOf = [];
  for (const quantity of /** @type {const} */ (['complete', 'sparse', 'flow'])) {
    const folder = await mkdtemp(join(tmpdir(), 'tally-bench-apply-'));
    try {
      findingsOf.push(...(await benchMeaning(folder, quantity)));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return findingsOf;
}

/**
 * @param {string} folder
 * @param {'complete' | 'sparse' | 'flow'} quantity
 */
async function benchMeaning(folder, quantity) {
  const feed = feedOf(quantity);
  const described = COLUMNS.map(([name, type, kind, scale]) => ({
    name,
    type,
    kind,
    ...(scale === undefined ? {} : { scale }),
  }));
  const bound = bind(feed, described);
  if ('missing' in bound) throw new Error('The feed lacks columns');
  const file = join(folder, 'tally.duckdb');
  const db = await Database.open({ file, memory: 512, threads: 2 });
  try {
    await migrate(db);
    const derivation = { today: TODAY, feeds: [feed] };
    for (const table of Object.keys(MODEL_TABLES)) {
      await db.transaction((session) => derive(session, derivation, /** @type {keyof typeof MODEL_TABLES} */ (table)));
    }
    const mark = { ...UNMARKED, asOf: new Date(), mode: /** @type {const} */ ('incremental') };
    const options = { folder: join(folder, 'spool'), mark, derivation };
    const loaded = await loadFeed(
      db,
      bound,
      { kind: 'rows', batches: everyRow() },
      { folder: options.folder, asOf: new Date(), mapping: 'bench', derivation, sums: true },
    );
    const size = (await stat(file)).size;
    let round = 0;
    /**
     * @param {() => readonly string[][]} rows
     * @param {readonly string[]} dates
     */
    const applied = async (rows, dates = []) => {
      const times = [];
      for (let turn = 0; turn < ROUNDS; turn += 1) {
        round += 1;
        const batch = rows();
        const result = await applyChange(db, bound, { dates, byKey: true, rows: once(batch) }, options);
        if (!result.changed) throw new Error('Nothing changed');
        times.push(result.durationMs);
      }
      return times;
    };
    const some = (/** @type {(index: number) => number} */ dayOf) =>
      Array.from({ length: CHANGED }, (_, index) =>
        row(dayOf(index), (index * 7919 + round) % (PRODUCTS * WAREHOUSES * 2), round),
      );
    const latest = await applied(() => some((index) => DAYS - 1 - (index % 2)));
    const spread = await applied(() => some((index) => (index * 31 + round) % DAYS));
    const wholeDate = await applied(
      () =>
        Array.from({ length: PRODUCTS * WAREHOUSES * 2 }, (_, index) =>
          row(DAYS - 1, index, index % 20 === 0 ? round : 0),
        ),
      [dateOf(DAYS - 1)],
    );
    const asked = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) asked.push(await milliseconds(() => findings(db)));
    const ledger = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      ledger.push(await milliseconds(async () => ledgerOf(db, feed, await latestDates(db, feed, 3))));
    }
    const derived = [];
    for (let turn = 0; turn < 5; turn += 1) {
      derived.push(await milliseconds(() => db.transaction((session) => derive(session, derivation, 'stock'))));
    }
    return [
      atLeast(`${quantity}: load from memory, rows/s`, ROWS / (loaded.durationMs / 1000), 400_000),
      atMost(`${quantity}: model, MB`, size / 1e6),
      atMost(`${quantity}: 1,000 rows of the latest dates, ms, median`, median(latest), 60),
      atMost(`${quantity}: 1,000 rows of the latest dates, ms, p95`, p95(latest)),
      atMost(`${quantity}: 1,000 rows of all dates, ms, median`, median(spread), 250),
      atMost(`${quantity}: 1,000 rows of all dates, ms, p95`, p95(spread)),
      atMost(`${quantity}: a date of 20,000 rows read again, ms, median`, median(wholeDate)),
      atMost(`${quantity}: findings, ms, median`, median(asked), 40),
      atMost(`${quantity}: ledger of the latest dates, ms, median`, median(ledger), 5),
      atMost(`${quantity}: all of the stock's state, ms, median`, median(derived)),
      atMost(`${quantity}: model after ${3 * ROUNDS} changes, MB`, (await stat(file)).size / 1e6),
    ];
  } finally {
    db.close();
  }
}

/** @param {'complete' | 'sparse' | 'flow'} quantity */
function feedOf(quantity) {
  return {
    id: 'stock',
    table: /** @type {const} */ ('stock'),
    source: 'erp',
    from: 'stock',
    environment: null,
    columns: null,
    constants: {},
    recode: {},
    formats: {},
    meaning: {
      quantity,
      demand: quantity === 'flow' ? /** @type {const} */ ('flow') : /** @type {const} */ ('complete'),
    },
    carryDays: 30,
    repeats: {},
    key: ['environment', 'date', 'product_id', 'warehouse'],
    changed: null,
  };
}

const FIRST = Date.parse(TODAY) - (DAYS - 1) * 86_400_000;

/** @param {number} day */
const dateOf = (day) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);

const DATES = Array.from({ length: DAYS }, (_, day) => dateOf(day));

/**
 * @param {number} day
 * @param {number} item  Of products × warehouses × environments.
 * @param {number} version
 * @returns {string[]}
 */
function row(day, item, version) {
  const product = item % PRODUCTS;
  const warehouse = Math.floor(item / PRODUCTS) % WAREHOUSES;
  const environment = item >= PRODUCTS * WAREHOUSES ? 'production' : 'test';
  const mixed = (product * 2_654_435_761 + Math.floor(day / 3) * 40_503 + warehouse * 97 + version * 7) % 4_294_967_296;
  return [
    environment,
    DATES[day] ?? '',
    `P-${10_000 + product}`,
    warehouse === 0 ? 'North' : 'South',
    String(mixed % 500),
    String((mixed >> 3) & 255),
    `${product % 900}.${10 + (product % 90)}`,
    String((mixed * 31 + day * 7907 + item) % 4_294_967_296),
  ];
}

async function* everyRow() {
  let batch = [];
  for (let day = 0; day < DAYS; day += 1) {
    for (let item = 0; item < PRODUCTS * WAREHOUSES * 2; item += 1) {
      batch.push(row(day, item, 0));
      if (batch.length === 1000) {
        yield batch;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield batch;
}

/** @param {readonly string[][]} rows */
async function* once(rows) {
  yield rows;
}
