import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAskers } from '../../../src/chat/slack/askers.js';
import { createCourier } from '../../../src/chat/slack/courier.js';
import { createGroups } from '../../../src/chat/slack/groups.js';
import { createHistory } from '../../../src/chat/slack/history.js';
import { createObstacle } from '../../../src/chat/slack/obstacle.js';
import { createPeople } from '../../../src/chat/slack/people.js';
import { createPictures } from '../../../src/chat/slack/pictures.js';
import { clientOptions, createWire } from '../../../src/chat/slack/wire.js';
import type { Content } from '../../../src/delivery/content.js';
import { NotPosted, type Problem } from '../../../src/delivery/courier.js';
import { openLog, openMetrics, slackLogger } from '../../../src/observe/index.js';
import { temporaryFolder } from '../../support/app.js';
import { DEFAULT_SCOPES, directChannel, type SlackOptions, startSlack } from '../../support/slack.js';

const GENERAL = 'C0GENERAL';
const IN_GENERAL = { owner: 'U0ANN', channel: GENERAL };
const NOTICE: Content = {
  kind: 'notice',
  text: 'Subscription #12 is paused.',
  marks: { late: null, mayBeRepeat: false, schedule: null, owner: null },
};

/** A courier without the rest of Tally. */
async function courierOver(options: SlackOptions = {}) {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  const log = openLog({ destination: join(temporaryFolder(), 'tally.log'), level: 'error', secrets: [] });
  const metrics = openMetrics({ kpis: [] });
  const wire = createWire(slack.env.SLACK_BOT_TOKEN ?? '', clientOptions(slack.apiUrl, slackLogger(log)), metrics);
  const people = createPeople(wire, log);
  const courier = createCourier({
    wire,
    people,
    askers: createAskers(createGroups([], wire, log), people, createObstacle(wire, log)),
    pictures: createPictures({ draw: async () => null, metrics, log }),
    history: createHistory(wire.deliveries, { user: 'U0TALLY', botId: 'B0TALLY' }),
    metrics,
    log,
  });
  return { slack, courier };
}

const callsOf = ({ slack }: Awaited<ReturnType<typeof courierOver>>, method: string) =>
  slack.calls.filter((call) => call.method === method);

async function problemOf(posting: Promise<unknown>): Promise<Problem> {
  const error = await posting.then(
    () => new Error('it was posted'),
    (rejected: unknown) => rejected,
  );
  if (error instanceof NotPosted) return error.problem;
  throw error;
}

