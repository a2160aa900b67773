import { describe, expect, it } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { gate, until } from '../../support/sent.js';
import { directChannel, type Posted, type Slack } from '../../support/slack.js';

const QUESTION = '/stock variance electronics';
const HEADLINE = 'Production holds 2 more than Test';
const isAnswer = ({ text }: Posted) => text.includes(HEADLINE);
const typesOf = ({ blocks }: Posted) => blocks.map(({ type }) => type);
const outcomes = ({ calls }: Slack, method: string) =>
  calls.filter((call) => call.method === method).map(({ outcome }) => outcome);

describe('an acknowledgement', () => {
  it.each(['socket', 'http'] as const)('comes at once while questions are slow, over %s', async (mode) => {
    const door = gate();
    const { slack } = await tallyInSlack({ mode, hold: door.passed });
    await slack.command('/stock help');
    const acks = [
      await slack.command(QUESTION),
      await slack.mention('variance electronics'),
      await slack.direct('variance electronics'),
      await slack.openHome(),
    ];
    expect(slack.messages).toEqual([]);
    door.open();
    const answer = await slack.waitFor((message) => isAnswer(message) && message.kind === 'ephemeral');
    const press = await slack.click(answer, 'Refresh');
    for (const { acked, ackMs } of [...acks, press]) {
      expect(acked).toBe(true);
      expect(ackMs).toBeLessThan(1000);
    }
    // One of them may be late on a machine that is busy with other tests.
    const [, , usual = 1000] = [...acks, press].map(({ ackMs }) => ackMs).sort((a, b) => a - b);
    expect(usual).toBeLessThan(100);
    await until('all are answered', () => slack.messages.filter(isAnswer).length >= 3);
  });
});

describe('a rate limit', () => {
  it.each(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'on %s holds up no answer, and the picture comes when it may',
    async (method) => {
      const { slack } = await tallyInSlack();
      slack.fail(method, { retryAfter: 2 });
      await slack.mention('variance electronics');
      const first = await slack.waitFor(isAnswer);
      await until('the limit', () => outcomes(slack, method).includes('http 429'));
      const limitedAt = Date.now();
      await slack.mention('availability electronics');
      await slack.waitFor(({ kind, text }) => kind === 'channel' && text.includes('vailab'));
      await slack.direct('variance furniture');
      await slack.waitFor(({ channel }) => channel === directChannel('U0ANN'));
      expect(Date.now() - limitedAt).toBeLessThan(1500);
      expect(typesOf(first)).not.toContain('image');
      await until('the picture', () => typesOf(first).includes('image'));
    },
  );

  it('on answers holds up no upload', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await until('the picture', () => typesOf(answer).includes('image'));
    slack.fail('chat.postMessage', { retryAfter: 2 });
    await slack.mention('variance furniture');
    await until('the limit', () => outcomes(slack, 'chat.postMessage').includes('http 429'));
    const limitedAt = Date.now();
    await slack.click(answer, 'CSV');
    await until('the CSV', () => slack.files.some(({ name, sharedAt }) => name.endsWith('.csv') && sharedAt !== null));
    expect(Date.now() - limitedAt).toBeLessThan(1500);
    await slack.waitFor(({ kind, channel }) => kind === 'channel' && channel === 'C0GENERAL');
    expect(Date.now() - limitedAt).toBeGreaterThan(1500);
  });

  it('on an answer delays it as Slack asks, and is counted', async () => {
    const { slack, app } = await tallyInSlack();
    slack.fail('chat.postMessage', { retryAfter: 1 });
    slack.fail('response_url', { retryAfter: 1 });
    slack.fail('upload', { retryAfter: 1 });
    const asked = Date.now();
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    await slack.waitFor((message) => isAnswer(message) && message.kind === 'ephemeral');
    await slack.waitFor((message) => isAnswer(message) && message.kind === 'channel');
    expect(Date.now() - asked).toBeGreaterThan(1000);
    await until('the picture', () => slack.messages.some((message) => typesOf(message).includes('image')));
    const metrics = await app.metrics.text();
    expect(metrics).toContain('tally_slack_rate_limited_total{method="chat.postMessage"} 1');
    expect(metrics).toContain('tally_slack_rate_limited_total{method="upload"} 1');
  });
});

describe('Slack that stumbles', () => {
  it.each([
    ['chat.postMessage', { status: 503 }, 2],
    ['chat.postMessage', { drop: true }, 2],
    ['chat.postMessage', { error: 'internal_error', status: 500 }, 1],
    ['chat.update', { status: 500 }, 2],
    ['files.completeUploadExternal', { status: 502 }, 1],
  ] as const)('%s: %j', async (method, fault, times) => {
    const { slack } = await tallyInSlack();
    slack.fail(method, fault, times);
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await until('the picture', () => typesOf(answer).includes('image'), 12_000);
    expect(slack.messages.filter(isAnswer)).toHaveLength(1);
  });

  it.each([
    [{ status: 500 }, 2],
    [{ drop: true }, 2],
    [{ status: 429, error: 'ratelimited' }, 1],
  ] as const)('response_url: %j', async (fault, times) => {
    const { slack } = await tallyInSlack();
    slack.fail('response_url', fault, times);
    await slack.command(QUESTION);
    expect(await slack.waitFor(isAnswer)).toMatchObject({ kind: 'ephemeral', user: 'U0ANN', via: 'response_url' });
  });

  it('an answer in public that no channel takes is shown to whoever asked, and they are told', async () => {
    const { slack } = await tallyInSlack();
    slack.fail('chat.postMessage', { status: 500 }, 5);
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer, 20_000);
    expect(answer).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    await slack.waitFor(({ kind, text }) => kind === 'ephemeral' && text.includes('could not be posted here'));
  });
});

