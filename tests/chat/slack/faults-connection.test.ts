import { describe, expect, it } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { gate, until } from '../../support/sent.js';
import { type Posted, startSlack } from '../../support/slack.js';

const QUESTION = '/stock variance electronics';
const isAnswer = ({ text }: Posted) => text.includes('Production holds 2 more than Test');

describe('a dropped socket', () => {
  it('is opened again at once', async () => {
    const { slack, tally } = await tallyInSlack();
    slack.dropSockets();
    await slack.connected(3000);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    expect(tally.connected()).toBe(true);
  });

  it('loses no question that is being answered', async () => {
    const door = gate();
    const { slack } = await tallyInSlack({ hold: door.passed });
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    slack.dropSockets();
    await until('another', () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length === 2);
    door.open();
    await slack.waitFor((message) => isAnswer(message) && message.kind === 'ephemeral');
    await slack.waitFor((message) => isAnswer(message) && message.kind === 'channel');
  });

  it.each([
    ['breaks connections', { drop: true }],
    ['fails', { status: 503 }],
    ['is slow', { delayMs: 500, status: 500 }],
    ['asks for patience', { retryAfter: 1 }],
    ['says no to the app token for a while', { error: 'invalid_auth' }],
  ])('is opened again though Slack’s Web API %s meanwhile', async (_, fault) => {
    const { slack, tally, app } = await tallyInSlack();
    slack.fail('apps.connections.open', fault, 2);
    slack.dropSockets();
    await until('it is noticed', () => !tally.connected());
    expect(await app.metrics.text()).toContain('tally_slack_connected 0');
    await slack.connected(20_000);
    await until('it is known', () => tally.connected());
    expect(await app.metrics.text()).toContain('tally_slack_connected 1');
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
  });

  it('is opened again though Slack refuses sockets meanwhile, and hangs', async () => {
    const { slack, lines } = await tallyInSlack();
    slack.refuseSockets(3);
    slack.fail('apps.connections.open', { hang: true });
    slack.dropSockets();
    await slack.connected(25_000);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    expect(lines().filter(({ slack: says }) => String(says).includes('cannot connect again')).length).toBeGreaterThan(
      3,
    );
  });

  it('again and again', async () => {
    const { slack } = await tallyInSlack();
    for (let round = 0; round < 4; round++) {
      slack.dropSockets();
      await slack.connected(5000);
      expect(await slack.command('/stock help')).toMatchObject({ acked: true });
    }
  });
});

describe('a polite disconnect', () => {
  it.each(['refresh_requested', 'warning', 'link_disabled'] as const)(
    'for %s is followed by another socket',
    async (reason) => {
      const { slack } = await tallyInSlack();
      const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
      slack.disconnect(reason);
      await until('another', () => opened() === 2);
      await slack.connected();
      await until('it answers', async () => (await slack.command(QUESTION).catch(() => null))?.acked === true);
      await slack.waitFor(isAnswer);
    },
  );
});

describe('the start', () => {
  it.each([
    ['its Web API breaks off', 'auth.test', { drop: true }, 3],
    ['its Web API fails', 'auth.test', { status: 500 }, 3],
    ['it is asked too often', 'auth.test', { retryAfter: 1 }, 1],
    ['it has trouble of its own', 'auth.test', { error: 'internal_error' }, 1],
    ['no socket can be had', 'apps.connections.open', { status: 503 }, 2],
    ['it breaks off before the socket', 'apps.connections.open', { drop: true }, 2],
  ] as const)('waits for Slack when %s', async (_, method, fault, times) => {
    const onto = await startSlack();
    onto.fail(method, fault, times);
    const waits: string[] = [];
    const { slack, tally } = await tallyInSlack({
      onto,
      replaced: () => ({ onWaiting: (reason) => waits.push(reason) }),
    });
    expect(waits.length).toBeGreaterThan(0);
    expect(tally.place).toBe('Test as @tally, Socket Mode');
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    await onto.close();
  });

  it('waits for Slack when sockets are refused', async () => {
    const onto = await startSlack();
    onto.refuseSockets(2);
    const waits: string[] = [];
    await tallyInSlack({ onto, replaced: () => ({ onWaiting: (reason) => waits.push(reason) }) });
    expect(waits).toEqual(['it cannot be reached', 'it cannot be reached']);
    await onto.close();
  });

  it.each([
    ['auth.test', 'token_revoked', 'SLACK_BOT_TOKEN'],
    ['auth.test', 'account_inactive', 'SLACK_BOT_TOKEN'],
    ['apps.connections.open', 'invalid_auth', 'SLACK_APP_TOKEN'],
    ['apps.connections.open', 'missing_scope', 'SLACK_APP_TOKEN'],
  ])('ends when Slack refuses a token: %s %s', async (method, error, variable) => {
    const onto = await startSlack();
    onto.fail(method, { error });
    await expect(tallyInSlack({ onto })).rejects.toThrow(`Slack refuses the token in ${variable} (${error})`);
    await onto.close();
  });

  it('over HTTP ends where the address is taken', async () => {
    const onto = await startSlack();
    const port = Number(new URL(onto.apiUrl).port);
    const start = tallyInSlack({ onto, mode: 'http', replaced: () => ({ port }) });
    await expect(start).rejects.toThrow(
      `cannot be listened for on 127.0.0.1:${port} (EADDRINUSE). Set slack.host and slack.port`,
    );
    await onto.close();
  });
});

