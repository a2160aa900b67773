import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openState } from '../dist/state/index.js';
import { atMost, median, p95 } from './measure.js';
import { carriedOutBy, lost, pause, waits } from './slack.js';
import { commands, eachOnce, QUESTIONS } from './slack-plan.js';
import { startDouble, startTally } from './slack-processes.js';

const SUBSCRIPTIONS = 1000;
const CHANNELS = 300;
const OWNERS = 50;
/** More than Slack's own limit lets through for long, so that what is asked meanwhile has the more beside it. */
const PER_SECOND = 50;
/** Milliseconds until they are due, when they are all there. */
const AHEAD = 3000;
const PATIENCE = 300_000;
/** Questions a second, and so many seconds. */
const ASKED = 50;
const SECONDS = 5;
const MOST = { slower: 1.5, perChannel: 1 };

/** @typedef {import('./slack-double.js').Post} Post */
/** @typedef {import('./measure.js').Finding} Finding */

/**
 * 1,000 subscriptions to 20 questions in 300 channels that are due at the same moment, with their CSVs and pictures, and
 * people who ask meanwhile: what they wait, against what they wait when nothing is due.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly Finding[]>}
 */
export async function benchDeliveries(server) {
  const config = await server.configuration();
  await appendFile(config, `slack: { questionsPerMinute: 10000 }\ndelivery: { perSecond: ${PER_SECOND} }\n`);
  const slack = await startDouble();
  const tally = await startTally(config, slack.url);
  const state = await openState({ url: `file:${join(dirname(config), 'state.db')}`, keepAudit: 3_600_000 });
  try {
    const carryOut = carriedOutBy(slack, tally);
    const ask = async () => {
      const runs = [];
      for (let second = 0; second < SECONDS; second += 1) {
        await pause();
        runs.push(await carryOut(commands(ASKED, second * ASKED)));
      }
      return runs;
    };
    await carryOut(eachOnce());
    const quiet = await ask();
    const due = Date.now() + AHEAD;
    await subscribe(state, new Date(due));
    if (Date.now() > due) throw new Error('It took too long to subscribe');
    await delay(due - Date.now());
    const busy = await ask();
    const begunWith = /** @type {Post[]} */ (await slack.tell('posts')).length;
    const posts = await allPosted(slack);
    const computed = (await state.audit.list({ limit: 100_000 })).filter(({ chat }) => chat === 'subscription').length;
    return findings({ quiet, busy, posts, begunWith, computed });
  } finally {
    await state.close();
    await tally.close();
    await slack.close();
  }
}

/**
 * @param {import('../src/state/index.js').State} state
 * @param {Date} nextDue
 */
async function subscribe({ subscriptions }, nextDue) {
  for (let number = 0; number < SUBSCRIPTIONS; number += 1) {
    await subscriptions.add({
      name: null,
      owner: `U0OWNER${Math.floor(number / (SUBSCRIPTIONS / OWNERS))}`,
      question: `/stock ${QUESTIONS[number % QUESTIONS.length]}`.trim(),
      schedule: 'daily 08:00',
      timeZone: 'UTC',
      channel: `C0SUBSCRIBED${number % CHANNELS}`,
      quiet: 'line',
      nextDue,
    });
  }
}

/**
 * @param {import('./slack-processes.js').Watched} slack
 * @returns {Promise<readonly Post[]>}
 */
async function allPosted(slack) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const posts = /** @type {Post[]} */ (await slack.tell('posts'));
    if (posts.length >= SUBSCRIPTIONS || Date.now() > deadline) return posts;
    await delay(500);
  }
}

/**
 * @param {object} seen
 * @param {readonly import('./slack.js').Run[]} seen.quiet
 * @param {readonly import('./slack.js').Run[]} seen.busy
 * @param {readonly Post[]} seen.posts
 * @param {number} seen.begunWith
 * @param {number} seen.computed
 * @returns {readonly Finding[]}
 */
function findings({ quiet, busy, posts, begunWith, computed }) {
  const name = 'Deliveries';
  const fates = (/** @type {readonly import('./slack.js').Run[]} */ runs) => runs.flatMap((run) => run.fates);
  const [before, beside] = [waits(fates(quiet), 'answered'), waits(fates(busy), 'answered')];
  const once = new Set(posts.map(({ delivery }) => delivery)).size;
  const moments = posts.map(({ at }) => at);
  const seconds = (Math.max(...moments) - Math.min(...moments)) / 1000;
  return [
    atMost(`${name}: not posted, of ${SUBSCRIPTIONS}`, SUBSCRIPTIONS - once, 0),
    atMost(`${name}: posted twice`, posts.length - once, 0),
    atMost(`${name}: most in one channel within 0.95 s`, mostWithin(posts, 950), MOST.perChannel),
    atMost(`${name}: questions computed, of ${QUESTIONS.length} in ${SUBSCRIPTIONS}`, computed, QUESTIONS.length),
    atMost(`${name}: s from the first to the last, at ${PER_SECOND} a second`, seconds),
    atMost(`${name}: posted while people asked`, begunWith),
    ...lost(name, 'commands without an answer', fates(busy), 'answered'),
    atMost(`${name}: ms to an answer, median, nothing due`, median(before)),
    atMost(`${name}: the same beside deliveries`, median(beside)),
    atMost(`${name}: ms to an answer, p95, nothing due`, p95(before)),
    atMost(`${name}: the same beside deliveries`, p95(beside)),
    atMost(`${name}: median beside deliveries ÷ with nothing due`, median(beside) / median(before), MOST.slower),
    atMost(`${name}: ms for which the main thread was blocked, longest`, longest(busy)),
  ];
}

/** @param {readonly import('./slack.js').Run[]} runs */
const longest = (runs) => Math.max(...runs.map(({ seen }) => seen.longest));

/**
 * @param {readonly Post[]} posts
 * @param {number} milliseconds
 */
function mostWithin(posts, milliseconds) {
  const counts = posts.map(
    ({ channel, at }) =>
      posts.filter((other) => other.channel === channel && other.at >= at && other.at < at + milliseconds).length,
  );
  return Math.max(0, ...counts);
}
