import { describe, expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { blockOf, buttonsOf, footerOf, layoutOf, linesOf, said, saysOf, until } from '../../support/reading.js';
import type { Slack, View } from '../../support/slack.js';

async function homeOf(slack: Slack, user = 'U0ANN'): Promise<View> {
  const before = slack.homes.get(user)?.updates ?? -1;
  await slack.openHome(user);
  await until(() => (slack.homes.get(user)?.updates ?? -1) > before);
  return slack.homes.get(user) ?? expect.fail('no Home');
}

const headings = ({ blocks }: View): readonly string[] =>
  blocks.filter(({ type }) => type === 'header').map(({ text }) => (text as { text: string }).text);

describe.each(['socket', 'http'] as const)('Home over %s', (mode) => {
  test('shows the figures, how fresh they are, what was asked, and what can be', async () => {
    const { slack } = await tallyInSlack({ mode });
    expect(headings(await homeOf(slack))).toEqual(['Where Test and Production stand', 'You can ask']);
    await slack.command('/stock variance electronics');
    await said(slack, 'Electronics by SKU');
    await slack.command('/stock blurb');
    await said(slack, 'is not known');
    const home = await homeOf(slack);
    expect(headings(home)).toEqual(['Where Test and Production stand', 'Asked lately', 'You can ask']);
    expect(linesOf(home)).toContain('*25.0 % of the items match; 3 items in Production, 3 items in Test*');
    const total = linesOf(home).find((line) => line.startsWith('*Total*')) ?? expect.fail('no total');
    expect(total.replaceAll(/ +`.*`/g, '').split('\n')).toEqual([
      '*Total*',
      'Production 19',
      '▼ 980 on the day',
      'Test 14',
      '▼ 985 on the day',
      'Difference +5 (+35.7 %)',
    ]);
    expect(linesOf(home)).toContain('here as of 2026-03-10 12:00:00 UTC, test data through 2026-03-09');
    expect(linesOf(home)).toContain('there as of 2026-03-10 12:00:00 UTC, production data through 2026-03-09');
    expect(buttonsOf(home).slice(0, 2)).toEqual([
      '/stock variance category:Electronics',
      '/stock variance electronics',
    ]);
    expect(footerOf(home)).toContain('Ask anywhere with `/stock …`');
  });
});

describe('Home', () => {
  test('answers its buttons in direct messages, with the drawn chart', async () => {
    const { slack } = await tallyInSlack();
    const home = await homeOf(slack);
    await slack.click(home, '/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    expect(answer).toMatchObject({ kind: 'channel', channel: 'D0ANN', rings: [] });
    await until(() => layoutOf(answer).includes('image'));
    expect(blockOf(answer, 'image')).toBeDefined();
    expect(buttonsOf(answer)).not.toContain('Share');
  });

  test('shows all twenty questions that a person keeps, and each can be removed', async () => {
    const { slack, app } = await tallyInSlack();
    for (let count = 1; count <= 20; count++)
      await app.state.favourites.toggle('slack', 'U0ANN', `/stock total top ${count}`);
    const home = await homeOf(slack);
    expect(buttonsOf(home).filter((label) => label === 'Remove')).toHaveLength(20);
    await slack.click(home, 'tally:unstar:19');
    await until(() => buttonsOf(home).filter((label) => label === 'Remove').length === 19);
  });

  test('shows nobody what is closed to them', async () => {
    const settings = 'access:\n  - { only: { kpis: [overview, cost] }, for: { users: [U0BOB] } }';
    const { slack } = await tallyInSlack({ settings });
    const anns = await homeOf(slack);
    expect(saysOf(anns)).not.toContain('*Total*');
    expect(buttonsOf(anns).filter((label) => /cost|overview/.test(label))).toEqual([]);
    expect(saysOf(await homeOf(slack, 'U0BOB'))).toContain('*Total*');
  });

  test('does not answer when its messages are looked at', async () => {
    const { slack } = await tallyInSlack();
    await slack.event({ type: 'app_home_opened', user: 'U0ANN', channel: 'D0ANN', tab: 'messages' });
    await slack.command('/stock total');
    await said(slack, 'Stock by category');
    expect(slack.homes.size).toBe(0);
  });
});
