import { expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { fileNamed, layoutOf, said, saysOf, until, WAITING } from '../../support/reading.js';

/** A gate at which questions wait, once it is closed. */
function gate() {
  let open = Promise.resolve();
  let release = () => {};
  return {
    hold: () => open,
    close() {
      open = new Promise((resolve) => {
        release = resolve;
      });
    },
    open: () => release(),
  };
}

const slow = (held: ReturnType<typeof gate>) => ({ hold: held.hold, placeholderAfter: '30ms' });

test.each(['socket', 'http'] as const)(
  'a slow answer is told to be worked on, and takes the place of that word, over %s',
  async (mode) => {
    const held = gate();
    const { slack } = await tallyInSlack({ mode, ...slow(held) });
    held.close();
    await slack.command('/stock variance electronics');
    const waiting = await slack.waitFor(({ text }) => text === WAITING);
    expect(waiting).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    held.open();
    const answer = await said(slack, 'Electronics by SKU');
    expect(answer.ts).toBe(waiting.ts);
    expect(slack.messages).toHaveLength(1);
  },
);

test('where Slack does not replace it, the word stays above and the answer follows', async () => {
  const held = gate();
  const { slack } = await tallyInSlack({ ...slow(held), slack: { slashReplace: false } });
  held.close();
  await slack.command('/stock variance electronics');
  await slack.waitFor(({ text }) => text === WAITING);
  held.open();
  await said(slack, 'Electronics by SKU');
  expect(slack.messages.map(({ text }) => text.slice(0, 14))).toEqual([WAITING.slice(0, 14), 'Stock variance']);
});

test('for all: the word is public, becomes the answer, and carries picture and thread', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  held.close();
  await slack.command('/stock variance electronics here');
  const waiting = await slack.waitFor(({ text }) => text === WAITING);
  expect(waiting.kind).toBe('channel');
  held.open();
  await fileNamed(slack, 'variance.csv', ({ threadTs }) => threadTs === waiting.ts);
  expect(layoutOf(waiting)).toBe('header section section table image actions context');
});

test('for all, and it was a mistake: the word is taken back, and the asker alone reads why', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  held.close();
  await slack.command('/stock varience here');
  const waiting = await slack.waitFor(({ text }) => text === WAITING);
  held.open();
  expect(await said(slack, 'is not known')).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  await until(() => waiting.deleted);
});

test('a slow file: the word becomes where it is', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  held.close();
  await slack.command('/stock variance as csv');
  const waiting = await slack.waitFor(({ text }) => text === WAITING);
  held.open();
  await until(() => waiting.text === 'variance.csv is in your direct messages with Tally.');
  expect(slack.messages.filter(({ kind }) => kind === 'ephemeral')).toHaveLength(1);
});

test('a slow file in direct messages: the word goes', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  held.close();
  await slack.direct('variance as csv');
  const waiting = await slack.waitFor(({ text }) => text === WAITING);
  held.open();
  await fileNamed(slack, 'variance.csv', ({ channel }) => channel === 'D0ANN');
  expect(waiting.deleted).toBe(true);
});

test('from Home, in direct messages', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  await slack.openHome();
  await until(() => slack.homes.has('U0ANN'));
  held.close();
  await slack.click(slack.homes.get('U0ANN') ?? expect.fail('no Home'), '/stock variance electronics');
  const waiting = await slack.waitFor(({ text }) => text === WAITING);
  expect(waiting.channel).toBe('D0ANN');
  held.open();
  await until(() => layoutOf(waiting).includes('image'));
});

test('a slow step down from a private answer takes its place', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  await slack.command('/stock variance electronics');
  const answer = await said(slack, 'Electronics by SKU');
  held.close();
  await slack.click(answer, 'By warehouse');
  await until(() => answer.text === WAITING);
  held.open();
  await until(() => saysOf(answer).includes('Electronics by warehouse'));
  expect(slack.messages).toHaveLength(1);
});

test('a slow step down from an answer for all never takes its place: what one person asks, others do not read', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  await slack.command('/stock variance electronics here');
  const all = await said(slack, 'Electronics by SKU');
  await fileNamed(slack, 'variance.csv');
  const before = { says: saysOf(all), edits: all.edits };
  held.close();
  await slack.click(all, 'By warehouse', { user: 'U0BOB' });
  const waiting = await slack.waitFor(({ text }) => text === WAITING);
  expect(waiting).toMatchObject({ kind: 'ephemeral', user: 'U0BOB' });
  held.open();
  expect(await said(slack, 'Electronics by warehouse')).toMatchObject({ kind: 'ephemeral', user: 'U0BOB' });
  expect({ says: saysOf(all), edits: all.edits }).toEqual(before);
});

test('a slow example leaves the help where it is', async () => {
  const held = gate();
  const { slack } = await tallyInSlack(slow(held));
  await slack.command('/stock help');
  const help = await said(slack, 'What you can ask about stock');
  const edits = help.edits;
  held.close();
  await slack.click(help, '/stock variance electronics');
  await slack.waitFor(({ text, ts }) => text === WAITING && ts !== help.ts);
  held.open();
  await said(slack, 'Stock variance: Electronics by SKU');
  expect(help.edits).toBe(edits);
});
