import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { type WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  DEFAULT_SCOPES,
  directChannel,
  type Fields,
  type Route,
  type Slack,
  type SlackOptions,
  startSlack,
} from './slack.js';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a chart')]);
const IMPATIENT = { retryConfig: { retries: 0 }, timeout: 2000, logLevel: LogLevel.ERROR };
const QUIET = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

async function start(options?: SlackOptions): Promise<Slack> {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  return slack;
}

function clientOf({ apiUrl, env }: Slack, options: WebClientOptions = {}, token = env.SLACK_BOT_TOKEN): WebClient {
  return new WebClient(token, { slackApiUrl: apiUrl, ...IMPATIENT, logger: QUIET, ...options });
}

/** A Bolt app in Socket Mode that reconnects at once. */
async function socketApp(slack: Slack, prepare: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, ...IMPATIENT };
  const receiver = new SocketModeReceiver({
    appToken: slack.env.SLACK_APP_TOKEN ?? '',
    clientPingTimeout: 30,
    installerOptions: { clientOptions },
    logger: QUIET,
  });
  const app = new App({ token: slack.env.SLACK_BOT_TOKEN ?? '', receiver, clientOptions, logger: QUIET });
  prepare(app);
  await app.start();
  onTestFinished(() => app.stop().then(() => {}));
  await slack.connected();
  return app;
}

/** A Bolt app behind an HTTPReceiver; yields its events endpoint, to which Slack now delivers. */
async function httpApp(slack: Slack, prepare: (app: App) => void): Promise<Route> {
  const receiver = new HTTPReceiver({ signingSecret: slack.httpEnv.SLACK_SIGNING_SECRET ?? '', logger: QUIET });
  const clientOptions = { slackApiUrl: slack.apiUrl, ...IMPATIENT };
  prepare(new App({ token: slack.env.SLACK_BOT_TOKEN ?? '', receiver, clientOptions, logger: QUIET }));
  const server = createServer((request, response) => receiver.requestListener(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url: Route = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.deliverTo(url);
  return url;
}

const errorOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: WebAPIPlatformError) => error.data?.error ?? String(error),
  );

/** The tests send what the types forbid, too. */
const typed = (blocks: Fields[]) => blocks as unknown as KnownBlock[];
const withBlocks = (...blocks: Fields[]) => ({ text: 'Stock', blocks: typed(blocks) });
const button = (rest: Fields = {}): Fields => ({
  type: 'button',
  text: { type: 'plain_text', text: 'More' },
  action_id: 'more',
  ...rest,
});
const actions = (...elements: Fields[]): Fields => ({ type: 'actions', block_id: 'row', elements });
const input = (block_id: string, element: Fields, rest: Fields = {}): Fields => ({
  type: 'input',
  block_id,
  label: { type: 'plain_text', text: block_id },
  element,
  ...rest,
});
const modal = (blocks: Fields[], rest: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Subscribe' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: typed(blocks),
  ...rest,
});

