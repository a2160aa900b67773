/**
 * Damages copies of a model at random and opens them, in a process of its own because DuckDB may end it. Usage:
 * `node damage.js <base> <folder> <first seed> <last seed> <end>`; one line of JSON for each: seed, what was done, what came.
 * None is begun after the end, in milliseconds since 1970.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { Engine } from '../../dist/model/engine.js';
import { openOrSetAside } from '../../dist/model/recover.js';

const [base = '', folder = '', first = '0', last = '0', end = '0'] = process.argv.slice(2);
const DONE = new Error('The trial is over');
const model = readFileSync(base);
const log = readFileSync(`${base}.wal`);

/** Numbers below n, the same for the same seed (mulberry32). */
function random(seed) {
  let state = seed * 0x9e3779b9;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

const flipped = (bytes, at, bit) => {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1 << bit;
  return copy;
};

const DAMAGES = [
  (below) => ({ what: 'bit of the file', bytes: flipped(model, below(model.length), below(8)) }),
  (below) => ({ what: 'bit of a header', bytes: flipped(model, below(3 * 4096), below(8)) }),
  (below) => ({ what: 'end of the file', bytes: model.subarray(0, below(model.length)) }),
  (below) => ({ what: 'bit of the log', bytes: model, wal: flipped(log, below(log.length), below(8)) }),
  (below) => ({ what: 'end of the log', bytes: model, wal: log.subarray(0, below(log.length)) }),
  (below) => ({ what: 'log', bytes: model, wal: Buffer.from(Array.from({ length: below(5000) }, () => below(256))) }),
];

async function open(file) {
  const db = await Engine.open({ file, memory: 96, threads: 2 });
  try {
    await db.query(sql`SELECT sum(hash(t)) FROM duckdb_tables() AS t`);
    return db;
  } catch (error) {
    await db.end(DONE);
    throw error;
  }
}

/** `whole` where the rows are those of one of the commits, `new` where there is no table. */
async function contentOf(db) {
  const [table] = await db.query(sql`SELECT 1 FROM duckdb_tables() WHERE table_name = 'item'`);
  if (!table) return 'new';
  const [{ rows, sum }] = await db.query(sql`SELECT count(*) AS rows, CAST(sum(number) AS BIGINT) AS sum FROM item`);
  const [{ texts }] = await db.query(sql`SELECT count(DISTINCT text) AS texts FROM item`);
  return sum === (rows * (rows - 1)) / 2 && texts === rows ? 'whole' : 'wrong';
}

async function trial(seed) {
  const below = random(seed);
  const { what, bytes, wal } = DAMAGES[seed % DAMAGES.length](below);
  const place = join(folder, String(seed));
  mkdirSync(place);
  const file = join(place, 'tally.duckdb');
  writeFileSync(file, bytes);
  if (wal) writeFileSync(`${file}.wal`, wal);
  else copyFileSync(`${base}.wal`, `${file}.wal`);
  const said = await outcome(file);
  rmSync(place, { recursive: true });
  return { seed, what, ...said };
}

async function outcome(file) {
  try {
    const {
      value: db,
      setAside,
      release,
    } = await openOrSetAside(
      file,
      () => new Date(),
      () => open(file),
    );
    if (setAside) {
      const content = await contentOf(db);
      await db.end(DONE);
      release();
      return { came: existsSync(setAside.kept) && content === 'new' ? 'set aside' : 'set aside, and not made anew' };
    }
    let came;
    try {
      came = await contentOf(db);
    } catch (error) {
      came = error.message;
    }
    await db.end(DONE);
    if (came === 'whole' || came === 'wrong' || came === 'new') {
      release();
      return { came };
    }
    // Met in a question: the mark stays, and the next start looks.
    const next = await openOrSetAside(
      file,
      () => new Date(),
      () => open(file),
    );
    await next.value.end(DONE);
    return { came: next.setAside ? 'set aside at the next start' : `not set aside: ${came}` };
  } catch (error) {
    return { came: `error: ${error.message}` };
  }
}

for (let seed = Number(first); seed <= Number(last) && Date.now() < Number(end); seed++) {
  process.stdout.write(`${JSON.stringify(await trial(seed))}\n`);
}
process.exit(0);
