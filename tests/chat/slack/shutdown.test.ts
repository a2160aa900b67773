import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, writeCompany } from '../../support/app.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { freePort } from '../../support/port.js';
import { gate, until } from '../../support/sent.js';
import { type Posted, type Slack, startSlack } from '../../support/slack.js';
import { SMALL } from '../../support/small.js';
import { CLI, tally } from '../../support/tally.js';

const QUESTION = '/stock variance electronics';
const isAnswer = ({ text }: Posted) => text.includes('Production holds 2 more than Test');

describe('the end', () => {
  it.each(['socket', 'http'] as const)('finishes what is being answered, over %s', async (mode) => {
    const door = gate();
    const { slack, stop, lines } = await tallyInSlack({ mode, hold: door.passed });
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    const stopped = stop();
    setTimeout(door.open, 300);
    await stopped;
    expect(slack.messages.filter(isAnswer)).toHaveLength(2);
    expect(slack.messages.find(({ blocks }) => blocks.some(({ type }) => type === 'image'))).toBeDefined();
    expect(slack.files.filter(({ sharedAt }) => sharedAt !== null)).toHaveLength(2);
    expect(lines().some(({ msg }) => msg === 'stopped before everything was answered')).toBe(false);
  });

  it('does not wait for what takes too long, and says so', async () => {
    const door = gate();
    const { slack, tally: running, lines } = await tallyInSlack({ hold: door.passed });
    await slack.command(QUESTION);
    const asked = Date.now();
    await running.stop(300);
    expect(Date.now() - asked).toBeLessThan(1000);
    expect(lines().filter(({ left }) => left === 1)).toHaveLength(1);
    door.open();
  });

  it('takes nothing more, and does not connect again', async () => {
    const { slack, stop, tally: running } = await tallyInSlack();
    slack.fail('apps.connections.open', { delayMs: 300 });
    slack.dropSockets();
    await until('it connects again', () => slack.calls.filter(({ outcome }) => outcome === 'pending').length === 1);
    await stop();
    expect(running.connected()).toBe(false);
    await until('the socket was let go', async () => {
      const delivery = await slack.command('/stock help').catch((error: Error) => error.message);
      return delivery === 'no app is connected';
    });
    expect(slack.messages).toEqual([]);
  });

  it('comes though the other side does not close', async () => {
    const { slack, tally: running } = await tallyInSlack();
    const at = Date.now();
    slack.fail('apps.connections.open', { hang: true }, 5);
    slack.dropSockets();
    await until('it is noticed', () => !running.connected());
    await running.stop(500);
    expect(Date.now() - at).toBeLessThan(2000);
  });
});