/** Posts to a response_url as `respond()` does. */
const respondTo = (url: unknown, body: unknown): Promise<Response> =>
  fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the Web API', () => {
  it('says who the bot is, and what it may do', async () => {
    const slack = await start();
    const who = await clientOf(slack).auth.test();
    expect(who).toMatchObject({ ok: true, user_id: 'U0TALLY', bot_id: 'B0TALLY', team_id: 'T0TEST' });
    expect(who.response_metadata?.scopes).toEqual(DEFAULT_SCOPES);
    expect(slack.calls).toMatchObject([{ method: 'auth.test', token: 'xoxb-test-token-1', outcome: 'ok' }]);
  });

  it('refuses a wrong token, none, and one of the wrong kind', async () => {
    const slack = await start();
    expect(await errorOf(clientOf(slack, {}, 'xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await errorOf(new WebClient(undefined, { slackApiUrl: slack.apiUrl, ...IMPATIENT }).auth.test())).toBe(
      'not_authed',
    );
    expect(await errorOf(clientOf(slack).apps.connections.open())).toBe('not_allowed_token_type');
    expect(await errorOf(clientOf(slack).apps.manifest.export({ app_id: 'A0TALLY' }))).toBe('not_allowed_token_type');
    expect(await errorOf(clientOf(slack, {}, 'xoxe.xoxp-1').apps.manifest.export({ app_id: 'A0TALLY' }))).toBe('ok');
  });

  it('names the scope that is missing', async () => {
    const slack = await start({ scopes: DEFAULT_SCOPES.filter((scope) => scope !== 'users:read') });
    const refused = await clientOf(slack)
      .users.info({ user: 'U0ANN' })
      .catch((error: WebAPIPlatformError) => error.data);
    expect(refused).toMatchObject({ error: 'missing_scope', needed: 'users:read' });
    const wider = await start({ scopes: ['users:read'], users: { U0ANN: { name: 'ann', tz: 'Europe/Berlin' } } });
    expect((await clientOf(wider).users.info({ user: 'U0ANN' })).user?.tz).toBe('Europe/Berlin');
    expect(await errorOf(clientOf(wider).chat.postMessage({ channel: 'C0GENERAL', text: 'a' }))).toBe('missing_scope');
  });

  it('refuses methods and arguments that it does not know', async () => {
    const client = clientOf(await start());
    expect(await errorOf(client.apiCall('chat.shout'))).toBe('unknown_method');
    expect(await errorOf(client.apiCall('chat.postMessage', { text: 'a' }))).toBe('invalid_arguments');
    expect(await errorOf(client.apiCall('chat.postMessage', { channel: 'C0GENERAL', text: 'a', thread: '1' }))).toBe(
      'invalid_arguments',
    );
  });

  it('tells channels apart', async () => {
    const channels = {
      C0IN: { name: 'in', member: true },
      C0OUT: { name: 'out' },
      C0OLD: { name: 'old', member: true, archived: true },
      C0SECRET: { name: 'secret', private: true },
    };
    const slack = await start({ channels });
    const post = (channel: string) => errorOf(clientOf(slack).chat.postMessage({ channel, text: 'a' }));
    expect(await Promise.all(['C0IN', 'C0OUT', 'C0OLD', 'C0SECRET', 'C0NONE'].map(post))).toEqual([
      'ok',
      'not_in_channel',
      'is_archived',
      'channel_not_found',
      'channel_not_found',
    ]);
    const info = await clientOf(slack).conversations.info({ channel: 'C0OUT' });
    expect(info.channel).toMatchObject({ name: 'out', is_member: false });
    const { members } = await clientOf(slack).conversations.members({ channel: 'C0IN' });
    expect(members).toEqual(['U0ANN', 'U0BOB', 'U0TALLY']);
    const open = await start({ channels, scopes: [...DEFAULT_SCOPES, 'chat:write.public'] });
    expect(await errorOf(clientOf(open).chat.postMessage({ channel: 'C0OUT', text: 'a' }))).toBe('ok');
  });

  it('opens direct messages before it takes one', async () => {
    const slack = await start();
    const client = clientOf(slack);
    const channel = directChannel('U0ANN');
    expect(await errorOf(client.chat.postMessage({ channel, text: 'a' }))).toBe('channel_not_found');
    expect((await client.conversations.open({ users: 'U0ANN' })).channel?.id).toBe(channel);
    await client.chat.postMessage({ channel, text: 'a' });
    await client.chat.postMessage({ channel: 'U0BOB', text: 'b' });
    expect(slack.messages).toMatchObject([{ channel }, { channel: directChannel('U0BOB') }]);
    expect(await errorOf(client.conversations.open({ users: 'U0NONE' }))).toBe('user_not_found');
  });

  it('knows user groups', async () => {
    const client = clientOf(await start({ groups: { S0OPS: ['U0BOB'] } }));
    expect((await client.usergroups.users.list({ usergroup: 'S0OPS' })).users).toEqual(['U0BOB']);
    expect(await errorOf(client.usergroups.users.list({ usergroup: 'S0NONE' }))).toBe('no_such_subteam');
  });
});

describe('messages', () => {
  it('are posted, answered in a thread, edited and deleted', async () => {
    const slack = await start();
    const { chat } = clientOf(slack);
    const { ts = '' } = await chat.postMessage({ channel: 'C0GENERAL', text: 'one' });
    await chat.postMessage({ channel: 'C0GENERAL', text: 'two', thread_ts: ts });
    await chat.update({ channel: 'C0GENERAL', ts, text: 'uno' });
    const [first, second] = slack.messages;
    expect(first).toMatchObject({
      text: 'uno',
      edits: 1,
      history: [{ text: 'one', blocks: [] }],
      via: 'chat.postMessage',
    });
    expect(second).toMatchObject({ kind: 'channel', threadTs: ts });
    await chat.update({ channel: 'C0GENERAL', ts, ...withBlocks({ type: 'divider' }) });
    await chat.update({ channel: 'C0GENERAL', ts, text: 'the blocks stay' });
    expect(first?.blocks).toEqual([{ type: 'divider' }]);
    await chat.delete({ channel: 'C0GENERAL', ts });
    expect(first?.deleted).toBe(true);
    expect(await errorOf(chat.update({ channel: 'C0GENERAL', ts, text: 'a' }))).toBe('message_not_found');
    expect(await errorOf(chat.postMessage({ channel: 'C0GENERAL', text: 'a', thread_ts: ts }))).toBe(
      'thread_not_found',
    );
  });

  it('for one person cannot be edited, and reach only who is in the channel', async () => {
    const slack = await start({ channels: { C0A: { name: 'a', member: true, people: ['U0BOB'] } } });
    const { chat } = clientOf(slack);
    const { message_ts: ts = '' } = await chat.postEphemeral({ channel: 'C0A', user: 'U0BOB', text: 'psst' });
    expect(slack.messages).toMatchObject([{ kind: 'ephemeral', user: 'U0BOB' }]);
    expect(await errorOf(chat.update({ channel: 'C0A', ts, text: 'a' }))).toBe('message_not_found');
    expect(await errorOf(chat.postEphemeral({ channel: 'C0A', user: 'U0ANN', text: 'a' }))).toBe('user_not_in_channel');
  });

  it('need a text besides their blocks', async () => {
    const { chat } = clientOf(await start());
    const post = (rest: { text: string; blocks?: KnownBlock[] }) =>
      errorOf(chat.postMessage({ channel: 'C0GENERAL', ...rest }));
    expect(await post({ ...withBlocks({ type: 'divider' }), text: ' ' })).toBe('no_text');
    expect(await post({ text: 'x'.repeat(40_000) })).toBe('ok');
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    const sections = (length: number) => [3000, 3000, 3000, length].map((size) => section('x'.repeat(size)));
    expect(await post(withBlocks(...sections(3000 - 'Stock'.length)))).toBe('ok');
    expect(await post(withBlocks(...sections(3001 - 'Stock'.length)))).toBe('msg_blocks_too_long');
  });

  it('are refused with what is wrong', async () => {
    const { chat, blocks } = clientOf(await start());
    const wrong = withBlocks({ type: 'divider', size: 1 });
    const refused = await chat
      .postMessage({ channel: 'C0GENERAL', ...wrong })
      .catch((error: WebAPIPlatformError) => error.data);
    expect(refused).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] unexpected field [json-pointer:/blocks/0/size]'] },
    });
    expect(await errorOf(blocks.validate({ blocks: wrong.blocks }))).toBe('invalid_blocks');
    expect(await errorOf(blocks.validate({ blocks: typed([{ type: 'divider' }]) }))).toBe('ok');
  });

  it('tell whom they ring', async () => {
    const slack = await start();
    await clientOf(slack).chat.postMessage({
      channel: 'C0GENERAL',
      text: 'a',
      blocks: typed([section('<!here>')]),
    });
    expect(slack.messages[0]?.rings).toEqual(['<!here>']);
  });
});

