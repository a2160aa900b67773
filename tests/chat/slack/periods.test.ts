import { describe, expect, test, vi } from 'vitest';
import { companyOf } from '../../support/catalogue.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, fileNamed, footerOf, layoutOf, said, saysOf, until } from '../../support/reading.js';
import type { Fields, Posted } from '../../support/slack.js';

/** What the menu under an answer offers; none where there is no menu. */
function periodsOf({ blocks }: Posted): readonly string[] {
  const elements = blocks.flatMap((block) => (block.elements ?? []) as readonly Fields[]);
  const menu = elements.find(({ type }) => type === 'static_select');
  return ((menu?.options ?? []) as readonly { value: string }[]).map(({ value }) => value);
}

describe.each(['socket', 'http'] as const)('Period over %s', (mode) => {
  test('asks the same question of other days, in the place of a private answer, and back', async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    expect(periodsOf(answer)).toEqual(['Yesterday', 'Last week', 'vs yesterday', 'Trend: 30 days']);
    await slack.choose(answer, 'Period', 'Last week');
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('`/stock variance category:Electronics last week`');
    await slack.choose(answer, 'Period', 'Now');
    await until(() => answer.edits === 2);
    expect(footerOf(answer)).toContain('`/stock variance category:Electronics`');
    expect(slack.messages).toHaveLength(1);
  });
});

describe('Period', () => {
  test('sets the answer against an earlier one', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    await slack.choose(answer, 'Period', 'vs yesterday');
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('`/stock total vs yesterday`');
  });

  test('shows a trend as lines', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    await slack.choose(answer, 'Period', 'Trend: 30 days');
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('`/stock total by day 30 days`');
    expect(layoutOf(answer)).toContain('data_visualization');
  });

  test('under an answer for all, answers whoever picked, and leaves what all see as it is', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics here');
    const answer = await said(slack, 'Electronics by SKU');
    await fileNamed(slack, 'variance.csv');
    const before = saysOf(answer);
    await slack.choose(answer, 'Period', 'Yesterday', { user: 'U0BOB' });
    const own = await said(slack, 'Electronics by SKU', ({ kind }) => kind === 'ephemeral');
    expect(own).toMatchObject({ user: 'U0BOB', channel: 'C0GENERAL' });
    expect(saysOf(answer)).toBe(before);
  });

  test('says to whom its question is closed that it is', async () => {
    const settings = 'access:\n  - { only: { kpis: [cost] }, for: { users: [U0ANN], channels: [C0GENERAL] } }';
    const { slack } = await tallyInSlack({ settings });
    await slack.direct('cost electronics');
    const answer = await said(slack, 'Cost deviation');
    await slack.choose(answer, 'Period', 'Yesterday', { user: 'U0BOB' });
    await said(slack, 'cost is not open to you here.');
  });

  test('that is not offered any more is said, and the answer stands', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    await slack.choose(answer, 'Period', 'Last decade', { forged: true });
    await said(slack, 'This period does not go with the question any more.');
    expect(answer.edits).toBe(0);
  });

  test('is not under lists, nor under a question that is too long for a menu', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `Cabinet with glass doors ${index}`);
    const company = companyOf(names.map((name, index) => [`C-${index}`, name, 'Furniture']));
    const { slack } = await tallyInSlack({ company });
    await slack.command('/stock status');
    expect(periodsOf(await said(slack, 'Status'))).toEqual([]);
    await slack.command(`/stock total ${names.join(' ')}`);
    const answer = await said(slack, 'Stock');
    expect(periodsOf(answer)).toEqual([]);
    expect(buttonsOf(answer)).toContain('Edit');
  });

  test('that cannot be found out leaves an answer without its menu', async () => {
    const { slack, app } = await tallyInSlack();
    vi.spyOn(app.questions, 'periods').mockRejectedValueOnce(new Error('gone'));
    await slack.command('/stock total');
    expect(periodsOf(await said(slack, 'Stock by category'))).toEqual([]);
  });
});
