/** Every KPI, every dimension, and the longest tables. */
export const QUESTIONS = [
  '',
  'total by warehouse',
  'total by environment',
  'total by division in test',
  'total electronics by sku top 20',
  'variance',
  'variance by sku',
  'variance by category',
  'variance by product bottom 10',
  'variance electronics by sku',
  'availability',
  'availability by warehouse',
  'availability by segment',
  'availability by sku top 50',
  'distribution by warehouse',
  'distribution by category',
  'compare',
  'compare by category',
  'cost by division',
  'cost by sku top 20',
];
const WITH_PICTURE = QUESTIONS.filter((question) => question !== '' && !question.startsWith('compare'));
const USERS = Array.from({ length: 50 }, (_, index) => `U0USER${index}`);
const SECOND = 1000;
/** Of the commands, every so many is asked with `here`. */
const HERE = 10;
const APART = 100;

/** @typedef {import('./slack-double.js').Deed} Deed */

/**
 * Commands that are spread over one second.
 *
 * @param {number} count
 * @param {number} [before]  How many went before, so that over time everybody asks everything.
 * @returns {readonly Deed[]}
 */
export function commands(count, before = 0) {
  return Array.from({ length: count }, (_, index) => {
    const number = before + index;
    const lap = Math.floor(number / QUESTIONS.length);
    return deed('command', QUESTIONS, number, (index * SECOND) / count, (number + lap) % HERE === 0);
  });
}

/**
 * Presses of Picture that are spread over one second, each of another person: that tells whose the picture is.
 *
 * @param {number} count
 * @returns {readonly Deed[]}
 */
export function presses(count) {
  return Array.from({ length: count }, (_, index) =>
    deed('press', WITH_PICTURE, index, (index * SECOND) / count, false),
  );
}

/**
 * Each question once, one after the other, with its picture and its CSV.
 *
 * @returns {readonly Deed[]}
 */
export function eachOnce() {
  return QUESTIONS.map((_, index) => deed('command', QUESTIONS, index, index * APART, true));
}

/**
 * @param {Deed['kind']} kind
 * @param {readonly string[]} questions
 * @param {number} number
 * @param {number} at
 * @param {boolean} here
 * @returns {Deed}
 */
function deed(kind, questions, number, at, here) {
  const question = questions[number % questions.length] ?? '';
  return { kind, question, at, user: USERS[number % USERS.length] ?? '', here };
}