function section(text: string): Fields {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

describe('metadata and history', () => {
  const HISTORY = [...DEFAULT_SCOPES, 'channels:history', 'groups:history'];
  const mark = (id: string) => ({ event_type: 'tally_delivery', event_payload: { delivery: id } });

  it('a message keeps its metadata, also through an edit, and apps read it back if they ask for it', async () => {
    const slack = await start({ scopes: HISTORY });
    const client = clientOf(slack);
    const { ts } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'a', metadata: mark('1') });
    await client.chat.update({ channel: 'C0GENERAL', ts: String(ts), text: 'b' });
    expect(slack.messages[0]?.metadata).toEqual(mark('1'));
    const plain = await client.conversations.history({ channel: 'C0GENERAL' });
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    const whole = await client.conversations.history({ channel: 'C0GENERAL', include_all_metadata: true });
    expect(whole.messages).toMatchObject([{ ts, text: 'b', bot_id: 'B0TALLY', metadata: mark('1') }]);
  });

  it('metadata without a type is refused', async () => {
    const client = clientOf(await start());
    const metadata = { event_type: 'tally delivery', event_payload: {} };
    expect(await errorOf(client.chat.postMessage({ channel: 'C0GENERAL', text: 'a', metadata }))).toBe(
      'invalid_metadata_format',
    );
  });

  it('takes the scope of the kind of channel, and the bot in it', async () => {
    const channels = { C0GENERAL: { name: 'general', member: true }, C0OTHER: { name: 'other' } };
    const few = clientOf(await start({ channels }));
    expect(await errorOf(few.conversations.history({ channel: 'C0GENERAL' }))).toBe('missing_scope');
    const all = clientOf(await start({ channels, scopes: HISTORY }));
    expect(await errorOf(all.conversations.history({ channel: 'C0GENERAL' }))).toBe('ok');
    expect(await errorOf(all.conversations.history({ channel: 'C0OTHER' }))).toBe('not_in_channel');
    await all.conversations.open({ users: 'U0ANN' });
    expect(await errorOf(few.conversations.history({ channel: directChannel('U0ANN') }))).toBe('channel_not_found');
    expect(await errorOf(all.conversations.history({ channel: directChannel('U0ANN') }))).toBe('ok');
  });

  it('comes in pages, the newest first, without what stands in threads', async () => {
    const slack = await start({ scopes: HISTORY });
    const client = clientOf(slack);
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'first' });
    await client.chat.postMessage({ channel: 'C0GENERAL', text: 'below', thread_ts: ts });
    slack.write('C0GENERAL', 'somebody', mark('2'));
    const one = await client.conversations.history({ channel: 'C0GENERAL', limit: 1 });
    expect(one).toMatchObject({ messages: [{ text: 'somebody' }], has_more: true });
    const cursor = one.response_metadata?.next_cursor ?? '';
    const two = await client.conversations.history({ channel: 'C0GENERAL', limit: 1, cursor });
    expect(two).toMatchObject({ messages: [{ text: 'first' }], has_more: false });
    const later = await client.conversations.history({ channel: 'C0GENERAL', oldest: ts });
    expect(later.messages?.map(({ text }) => text)).toEqual(['somebody']);
  });

  it('a thread is told with its root and the names of its files', async () => {
    const client = clientOf(await start({ scopes: HISTORY }));
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'root' });
    await client.filesUploadV2({ file: PNG, filename: 'a.png', channel_id: 'C0GENERAL', thread_ts: ts });
    const { messages = [] } = await client.conversations.replies({ channel: 'C0GENERAL', ts });
    expect(messages.map(({ files = [] }) => files.map(({ name }) => name))).toEqual([[], ['a.png']]);
  });
});

