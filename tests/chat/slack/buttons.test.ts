import { describe, expect, test, vi } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import {
  buttonsOf,
  fileNamed,
  footerOf,
  layoutOf,
  linesOf,
  said,
  saysOf,
  tableOf,
  until,
} from '../../support/reading.js';
import type { Posted, Slack } from '../../support/slack.js';

const COST_FOR_ANN = 'access:\n  - { only: { kpis: [cost] }, for: { users: [U0ANN] } }';

/** An answer for all, complete with picture and CSV. */
async function shared(slack: Slack, question: string): Promise<Posted> {
  await slack.command(`${question} here`);
  const answer = await slack.waitFor(({ kind, via }) => kind === 'channel' && via === 'chat.postMessage');
  await until(() => slack.files.filter(({ name, sharedAt }) => name.endsWith('csv') && sharedAt).length === 1);
  return answer;
}

describe('By …', () => {
  test('goes down from category to product, sku, warehouse and day, each in the place of the last', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance');
    const answer = await said(slack, 'by category');
    for (const [label, title] of [
      ['By product', 'Stock variance by product'],
      ['By SKU', 'Stock variance by SKU'],
      ['By warehouse', 'Stock variance by warehouse'],
      ['By day', 'Stock variance by day'],
    ] as const) {
      expect(buttonsOf(answer)[0]).toBe(label);
      await slack.click(answer, label);
      await said(slack, title);
    }
    expect(buttonsOf(answer)[0]).toBe('Edit');
    expect(answer.edits).toBe(4);
    expect(slack.messages).toHaveLength(1);
  });

  test('under an answer for all, answers whoever pressed, and leaves what all see as it is', async () => {
    const { slack } = await tallyInSlack();
    const answer = await shared(slack, '/stock variance electronics');
    const before = saysOf(answer);
    await slack.click(answer, 'By warehouse', { user: 'U0BOB' });
    const own = await said(slack, 'Electronics by warehouse');
    expect(own).toMatchObject({ kind: 'ephemeral', user: 'U0BOB', channel: 'C0GENERAL' });
    expect(buttonsOf(own)).toContain('Share');
    expect(saysOf(answer)).toBe(before);
  });

  test('under an answer in a thread, answers in that thread', async () => {
    const { slack } = await tallyInSlack();
    await slack.mention('<@U0TALLY> variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    await fileNamed(slack, 'variance.csv');
    await slack.click(answer, 'By warehouse', { user: 'U0BOB' });
    expect(await said(slack, 'by warehouse')).toMatchObject({
      kind: 'ephemeral',
      user: 'U0BOB',
      threadTs: answer.threadTs,
    });
  });

  test('of “as csv” shows an answer to go on with, not another file', async () => {
    const { slack } = await tallyInSlack();
    const answer = await shared(slack, '/stock variance electronics as csv');
    await slack.click(answer, 'By warehouse', { user: 'U0BOB' });
    expect(footerOf(await said(slack, 'by warehouse'))).toContain(
      '`/stock variance category:Electronics by warehouse`',
    );
  });
});

