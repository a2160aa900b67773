/**
 * Every speed that is claimed, as a ratio measured in one run: `npm run bench [name…]`. Ours and the
 * baseline take turns, so that whatever else the machine does slows both; what `slack` says is mostly in milliseconds.
 * Needs MariaDB for `load`, `answer`, `slack` and `deliveries`. `tenfold`, `kpis-tenfold` and `history` run only when they are named.
 */
import { benchAnswer } from './answer.js';
import { benchApply } from './apply.js';
import { benchChart } from './chart.js';
import { benchDeliveries } from './deliveries.js';
import { benchKpis, benchKpisTenfold } from './kpis.js';
import { benchLoad, benchTenfold } from './load.js';
import { figure } from './measure.js';
import { benchPrompt } from './prompt.js';
import { benchHistory, benchRefresh } from './refresh.js';
import { benchSlack } from './slack.js';
import { startStockServer } from './stock.js';

const BENCHES = {
  load: onServer(benchLoad),
  apply: benchApply,
  tenfold: onServer(benchTenfold),
  answer: onServer(benchAnswer),
  kpis: onServer(benchKpis),
  'kpis-tenfold': onServer(benchKpisTenfold),
  chart: benchChart,
  prompt: benchPrompt,
  refresh: onServer(benchRefresh),
  history: onServer(benchHistory),
  slack: onServer(benchSlack),
  deliveries: onServer(benchDeliveries),
};
const USUAL = ['load', 'refresh', 'apply', 'answer', 'kpis', 'chart', 'prompt', 'slack', 'deliveries'];

// Let servers that were started be ended, as they are at every exit.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : USUAL) {
  if (!isBench(name)) throw new RangeError(`There is no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`);
  for (const finding of await BENCHES[name]()) process.stdout.write(`${line(finding)}\n`);
}

/**
 * @param {(server: import('./stock.js').StockServer) => Promise<readonly import('./measure.js').Finding[]>} bench
 */
function onServer(bench) {
  return async () => {
    const server = await startStockServer();
    try {
      return await bench(server);
    } finally {
      await server.close();
    }
  };
}

/**
 * @param {string} name
 * @returns {name is keyof typeof BENCHES}
 */
function isBench(name) {
  return Object.hasOwn(BENCHES, name);
}

/** @param {import('./measure.js').Finding} finding */
function line({ name, value, target, met }) {
  const verdict = target === '' ? '' : met ? 'met' : 'MISSED';
  return `${name.padEnd(92)}${figure(value).padStart(10)}  ${target.padEnd(11)}${verdict}`;
}
