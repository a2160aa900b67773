import { expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, fileNamed, footerOf, layoutOf, said, saysOf, tableOf, until } from '../../support/reading.js';

test.each(['socket', 'http'] as const)('Share shows a private answer to the channel, over %s', async (mode) => {
  const { slack } = await tallyInSlack({ mode });
  await slack.command('/stock variance electronics');
  const own = await said(slack, 'Electronics by SKU');
  await slack.click(own, 'Share');
  const all = await said(slack, 'Electronics by SKU', ({ kind }) => kind === 'channel');
  await fileNamed(slack, 'variance.csv', ({ threadTs }) => threadTs === all.ts);
  expect(footerOf(all)).toContain('Asked by <@U0ANN>');
  expect(layoutOf(all)).toContain('image');
  expect(tableOf(all)).toEqual(tableOf(own));
  expect(buttonsOf(all)).not.toContain('Share');
  expect(own.edits).toBe(0);
});

test('Share shows no more than the channel may see', async () => {
  const settings = 'access:\n  - { only: { kpis: [cost] }, for: { users: [U0ANN] } }';
  const { slack } = await tallyInSlack({ settings });
  await slack.command('/stock cost electronics');
  const own = await said(slack, 'Cost deviation');
  await slack.click(own, 'Share');
  const refused = await said(slack, 'not open');
  expect(refused).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  expect(slack.messages.filter(({ kind }) => kind === 'channel')).toEqual([]);
});

test('in a channel without Tally, the answer stands all the same, with Slack’s own chart, and the asker reads what is missing', async () => {
  const { slack } = await tallyInSlack();
  await slack.command('/stock variance electronics here', { channel: 'C0OTHER' });
  const answer = await said(slack, 'Electronics by SKU');
  expect(answer).toMatchObject({ kind: 'channel', channel: 'C0OTHER', via: 'response_url' });
  expect(layoutOf(answer)).toBe('header section section table data_visualization actions context');
  const told = await said(slack, '/invite it');
  expect(told).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  await slack.click(answer, 'Refresh');
  await until(() => answer.edits === 1);
  expect(layoutOf(answer)).toBe('header section section table data_visualization actions context');
  expect(footerOf(answer)).toContain('Asked by <@U0ANN>');
});

test('an archived channel: the answer is not lost', async () => {
  const channels = { C0GENERAL: { name: 'general', member: true }, C0OLD: { name: 'old', archived: true } };
  const { slack } = await tallyInSlack({ slack: { channels } });
  await slack.command('/stock variance electronics here', { channel: 'C0OLD' });
  const answer = await said(slack, 'Electronics by SKU');
  expect(saysOf(answer)).toContain('Production holds 2 more');
});
