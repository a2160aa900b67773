import { describe, expect, test } from 'vitest';
import { companyOf } from '../../support/catalogue.js';
import { tallyInSlack } from '../../support/in-slack.js';
import {
  blockOf,
  buttonsOf,
  chartOf,
  fileNamed,
  footerOf,
  layoutOf,
  linesOf,
  said,
  saysOf,
  tableOf,
} from '../../support/reading.js';

const ANSWER = 'Stock variance: Electronics by SKU';

describe.each(['socket', 'http'] as const)('/stock over %s', (mode) => {
  test('answers within a second, to the asker alone', { retry: 2 }, async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.command('/stock total');
    await said(slack, 'Stock by category');
    const started = performance.now();
    const { acked, ackBody } = await slack.command('/stock variance electronics');
    const answer = await said(slack, ANSWER);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(acked).toBe(true);
    expect(ackBody ?? '').toBe('');
    expect(answer).toMatchObject({ kind: 'ephemeral', channel: 'C0GENERAL', user: 'U0ANN', rings: [], edits: 0 });
  });

  test('shows headline, cards, table, Slack’s own chart, buttons and where the numbers come from, in this order', async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.command('/stock variance electronics');
    const answer = await said(slack, ANSWER);
    expect(answer.text).toBe(
      'Stock variance: Electronics by SKU: Production holds 2 more than Test, +14.3 %; 2 of 3 items differ (1 only in Test)',
    );
    expect(layoutOf(answer)).toBe('header section section table data_visualization actions context');
    expect(linesOf(answer).slice(0, 6)).toEqual([
      ANSWER,
      '*Production holds 2 more than Test, +14.3 %; 2 of 3 items differ (1 only in Test)*',
      '*Test*\n14',
      '*Production*\n16',
      '*Variance*\n+2',
      '*Variance %*\n+14.3 %',
    ]);
    expect(tableOf(answer)).toEqual([
      ['SKU', 'Name', 'Test', 'Production', 'Variance', 'Variance %', 'Status'],
      ['≠ A-2', 'Radio, White', '4', '6', '+2', '+50.0 %', 'differs'],
      ['A-1', 'Radio, Black', '10', '10', '0', '0.0 %', 'match'],
      ['≠ A-3', 'Lamp', '0', '0', '0', '–', 'only in test'],
      ['total', ' ', '14', '16', '+2', '+14.3 %', 'differs'],
    ]);
    expect(chartOf(answer)).toEqual({ 'Radio, White': [4, 6], 'Radio, Black': [10, 10], Lamp: [0, 0] });
    expect(buttonsOf(answer)).toEqual([
      'By warehouse',
      'Edit',
      'Refresh',
      'Share',
      'Picture',
      'CSV',
      '☆ Keep',
      'Subscribe',
    ]);
    expect(footerOf(answer).split('\n')).toEqual([
      '`/stock variance category:Electronics`',
      'here as of 2026-03-10 12:00:00 UTC, test data through 2026-03-09',
      'there as of 2026-03-10 12:00:00 UTC, production data through 2026-03-09',
    ]);
  });

  test('… here: everybody reads it, at once as text, then with the picture, and the CSV in the thread', async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.command('/stock variance electronics here');
    const answer = await said(slack, ANSWER, ({ kind }) => kind === 'channel');
    expect(answer).toMatchObject({ channel: 'C0GENERAL', rings: ['<@U0ANN>'] });
    expect(answer.threadTs).toBeUndefined();
    expect(footerOf(answer)).toContain('Asked by <@U0ANN>');
    expect(buttonsOf(answer)).toEqual(['By warehouse', 'Edit', 'Refresh', 'Picture', 'CSV', '☆ Keep', 'Subscribe']);
    const csv = await fileNamed(slack, 'variance.csv');
    expect(csv).toMatchObject({ channel: 'C0GENERAL', threadTs: answer.ts });
    expect(answer.history.map(layoutOf)).toEqual(['header section section table actions context']);
    expect(layoutOf(answer)).toBe('header section section table image actions context');
    expect(blockOf(answer, 'image').slack_file).toEqual({ id: (await fileNamed(slack, 'variance.png')).id });
    expect(slack.messages.filter(({ kind }) => kind === 'ephemeral')).toEqual([]);
  });
});

