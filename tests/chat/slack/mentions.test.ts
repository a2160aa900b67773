import { describe, expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, fileNamed, footerOf, layoutOf, said, until } from '../../support/reading.js';

describe.each(['socket', 'http'] as const)('@Tally over %s', (mode) => {
  test('answers in a thread under the question, for all, with picture and CSV', async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.mention('<@U0TALLY> variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    expect(answer).toMatchObject({ kind: 'channel', channel: 'C0GENERAL', rings: ['<@U0ANN>'] });
    expect(answer.threadTs).toBeDefined();
    const csv = await fileNamed(slack, 'variance.csv');
    expect(csv.threadTs).toBe(answer.threadTs);
    expect(layoutOf(answer)).toBe('header section section table image actions context');
  });
});

describe('@Tally', () => {
  test.each([
    'variance electronics <@U0TALLY>',
    '<@U0TALLY|tally> /stock variance electronics',
    '<@U0TALLY> `/stock variance category:Electronics`',
    '<@U0TALLY> stock variance electronics here',
    '<@U0TALLY>\u00a0variance\u00a0electronics',
    '<@U0TALLY> variance *electronics*',
    '<@U0TALLY> show me the variance of electronics, please!',
  ])('may stand anywhere: %s', async (text) => {
    const { slack } = await tallyInSlack();
    await slack.mention(text);
    const answer = await slack.waitFor(() => true);
    expect(footerOf(answer)).toContain('`/stock variance category:Electronics`');
  });

  test('in a thread answers in that thread', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total here');
    const root = await said(slack, 'Stock by category');
    await slack.mention('<@U0TALLY> variance', { threadTs: root.ts });
    const answer = await said(slack, 'Stock variance');
    expect(answer.threadTs).toBe(root.ts);
  });

  test('says a mistake to the asker alone; in the channel, as a thread that has not begun shows nothing to one person', async () => {
    const { slack } = await tallyInSlack();
    await slack.mention('<@U0TALLY> varience');
    const mistake = await said(slack, 'is not known');
    expect(mistake).toMatchObject({ kind: 'ephemeral', user: 'U0ANN', channel: 'C0GENERAL' });
    expect(mistake.threadTs).toBeUndefined();
    await slack.click(mistake, '/stock variance');
    await said(slack, 'Stock variance by category');
  });

  test('says a mistake in a thread that has begun in it', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total here');
    const root = await said(slack, 'Stock by category');
    await fileNamed(slack, 'total.csv');
    await slack.mention('<@U0TALLY> varience', { threadTs: root.ts, user: 'U0BOB' });
    expect(await said(slack, 'is not known')).toMatchObject({ kind: 'ephemeral', user: 'U0BOB', threadTs: root.ts });
  });

  test('alone is helped, privately', async () => {
    const { slack } = await tallyInSlack();
    await slack.mention('<@U0TALLY>');
    const help = await said(slack, 'What you can ask about stock');
    expect(help).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    expect(buttonsOf(help)).toContain('/stock variance electronics');
  });

  test('answers an event once that Slack sends three times', async () => {
    const { slack, app } = await tallyInSlack();
    await slack.mention('<@U0TALLY> variance', { duplicates: 2 });
    await said(slack, 'Stock variance');
    await fileNamed(slack, 'variance.csv');
    expect(await app.state.audit.list({})).toHaveLength(1);
    expect(slack.messages.filter(({ via }) => via === 'chat.postMessage')).toHaveLength(1);
  });

  test('does not answer other bots, nor what others wrote and changed', async () => {
    const { slack, app } = await tallyInSlack();
    const said = { channel: 'C0GENERAL', ts: '1795306900.000100', text: '<@U0TALLY> variance' };
    await slack.event({ type: 'app_mention', user: 'U0BOT', bot_id: 'B0OTHER', ...said });
    await slack.event({ type: 'message', channel_type: 'im', subtype: 'message_changed', ...said, channel: 'D0ANN' });
    await slack.event({ type: 'message', channel_type: 'im', bot_id: 'B0TALLY', ...said, channel: 'D0ANN' });
    await slack.direct('total');
    await until(() => slack.messages.length > 0);
    expect(await app.state.audit.list({})).toHaveLength(1);
  });
});
