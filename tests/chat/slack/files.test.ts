import { describe, expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import {
  blockOf,
  chartOf,
  csvOf,
  fileNamed,
  footerOf,
  layoutOf,
  said,
  saysOf,
  tableOf,
  until,
} from '../../support/reading.js';
import { DEFAULT_SCOPES, type Slack } from '../../support/slack.js';

const QUESTION = '/stock variance electronics';
const TITLE = 'Electronics by SKU';

/** Skus with their figures in Test and in Production. */
const figures = (rows: readonly (readonly string[])[], numbers: readonly [number, number]) =>
  rows
    .slice(1)
    .filter(([first = '']) => !/^(total|others)/.test(first))
    .map((row) => [row[0]?.replace('≠ ', ''), ...numbers.map((index) => Number(row[index]))]);

const isNumber = (cell: string): boolean => /^-?\d/.test(cell);

describe('one answer', () => {
  test('says the same in its table, its chart and its CSV', async () => {
    const { slack } = await tallyInSlack();
    await slack.command(QUESTION);
    const own = await said(slack, TITLE);
    await slack.command(`${QUESTION} here`);
    const all = await said(slack, TITLE, ({ kind }) => kind === 'channel');
    const csv = csvOf(await fileNamed(slack, 'variance.csv'));
    const expected = [
      ['A-2', 4, 6],
      ['A-1', 10, 10],
      ['A-3', 0, 0],
    ];
    expect(figures(tableOf(own), [2, 3])).toEqual(expected);
    expect(figures(tableOf(all), [2, 3])).toEqual(expected);
    expect(Object.values(chartOf(own))).toEqual(expected.map(([, ...numbers]) => numbers));
    expect(csv[0]?.slice(0, 4)).toEqual(['SKU', 'Name', 'Test', 'Production']);
    // A name has a comma, and is quoted: what counts is what follows it.
    expect(csv.slice(1).map(([sku, ...rest]) => [sku, ...rest.filter(isNumber).slice(0, 2).map(Number)])).toEqual(
      expected,
    );
    expect(blockOf(all, 'image').alt_text).toBe(
      'Stock variance: Electronics by SKU: Production holds 2 more than Test, +14.3 %; 2 of 3 items differ (1 only in Test)',
    );
  });

  test('is drawn as a PNG of a readable size, named after what it shows', async () => {
    const { slack } = await tallyInSlack();
    await slack.command(`${QUESTION} here`);
    const png = await fileNamed(slack, 'variance.png');
    expect(png.title).toBe('Stock variance: Electronics by SKU');
    expect(png.bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.bytes.subarray(-8).toString('hex')).toBe('49454e44ae426082');
    expect(png.bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(800);
    expect(png.bytes.readUInt32BE(20)).toBeGreaterThanOrEqual(300);
    // Only Tally’s own: it is shown in the answer, and nowhere else.
    expect(png.channel).toBeUndefined();
  });
});

describe('the picture of an answer for all', () => {
  async function ask(slack: Slack) {
    await slack.command(`${QUESTION} here`);
    return said(slack, TITLE, ({ kind }) => kind === 'channel');
  }

  test('is waited for while Slack works on the file', async () => {
    const { slack } = await tallyInSlack({ slack: { fileDelayMs: 700 } });
    const answer = await ask(slack);
    expect(layoutOf(answer)).toBe('header section section table actions context');
    await until(() => answer.edits > 0);
    expect(layoutOf(answer)).toBe('header section section table image actions context');
    expect(footerOf(answer)).not.toContain('Without');
  });

  test('is Slack’s own chart where Tally may not upload, and the asker is told of the CSV', async () => {
    const scopes = DEFAULT_SCOPES.filter((scope) => scope !== 'files:write');
    const { slack } = await tallyInSlack({ slack: { scopes } });
    const answer = await ask(slack);
    await until(() => layoutOf(answer) === 'header section section table data_visualization actions context');
    expect(await said(slack, 'The CSV could not be attached')).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  });

  test('is left out, with a word, where Slack has no charts either', async () => {
    const scopes = DEFAULT_SCOPES.filter((scope) => scope !== 'files:write');
    const { slack } = await tallyInSlack({ slack: { scopes, nativeCharts: false } });
    const answer = await ask(slack);
    await until(() => answer.edits > 0);
    expect(layoutOf(answer)).toBe('header section section table actions context');
    expect(footerOf(answer)).toContain('Without the chart, which Slack did not take.');
    expect(tableOf(answer)).toHaveLength(5);
  });
});

test('a private answer in a workspace without charts has all but the chart, and says how to get it', async () => {
  const { slack } = await tallyInSlack({ slack: { nativeCharts: false } });
  await slack.command(QUESTION);
  const answer = await said(slack, TITLE);
  expect(layoutOf(answer)).toBe('header section section table actions context');
  expect(footerOf(answer)).toContain('Without the chart, which Slack did not take.');
  await slack.click(answer, 'Picture');
  await fileNamed(slack, 'variance.png', ({ channel }) => channel === 'D0ANN');
});

describe('a chart that Slack has none of', () => {
  const HOW = 'Slack has no such chart: Picture brings it to your direct messages.';

  test.each([
    ['two dimensions', 'total by category by warehouse', 'Stock by category by warehouse', 'total'],
    ['steps of time of several groups', 'total by category by day', 'Stock by category by day', 'total'],
  ])('of %s: a private answer says how to get it, one in direct messages has it', async (_, question, title, kpi) => {
    const { slack } = await tallyInSlack();
    await slack.command(`/stock ${question}`);
    const own = await said(slack, title);
    expect(layoutOf(own)).not.toMatch(/image|data_visualization/);
    expect(saysOf(own)).toContain(HOW);
    await slack.click(own, 'Picture');
    await fileNamed(slack, `${kpi}.png`, ({ channel }) => channel === 'D0ANN');
    await slack.direct(question);
    const direct = await said(slack, title, ({ channel }) => channel === 'D0ANN');
    await until(() => layoutOf(direct).includes('image'));
    expect(saysOf(direct)).not.toContain(HOW);
  });

  test('is not missed where Slack has one: bars of a top list, a line without a gap', async () => {
    const { slack } = await tallyInSlack();
    for (const [question, title] of [
      ['variance by sku top 2', 'Stock variance by SKU, top 2'],
      ['trend of total', 'Trend of quantity by day'],
    ] as const) {
      await slack.command(`/stock ${question}`);
      const answer = await said(slack, title);
      expect(layoutOf(answer)).toContain('data_visualization');
      expect(saysOf(answer)).not.toContain(HOW);
    }
  });
});