describe('what is asked', () => {
  test('nothing: the figures as cards', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock');
    const answer = await said(slack, 'Stock overview');
    const total = linesOf(answer).find((line) => line.startsWith('*Total*'));
    expect(total).toMatch(/^\*Total\*\nProduction 19 .*\nTest 14 .*\nDifference \+5 \(\+35\.7 %\)$/s);
    expect(saysOf(answer)).toContain('1 row: neither unit cost nor price: left out of values (as B-2).');
    expect(buttonsOf(answer)).toEqual(['Edit', 'Refresh', 'Share', 'Picture', 'CSV', '☆ Keep', 'Subscribe']);
  });

  test('help: one screen, with examples to press that all work, and that stays', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock help');
    const help = await said(slack, 'What you can ask about stock');
    expect(help.kind).toBe('ephemeral');
    expect(layoutOf(help)).toBe('header section section context actions');
    const examples = buttonsOf(help);
    expect(examples).toContain('/stock variance electronics');
    for (const [index, example] of examples.entries()) {
      await slack.click(help, example);
      await slack.waitFor(() => slack.messages.length === index + 2);
      expect(layoutOf(slack.messages.at(-1) ?? help), example).toContain('actions context');
    }
    expect(help).toMatchObject({ edits: 0, deleted: false });
  });

  test('help cost: its definition and dimensions', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock help cost');
    const help = await said(slack, /^cost: where unit costs differ/);
    expect(saysOf(help)).toMatch(/^\*by\* {2}category, product, sku, warehouse/m);
    expect(buttonsOf(help).slice(0, 2)).toEqual(['/stock cost', '/stock cost electronics']);
  });

  test.each([
    ['/stock status', 'All 3 tables are read', 'Data through'],
    ['/stock quality', '1 row breaks 1 rule', 'What is wrong'],
  ])('%s is a list, with nothing to edit', async (question, headline, column) => {
    const { slack } = await tallyInSlack();
    await slack.command(question);
    const answer = await said(slack, headline);
    expect(tableOf(answer)[0]).toContain(column);
    expect(buttonsOf(answer)).toEqual(['Refresh', 'Share', 'CSV', '☆ Keep']);
  });

  test('as table: without a chart', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics as table');
    expect(layoutOf(await said(slack, ANSWER))).toBe('header section section table actions context');
  });

  test('as csv: the file comes to the asker’s direct messages, and the channel’s asker is told', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics as csv');
    const told = await said(slack, 'variance.csv is in your direct messages with Tally.');
    expect(told).toMatchObject({ kind: 'ephemeral', channel: 'C0GENERAL' });
    const file = await fileNamed(slack, 'variance.csv');
    expect(file.channel).toBe('D0ANN');
    expect(file.bytes.toString()).toMatch(/^SKU,Name,Test,Production,Variance/);
  });

  test('in a channel where answers are for all by default: the answer, but no mistake and no help', async () => {
    const { slack } = await tallyInSlack({ slackSettings: 'public: [C0GENERAL]' });
    await slack.command('/stock total');
    expect(await said(slack, 'Stock by category')).toMatchObject({ kind: 'channel', rings: ['<@U0ANN>'] });
    await slack.command('/stock varience');
    expect(await said(slack, 'is not known')).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    await slack.command('/stock help');
    expect(await said(slack, 'What you can ask')).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    await slack.command('/stock total', { channel: 'C0OTHER' });
    expect(await said(slack, 'Stock by category', ({ channel }) => channel === 'C0OTHER')).toMatchObject({
      kind: 'ephemeral',
    });
  });
});