describe('a response_url', () => {
  it.each([
    ['used up', { error: 'used_url', status: 404 }],
    ['expired', { error: 'expired_url', status: 404 }],
    ['that answers with what is no JSON', { status: 403 }],
  ])('%s: the answer comes as an ephemeral message', async (_, fault) => {
    const { slack } = await tallyInSlack();
    slack.fail('response_url', fault);
    await slack.command(QUESTION);
    const answer = await slack.waitFor(isAnswer);
    expect(answer).toMatchObject({ kind: 'ephemeral', user: 'U0ANN', via: 'chat.postEphemeral' });
    expect(outcomes(slack, 'response_url')).toHaveLength(1);
  });

  it('that expired while the question was answered', async () => {
    const door = gate();
    const { slack } = await tallyInSlack({ hold: door.passed });
    await slack.command(QUESTION);
    slack.advance(31 * 60_000);
    door.open();
    expect(await slack.waitFor(isAnswer)).toMatchObject({ kind: 'ephemeral', via: 'chat.postEphemeral' });
  });

  it('that expired, where Tally is not in the channel: direct messages', async () => {
    const { slack } = await tallyInSlack();
    slack.fail('response_url', { error: 'expired_url', status: 404 });
    await slack.command(QUESTION, { channel: 'C0OTHER' });
    expect(await slack.waitFor(isAnswer)).toMatchObject({ channel: directChannel('U0ANN') });
  });

  it('that hangs', async () => {
    const { slack } = await tallyInSlack();
    slack.fail('response_url', { hang: true }, 3);
    await slack.command(QUESTION);
    expect(await slack.waitFor(isAnswer, 8000)).toMatchObject({ kind: 'ephemeral', via: 'chat.postEphemeral' });
  });

  it('that refuses with HTTP 200', async () => {
    const { slack } = await tallyInSlack({ slack: { responseUrlSoftErrors: true, nativeCharts: false } });
    await slack.command(QUESTION);
    expect(typesOf(await slack.waitFor(isAnswer))).toContain('table');
    expect(outcomes(slack, 'response_url')).toEqual(['invalid_blocks', 'ok']);
  });
});

describe('blocks that are refused', () => {
  it('become simpler, and in the end text', async () => {
    const { slack, app } = await tallyInSlack();
    slack.fail('response_url', { error: 'invalid_blocks', status: 400 }, 1);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    slack.fail('chat.postMessage', { error: 'invalid_blocks' }, 20);
    await slack.direct('variance electronics');
    await until('the last version was tried', () => {
      const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage');
      return posts.some(({ args }) => args.blocks === undefined);
    });
    const sizes = slack.calls
      .filter(({ method }) => method === 'chat.postMessage')
      .map(({ args }) => (args.blocks === undefined ? 0 : JSON.stringify(args.blocks).length));
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.slice(0, sizes.indexOf(0) + 1)).toEqual(
      [...sizes.slice(0, sizes.indexOf(0) + 1)].sort((a, b) => b - a),
    );
    expect(await app.metrics.text()).toContain('tally_deliveries_total{outcome="degraded"} 1');
  });

  it('text alone still has the headline', async () => {
    const { slack } = await tallyInSlack();
    slack.fail('response_url', { error: 'invalid_blocks', status: 400 }, 2);
    slack.fail('chat.postEphemeral', { error: 'invalid_blocks' }, 2);
    slack.fail('chat.postMessage', { error: 'invalid_blocks' }, 2);
    await slack.command(QUESTION);
    expect((await slack.waitFor(isAnswer)).text).toContain(HEADLINE);
  });
});

describe('a channel', () => {
  it('without Tally gets the answer by its response_url, with Slack’s own chart, and the asker is told what is missing', async () => {
    const { slack } = await tallyInSlack();
    await slack.command(`${QUESTION} here`, { channel: 'C0OTHER' });
    const answer = await slack.waitFor(isAnswer);
    expect(answer).toMatchObject({ kind: 'channel', channel: 'C0OTHER', via: 'response_url' });
    expect(typesOf(answer)).toContain('data_visualization');
    expect(await slack.waitFor(({ kind }) => kind === 'ephemeral')).toMatchObject({ user: 'U0ANN' });
    expect(outcomes(slack, 'chat.postMessage')).toEqual(['not_in_channel']);
  });

  it.each(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])(
    'that says %s to a mention: the asker gets it',
    async (error) => {
      const { slack } = await tallyInSlack();
      slack.fail('chat.postMessage', { error });
      slack.fail('chat.postEphemeral', { error });
      await slack.mention('variance electronics');
      expect(await slack.waitFor(isAnswer)).toMatchObject({ channel: directChannel('U0ANN') });
    },
  );
});