describe('a token that is revoked while Tally runs', () => {
  it('of the bot: commands are answered still, the rest is logged', async () => {
    const { slack, lines } = await tallyInSlack();
    for (const method of ['chat.postMessage', 'chat.postEphemeral', 'conversations.open', 'views.publish'])
      slack.fail(method, { error: 'token_revoked' }, 10);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    await slack.mention('variance electronics');
    await slack.openHome();
    await until('it is logged', () => lines().filter(({ msg }) => msg === 'work failed').length === 2);
    await slack.command('/stock variance furniture');
    await slack.waitFor(({ text }) => text.includes('Furniture'));
  });

  it('of the app: says it is not connected, and comes back when it is mended', async () => {
    const { slack, tally } = await tallyInSlack();
    slack.fail('apps.connections.open', { error: 'token_revoked' }, 3);
    slack.dropSockets();
    await until('it is noticed', () => !tally.connected());
    await slack.connected(15_000);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
  });
});

describe('an event', () => {
  it.each(['socket', 'http'] as const)('that is delivered again is handled once, over %s', async (mode) => {
    const { slack, app } = await tallyInSlack({ mode });
    const { acked, again } = await slack.mention('variance electronics', { eventId: 'Ev1', duplicates: 3 });
    expect([acked, ...again.map((one) => one.acked)]).toEqual([true, true, true, true]);
    await slack.direct('variance electronics', { eventId: 'Ev2', duplicates: 1 });
    await slack.waitFor((message) => isAnswer(message) && message.channel === 'C0GENERAL');
    await slack.waitFor((message) => isAnswer(message) && message.channel !== 'C0GENERAL');
    await slack.mention('variance electronics', { eventId: 'Ev1' });
    await slack.mention('variance furniture', { eventId: 'Ev3' });
    await slack.waitFor(({ text }) => text.includes('Furniture'));
    expect(slack.messages.filter(isAnswer)).toHaveLength(2);
    expect(await app.state.audit.list({})).toHaveLength(3);
  });

  it('that arrives while the same is being handled is handled once, in whatever order', async () => {
    const door = gate();
    const { slack, app } = await tallyInSlack({ hold: door.passed });
    await Promise.all([
      slack.mention('variance furniture', { eventId: 'Ev2', duplicates: 1 }),
      slack.mention('variance electronics', { eventId: 'Ev1', duplicates: 2 }),
      slack.mention('variance furniture', { eventId: 'Ev2' }),
    ]);
    door.open();
    await slack.waitFor(isAnswer);
    await slack.waitFor(({ text }) => text.includes('Furniture'));
    expect(await app.state.audit.list({})).toHaveLength(2);
  });

  it('is handled by one of two that share a state', async () => {
    const first = await tallyInSlack();
    const second = await tallyInSlack({ onto: first.slack, replaced: () => ({ state: first.app.state }) });
    await first.slack.mention('variance electronics', { eventId: 'Ev1', duplicates: 3 });
    await first.slack.waitFor(isAnswer);
    await second.slack.mention('variance furniture', { eventId: 'Ev2', duplicates: 3 });
    await first.slack.waitFor(({ text }) => text.includes('Furniture'));
    expect(first.slack.messages.filter(isAnswer)).toHaveLength(1);
  });

  it('of Tally itself, of a bot, of an edit, of a channel that it does not read, is none', async () => {
    const { slack, app } = await tallyInSlack();
    const said = { type: 'message', channel: 'D0ANN', channel_type: 'im', user: 'U0ANN', text: 'variance', ts: '1.1' };
    await slack.event({ ...said, bot_id: 'B0TALLY' });
    await slack.event({ ...said, subtype: 'message_changed' });
    await slack.event({ ...said, subtype: 'bot_message' });
    await slack.event({ ...said, channel_type: 'channel', channel: 'C0GENERAL' });
    await slack.event({
      type: 'app_mention',
      channel: 'C0GENERAL',
      user: 'U0ANN',
      bot_id: 'B0X',
      text: 'variance',
      ts: '1.2',
    });
    await slack.event({ type: 'app_home_opened', user: 'U0ANN', channel: 'D0ANN', tab: 'messages' });
    await slack.command('/stock variance furniture');
    await slack.waitFor(({ text }) => text.includes('Furniture'));
    expect(slack.messages).toHaveLength(1);
    expect(await app.state.audit.list({})).toHaveLength(1);
  });
});