describe('a mistake', () => {
  test('is shown where it is, to the asker alone, and its mending is pressed: the answer takes its place', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock varience electronics');
    const mistake = await said(slack, 'is not known');
    expect(mistake).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    expect(linesOf(mistake)).toEqual([
      '/stock ',
      'varience',
      ' electronics',
      '“varience” is not known. Did you mean variance?',
      '/stock variance electronics',
    ]);
    await slack.click(mistake, '/stock variance electronics');
    const answer = await said(slack, ANSWER);
    expect(answer.ts).toBe(mistake.ts);
    expect(slack.messages).toHaveLength(1);
  });

  test('that is near nothing leads to the help', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock blurb');
    const mistake = await said(slack, '“blurb” is not known.');
    expect(buttonsOf(mistake)).toEqual(['/stock help']);
  });

  test('a word that can be two things is asked back, a button for each', async () => {
    const { slack } = await tallyInSlack({ company: namesake() });
    await slack.command('/stock variance radio');
    const mistake = await said(slack, 'can be');
    expect(buttonsOf(mistake)).toEqual(['/stock variance category:Radio', '/stock variance product:Radio']);
    await slack.click(mistake, '/stock variance product:Radio');
    expect(footerOf(await said(slack, 'Production holds'))).toContain('`/stock variance product:Radio`');
  });

  test('3,000 characters are not read, and not repeated', async () => {
    const { slack } = await tallyInSlack();
    await slack.command(`/stock variance ${'lamp '.repeat(600)}`);
    const mistake = await said(slack, 'That question has 3008 characters; at most 2000 are read.');
    expect(saysOf(mistake).length).toBeLessThan(500);
    expect(mistake.text.length).toBeLessThan(500);
  });

  test.each([
    ['/stock variance in test', 'variance sets both environments against each other', '/stock total in test'],
    ['/stock variance by', 'After “by” comes something to group by', '/stock variance by category'],
    ['/stock status foo', '“foo” is not known here', '/stock status'],
    ['/stock help blurb', 'There is no help on “blurb”', '/stock help variance'],
  ])('%s', async (question, what, button) => {
    const { slack } = await tallyInSlack();
    await slack.command(question);
    const mistake = await said(slack, what);
    expect(mistake.kind).toBe('ephemeral');
    expect(buttonsOf(mistake)).toContain(button);
  });
});

test('everything asked is in the audit, with who, where, for whom and how it went', async () => {
  const { slack, app } = await tallyInSlack({ slackSettings: 'questionsPerMinute: 5' });
  await slack.command('/stock variance electronics here');
  const answer = await said(slack, ANSWER);
  await fileNamed(slack, 'variance.csv');
  await slack.click(answer, 'By warehouse', { user: 'U0BOB' });
  await said(slack, 'by warehouse');
  await slack.command('/stock blurb');
  await said(slack, '“blurb”');
  await slack.command('/stock help');
  await said(slack, 'What you can ask');
  await slack.direct('total');
  await said(slack, 'Stock by category');
  await slack.command('/stock cost');
  await said(slack, 'Cost deviation');
  await slack.command('/stock total');
  await said(slack, 'That was many questions');
  const entries = await app.state.audit.list({});
  expect(
    entries.map(({ user, channel, public: open, outcome, question, canonical }) =>
      [user, channel, open ? 'for all' : 'private', outcome, question, canonical ?? '–'].join(' | '),
    ),
  ).toEqual([
    'U0ANN | C0GENERAL | private | limited | /stock total | –',
    'U0ANN | C0GENERAL | private | answered | /stock cost | /stock cost',
    'U0ANN | D0ANN | private | answered | total | /stock total',
    'U0ANN | C0GENERAL | private | help | /stock help | –',
    'U0ANN | C0GENERAL | private | mistake | /stock blurb | –',
    'U0BOB | C0GENERAL | private | answered | /stock variance category:Electronics by warehouse | /stock variance category:Electronics by warehouse',
    'U0ANN | C0GENERAL | for all | answered | /stock variance electronics | /stock variance category:Electronics',
  ]);
});

test('who asks more than is fair is told when to ask again, and others are not', async () => {
  const { slack } = await tallyInSlack({ slackSettings: 'questionsPerMinute: 2' });
  for (const question of ['/stock total', '/stock cost', '/stock variance here']) await slack.command(question);
  const limited = await said(slack, /^That was many questions within a minute\. Ask again in \d+ s\./);
  expect(limited).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  expect(buttonsOf(limited)).toEqual(['Ask again']);
  await slack.command('/stock total', { user: 'U0BOB' });
  await said(slack, 'Stock by category', ({ user }) => user === 'U0BOB');
});

/** A category and a product with one name. */
function namesake() {
  return companyOf([
    ['X-1', 'Radio', 'Parts'],
    ['X-2', 'Knob', 'Radio'],
  ]);
}