describe('what changes while the app runs', () => {
  it('a channel is archived, the bot removed and invited', async () => {
    const slack = await start();
    const post = () => errorOf(clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text: 'a' }));
    slack.changeChannel('C0GENERAL', { archived: true });
    expect(await post()).toBe('is_archived');
    slack.changeChannel('C0GENERAL', { archived: false, member: false });
    expect(await post()).toBe('not_in_channel');
    slack.changeChannel('C0GENERAL', { member: true });
    expect(await post()).toBe('ok');
  });

  it('a person leaves', async () => {
    const slack = await start();
    const client = clientOf(slack);
    await client.conversations.open({ users: 'U0ANN' });
    slack.changeUser('U0ANN', { deleted: true });
    expect((await client.users.info({ user: 'U0ANN' })).user?.deleted).toBe(true);
    expect(await errorOf(client.conversations.open({ users: 'U0ANN' }))).toBe('user_disabled');
    expect(await errorOf(client.chat.postMessage({ channel: directChannel('U0ANN'), text: 'a' }))).toBe(
      'user_disabled',
    );
  });

  it('the token is revoked', async () => {
    const slack = await start();
    slack.revoke();
    expect(await errorOf(clientOf(slack).auth.test())).toBe('token_revoked');
    expect(await errorOf(clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text: 'a' }))).toBe('token_revoked');
  });

  it('a channel takes so many messages a second', async () => {
    const slack = await start({ postsPerSecond: 1 });
    const client = clientOf(slack, { rejectRateLimitedCalls: true });
    const post = (channel: string) => errorOf(client.chat.postMessage({ channel, text: 'a' }));
    expect(await post('C0GENERAL')).toBe('ok');
    expect(await post('C0GENERAL')).toContain('you may retry this request in 1 seconds');
    expect(await post('U0ANN')).toBe('ok');
    slack.advance(1000);
    expect(await post('C0GENERAL')).toBe('ok');
  });
});

