import { openApp } from '../dist/app.js';
import { knowledgeOf } from '../dist/commands/desk.js';
import { queryOf } from '../dist/commands/query.js';
import { parse } from '../dist/intent/parse.js';
import { KPIS } from '../dist/kpi/index.js';
import { plan } from '../dist/kpi/plan.js';
import { ALL_RIGHTS } from '../dist/kpi/rights.js';
import { run } from '../dist/kpi/run.js';
import { atMost, median, milliseconds, p95 } from './measure.js';

const ROUNDS = 15;
const WARM_UP = 2;
/** Each year of the tenfold table has rows from May to October: twelve months with rows lie in eighteen. */
const TREND = 'trend by month from 2025-05 to 2026-10';
/** Milliseconds that a trend of twelve months may take at ten times the rows. */
const MOST_OF_TREND = 150;

const FORMS = ['', 'by sku top 10', '2026-08', 'vs 2026-09-30', 'by month from 2026-05 to 2026-10'];

/**
 * Every KPI, now, ranked, of a month, against another day and over months, each computed anew: what is remembered
 * between two refreshes is left out of it. `from` is the table that is read.
 *
 * @param {import('./stock.js').StockServer} server
 * @param {string} from
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
async function benchTable(server, from) {
  const app = await openApp({ config: await server.configuration(from) });
  try {
    const { model } = app;
    for (const feed of model.feeds) await model.refresher.refresh(feed, 'full');
    const knowledge = await knowledgeOf(app.desk);
    const rows = await rowsOf(app);
    const fresh = forgetful(model);
    const findings = [];
    for (const question of questions()) {
      const parsed = parse(question, knowledge.words);
      if (!parsed.ok) throw new Error(`${question}: ${parsed.mistake.message}`);
      const planned = plan(queryOf(parsed.intent), knowledge.facts, ALL_RIGHTS);
      if ('refusal' in planned) continue;
      const circumstances = { question, currency: '', asOf: [], dataThrough: [], notes: [] };
      const times = [];
      for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
        const time = await milliseconds(() => run(fresh, planned, circumstances));
        if (round >= WARM_UP) times.push(time);
      }
      const name = `${rows.toLocaleString('en-US')} rows, ${question}: ms, p95 ${p95(times).toFixed(0)}`;
      findings.push(atMost(name, median(times), question === TREND && rows > 10_000_000 ? MOST_OF_TREND : undefined));
    }
    return findings;
  } finally {
    await app.close();
  }
}

/** @param {import('./stock.js').StockServer} server */
export const benchKpis = (server) => benchTable(server, 'stock_level');

/** @param {import('./stock.js').StockServer} server */
export const benchKpisTenfold = (server) => benchTable(server, 'stock_tenfold');

function questions() {
  const each = KPIS.filter(({ name }) => name !== 'trend').flatMap(({ name, lead }) =>
    FORMS.filter((form) => lead !== null || !/\bby sku\b|vs/.test(form)).map((form) => `kpi:${name} ${form}`.trim()),
  );
  const trends = [TREND, 'trend variance by month from 2025-05 to 2026-10', 'trend match rate by day 30 days'];
  return [...each, ...trends, 'total by category by month from 2026-05 to 2026-10', 'variance electronics by day'];
}

/** @param {import('../src/app.js').App} app */
async function rowsOf({ model }) {
  const statuses = await model.refresher.status();
  return statuses.find(({ feed }) => feed.table === 'stock')?.rowsRead ?? 0;
}

/**
 * The model without its memory of answers.
 *
 * @param {import('../src/model/index.js').Model} model
 * @returns {import('../src/model/index.js').Model}
 */
function forgetful(model) {
  return new Proxy(model, {
    get(target, key) {
      if (key === 'answer')
        return (/** @type {string} */ _, /** @type {() => import('drizzle-orm').SQL} */ query) => target.query(query());
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
