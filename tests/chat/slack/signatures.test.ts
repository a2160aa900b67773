import { expect, it } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { gate, until } from '../../support/sent.js';
import type { Posted, Slack } from '../../support/slack.js';

type RawOptions = NonNullable<Parameters<Slack['raw']>[2]>;

const FORM = 'application/x-www-form-urlencoded';
const MENTION = {
  type: 'event_callback',
  event_id: 'EvRaw',
  team_id: 'T0TEST',
  api_app_id: 'A0TALLY',
  authorizations: [{ team_id: 'T0TEST', user_id: 'U0TALLY', is_bot: true, enterprise_id: null }],
  event: { type: 'app_mention', user: 'U0ANN', channel: 'C0GENERAL', text: '<@U0TALLY> variance', ts: '1700000000.1' },
};
const isAnswer = ({ text }: Posted) => text.includes('Production holds');
const now = () => Math.floor(Date.now() / 1000);

/** A slash command as Slack sends it, with a response_url of this Slack. */
function commandBody(responseUrl: string): string {
  return new URLSearchParams({
    command: '/stock',
    text: 'variance electronics',
    user_id: 'U0ANN',
    channel_id: 'C0GENERAL',
    team_id: 'T0TEST',
    api_app_id: 'A0TALLY',
    response_url: responseUrl,
    trigger_id: '1.2.3',
  }).toString();
}

it.each<[string, RawOptions]>([
  ['a bad signature', { signature: 'bad' }],
  ['none', { signature: 'none' }],
  ['one that is no signature', { signature: 'none', headers: { 'x-slack-signature': 'v0' } }],
  ['one of another version', { signature: 'none', headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
  ['one older than five minutes', { timestamp: now() - 301 }],
  ['one of long ago', { timestamp: 0 }],
  ['a time that is none', { headers: { 'x-slack-request-timestamp': 'yesterday' } }],
  ['a signed request whose time was changed', { headers: { 'x-slack-request-timestamp': String(now() - 5) } }],
])('%s: 401, and nothing is done', async (_, how) => {
  const { slack, app, url, lines } = await tallyInSlack({ mode: 'http' });
  const calls = slack.calls.length;
  const answers = [
    await slack.raw(url, MENTION, how),
    await slack.raw(url, commandBody(slack.apiUrl), { contentType: FORM, ...how }),
    await slack.raw(url, { type: 'url_verification', challenge: 'open sesame' }, how),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(401);
    expect(body).toBe('');
  }
  await slack.command('/stock help');
  await slack.waitFor(() => true);
  expect(slack.messages).toHaveLength(1);
  expect(slack.calls.slice(calls).map(({ method }) => method)).toEqual(['response_url']);
  expect(await app.state.audit.list({})).toHaveLength(1);
  expect(JSON.stringify(lines())).not.toContain('shhh-signing');
});

it('a command and a click that come a second time are refused', async () => {
  const { slack, app, url } = await tallyInSlack({ mode: 'http' });
  const at = now();
  const body = commandBody(slack.apiUrl);
  const how: RawOptions = { contentType: FORM, timestamp: at };
  expect((await slack.raw(url, body, how)).status).toBe(200);
  expect((await slack.raw(url, body, how)).status).toBe(401);
  const both = await Promise.all([1, 2, 3].map(() => slack.raw(url, `${body}&n=1`, how)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  // A form that says to be something else is not read as one.
  expect((await slack.raw(url, body, { ...how, contentType: `${FORM}; charset=utf-8` })).status).toBe(400);
  expect((await slack.raw(url, body, { ...how, contentType: 'application/json' })).status).toBe(400);
  await until('two are answered', async () => (await app.state.audit.list({})).length === 2);
});

it('an event that comes a second time is taken and not handled', async () => {
  const { slack, app, url } = await tallyInSlack({ mode: 'http' });
  const timestamp = now();
  const statuses = [1, 2, 3].map(() => slack.raw(url, MENTION, { timestamp }));
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 200, 200]);
  await slack.waitFor(isAnswer);
  await slack.command('/stock help');
  await slack.waitFor(({ kind }) => kind === 'ephemeral');
  expect(slack.messages.filter(isAnswer)).toHaveLength(1);
  await until('both are noted', async () => (await app.state.audit.list({})).length === 2);
});

it('what is no request of Slack’s gets a plain no', async () => {
  const { slack, url } = await tallyInSlack({ mode: 'http' });
  const { origin } = new URL(url);
  const status = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${origin}${path}`, init);
    expect(await response.text()).toBe('');
    return response.status;
  };
  for (const path of [
    '/',
    '/slack',
    '/slack/events/x',
    '/slack/events/../../etc/passwd',
    '/metrics',
    '/healthz',
    '//',
    '/%00',
  ])
    expect([404, 500]).toContain(await status(path, { method: 'POST', body: '{}' }));
  expect(await status('/slack/events')).toBe(404);
  expect(await status('/slack/events', { method: 'PUT', body: '{}' })).toBe(404);
  expect((await slack.raw(url, '{"no')).status).toBe(400);
  expect((await slack.raw(url, 'payload=%7Bno', { contentType: FORM })).status).toBe(400);
  expect(
    (
      await slack.raw(url, 'ssl_check=1&payload=%7B%22type%22%3A%22block_actions%22%7D', {
        contentType: FORM,
        signature: 'none',
      })
    ).body,
  ).toBe('');
  expect(await slack.verifyUrl(url)).toBe(true);
  await slack.command('/stock variance electronics');
  await slack.waitFor(isAnswer);
  expect(slack.messages).toHaveLength(1);
  expect((await slack.raw(url, 'x'.repeat(5_000_000))).status).toBe(413);
});

it('a signed body that is nothing ends nothing', async () => {
  const { slack, url } = await tallyInSlack({ mode: 'http', slack: { ackTimeoutMs: 5000 } });
  const bodies = ['1', '"text"', '[]', '{}', '{"type":"event_callback"}', '{"type":"block_actions"}'];
  const answers = Promise.all(bodies.map((body) => slack.raw(url, body)));
  await slack.command('/stock variance electronics');
  await slack.waitFor(isAnswer);
  for (const { status, body } of await answers) expect([status, body]).toEqual([404, '']);
});

it('answers in time though many ask at once', async () => {
  const door = gate();
  const { slack } = await tallyInSlack({ mode: 'http', hold: door.passed, slackSettings: 'questionsPerMinute: 1000' });
  const deliveries = await Promise.all(Array.from({ length: 40 }, () => slack.command('/stock variance electronics')));
  expect(deliveries.every(({ acked, ackMs }) => acked && ackMs < 1500)).toBe(true);
  door.open();
  await until('all are answered', () => slack.messages.filter(isAnswer).length === 40);
});
