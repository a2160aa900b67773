import { appendFile } from 'node:fs/promises';
import { openApp } from '../dist/app.js';
import { answer } from '../dist/commands/index.js';
import { toBlocks } from '../dist/reply/blocks.js';
import { atMost, median, p95, quantile } from './measure.js';
import { commands, eachOnce, presses, QUESTIONS } from './slack-plan.js';
import { startDouble, startTally } from './slack-processes.js';

/** Within one second. */
const COMMANDS = 200;
const PRESSES = 40;
const BURSTS = 5;
/** Milliseconds between two bursts, so that one does not suffer from the other. */
const PAUSE = 500;
const PATIENCE = 30_000;
const MOST = { ack: 100, text: 1000, picture: 5000, blocked: 25 };

/** Questions over which memory has to stay as it is, in bursts of so many a second. */
const LONG = { questions: 5000, burst: 100, settled: 1000, told: [500, 1000, 2500, 5000] };
/** Memory is flat when it grows by no more than either of these. */
const FLAT = { percent: 5, megabytes: 20 };
const MEGABYTE = 1024 ** 2;

const ROUNDS = 20;
const WARM_UP = 5;

/** @typedef {import('./slack-double.js').Deed} Deed */
/** @typedef {import('./slack-double.js').Fate} Fate */
/** @typedef {import('./slack-watch.js').Seen} Seen */
/** @typedef {import('./measure.js').Finding} Finding */

/**
 * @typedef {object} Run
 * @property {readonly Fate[]} fates
 * @property {Seen} seen  What Tally took for it.
 */

/**
 * 200 commands and 40 presses of Picture in a second, from 50 people, over Socket Mode: at first right after the
 * start, when nothing was asked before; then when every question was. After that, what 5,000 questions leave in memory.
 * Other than elsewhere the limits are times: they are for a machine of two processors that does nothing else.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly Finding[]>}
 */
export async function benchSlack(server) {
  const config = await server.configuration();
  await appendFile(config, 'slack: { questionsPerMinute: 10000 }\n');
  const alone = await answeredAlone(config);
  const slack = await startDouble();
  const tally = await startTally(config, slack.url);
  try {
    const carryOut = carriedOutBy(slack, tally);
    const burst = () => carryOut([...commands(COMMANDS), ...presses(PRESSES)].sort((a, b) => a.at - b.at));
    const cold = [await burst()];
    await carryOut(eachOnce());
    const warm = [];
    for (let round = 0; round < BURSTS; round += 1) {
      await pause();
      warm.push(await burst());
    }
    const long = [];
    for (let asked = 0; asked < LONG.questions; asked += LONG.burst)
      long.push(await carryOut(commands(LONG.burst, asked)));
    return [...waited('Slack, first second', cold), ...waited('Slack', warm), ...lasting(long, alone)];
  } finally {
    await tally.close();
    await slack.close();
  }
}

/**
 * Milliseconds of processor time from a question's text to its blocks, without any chat, when it was asked before.
 * Reads the model's rows as well.
 *
 * @param {string} config
 */
async function answeredAlone(config) {
  const app = await openApp({ config });
  try {
    for (let round = 0; round < WARM_UP; round += 1) await askAll(app.desk);
    const before = process.cpuUsage();
    for (let round = 0; round < ROUNDS; round += 1) await askAll(app.desk);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / ROUNDS / QUESTIONS.length;
  } finally {
    await app.close();
  }
}

/** @param {import('../src/commands/desk.js').Desk} desk */
async function askAll(desk) {
  for (const question of QUESTIONS) {
    const reply = await answer(`/stock ${question}`, desk);
    if (reply.kind !== 'result') throw new Error(`No result for /stock ${question}`);
    toBlocks(reply.result);
  }
}

/**
 * @param {import('./slack-processes.js').Watched} slack
 * @param {import('./slack-processes.js').Watched} tally
 */
export function carriedOutBy(slack, tally) {
  const look = async () => /** @type {Seen} */ (await tally.tell('look'));
  return async (/** @type {readonly Deed[]} */ plan) => {
    await look();
    const fates = /** @type {readonly Fate[]} */ (await slack.tell({ plan, patience: PATIENCE }));
    return { fates, seen: await look() };
  };
}