describe('Refresh', () => {
  test('puts the new answer in the place of a private one', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    await slack.click(answer, 'Refresh');
    await until(() => answer.edits === 1);
    expect(answer.kind).toBe('ephemeral');
    expect(slack.messages).toHaveLength(1);
  });

  test('renews an answer for all where it stands, with picture and CSV, and the one who asked is still named', async () => {
    const { slack } = await tallyInSlack();
    const answer = await shared(slack, '/stock variance electronics');
    await slack.click(answer, 'Refresh', { user: 'U0BOB' });
    await until(() => slack.files.filter(({ name }) => name === 'variance.csv').length === 2);
    await until(() => slack.files.every(({ sharedAt }) => sharedAt !== null));
    expect(layoutOf(answer)).toBe('header section section table image actions context');
    expect(footerOf(answer)).toContain('Asked by <@U0ANN>');
    expect(slack.messages.filter(({ kind }) => kind === 'ephemeral')).toEqual([]);
    expect(slack.files.filter(({ name }) => name === 'variance.csv').map(({ threadTs }) => threadTs)).toEqual([
      answer.ts,
      answer.ts,
    ]);
    await slack.click(answer, 'Refresh', { user: 'U0BOB' });
    await until(() => slack.files.filter(({ name }) => name === 'variance.csv').length === 3);
    expect(footerOf(answer)).toContain('Asked by <@U0ANN>');
  });

  test('by somebody who sees less than all do is answered to that person', async () => {
    const rule = 'access:\n  - { see: { warehouse: [North] }, for: { users: [U0BOB] } }';
    const { slack } = await tallyInSlack({ settings: rule });
    const answer = await shared(slack, '/stock variance electronics');
    const before = { edits: answer.edits, says: saysOf(answer) };
    await slack.click(answer, 'Refresh', { user: 'U0BOB' });
    const own = await said(slack, 'Electronics by SKU', ({ kind }) => kind === 'ephemeral');
    expect(own.user).toBe('U0BOB');
    expect(tableOf(own).at(-1)?.slice(2, 4)).toEqual(['9', '11']);
    expect({ edits: answer.edits, says: saysOf(answer) }).toEqual(before);
  });

  test('in direct messages keeps what the asker alone may see, in its place, and names nobody', async () => {
    const { slack } = await tallyInSlack({ settings: COST_FOR_ANN });
    await slack.direct('cost electronics');
    const answer = await said(slack, 'Cost deviation');
    await until(() => layoutOf(answer).includes('image'));
    const edits = answer.edits;
    await slack.click(answer, 'Refresh');
    await until(() => answer.edits === edits + 2 && layoutOf(answer).includes('image'));
    expect(saysOf(answer)).toContain('Cost deviation');
    expect(answer.rings).toEqual([]);
    expect(slack.messages).toHaveLength(1);
  });
});

describe('what cannot be answered now', () => {
  test('a failure leaves the answer that stands, and is asked again with a press', async () => {
    const { slack, app } = await tallyInSlack();
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    vi.spyOn(app.model.refresher, 'ensure').mockRejectedValueOnce(new Error('select secret from ledger'));
    await slack.click(answer, 'Refresh');
    const told = await said(slack, 'Something went wrong on our side, not with your question.');
    expect(told).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    expect(answer.edits).toBe(0);
    expect(buttonsOf(told)).toEqual(['Ask again']);
    await slack.click(told, 'Ask again');
    await until(() => told.text.startsWith('Stock variance: Electronics by SKU'));
    expect(JSON.stringify(slack.messages)).not.toContain('secret');
  });

  test('nor does a limit take its place', async () => {
    const { slack } = await tallyInSlack({ slackSettings: 'questionsPerMinute: 1' });
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    await slack.click(answer, 'By warehouse');
    const told = await said(slack, 'That was many questions within a minute.');
    expect(buttonsOf(told)).toEqual(['Ask again']);
    expect(answer.edits).toBe(0);
  });
});

describe('Picture and CSV', () => {
  test.each([
    ['Picture', 'variance.png'],
    ['CSV', 'variance.csv'],
  ])('%s brings the file to the direct messages of whoever pressed', async (button, name) => {
    const { slack } = await tallyInSlack();
    const answer = await shared(slack, '/stock variance electronics');
    await slack.click(answer, button, { user: 'U0BOB' });
    const told = await said(slack, `${name} is in your direct messages with Tally.`);
    expect(told).toMatchObject({ kind: 'ephemeral', user: 'U0BOB' });
    await fileNamed(slack, name, ({ channel }) => channel === 'D0BOB');
  });

  test('under a private answer, which stays as it is', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    await slack.click(answer, 'CSV');
    const told = await said(slack, 'variance.csv is in your direct messages');
    expect(told.ts).not.toBe(answer.ts);
    expect(answer.edits).toBe(0);
  });

  test('in direct messages nothing has to be said', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    await slack.click(answer, 'CSV');
    await fileNamed(slack, 'variance.csv', ({ channel }) => channel === 'D0ANN');
    expect(slack.messages.map(({ via }) => via)).toEqual(['chat.postMessage', 'files.completeUploadExternal']);
  });

  test('where direct messages take no file, the asker reads what to do', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    slack.fail('files.getUploadURLExternal', { error: 'missing_scope' });
    await slack.click(answer, 'CSV');
    await said(
      slack,
      /^variance\.csv could not be sent to your direct messages\. Tell whoever runs Tally\. Reference: [0-9a-f]{8}$/,
    );
  });
});

