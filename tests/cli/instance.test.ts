import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../src/state/index.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { startSlack } from '../support/slack.js';
import { SMALL } from '../support/small.js';
import { tally } from '../support/tally.js';
import { background, holderOf, started, target, until } from './running.js';

function company(changes: Partial<typeof SMALL> = {}) {
  const folder = temporaryFolder();
  return { folder, config: ['--config', writeCompany(folder, { ...SMALL, ...changes })] };
}

/** But for moments and ages, and for the widths of the columns that they stand in. */
const timeless = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+Z)?/g, 'MOMENT')
    .replaceAll(/[\d.]+ (ms|s)\b/g, 'AGE')
    .replaceAll(/("(?:age|changed|verified|duration)": )\d+/g, '$1AGE')
    .replaceAll(/\([\d,]+\/s\)/g, 'RATE')
    // The folder of the files is the model's too, and changes when that is opened: then they are read again.
    .replaceAll(/\d+ rows in AGE RATE|nothing has changed; looked in AGE/g, 'READ')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(/─+/g, '─');

const SAME: readonly (readonly [string, readonly string[]])[] = [
  ['text', ['ask', 'stock variance electronics']],
  ['JSON', ['ask', 'stock', 'variance', 'electronics', '--json']],
  ['CSV', ['ask', 'stock total by sku', '--csv']],
  ['CSV by a word', ['ask', 'stock total as csv']],
  ['blocks', ['ask', 'stock total', '--blocks']],
  ['help', ['ask', 'stock help']],
  ['help as JSON', ['ask', 'stock help', '--json']],
  ['a near miss', ['ask', 'stock variance electroncs']],
  ['what is no command', ['ask', 'sales top']],
  ['a chart that there is none of', ['ask', 'stock', '--chart', 'x.png']],
  ['an unknown option', ['ask', 'stock', '--xml']],
  ['status', ['status']],
  ['status as JSON', ['status', '--json']],
  ['refresh', ['refresh']],
  ['refresh of a table', ['refresh', 'stock']],
  ['refresh of none', ['refresh', 'stok']],
  ['refresh of one without a source', ['refresh', 'sales']],
  ['check', ['check']],
  ['kpis', ['kpis']],
];

