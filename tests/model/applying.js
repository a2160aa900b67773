/**
 * Changes all rows of a model from one version to the next until it is killed: `node applying.js FILE FOLDER ROWS`. It
 * says `ready` before the first change.
 */
import { sql } from 'drizzle-orm';
import { applyChange } from '../../dist/model/apply.js';
import { Database } from '../../dist/model/database.js';
import { derive } from '../../dist/model/derive.js';
import { bind } from '../../dist/model/feed.js';
import { loadFeed } from '../../dist/model/load.js';
import { UNMARKED } from '../../dist/model/mark.js';
import { migrate } from '../../dist/model/migrate.js';
import { MODEL_TABLES } from '../../dist/model/shape.js';

const [file = '', folder = '', rows = '1'] = process.argv.slice(2);
const derivation = { today: '2026-03-10', feeds: [feed()] };
const columns = ['line', 'date', 'product_id', 'quantity'].map((name) => ({
  name,
  type: 'varchar',
  kind: /** @type {const} */ ('text'),
}));
const bound = bind(derivation.feeds[0] ?? feed(), columns);
if ('missing' in bound) throw new Error('The feed lacks columns');

const tables = /** @type {(keyof typeof MODEL_TABLES)[]} */ (Object.keys(MODEL_TABLES));
const db = await Database.open({ file, memory: 128, threads: 2 });
await migrate(db);
const [stored] = await db.query(sql`SELECT read_columns AS version FROM feed`);
let version = Number(stored?.version ?? 0);
if (!stored) {
  await db.transaction(async (session) => {
    for (const table of tables) await derive(session, derivation, table);
  });
  const options = { folder, asOf: new Date(), mapping: 'one', derivation, sums: true, mark: { columns: '0' } };
  await loadFeed(db, bound, { kind: 'rows', batches: every(0) }, options);
}
process.stdout.write('ready\n');
for (;;) {
  version += 1;
  const byKey = version % 2 === 0;
  const mark = { ...UNMARKED, asOf: new Date(), mode: /** @type {const} */ ('incremental'), columns: String(version) };
  const dates = byKey ? [] : ['2026-03-08', '2026-03-09', 'soon'];
  await applyChange(db, bound, { dates, byKey, rows: every(version) }, { folder, mark, derivation });
  process.stdout.write('changed\n');
}

/**
 * A third of the rows on each of two days, the others on no day at all. Each has as many pieces as the version's number.
 *
 * @param {number} number
 */
async function* every(number) {
  yield Array.from({ length: Number(rows) }, (_, line) => [
    ['2026-03-08', '2026-03-09', 'soon'][line % 3] ?? null,
    `P-${line % 100}`,
    String(number),
    String(line),
    String(line + number),
  ]);
}

function feed() {
  return {
    id: 'stock',
    table: /** @type {const} */ ('stock'),
    source: 'erp',
    from: 'stock',
    shown: 'stock',
    environment: /** @type {const} */ ('test'),
    columns: null,
    constants: {},
    recode: {},
    formats: {},
    meaning: { quantity: /** @type {const} */ ('sparse'), demand: null },
    carryDays: 30,
    repeats: {},
    key: ['line'],
    changed: null,
  };
}