describe('☆ Keep', () => {
  test('keeps the question on Home until it is removed there', async () => {
    const { slack } = await tallyInSlack();
    await slack.openHome();
    await until(() => slack.homes.has('U0ANN'));
    const home = () => slack.homes.get('U0ANN') ?? expect.fail('no Home');
    expect(saysOf(home())).not.toContain('Kept');
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    await slack.click(answer, '☆ Keep');
    expect((await said(slack, 'Kept: it is on Tally’s Home tab now.')).kind).toBe('ephemeral');
    await until(() => linesOf(home()).includes('Kept'));
    expect(linesOf(home()).slice(linesOf(home()).indexOf('Kept'), linesOf(home()).indexOf('Asked lately'))).toEqual([
      'Kept',
      '/stock variance category:Electronics',
      'Remove',
    ]);
    await slack.click(home(), 'Remove');
    await until(() => !linesOf(home()).includes('Kept'));
    expect(answer.edits).toBe(0);
  });

  test('pressed again, lets go of it', async () => {
    const { slack, app } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    await slack.click(answer, '☆ Keep');
    await said(slack, 'Kept:');
    await slack.click(answer, '☆ Keep');
    await said(slack, 'No longer kept.');
    expect(await app.state.favourites.of('slack', 'U0ANN')).toEqual([]);
  });

  test('is each one’s own', async () => {
    const { slack, app } = await tallyInSlack();
    const answer = await shared(slack, '/stock variance electronics');
    await slack.click(answer, '☆ Keep', { user: 'U0BOB' });
    await said(slack, 'Kept:');
    expect(await app.state.favourites.of('slack', 'U0BOB')).toEqual(['/stock variance category:Electronics']);
    expect(await app.state.favourites.of('slack', 'U0ANN')).toEqual([]);
  });

  test('has room for twenty', async () => {
    const { slack, app } = await tallyInSlack();
    for (let count = 1; count <= 20; count++)
      await app.state.favourites.toggle('slack', 'U0ANN', `/stock total top ${count}`);
    await slack.command('/stock total');
    await slack.click(await said(slack, 'Stock by category'), '☆ Keep');
    await said(slack, 'You keep 20 questions, and there is room for no more; remove one on Tally’s Home tab first.');
  });
});

describe('a button of another time', () => {
  test.each([
    ['a version to come', JSON.stringify({ v: 2, q: '/stock total' })],
    ['no JSON', '/stock total'],
    ['too much in it', JSON.stringify({ v: 1, q: '/stock total', user: 'U0BOB' })],
    ['nothing', JSON.stringify({ v: 1, q: '' })],
    ['another thing', JSON.stringify({ v: 1, q: 7 })],
  ])('%s: is told so', async (_, value) => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    await slack.click(answer, 'Refresh', { value });
    expect(
      await said(slack, 'This button is none that Tally made, or of a version that it no longer knows.'),
    ).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  });

  test('a value that is gone since: the mistake, with what is near', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    await slack.click(answer, 'Refresh', { value: JSON.stringify({ v: 1, q: '/stock total category:Furnitur' }) });
    const mistake = await said(slack, 'Did you mean');
    expect(buttonsOf(mistake)).toContain('/stock total category:Furniture');
  });

  test('weeks later it still answers, and where its address has expired, beside it', async () => {
    const { slack } = await tallyInSlack();
    const answer = await shared(slack, '/stock variance electronics');
    slack.advance(21 * 24 * 3_600_000);
    await slack.click(answer, 'By warehouse');
    expect(await said(slack, 'by warehouse')).toMatchObject({ kind: 'ephemeral' });
  });
});