export const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

/**
 * @param {string} name
 * @param {readonly Run[]} runs
 * @returns {readonly Finding[]}
 */
function waited(name, runs) {
  const fates = runs.flatMap((run) => run.fates);
  const asked = fates.filter(({ kind }) => kind === 'command');
  const files = asked.filter(({ here }) => here);
  const charts = fates.filter(({ kind, here, charted }) => kind === 'press' || (here && charted));
  const [acks, texts, pictures] = [waits(fates, 'acked'), waits(asked, 'answered'), waits(charts, 'pictured')];
  const highest = (/** @type {'longest' | 'own' | 'p99' | 'main'} */ key) =>
    Math.max(...runs.map(({ seen }) => seen[key]));
  return [
    ...lost(name, 'commands without an answer', asked, 'answered'),
    ...lost(name, 'pictures that did not come', charts, 'pictured'),
    ...lost(name, 'CSVs that did not come', files, 'attached'),
    atMost(`${name}: ms to the acknowledgement, median`, median(acks)),
    atMost(`${name}: ms to the acknowledgement, p99`, quantile(acks, 0.99), MOST.ack),
    atMost(`${name}: ms to the answer, median`, median(texts)),
    atMost(`${name}: ms to the answer, p95`, p95(texts), MOST.text),
    atMost(`${name}: ms to the answer, longest`, Math.max(...texts)),
    atMost(`${name}: ms to the picture, p95`, p95(pictures), MOST.picture),
    atMost(`${name}: ms for which the main thread was blocked, p99`, highest('p99')),
    atMost(`${name}: ms for which the main thread was blocked, longest`, highest('longest'), MOST.blocked),
    atMost(`${name}: the same without waiting for a processor`, highest('own')),
    atMost(`${name}: ms of processor time of the main thread for a second’s load`, highest('main')),
  ];
}

/**
 * @param {readonly Fate[]} fates
 * @param {'acked' | 'answered' | 'pictured' | 'attached'} what
 */
export function waits(fates, what) {
  return fates.flatMap((fate) => {
    const moment = fate[what];
    return moment === null ? [] : [moment - fate.sent];
  });
}

/**
 * @param {string} name
 * @param {string} words
 * @param {readonly Fate[]} fates
 * @param {'answered' | 'pictured' | 'attached'} what
 * @returns {readonly Finding[]}
 */
export function lost(name, words, fates, what) {
  const left = fates.filter((fate) => fate[what] === null);
  for (const { question, says } of new Map(left.map((fate) => [fate.question, fate])).values())
    process.stderr.write(`${words}: /stock ${question}${says === '' ? '' : `, but ${says}`}\n`);
  return [atMost(`${name}: ${words}, of ${fates.length}`, left.length, 0)];
}

/**
 * @param {readonly Run[]} runs
 * @param {number} alone
 * @returns {readonly Finding[]}
 */
function lasting(runs, alone) {
  const memory = (/** @type {number} */ questions) =>
    (runs[questions / LONG.burst - 1]?.seen.rss ?? Number.NaN) / MEGABYTE;
  const [settled, last] = [memory(LONG.settled), memory(LONG.questions)];
  const percent = ((last - settled) / settled) * 100;
  const fates = runs.flatMap((run) => run.fates);
  const cpu = runs.reduce((sum, { seen }) => sum + seen.cpu, 0) / LONG.questions;
  return [
    ...lost('Slack, afterwards', 'commands without an answer', fates, 'answered'),
    ...LONG.told.map((questions) => atMost(`Slack, afterwards: MB after ${questions} questions`, memory(questions))),
    {
      ...atMost(
        `Slack, afterwards: % more memory after ${LONG.questions} questions than after ${LONG.settled}`,
        percent,
      ),
      target: `≤ ${FLAT.percent}`,
      met: percent <= FLAT.percent || last - settled <= FLAT.megabytes,
    },
    atMost(
      `Slack: a question ÷ its blocks alone, processor time (${cpu.toFixed(2)} ÷ ${alone.toFixed(2)} ms)`,
      cpu / alone,
    ),
  ];
}
