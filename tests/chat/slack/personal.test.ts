import { describe, expect, it } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, linesOf, said, saysOf, until } from '../../support/reading.js';

/** Answers are for all in #general; in #ops they are the asker’s. */
const inPublic = () =>
  tallyInSlack({
    slackSettings: 'public: [C0GENERAL]',
    slack: { channels: { C0GENERAL: { name: 'general', member: true }, C0OPS: { name: 'ops', member: true } } },
  });

type Tally = Awaited<ReturnType<typeof inPublic>>;

const places = async ({ app }: Tally) =>
  (await app.state.subscriptions.list()).map(({ channel }) => channel ?? 'direct messages');

describe('what is posted for one person', () => {
  it.each([
    ['/stock subscriptions', 'Your subscriptions'],
    ['/stock subscribe total daily 09:00', 'Subscribed: #2'],
    ['/stock subscription 1 pause', '#1 is paused'],
    ['/stock unsubscribe 1', 'Not subscribed any more'],
    ['/stock alerts', 'Your alerts'],
    ['/stock alert variance over 5%', 'Alert #1'],
  ])(
    'is between them and Tally where answers are for all, without “here” and with it: %s',
    async (question, answer) => {
      for (const asked of [question, `${question} here`]) {
        const tally = await inPublic();
        await tally.slack.command('/stock subscribe digest daily 08:00', { channel: 'C0OPS' });
        await said(tally.slack, 'Subscribed: #1');
        await tally.slack.command(asked);
        const told = await said(tally.slack, answer, ({ channel }) => channel === 'C0GENERAL');
        expect(told).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
        expect(tally.slack.messages.filter(({ kind }) => kind === 'channel')).toEqual([]);
      }
    },
  );

  it('is theirs when it is asked by a mention', async () => {
    const { slack } = await inPublic();
    await slack.mention('<@U0TALLY> subscriptions');
    expect(await said(slack, 'Nothing is subscribed to')).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    expect(slack.messages).toHaveLength(1);
  });

  it('goes to the channel where “here” is written, and there alone', async () => {
    const tally = await inPublic();
    const { slack } = tally;
    await slack.command('/stock subscribe digest weekdays 07:30');
    await said(slack, 'Subscribed: #1');
    await slack.command('/stock subscribe digest weekdays 07:30 here');
    await said(slack, 'Subscribed: #2');
    await slack.command('/stock subscribe digest weekdays 07:30 here', { channel: 'C0OPS' });
    await said(slack, 'Subscribed: #3');
    await slack.mention('<@U0TALLY> subscribe total weekdays 07:30 here');
    await said(slack, 'Subscribed: #4');
    expect(await places(tally)).toEqual(['direct messages', 'C0GENERAL', 'C0OPS', 'C0GENERAL']);
  });

  it('is no digest: that is for all', async () => {
    const { slack } = await inPublic();
    await slack.command('/stock digest');
    expect(await slack.waitFor(() => true)).toMatchObject({ kind: 'channel' });
  });
});

describe('a channel', () => {
  it('is shown by its name in a confirmation, its list and its table', async () => {
    const { slack } = await inPublic();
    await slack.command('/stock subscribe total daily 08:00 in #ops');
    const told = await said(slack, 'Subscribed: #1');
    expect(told.text).toContain('in <#C0OPS>');
    expect(saysOf(told)).not.toContain('#C0OPS,');
    await slack.command('/stock subscriptions');
    const list = await said(slack, 'Your subscriptions', ({ ts }) => ts !== told.ts);
    expect(saysOf(list)).toMatch(/daily 08:00 \S+ · in <#C0OPS>/);
    expect(JSON.stringify(list.blocks)).toContain('{"type":"channel","channel_id":"C0OPS"}');
  });

  it('is shown by its name in a mistake and in what was asked, and not by its id on a button', async () => {
    const { slack, app } = await tallyInSlack({
      settings: 'access: [{ only: { kpis: [cost] }, for: { users: [U0ANN] } }]',
    });
    await slack.command('/stock subscribe cost daily 08:00 in #general');
    const mistake = await said(slack, 'is what both you and all there may see');
    expect(mistake.text).toContain('What is posted in <#C0GENERAL> is what');
    expect(JSON.stringify(mistake.blocks)).toContain('{"type":"channel","channel_id":"C0GENERAL"');
    expect(linesOf(mistake).join(' ')).not.toMatch(/(?<!<)#C0GENERAL/);
    expect(await app.state.subscriptions.list()).toEqual([]);
    await slack.command('/stock subscribe varience daily 08:00 in #general');
    const other = await said(slack, 'Did you mean variance');
    expect(buttonsOf(other)[0]).toBe('/stock subscribe variance daily 08:00 in that channel');
    await slack.click(other, '/stock subscribe variance daily 08:00 in that channel');
    await until(() => slack.messages.some(({ text }) => text.includes('Subscribed: #1')));
    expect((await app.state.subscriptions.list())[0]).toMatchObject({ channel: 'C0GENERAL' });
  });

  it('is its id in a CSV', async () => {
    const { slack } = await inPublic();
    await slack.command('/stock subscribe total daily 08:00 in #ops');
    await said(slack, 'Subscribed: #1');
    await slack.command('/stock subscriptions as csv');
    await until(() => slack.files.length === 1);
    expect(slack.files[0]?.bytes.toString()).toContain('#C0OPS');
  });
});
