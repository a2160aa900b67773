import { createConnection } from 'mysql2/promise';
import { openApp } from '../dist/app.js';
import { answer } from '../dist/commands/index.js';
import { toBlocks } from '../dist/reply/blocks.js';
import { milliseconds, ratios } from './measure.js';

const ROUNDS = 12;
/** Answers for each run of the baseline, which takes a second or more. */
const ANSWERS = 5;
const WARM_UP = 3;

const PER_CATEGORY = `SELECT p.category, s.environment, SUM(s.qty_on_hand) FROM stock_level AS s
  INNER JOIN product AS p ON p.item_code = s.item_code`;
/** Each question with the grouped sum that a person would write over the same table. */
const QUESTIONS = [
  { question: '/stock variance', select: PER_CATEGORY, where: '', group: 'p.category, s.environment' },
  {
    question: '/stock total by warehouse',
    select: 'SELECT s.site, s.environment, SUM(s.qty_on_hand) FROM stock_level AS s',
    where: '',
    group: 's.site, s.environment',
  },
  {
    question: '/stock variance electronics by sku',
    select: `SELECT s.item_code, s.environment, SUM(s.qty_on_hand) FROM stock_level AS s
      INNER JOIN product AS p ON p.item_code = s.item_code`,
    where: `p.category = 'Electronics'`,
    group: 's.item_code, s.environment',
  },
  {
    question: '/stock compare',
    select: `SELECT s.environment, COUNT(*), SUM(s.qty_on_hand), SUM(s.qty_demanded), SUM(s.qty_on_hand * s.unit_cost)
      FROM stock_level AS s`,
    where: '',
    group: 's.environment',
  },
];
const LATEST = 's.stock_date = (SELECT MAX(stock_date) FROM stock_level)';

/**
 * From the text of a question to the blocks of its answer, sources fresh enough, against the server's own
 * sum over all dates and, for what that is worth, over the latest date alone.
 *
 * @param {import('./stock.js').StockServer} server
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchAnswer(server) {
  const { host, port, user, database } = server.source;
  const connection = await createConnection({ host, port, user, database });
  const app = await openApp({ config: await server.configuration() });
  try {
    const findings = [];
    for (const query of QUESTIONS) findings.push(...(await compare(query, app.desk, connection)));
    return findings;
  } finally {
    await app.close();
    await connection.end();
  }
}

/**
 * @param {typeof QUESTIONS[number]} query
 * @param {import('../src/commands/desk.js').Desk} desk
 * @param {import('mysql2/promise').Connection} connection
 */
async function compare({ question, ...sum }, desk, connection) {
  const ours = [];
  const allDates = [];
  const latestDate = [];
  for (let warmUp = 0; warmUp < WARM_UP; warmUp += 1) await blocksFor(question, desk);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < ANSWERS; turn += 1) ours.push(await milliseconds(() => blocksFor(question, desk)));
    allDates.push(await milliseconds(() => connection.query(statement(sum))));
    latestDate.push(await milliseconds(() => connection.query(statement(sum, LATEST))));
  }
  return [
    ...ratios(`${question} ÷ sum of all dates`, ours, allDates, 1 / 15),
    ...ratios(`${question} ÷ sum of the latest date`, ours, latestDate),
  ];
}

/**
 * @param {string} question
 * @param {import('../src/commands/desk.js').Desk} desk
 */
async function blocksFor(question, desk) {
  const reply = await answer(question, desk);
  if (reply.kind !== 'result') throw new Error(`No result for ${question}`);
  return toBlocks(reply.result);
}

/**
 * @param {{ select: string, where: string, group: string }} sum
 * @param {string[]} more
 */
function statement({ select, where, group }, ...more) {
  const conditions = [where, ...more].filter((condition) => condition !== '');
  return `${select}${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''} GROUP BY ${group}`;
}