describe('what an instance answers is what there would be without one', () => {
  it('in every form, mistakes and failures included', { timeout: 120_000 }, async () => {
    const { config, folder } = company();
    await tally(['refresh', ...config]);
    const all = async () => {
      const outcomes: Record<string, unknown> = {};
      for (const [name, args] of SAME) {
        const { code, stdout, stderr } = await tally([...args, ...(name === 'kpis' ? [] : config)], { cwd: folder });
        outcomes[name] = [code, timeless(stdout), timeless(stderr)];
      }
      return outcomes;
    };
    const alone = await all();
    const instance = await started(config);
    expect(await all()).toEqual(alone);
    expect(await instance.leave()).toMatchObject({ code: 0 });
  });

  it('a chart, byte for byte, at a path of the asker’s working folder', async () => {
    const { config } = company();
    const here = temporaryFolder();
    const alone = await tally(['ask', 'stock total', '--chart', 'charts/alone.png', ...config], { cwd: here });
    await started(config);
    const through = await tally(['ask', 'stock total', '--chart', 'charts/other.png', ...config], { cwd: here });
    expect(through.stdout).toContain('  chart: charts/other.png\n');
    expect(through.code).toBe(alone.code);
    expect(readFileSync(join(here, 'charts/other.png'))).toEqual(readFileSync(join(here, 'charts/alone.png')));
  });

  it('a chart beside the model, where the question asks for one', async () => {
    const { config, folder } = company();
    await started(config);
    const { stdout } = await tally(['ask', 'stock total as chart', ...config], { cwd: folder });
    const [, path = 'none'] = /chart: (charts\S+\.png)/.exec(stdout) ?? [];
    expect(readFileSync(join(folder, path)).subarray(1, 4).toString()).toBe('PNG');
  });

  it('a chart that cannot be written is a mistake, with nothing on standard output', async () => {
    const { config, folder } = company();
    await started(config);
    expect(await tally(['ask', 'stock total', '--chart', folder, ...config])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `This cannot be done: is a folder, not a file: ${folder}.\n`,
    });
  });

  it('ends with 1 when a source fails', async () => {
    const { config, folder } = company();
    await started(config);
    writeFileSync(join(folder, 'production.csv'), 'not,a,table\n1,2,3\n');
    const { code, stdout, stderr } = await tally(['refresh', 'stock', ...config]);
    expect([code, stdout.split(' in ')[0]]).toEqual([1, 'here stock test: 5 rows']);
    expect(stderr).toContain('a mapped column is not there');
  });

  it('loads neither the model’s engine nor the packages of sources, state and Slack to ask', async () => {
    const { config } = company();
    await started(config);
    const loaded = temporaryFolder();
    await tally(['ask', 'stock total', ...config], { env: { NODE_V8_COVERAGE: loaded } });
    const urls = readdirSync(loaded).flatMap((name) =>
      JSON.parse(readFileSync(join(loaded, name), 'utf8')).result.map(({ url }: { url: string }) => url),
    );
    const packages = urls.flatMap((url: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual(['commander', 'yaml']);
  });

  it('is audited as asked at the command line, by the user of the operating system', async () => {
    const { config, folder } = company();
    const instance = await started(config);
    await tally(['ask', 'stock total', ...config]);
    await instance.leave();
    const state = await openState({ url: `file:${join(folder, 'state.db')}`, keepAudit: 1e12 });
    onTestFinished(() => state.close());
    const entries = [];
    for await (const entry of state.audit.each({})) entries.push(entry);
    expect(entries).toMatchObject([
      { chat: 'command line', question: 'stock total', outcome: 'answered', public: false },
    ]);
    expect(readFileSync(join(folder, 'tally.log'), 'utf8')).toContain('"guest answered"');
  });
});

describe('many at once', () => {
  const answers = (config: readonly string[]) =>
    Promise.all(Array.from({ length: 20 }, () => tally(['ask', 'stock total', '--csv', ...config])));
  const right = {
    code: 0,
    stderr: '',
    stdout:
      'Category,Test,Production,Both\r\nElectronics,14.0000,16.0000,30.0000\r\nFurniture,0.0000,3.0000,3.0000\r\n',
  };

  it('are all answered by the instance', { timeout: 60_000 }, async () => {
    const { config } = company();
    const instance = await started(config);
    expect(await answers(config)).toEqual(Array(20).fill(right));
    instance.say('/stock total by warehouse in test');
    await until(() => instance.printed().stdout.includes('South'), 'its own answer');
  });

  it('are all answered without one too: whoever opened the model answers for the others', {
    timeout: 120_000,
  }, async () => {
    const { config, folder } = company();
    expect(await answers(config)).toEqual(Array(20).fill(right));
    expect(existsSync(join(folder, 'tally.duckdb.sock'))).toBe(false);
  });
});

describe('two starts', () => {
  it('are one Tally: the second says so, and its questions are answered', async () => {
    const { config } = company();
    const [one, two] = [background(['start', ...config]), background(['start', ...config])];
    const second = await until(
      () => [one, two].find((each) => each.printed().stderr.includes('already running')),
      'the word of the second',
    );
    const first = second === one ? two : one;
    expect(second.printed().stderr).toMatch(
      new RegExp(
        `^Tally is already running here \\(process ${first.process.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\); it answers here too\\.\\n$`,
      ),
    );
    second.say('/stock total by warehouse in test');
    second.say('nonsense');
    first.say('/stock total by warehouse in test');
    const ended = await second.leave();
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('“nonsense” is not known');
    const mine = await first.leave();
    expect(timeless(ended.stdout)).toContain(timeless(mine.stdout.trim().split('\n\n')[0] ?? ''));
  });

  it('of which the second would go into Slack: it is refused', async () => {
    const { config } = company();
    const { process: first } = await started(config);
    const { code, stdout, stderr } = await tally(['start', ...config], {
      env: { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      new RegExp(`^Tally is already running here \\(process ${first.pid}, .*End it before another one goes into Slack`),
    );
  });

  it('of which the first ends: the second says so', async () => {
    const { config } = company();
    const first = await started(config);
    const second = background(['start', ...config]);
    await until(() => second.printed().stderr.includes('already running'), 'the second');
    await first.leave();
    second.say('/stock total');
    expect((await second.leave()).stdout).toBe('The running Tally has ended. Leave, and start again.\n\n');
  });
});

/** A server that takes connections and never says a word. */
async function mute(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  onTestFinished(() => {
    server.close();
  });
  return port;
}

/** Its table `market` cannot be read, nor does its server say so soon. */
async function stuckCompany() {
  const { config, folder } = company();
  const port = await mute();
  const file = config[1] ?? '';
  const slow = `  mute: { type: mysql, host: 127.0.0.1, port: ${port}, database: a, user: a, password: never-used, tls: off }\ntables:`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('tables:', slow));
  appendFileSync(file, '  - { table: market, source: mute, from: market }\n');
  return { config, folder };
}

/** Until the instance has taken a refresh; its log has to be at debug. */
const letIn = (folder: string) =>
  until(
    () => /"command":"refresh".*"guest let in"/.test(readFileSync(join(folder, 'tally.log'), 'utf8')),
    'the request',
  );

describe('an instance that is gone', () => {
  async function waiting() {
    const { config, folder } = await stuckCompany();
    const instance = await started(config, { TALLY_LOG: 'debug' });
    const asked = background(['refresh', 'market', ...config]);
    await letIn(folder);
    return { config, folder, instance, asked };
  }

  it('by SIGKILL in the middle of an answer: said, with 1 and nothing on standard output', async () => {
    const { config, instance, asked } = await waiting();
    instance.process.kill('SIGKILL');
    expect(await asked.ended()).toEqual({
      code: 1,
      stdout: '',
      stderr: `The running Tally (process ${instance.process.pid}) ended before it had answered.\n`,
    });
    // What it left is no hindrance.
    expect(existsSync(target(config).place)).toBe(true);
    expect(await tally(['ask', 'stock total', '--csv', ...config])).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(target(config).place)).toBe(false);
  });

  it('by SIGTERM leaves no socket', async () => {
    const { config } = company();
    const instance = await started(config);
    instance.process.kill('SIGTERM');
    expect(await instance.ended()).toMatchObject({ code: 143 });
    expect(existsSync(target(config).place)).toBe(false);
  });

  it('whoever asked may go: the others get their answers', async () => {
    const { config, instance, asked } = await waiting();
    asked.process.kill('SIGKILL');
    await asked.ended();
    expect(await tally(['status', ...config])).toMatchObject({ code: 0, stderr: '' });
    expect(instance.process.exitCode).toBeNull();
  });
});

describe('a command that holds the model', () => {
  it('answers for others, and whoever waited for it goes on without it', async () => {
    const { config, folder } = await stuckCompany();
    const first = background(['refresh', 'market', ...config], { env: { TALLY_LOG: 'debug' } });
    expect(await until(() => holderOf(config), 'the first')).toMatchObject({ role: 'refresh', pid: first.process.pid });
    const second = background(['refresh', 'market', ...config]);
    expect(await tally(['ask', 'stock total', '--csv', ...config])).toMatchObject({ code: 0, stderr: '' });
    await letIn(folder);
    first.process.kill('SIGKILL');
    await until(async () => (await holderOf(config))?.pid === second.process.pid, 'the second in its place');
    expect(second.printed()).toEqual({ stdout: '', stderr: '' });
  });

  it('is waited for by a start', async () => {
    const { config } = await stuckCompany();
    const command = background(['refresh', 'market', ...config]);
    await until(() => holderOf(config), 'the command');
    const start = background(['start', ...config]);
    await until(() => start.printed().stderr !== '', 'the word of the start');
    expect(start.printed().stderr).toBe(
      `“tally refresh” (process ${command.process.pid}) is at work with the model; Tally starts when it is done.\n`,
    );
    command.process.kill('SIGKILL');
    await until(async () => (await holderOf(config))?.pid === start.process.pid, 'the start');
  });
});

it('Slack and the command line are answered by the same Tally', async () => {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  const { config } = company();
  const instance = await started(config, slack.env);
  await slack.connected();
  const asked = Promise.all(Array.from({ length: 10 }, () => tally(['ask', 'stock total', '--csv', ...config])));
  await slack.command('/stock variance electronics');
  await slack.waitFor(({ text }) => text.includes('Variance') || text.includes('variance'));
  expect((await asked).map(({ code }) => code)).toEqual(Array(10).fill(0));
  instance.process.kill('SIGTERM');
  expect(await instance.ended()).toMatchObject({ code: 0 });
  expect(existsSync(target(config).place)).toBe(false);
});

describe('an instance that is not the one meant', () => {
  it('of another state of the configuration: said, with 1; a mistake in the new one with 2', async () => {
    const { config } = company();
    const file = config[1] ?? '';
    const instance = await started(config);
    appendFileSync(file, 'currency: $\n');
    expect(await tally(['ask', 'stock total', ...config])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        `The running Tally (process ${instance.process.pid}) holds this model with ${file}`,
      ),
    });
    expect(await tally(['start', ...config])).toMatchObject({ code: 1, stdout: '' });
    appendFileSync(file, 'curency: $\n');
    expect(await tally(['ask', 'stock total', ...config])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('curency'),
    });
  });

  it('needs no password of whoever asks', async () => {
    const { config } = company({ settings: 'currency: ${SYMBOL}' });
    await started(config, { SYMBOL: '€' });
    expect(await tally(['ask', 'stock total', ...config])).toMatchObject({ code: 0 });
    expect(await tally(['check', ...config])).toMatchObject({ code: 0 });
    expect(await tally(['audit', ...config])).toMatchObject({ code: 2, stderr: expect.stringContaining('SYMBOL') });
  });
});

it('the socket is for this user only', async () => {
  const { config, folder } = company();
  await started(config);
  expect(statSync(join(folder, 'tally.duckdb.sock')).mode & 0o777).toBe(0o600);
  expect(await holderOf(config)).toMatchObject({ role: 'start', config: { file: config[1] } });
});