describe('what keeps a delivery from its place', () => {
  it.each([
    ['is_archived', 'place'],
    ['not_in_channel', 'place'],
    ['channel_not_found', 'place'],
    ['user_disabled', 'place'],
    ['restricted_action', 'place'],
    ['token_revoked', 'access'],
    ['account_inactive', 'access'],
    ['missing_scope', 'access'],
    ['service_unavailable', 'later'],
    ['ratelimited', 'later'],
    ['internal_error', 'unsure'],
    ['fatal_error', 'unsure'],
  ])('%s: %s', async (error, kind) => {
    const tally = await courierOver();
    tally.slack.fail('chat.postMessage', { error });
    expect(await problemOf(tally.courier.post(GENERAL, NOTICE, 'd-1'))).toMatchObject({ kind, code: error });
    expect(callsOf(tally, 'chat.postMessage')).toHaveLength(1);
  });

  it.each([
    ['is_archived', `#${GENERAL} is archived.`],
    ['not_in_channel', `Tally is not in #${GENERAL}: write /invite @Tally there.`],
    [
      'channel_not_found',
      `There is no #${GENERAL} any more, or it is private and Tally is not in it: write /invite @Tally there.`,
    ],
  ])('%s is said of its channel, with what to do', async (error, says) => {
    const { slack, courier } = await courierOver();
    slack.fail('chat.postMessage', { error });
    expect(await problemOf(courier.post(GENERAL, NOTICE, 'd-1'))).toMatchObject({ says });
  });

  it('a limit says how long to wait, and the next call is made at once', async () => {
    const tally = await courierOver({ postsPerSecond: 1 });
    await tally.courier.post(GENERAL, NOTICE, 'd-1');
    expect(await problemOf(tally.courier.post(GENERAL, NOTICE, 'd-2'))).toEqual({
      kind: 'later',
      code: 'ratelimited',
      afterMs: 1000,
    });
    await tally.courier.post(directChannel('U0ANN'), NOTICE, 'd-3').catch(() => undefined);
    expect(callsOf(tally, 'chat.postMessage')).toHaveLength(3);
  });

  it.each([
    ['an answer that is lost', { lost: true }, 'unsure'],
    ['a connection that breaks off', { drop: true }, 'unsure'],
    ['a server that fails', { status: 503 }, 'unsure'],
    ['a server in between that lets nothing through', { status: 403 }, 'later'],
  ] as const)('%s: %s, and no second call', async (_, fault, kind) => {
    const tally = await courierOver();
    tally.slack.fail('chat.postMessage', fault);
    expect(await problemOf(tally.courier.post(GENERAL, NOTICE, 'd-1'))).toMatchObject({ kind });
    expect(callsOf(tally, 'chat.postMessage')).toHaveLength(1);
    expect(tally.slack.messages).toHaveLength('lost' in fault ? 1 : 0);
  });

  it('a Slack that nobody can connect to has not taken it', async () => {
    const tally = await courierOver();
    await tally.slack.close();
    expect(await problemOf(tally.courier.post(GENERAL, NOTICE, 'd-1'))).toMatchObject({
      kind: 'later',
      code: 'ECONNREFUSED',
    });
  });

  it('no answer at all: unsure, within its time', async () => {
    const tally = await courierOver();
    tally.slack.fail('chat.postMessage', { hang: true });
    const started = performance.now();
    expect(await problemOf(tally.courier.post(GENERAL, NOTICE, 'd-1'))).toMatchObject({ kind: 'unsure' });
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 15_000);

  it('a limit on opening conversations is one for all whose is not open yet', async () => {
    const tally = await courierOver();
    const { courier, slack } = tally;
    await courier.channelOf({ owner: 'U0ANN', channel: null });
    slack.fail('conversations.open', { retryAfter: 30 });
    expect(await problemOf(courier.channelOf({ owner: 'U0BOB', channel: null }))).toMatchObject({ afterMs: 30_000 });
    const { kind, code, ...rest } = await problemOf(courier.channelOf({ owner: 'U0CAT', channel: null }));
    expect([kind, code]).toEqual(['later', 'ratelimited']);
    expect('afterMs' in rest && rest.afterMs).toBeCloseTo(30_000, -3);
    expect(callsOf(tally, 'conversations.open')).toHaveLength(2);
    expect(await courier.channelOf({ owner: 'U0ANN', channel: null })).toBe(directChannel('U0ANN'));
  });

  it('a person who has left, and one who cannot be written to', async () => {
    const { slack, courier } = await courierOver();
    slack.changeUser('U0BOB', { deleted: true });
    expect(await problemOf(courier.channelOf({ owner: 'U0BOB', channel: null }))).toMatchObject({
      kind: 'place',
      code: 'user_disabled',
      says: 'The account is deactivated.',
    });
    slack.fail('conversations.open', { error: 'missing_scope' });
    expect(await problemOf(courier.channelOf({ owner: 'U0ANN', channel: null }))).toMatchObject({ kind: 'place' });
    slack.fail('conversations.open', { status: 500 });
    expect(await problemOf(courier.channelOf({ owner: 'U0ANN', channel: null }))).toMatchObject({ kind: 'later' });
  });
});

describe('the owner', () => {
  it('asks for all in a channel, and for themselves in direct messages', async () => {
    const { courier } = await courierOver();
    expect(await courier.asker(IN_GENERAL)).toMatchObject({ user: 'U0ANN', channel: GENERAL, public: true });
    expect(await courier.asker({ owner: 'U0ANN', channel: null })).toMatchObject({ channel: null, public: false });
  });

  it('is gone when the account is deactivated or unknown', async () => {
    const { slack, courier } = await courierOver();
    slack.changeUser('U0BOB', { deleted: true });
    expect(await courier.asker({ owner: 'U0BOB', channel: GENERAL })).toBe('gone');
    expect(await courier.asker({ owner: 'U0NOBODY', channel: GENERAL })).toBe('gone');
  });

  it.each([
    ['the scope is missing', { error: 'missing_scope' }],
    ['Slack does not answer', { status: 500 }],
  ])('counts as there where that cannot be told: %s', async (_, fault) => {
    const { slack, courier } = await courierOver();
    slack.fail('users.info', fault, 4);
    expect(await courier.asker({ owner: 'U0BOB', channel: null })).toMatchObject({ user: 'U0BOB' });
  });
});

describe('looking for a delivery', () => {
  const scopes = [...DEFAULT_SCOPES, 'channels:history', 'groups:history'];
  const since = new Date(Date.now() - 1000);
  const mark = (delivery: string) => ({ event_type: 'tally_delivery', event_payload: { delivery } });

  it('finds what Slack took although its answer was lost', async () => {
    const { slack, courier } = await courierOver({ scopes });
    slack.fail('chat.postMessage', { lost: true });
    await courier.post(GENERAL, NOTICE, 'd-1').catch(() => undefined);
    expect(await courier.find(GENERAL, 'd-1', since)).toBe(slack.messages[0]?.ts);
    expect(await courier.find(GENERAL, 'd-2', since)).toBeNull();
  });

  it('finds it behind what others wrote, and believes none of them', async () => {
    const { slack, courier } = await courierOver({ scopes });
    const ts = await courier.post(GENERAL, NOTICE, 'd-1');
    for (let count = 0; count < 250; count++) slack.write(GENERAL, `chat ${count}`);
    slack.write(GENERAL, 'forged', mark('d-2'));
    expect(await courier.find(GENERAL, 'd-1', since)).toBe(ts);
    expect(await courier.find(GENERAL, 'd-2', since)).toBeNull();
  });

  it('does not look through all of a channel', async () => {
    const tally = await courierOver({ scopes });
    for (let count = 0; count < 4100; count++) tally.slack.write(GENERAL, `chat ${count}`);
    expect(await tally.courier.find(GENERAL, 'd-1', since)).toBe('unknown');
    expect(callsOf(tally, 'conversations.history')).toHaveLength(20);
  });

  it('does not look at what was there long before', async () => {
    const { courier } = await courierOver({ scopes });
    await courier.post(GENERAL, NOTICE, 'd-1');
    expect(await courier.find(GENERAL, 'd-1', new Date(Date.now() + 120_000))).toBeNull();
  });

  it.each([
    ['without the scope', {}],
    ['where Tally is not', { scopes, channels: { C0GENERAL: { name: 'general' } } }],
  ])('cannot be told %s', async (_, slack) => {
    const { courier } = await courierOver(slack);
    expect(await courier.find(GENERAL, 'd-1', since)).toBe('unknown');
    expect(await courier.attached(GENERAL, '1.000001')).toBe('unknown');
  });

  it('in direct messages needs no further scope', async () => {
    const { courier } = await courierOver();
    const channel = await courier.channelOf({ owner: 'U0ANN', channel: null });
    const ts = await courier.post(channel, NOTICE, 'd-1');
    expect(await courier.find(channel, 'd-1', since)).toBe(ts);
  });

  it('is put off where Slack does not say', async () => {
    const { slack, courier } = await courierOver({ scopes });
    slack.fail('conversations.history', { status: 500 });
    expect(await problemOf(courier.find(GENERAL, 'd-1', since))).toMatchObject({ kind: 'later' });
    slack.revoke();
    expect(await problemOf(courier.find(GENERAL, 'd-1', since))).toMatchObject({ kind: 'access' });
  });
});

describe('files in the thread', () => {
  const scopes = [...DEFAULT_SCOPES, 'channels:history'];
  const csv = { name: 'variance.csv', title: 'Variance', bytes: async () => Buffer.from('a,b\r\n') };

  it('stand there once, under their names', async () => {
    const { slack, courier } = await courierOver({ scopes });
    const ts = await courier.post(GENERAL, NOTICE, 'd-1');
    expect(await courier.attached(GENERAL, ts)).toEqual([]);
    await courier.attach(GENERAL, ts, csv);
    expect(await courier.attached(GENERAL, ts)).toEqual(['variance.csv']);
    expect(slack.files).toMatchObject([{ name: 'variance.csv', title: 'Variance', channel: GENERAL, threadTs: ts }]);
    expect(slack.files[0]?.bytes.toString()).toBe('a,b\r\n');
  });

  it('may be there although the answer was lost, which can be looked up', async () => {
    const { slack, courier } = await courierOver({ scopes });
    const ts = await courier.post(GENERAL, NOTICE, 'd-1');
    slack.fail('files.completeUploadExternal', { lost: true });
    expect(await problemOf(courier.attach(GENERAL, ts, csv))).toMatchObject({ kind: 'unsure' });
    expect(await courier.attached(GENERAL, ts)).toEqual(['variance.csv']);
  });

  it.each([
    ['files.getUploadURLExternal', { drop: true }, 'later'],
    ['upload', { lost: true }, 'later'],
    ['upload', { status: 500 }, 'later'],
    ['files.getUploadURLExternal', { error: 'missing_scope' }, 'place'],
    ['files.completeUploadExternal', { error: 'token_revoked' }, 'access'],
  ] as const)('%s %o: %s, and nothing is shown', async (method, fault, kind) => {
    const { slack, courier } = await courierOver();
    const ts = await courier.post(GENERAL, NOTICE, 'd-1');
    slack.fail(method, fault);
    expect(await problemOf(courier.attach(GENERAL, ts, csv))).toMatchObject({ kind });
    expect(slack.messages).toHaveLength(1);
  });
});