/** The real program in a folder of its own; ended with the test. */
async function program(slack: Slack, settings = '', env: Record<string, string> = slack.env as Record<string, string>) {
  const config = writeCompany(temporaryFolder(), { ...SMALL, settings });
  const child = spawn(process.execPath, [CLI, 'start', '--config', config], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  return {
    child,
    config,
    exit,
    said: () => said,
    says: (text: string) => until(text, () => said.includes(text), 15_000),
  };
}

describe('the program', () => {
  it('says where it is, answers, and finishes an answer when it is told to end', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const { child, says, exit, said, config } = await program(slack);
    await says('Tally is in Test as @tally, Socket Mode. Ctrl-C ends it.');
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    slack.fail('response_url', { delayMs: 700 });
    slack.fail('files.getUploadURLExternal', { retryAfter: 1 });
    await slack.command('/stock variance furniture');
    await slack.mention('variance electronics');
    await until('it is being answered', () => slack.calls.some(({ outcome }) => outcome === 'http 429'));
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(slack.messages.some(({ text }) => text.includes('Furniture'))).toBe(true);
    expect(slack.messages.some(({ blocks }) => blocks.some(({ type }) => type === 'image'))).toBe(true);
    expect(slack.files.filter(({ sharedAt }) => sharedAt !== null)).toHaveLength(2);
    expect(said()).toContain('Finishing what is being answered.');
    const { stdout } = await tally(['audit', '--json', '--config', config]);
    expect(stdout.trim().split('\n')).toHaveLength(3);
  });

  it('lives on after a payload that Slack’s packages choke on', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const port = await freePort();
    const { child, says } = await program(slack, `slack: { port: ${port} }`, slack.httpEnv as Record<string, string>);
    await says('Tally is in Test as @tally, HTTP.');
    const url = `http://127.0.0.1:${port}/slack/events` as const;
    slack.deliverTo(url);
    await Promise.race([slack.raw(url, 'null'), new Promise((resolve) => setTimeout(resolve, 500))]);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    expect(child.exitCode).toBeNull();
  });

  it('serves health and metrics', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const { child, says, exit, said } = await program(slack, 'health: { port: 0 }');
    await says('Tally is in');
    const [, origin = ''] = /Health and metrics are on (http:\/\/127\.0\.0\.1:\d+)\/readyz/.exec(said()) ?? [];
    const get = async (path: string) => {
      const response = await fetch(origin + path);
      return { status: response.status, text: await response.text() };
    };
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    await until('ready', async () => (await get('/readyz')).status === 200);
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    await slack.command('/stock elektronics');
    await until('three', () => slack.messages.filter(({ via }) => via !== 'files.completeUploadExternal').length === 3);
    const { text } = await get('/metrics');
    expect(text).toContain('tally_questions_total{chat="slack",outcome="answered",kpi="variance"} 2');
    expect(text).toContain('tally_questions_total{chat="slack",outcome="mistake",kpi="none"} 1');
    expect(text).toContain('tally_slack_connected 1');
    expect(text).not.toMatch(/xox|xapp|respond\//);
    slack.fail('apps.connections.open', { status: 503 }, 3);
    slack.dropSockets();
    await until('it is not ready', async () => (await get('/readyz')).status === 503);
    await until('ready again', async () => (await get('/readyz')).status === 200);
    child.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
  });

  it('over HTTP', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const port = 20_000 + (process.pid % 20_000);
    const { child, says, exit } = await program(slack, `slack: { port: ${port} }`, { ...slack.httpEnv });
    await says('Tally is in Test as @tally, HTTP.');
    slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
    await slack.command(QUESTION);
    await slack.waitFor(isAnswer);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it.each([
    ['auth.test', 'token_revoked', 'SLACK_BOT_TOKEN'],
    ['apps.connections.open', 'invalid_auth', 'SLACK_APP_TOKEN'],
  ])('ends with exit code 2 and a clear word when a token is refused: %s', async (method, error, variable) => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    slack.fail(method, { error });
    const config = writeCompany(temporaryFolder(), SMALL);
    const { code, stderr, stdout } = await tally(['start', '--config', config], { env: { ...slack.env } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`Slack refuses the token in ${variable} (${error}). docs/slack.md tells how to get one`);
    expect(stderr).not.toMatch(/xox|xapp|\bat .*:\d+/);
  });

  it('ends with exit code 2 where its address is taken', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const { port } = new URL(slack.apiUrl);
    const config = writeCompany(temporaryFolder(), { ...SMALL, settings: `slack: { port: ${port} }` });
    const { code, stderr } = await tally(['start', '--config', config], { env: { ...slack.httpEnv } });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be listened for');
  });

  it('says that it waits for Slack, and can be ended while it does', async () => {
    const slack = await startSlack();
    const { child, says, exit } = await program(slack);
    await slack.close();
    await says('Slack is waited for: it cannot be reached.');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('ends in time though Slack hangs', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const { child, says, exit, said } = await program(slack);
    await says('Tally is in');
    for (const method of ['response_url', 'chat.postEphemeral', 'conversations.open', 'chat.postMessage'])
      slack.fail(method, { hang: true }, 20);
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    await until('it tries', () => slack.calls.some(({ method }) => method === 'response_url'));
    const told = Date.now();
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(Date.now() - told).toBeLessThan(12_000);
    expect(said()).not.toMatch(/\bat .*:\d+/);
    expect(said()).toContain('Finishing');
  }, 40_000);
});
