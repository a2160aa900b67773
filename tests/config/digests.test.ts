import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/index.js';

const COMPANY = `
sources: { books: { type: files, folder: . } }
tables: [{ table: product, source: books, from: products.csv }]
`;

const read = (text: string) =>
  parseConfig(`${COMPANY}${text}`, { file: '/company/tally.yaml', called: 'tally.yaml' }, {}).config;

function complaint(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1).join('\n').trim();
    throw error;
  }
  throw new Error('no complaint');
}

describe('digests', () => {
  test('have a name, an owner and a time; all else may be left out', () => {
    expect(read('digests: [{ name: morning, owner: U0ANN, at: every weekday at 7:30 }]').digests).toEqual([
      { name: 'morning', owner: 'U0ANN', at: 'weekdays 07:30', question: 'digest', quiet: 'line' },
    ]);
  });

  test('may be any question, in a channel, by another clock, and silent on a quiet day', () => {
    const digest = `{ name: north, owner: U0ANN, channel: C0NORTH, at: weekly mon 09:00, timeZone: Europe/Berlin, question: variance by category, quiet: nothing }`;
    expect(read(`digests: [${digest}]`).digests[0]).toMatchObject({
      channel: 'C0NORTH',
      timeZone: 'Europe/Berlin',
      question: 'variance by category',
      quiet: 'nothing',
    });
  });

  test.each([
    [
      '{ name: a, owner: U0ANN, at: sometimes }',
      'digests[0].at: "sometimes" is not allowed: “sometimes” is no schedule',
    ],
    [
      '{ name: a, owner: U0ANN, at: daily 08:00 Berlin }',
      'digests[0].at: "daily 08:00 Berlin" is not allowed: “Berlin” is too much',
    ],
    ['{ name: a, owner: U0ANN, at: daily 25:00 }', '“25:00” is not a time of day'],
    ['{ name: a, owner: ann, at: daily 08:00 }', 'digests[0].owner: "ann" is not allowed: the id of a Slack user'],
    ['{ name: a, at: daily 08:00 }', 'digests[0].owner: is missing'],
    ['{ name: a, owner: U0ANN, at: daily 08:00, timeZone: Berlin }', 'digests[0].timeZone: "Berlin" is not allowed'],
    ['{ name: a, owner: U0ANN, at: daily 8:00 }, { name: a, owner: U0BOB, at: daily 8:00 }', 'two have the same name'],
  ])('say what is wrong with %s', (digest, says) => {
    expect(complaint(`digests: [${digest}]`)).toContain(says);
  });
});

describe('tolerances', () => {
  test('are in per cent, absolute, or both, for all categories or some', () => {
    expect(
      read(
        'tolerances: [{ kpi: variance, percent: 2, absolute: 10 }, { kpi: cost, categories: [Toys], absolute: 0.5 }]',
      ).tolerances,
    ).toEqual([
      { kpi: 'variance', categories: [], percent: 2, absolute: 10 },
      { kpi: 'cost', categories: ['Toys'], absolute: 0.5 },
    ]);
  });

  test.each([
    ['{ kpi: variance }', 'names no limit'],
    ['{ kpi: availability, percent: 1, absolute: 3 }', 'points only'],
    ['{ kpi: trend, percent: 1 }', 'tolerances[0].kpi: "trend" is not allowed'],
    ['{ kpi: variance, percent: 0 }', 'tolerances[0].percent: 0 is not allowed'],
  ])('say what is wrong with %s', (tolerance, says) => {
    expect(complaint(`tolerances: [${tolerance}]`)).toContain(says);
  });
});
