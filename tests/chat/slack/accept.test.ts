import { expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, footerOf, linesOf, said, saysOf, tableOf, until } from '../../support/reading.js';

const ACCEPTED = 'A-2 is accepted until 2026-04-01';

test('what is accepted is said to the asker alone, and to all where they ask for it', async () => {
  const { slack } = await tallyInSlack();
  await slack.command('/stock accept A-2 until 2026-04-01 "recount"');
  const own = await said(slack, ACCEPTED);
  expect(own).toMatchObject({ kind: 'ephemeral', user: 'U0ANN', channel: 'C0GENERAL' });
  expect(buttonsOf(own)).toEqual(['Refresh', 'Share', 'CSV', '☆ Keep']);
  await slack.command('/stock unaccept A-2 here');
  expect(await said(slack, 'A-2 is accepted no longer')).toMatchObject({ kind: 'channel', channel: 'C0GENERAL' });
});

test('Refresh shows what is accepted, and accepts nothing again', async () => {
  const { slack, app } = await tallyInSlack();
  await slack.command('/stock accept A-2 until 2026-04-01');
  const answer = await said(slack, ACCEPTED);
  await slack.command('/stock unaccept A-2');
  await said(slack, 'A-2 is accepted no longer');
  await slack.click(answer, 'Refresh');
  await until(() => answer.edits === 1);
  expect(saysOf(answer)).not.toContain(ACCEPTED);
  expect(await app.state.acceptances.current('2026-03-10')).toEqual([]);
});

test('Home does not offer to accept again', async () => {
  const { slack } = await tallyInSlack();
  await slack.command('/stock accept A-2 until 2026-04-01');
  await said(slack, ACCEPTED);
  await slack.command('/stock total');
  await said(slack, 'Stock by category');
  await slack.openHome();
  await until(() => slack.homes.has('U0ANN'));
  const lines = linesOf(slack.homes.get('U0ANN') ?? expect.fail('no Home'));
  expect(lines).toContain('/stock total');
  expect(lines.filter((line) => line.startsWith('/stock accept'))).toEqual([]);
});

test('a difference that is accepted counts no longer as one, and stays in the totals', async () => {
  const { slack } = await tallyInSlack();
  await slack.command('/stock variance electronics');
  const answer = await said(slack, 'Electronics by SKU');
  expect(saysOf(answer)).toContain('2 of 3 items differ');
  const total = tableOf(answer).at(-1)?.slice(2, 4);
  await slack.command('/stock accept A-2 until 2026-04-01');
  await said(slack, ACCEPTED);
  await slack.click(answer, 'Refresh');
  await until(() => answer.edits === 1);
  expect(saysOf(answer)).toContain('1 of 3 items differ');
  expect(tableOf(answer).at(-1)?.slice(2, 4)).toEqual(total);
  expect(footerOf(answer)).toContain('`/stock variance category:Electronics`');
});