describe('files', () => {
  const chart = { file: PNG, filename: 'stock.png', title: 'Stock' };

  async function uploadedId(client: WebClient): Promise<string> {
    const { files } = await client.filesUploadV2(chart);
    const id = files[0]?.files?.[0]?.id;
    if (id === undefined) throw new Error('an upload yields an id');
    return id;
  }

  it('are uploaded as the client does it, private without a channel', async () => {
    const slack = await start();
    const id = await uploadedId(clientOf(slack));
    expect(slack.files).toMatchObject([{ id, name: 'stock.png', title: 'Stock', bytes: PNG }]);
    expect(slack.files[0]?.channel).toBeUndefined();
    expect(slack.messages).toEqual([]);
    expect(slack.calls.map(({ method }) => method)).toEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]);
  });

  it('shared with a channel bring a message of their own', async () => {
    const slack = await start();
    const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text: 'one' });
    await clientOf(slack).filesUploadV2({ ...chart, channel_id: 'C0GENERAL', thread_ts: ts, initial_comment: 'here' });
    const [file] = slack.files;
    expect(slack.messages[1]).toMatchObject({ text: 'here', files: [file?.id], channel: 'C0GENERAL', threadTs: ts });
    expect(await errorOf(clientOf(slack).filesUploadV2({ ...chart, channel_id: 'U0ANN' }))).toBe('channel_not_found');
  });

  it('can be shown once they are processed', async () => {
    const slack = await start({ fileDelayMs: 5000 });
    const client = clientOf(slack);
    const id = await uploadedId(client);
    const image = { type: 'image', alt_text: 'a chart', slack_file: { id } };
    const post = () => errorOf(client.chat.postMessage({ channel: 'C0GENERAL', ...withBlocks(image) }));
    expect(await post()).toBe('invalid_blocks');
    slack.advance(5000);
    expect(await post()).toBe('ok');
    const ephemeral = client.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0ANN', ...withBlocks(image) });
    expect(await errorOf(ephemeral)).toBe('invalid_blocks');
  });

  it('are shown only where they are pictures', async () => {
    const slack = await start();
    const client = clientOf(slack);
    await client.filesUploadV2({ content: 'a,b', filename: 'stock.csv' });
    const image = { type: 'image', alt_text: 'a chart', slack_file: { id: slack.files[0]?.id } };
    expect(await errorOf(client.chat.postMessage({ channel: 'C0GENERAL', ...withBlocks(image) }))).toBe(
      'invalid_blocks',
    );
  });

  it('must be as long as was said', async () => {
    const slack = await start();
    const { upload_url: url = '' } = await clientOf(slack).files.getUploadURLExternal({ filename: 'a.csv', length: 4 });
    expect((await fetch(url, { method: 'POST', body: 'a,b' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', body: 'a,b\n' })).status).toBe(200);
  });
});

describe('a slash command in Socket Mode', () => {
  it('arrives as typed, escaped, with ids for names', async () => {
    const slack = await start();
    const commands: Fields[] = [];
    await socketApp(slack, (app) => {
      app.command('/stock', async ({ ack, command, respond }) => {
        await ack();
        commands.push({ ...command });
        await respond({ text: 'twelve' });
      });
    });
    const delivery = await slack.command('/stock a & b for @ann in #general');
    expect(delivery).toMatchObject({ acked: true, ackBody: undefined });
    expect(delivery.ackMs).toBeLessThan(1000);
    const answer = await slack.waitFor(({ text }) => text === 'twelve');
    expect(answer).toMatchObject({ kind: 'ephemeral', user: 'U0ANN', channel: 'C0GENERAL', via: 'response_url' });
    expect(commands).toMatchObject([
      { command: '/stock', text: 'a &amp; b for <@U0ANN|ann> in <#C0GENERAL|general>', user_id: 'U0ANN' },
    ]);
  });

  it('may be answered with its acknowledgement', async () => {
    const slack = await start();
    await socketApp(slack, (app) => {
      app.command('/stock', ({ ack }) => ack({ response_type: 'in_channel', text: 'twelve' }));
    });
    await slack.command('/stock', { user: 'U0BOB' });
    expect(slack.messages).toMatchObject([{ kind: 'channel', text: 'twelve', via: 'ack' }]);
  });

  it('tells that nobody acknowledged it in time', async () => {
    const slack = await start({ ackTimeoutMs: 50 });
    await socketApp(slack, (app) => app.command('/stock', async () => {}));
    expect(await slack.command('/stock')).toMatchObject({ acked: false });
  });

  it('needs its scope, and an app', async () => {
    await expect((await start({ scopes: [] })).command('/stock')).rejects.toThrow('only with commands');
    await expect((await start()).command('/stock')).rejects.toThrow('no app is connected');
  });
});

describe('a response_url', () => {
  /** The response_url of a command. */
  async function urlOf(slack: Slack): Promise<string> {
    let url = '';
    await httpApp(slack, (app) => {
      app.command('/stock', async ({ ack, command }) => {
        url = command.response_url;
        await ack();
      });
    });
    await slack.command('/stock');
    return url;
  }

  it('takes five messages', async () => {
    const slack = await start();
    const url = await urlOf(slack);
    const answers: number[] = [];
    for (const text of '123456') answers.push((await respondTo(url, { text })).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.calls.at(-1)).toMatchObject({ method: 'response_url', outcome: 'used_url' });
    expect(slack.messages).toHaveLength(5);
  });

  it('lives for half an hour', async () => {
    const slack = await start();
    const url = await urlOf(slack);
    slack.advance(29 * 60_000);
    expect((await respondTo(url, { text: 'a' })).status).toBe(200);
    slack.advance(60_000);
    expect((await respondTo(url, { text: 'a' })).status).toBe(404);
  });

  it('replaces what it posted, unless told not to', async () => {
    const slack = await start();
    const url = await urlOf(slack);
    await respondTo(url, { text: 'wait' });
    await respondTo(url, { text: 'twelve', replace_original: true });
    expect(slack.messages).toMatchObject([{ text: 'twelve', edits: 1 }]);

    const unreliable = await start({ slashReplace: false });
    const other = await urlOf(unreliable);
    await respondTo(other, { text: 'wait' });
    await respondTo(other, { text: 'twelve', replace_original: true });
    expect(unreliable.messages.map(({ text }) => text)).toEqual(['wait', 'twelve']);
  });

  it('refuses what Slack refuses', async () => {
    const slack = await start();
    const url = await urlOf(slack);
    const wrong = await respondTo(url, withBlocks({ type: 'chart' }));
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect((await respondTo(url, {})).status).toBe(400);
    expect((await respondTo(url, { text: 'a', reponse_type: 'in_channel' })).status).toBe(400);

    const soft = await respondTo(await urlOf(await start({ responseUrlSoftErrors: true })), {});
    expect([soft.status, await soft.json()]).toEqual([200, { ok: false, error: 'no_text' }]);
  });
});

describe('a button', () => {
  const post = (slack: Slack, ...blocks: Fields[]) =>
    clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', ...withBlocks(...blocks) });

  it('sends its value, and its answer replaces the message', async () => {
    const slack = await start();
    const bodies: unknown[] = [];
    await socketApp(slack, (app) => {
      app.action('more', async ({ ack, action, body, respond }) => {
        await ack();
        bodies.push(action, body);
        await respond({ text: 'all of it', replace_original: true });
      });
    });
    await post(slack, actions(button({ value: 'page 2' })));
    const message = await slack.waitFor(() => true);
    expect(await slack.click(message, 'More', { user: 'U0BOB' })).toMatchObject({ acked: true });
    await slack.waitFor(({ text }) => text === 'all of it');
    expect(message).toMatchObject({ edits: 1, blocks: [] });
    expect(bodies).toMatchObject([
      { type: 'button', action_id: 'more', block_id: 'row', value: 'page 2' },
      { user: { id: 'U0BOB' }, container: { message_ts: message.ts, is_ephemeral: false }, message: { text: 'Stock' } },
    ]);
  });

  it('of a message for one person shows the app no message', async () => {
    const slack = await start();
    const bodies: Fields[] = [];
    await socketApp(slack, (app) => {
      app.action('more', async ({ ack, body, respond }) => {
        await ack();
        bodies.push({ ...body });
        await respond({ text: '', delete_original: true });
      });
    });
    await clientOf(slack).chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0BOB', ...withBlocks(actions(button())) });
    const [message] = slack.messages;
    if (!message) throw new Error('a message was posted');
    await slack.click(message, 'more');
    await slack.waitFor(({ deleted }) => deleted);
    expect(bodies).toMatchObject([{ user: { id: 'U0BOB' }, container: { is_ephemeral: true } }]);
    expect(bodies[0]).not.toHaveProperty('message');
    await expect(slack.click(message, 'more')).rejects.toThrow('gone');
  });

  it('is found by its action id or its label, and can be forged', async () => {
    const slack = await start();
    const values: unknown[] = [];
    await socketApp(slack, (app) => {
      app.action(/./, async ({ ack, payload }) => {
        await ack();
        values.push('value' in payload ? payload.value : null);
      });
    });
    await post(slack, actions(button(), button({ action_id: 'less' })));
    const [message] = slack.messages;
    if (!message) throw new Error('a message was posted');
    await expect(slack.click(message, 'More')).rejects.toThrow('more than one control is called More');
    await expect(slack.click(message, 'Fewer')).rejects.toThrow(
      'nothing is called Fewer; there is more “More”, less “More”',
    );
    await slack.click(message, 'less', { value: '{"user":"U0BOSS"}' });
    expect(values).toEqual(['{"user":"U0BOSS"}']);
  });

  it('goes to a select as a choice', async () => {
    const slack = await start();
    const chosen: unknown[] = [];
    await socketApp(slack, (app) => {
      app.action('warehouse', async ({ ack, payload }) => {
        await ack();
        chosen.push(payload);
      });
    });
    const options = ['North', 'South'].map((text) => ({ text: { type: 'plain_text', text }, value: text[0] }));
    await post(slack, actions({ type: 'static_select', action_id: 'warehouse', options }));
    const [message] = slack.messages;
    if (!message) throw new Error('a message was posted');
    expect(await slack.choose(message, 'warehouse', 'South')).toMatchObject({ acked: true });
    expect(chosen).toMatchObject([{ type: 'static_select', selected_option: { value: 'S' } }]);
    await expect(slack.choose(message, 'warehouse', 'East')).rejects.toThrow('East is not on offer, only North, South');
    await slack.choose(message, 'warehouse', 'East', { forged: true });
    expect(chosen).toMatchObject([{}, { selected_option: { value: 'East' } }]);
  });
});

describe('a modal', () => {
  const question = input('question', { type: 'plain_text_input', action_id: 'text', min_length: 3 });

  /** An app whose command opens that modal; yields the modal. */
  async function opened(slack: Slack, view: ModalView, prepare: (app: App) => void = () => {}) {
    await socketApp(slack, (app) => {
      app.command('/subscribe', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
      });
      prepare(app);
    });
    await slack.command('/subscribe');
    await expect.poll(() => slack.views.size).toBe(1);
    const [open] = slack.views.values();
    if (!open) throw new Error('a modal was opened');
    return open;
  }

  it('is opened with a trigger: once, and soon', async () => {
    const slack = await start();
    const client = clientOf(slack);
    const triggers: string[] = [];
    await socketApp(slack, (app) => {
      app.command('/subscribe', async ({ ack, command }) => {
        await ack();
        triggers.push(command.trigger_id);
      });
    });
    await slack.command('/subscribe');
    await slack.command('/subscribe');
    const [first = '', second = ''] = triggers;
    const open = (trigger_id: string) => errorOf(client.views.open({ trigger_id, view: modal([question]) }));
    expect([await open(first), await open(first), await open('none')]).toEqual([
      'ok',
      'exchanged_trigger_id',
      'invalid_trigger_id',
    ]);
    slack.advance(3001);
    expect(await open(second)).toBe('expired_trigger_id');
    expect(await errorOf(client.views.open({ trigger_id: first, view: modal([{ type: 'chart' }]) }))).toBe(
      'invalid_arguments',
    );
  });

  it('sends what was filled in, and closes', async () => {
    const slack = await start();
    const submitted: unknown[] = [];
    const hour = input('hour', { type: 'timepicker', action_id: 'at', initial_time: '08:00' });
    const view = await opened(slack, modal([question, hour], { callback_id: 'subscribe' }), (app) => {
      app.view('subscribe', async ({ ack, body }) => {
        await ack();
        submitted.push(body.view.state.values);
      });
    });
    await expect(slack.submit(view)).rejects.toThrow('question is required');
    expect(await slack.choose(view, 'question', 'ab')).toBeNull();
    await expect(slack.submit(view)).rejects.toThrow('question must have 3–3000 characters');
    await slack.choose(view, 'question', 'variance');
    expect(await slack.submit(view)).toMatchObject({ acked: true });
    expect(view.closed).toBe(true);
    expect(submitted).toEqual([
      {
        question: { text: { type: 'plain_text_input', value: 'variance' } },
        hour: { at: { type: 'timepicker', selected_time: '08:00' } },
      },
    ]);
  });

  it('shows errors, and is updated', async () => {
    const slack = await start();
    let tries = 0;
    const view = await opened(slack, modal([question], { callback_id: 'subscribe' }), (app) => {
      app.view('subscribe', async ({ ack }) => {
        tries += 1;
        if (tries === 1) await ack({ response_action: 'errors', errors: { question: 'unknown' } });
        else if (tries === 2) await ack({ response_action: 'update', view: modal([section('done')]) });
        else await ack({ response_action: 'errors', errors: { answer: 'unknown' } });
      });
    });
    await slack.choose(view, 'text', 'variance');
    await clientOf(slack).views.update({ view_id: view.id, view: { ...modal([question]), callback_id: 'subscribe' } });
    // What was typed is still there, since the ids are.
    await slack.submit(view);
    expect(view).toMatchObject({ closed: false, errors: { question: 'unknown' } });
    await slack.submit(view);
    expect(view).toMatchObject({ closed: false, updates: 2, errors: {}, blocks: [section('done')] });
    const { hash } = view;
    const client = clientOf(slack);
    expect(await errorOf(client.views.update({ view_id: view.id, hash: 'old', view: modal([question]) }))).toBe(
      'hash_conflict',
    );
    expect(await errorOf(client.views.update({ view_id: view.id, hash, view: modal([question]) }))).toBe('ok');
  });

  it('asks the app for options while someone types', async () => {
    const slack = await start();
    const select = { type: 'external_select', action_id: 'kpi', min_query_length: 1 };
    const view = await opened(slack, modal([input('kpi', select)]), (app) => {
      app.options('kpi', async ({ ack, options }) => {
        const text = `${options.value} it`;
        await ack({ options: [{ text: { type: 'plain_text', text }, value: options.value }] });
      });
    });
    await expect(slack.choose(view, 'kpi', 'stock')).rejects.toThrow('not on offer');
    expect(await slack.suggest(view, 'kpi', '')).toEqual([]);
    expect(await slack.suggest(view, 'kpi', 'stock')).toEqual([{ text: 'stock it', value: 'stock' }]);
    expect(await slack.choose(view, 'kpi', 'stock it')).toBeNull();
  });

  it('tells that it was cancelled where the app wants to know', async () => {
    const slack = await start();
    let cancelled = 0;
    const asking = modal([question], { callback_id: 'subscribe', notify_on_close: true });
    const view = await opened(slack, asking, (app) => {
      app.view({ callback_id: 'subscribe', type: 'view_closed' }, async ({ ack }) => {
        cancelled += 1;
        await ack();
      });
    });
    expect(await slack.dismiss(view)).toMatchObject({ acked: true });
    expect(cancelled).toBe(1);
    await expect(slack.submit(view)).rejects.toThrow('this view is closed');
  });
});

describe('events', () => {
  it('bring mentions, direct messages and the home', async () => {
    const slack = await start();
    const seen: unknown[] = [];
    await socketApp(slack, (app) => {
      app.event('app_mention', async ({ event, say }) => {
        seen.push(event.text);
        await say({ text: 'in a thread', thread_ts: event.ts });
      });
      app.message(async ({ message }) => {
        seen.push('text' in message ? [message.channel, message.text] : null);
      });
      app.event('app_home_opened', async ({ client, event }) => {
        const blocks = typed([section('home')]);
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
      });
    });
    await slack.mention('variance');
    await slack.direct('stock < 5 for @ann', { user: 'U0BOB' });
    await slack.openHome();
    await expect.poll(() => slack.homes.get('U0ANN')?.blocks).toEqual([section('home')]);
    expect(seen).toEqual(['<@U0TALLY> variance', ['D0BOB', 'stock &lt; 5 for <@U0ANN>']]);
    expect(await slack.waitFor(({ threadTs }) => threadTs !== undefined)).toMatchObject({ text: 'in a thread' });
    await expect(slack.mention('a', { channel: 'C0OTHER' })).rejects.toThrow('not in this channel');
  });

  it('come again under the same id', async () => {
    const slack = await start();
    const seen: unknown[] = [];
    await socketApp(slack, (app) => {
      app.event('app_mention', async ({ body, context }) => {
        seen.push([body.event_id, context.retryNum]);
      });
    });
    const { again } = await slack.mention('a', { eventId: 'Ev1', duplicates: 2 });
    expect(again).toMatchObject([{ acked: true }, { acked: true }]);
    await expect
      .poll(() => seen)
      .toEqual([
        ['Ev1', 0],
        ['Ev1', 1],
        ['Ev1', 2],
      ]);
  });
});

describe('sockets', () => {
  const listening = (app: App) => app.command('/stock', ({ ack }) => ack());

  it('come back after they were dropped or sent away', async () => {
    const slack = await start();
    await socketApp(slack, listening);
    for (const leave of [() => slack.dropSockets(), () => slack.disconnect()]) {
      leave();
      await slack.connected();
      expect(await slack.command('/stock')).toMatchObject({ acked: true });
    }
    expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(3);
  });

  it('take turns', async () => {
    const slack = await start();
    const taken: number[] = [];
    for (const number of [1, 2])
      await socketApp(slack, (app) =>
        app.command('/stock', ({ ack }) => {
          taken.push(number);
          return ack();
        }),
      );
    for (let count = 0; count < 4; count += 1) await slack.command('/stock');
    expect(taken).toEqual([1, 2, 1, 2]);
  });

  it('are let in only with a ticket, and refused on order', async () => {
    const slack = await start();
    const opened = (url: string) => {
      const socket = new WebSocket(url);
      return new Promise((resolve) => {
        socket.on('message', (data) => resolve(JSON.parse(String(data)).type));
        socket.on('error', () => resolve('refused'));
      });
    };
    const app = clientOf(slack, {}, slack.env.SLACK_APP_TOKEN);
    const ticket = async () => (await app.apps.connections.open()).url ?? '';
    const url = await ticket();
    expect([await opened(url), await opened(url)]).toEqual(['hello', 'refused']);
    slack.refuseSockets();
    expect([await opened(await ticket()), await opened(await ticket())]).toEqual(['refused', 'hello']);
  });
});

describe('an app behind HTTP', () => {
  it('is verified, and gets signed requests', async () => {
    const slack = await start();
    const seen: unknown[] = [];
    const url = await httpApp(slack, (app) => {
      app.command('/stock', async ({ ack, command }) => {
        seen.push(command.text);
        await ack('twelve');
      });
      app.action('more', async ({ ack }) => {
        seen.push('more');
        await ack();
      });
      app.event('app_mention', async ({ event }) => {
        seen.push(event.text);
      });
    });
    expect(await slack.verifyUrl(url)).toBe(true);
    expect(await slack.command('/stock a+b & ü')).toMatchObject({
      acked: true,
      status: 200,
      ackBody: { text: 'twelve' },
    });
    await clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', ...withBlocks(actions(button())) });
    const posted = await slack.waitFor(({ kind }) => kind === 'channel');
    await slack.click(posted, 'more');
    await slack.mention('variance');
    expect(seen).toEqual(['a+b &amp; ü', 'more', '<@U0TALLY> variance']);
  });

  it('refuses what is not signed, or was long ago', async () => {
    const slack = await start();
    const url = await httpApp(slack, () => {});
    const body = { type: 'url_verification', challenge: 'x' };
    const now = Math.floor(Date.now() / 1000);
    const statuses = [
      await slack.raw(url, body),
      await slack.raw(url, body, { signature: 'bad' }),
      await slack.raw(url, body, { signature: 'none' }),
      await slack.raw(url, body, { timestamp: now - 301 }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 401, 401, 401]);
  });

  it('may fail to answer in time', async () => {
    const slack = await start({ ackTimeoutMs: 50 });
    await httpApp(slack, (app) => app.command('/stock', async () => {}));
    expect(await slack.command('/stock')).toMatchObject({ acked: false });
  });
});

describe('ordered faults', () => {
  const say = (client: WebClient) => client.chat.postMessage({ channel: 'C0GENERAL', text: 'a' });
  const outcomes = (slack: Slack) => slack.calls.map(({ outcome }) => outcome);

  it('strike so often, then no more', async () => {
    const slack = await start();
    slack.fail('chat.postMessage', { error: 'fatal_error' }, 2);
    const client = clientOf(slack);
    expect([await errorOf(say(client)), await errorOf(say(client)), await errorOf(say(client))]).toEqual([
      'fatal_error',
      'fatal_error',
      'ok',
    ]);
    expect(slack.messages).toHaveLength(1);
  });

  it('have a target that there is', async () => {
    const slack = await start();
    expect(() => slack.fail('chat.postMesage', { status: 500 })).toThrow('Slack has no chat.postMesage');
  });

  it('limit the rate, as the client understands it', async () => {
    const slack = await start();
    slack.fail('chat.postMessage', { retryAfter: 7 });
    const refused = say(clientOf(slack, { rejectRateLimitedCalls: true }));
    await expect(refused).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
    expect(outcomes(slack)).toEqual(['http 429']);
  });

  it('break, delay or lose an answer', async () => {
    const slack = await start();
    const client = clientOf(slack, { timeout: 100 });
    for (const fault of [{ status: 503 }, { drop: true }, { hang: true }, { lost: true }])
      slack.fail('chat.postMessage', fault);
    for (let count = 0; count < 4; count += 1) await expect(say(client)).rejects.toThrow();
    expect(outcomes(slack)).toEqual(['http 503', 'drop', 'hang', 'lost: ok']);
    expect(slack.messages).toHaveLength(1);
    slack.fail('chat.postMessage', { delayMs: 20 });
    expect(await errorOf(say(client))).toBe('ok');
  });

  it('strike uploads and response_urls', async () => {
    const slack = await start();
    slack.fail('upload', { status: 500 });
    await expect(clientOf(slack).filesUploadV2({ file: PNG, filename: 'a.png' })).rejects.toThrow('500');
    slack.fail('response_url', { status: 503 });
    let failure: unknown = null;
    await socketApp(slack, (app) => {
      app.command('/stock', async ({ ack, respond }) => {
        await ack();
        await respond('a').catch((error: unknown) => {
          failure = error;
        });
        await respond('b');
      });
    });
    await slack.command('/stock');
    await slack.waitFor(({ text }) => text === 'b');
    expect(failure).toMatchObject({ code: 'slack_bolt_respond_error' });
  });
});

it('tells what there is where the awaited message does not come', async () => {
  const slack = await start();
  await clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text: 'one' });
  await expect(slack.waitFor(({ text }) => text === 'two', 10)).rejects.toThrow('there is\nchannel in C0GENERAL: one');
});
