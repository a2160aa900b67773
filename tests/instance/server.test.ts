import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holderAt, placeOf, tell } from '../../src/instance/index.js';
import { temporaryFolder } from '../support/app.js';
import { HOLDER, impostor, REQUEST, raw, serving } from './serving.js';

const echo = async () => 0;

describe('an answer', () => {
  it('comes with its texts in order, its bytes and its exit code', async () => {
    const { ask } = await serving(async ({ command, payload, asker }, output) => {
      output.out(`${command} ${JSON.stringify(payload)} by ${asker}\n`);
      output.keep('chart.png', new Uint8Array([0, 255, 10]));
      output.err(`${output.columns} columns in ${output.cwd}\n`);
      return 7;
    });
    expect(await ask()).toEqual({
      kind: 'answered',
      holder: HOLDER,
      exit: 7,
      said: [
        { out: 'say {"text":"hello"} by anna\n' },
        { keep: Buffer.from([0, 255, 10]) },
        { err: '80 columns in /home/anna\n' },
      ],
    });
  });

  it('may be long, and hold half letters and line ends', async () => {
    const text = `${'ä€🙂\n\u2028'.repeat(200_000)}\ud83d`;
    const { ask } = await serving(async (_, output) => {
      output.out(text);
      return 0;
    });
    expect(await ask()).toMatchObject({ exit: 0, said: [{ out: text }] });
  });

  it('is kept apart from others that are asked for at the same time', async () => {
    const { ask } = await serving(async ({ payload }, output) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
      output.out(String(payload));
      return 0;
    });
    const told = await Promise.all(Array.from({ length: 50 }, (_, index) => ask({ payload: index })));
    expect(told.map((one) => (one.kind === 'answered' ? one.said : one))).toEqual(
      told.map((_, index) => [{ out: String(index) }]),
    );
  });

  it('tells how far it has come', async () => {
    const step = { kind: 'rows', id: 'a', name: 'here stock', rows: 5, expected: null } as const;
    const { place } = await serving(async (_, output) => {
      output.progress(step);
      return 0;
    });
    const steps: unknown[] = [];
    await tell(place, REQUEST, (one) => steps.push(one));
    expect(steps).toEqual([step]);
  });

  it('that takes long is not given up as long as there are signs of life', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return 0;
    };
    const { ask } = await serving(slow, { times: { beat: 20 } });
    expect(await ask({}, { silence: 200 })).toMatchObject({ kind: 'answered', exit: 0 });
  });

  it('that failed by our mistake ends without one', async () => {
    const { ask } = await serving(() => Promise.reject(new Error('ours')));
    expect(await ask()).toMatchObject({ kind: 'lost', silent: false });
  });

  it('goes on when whoever asked has gone, for others may share it', async () => {
    let done = false;
    const { place, instance } = await serving(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      done = true;
      return 0;
    });
    const socket = createConnection(place);
    socket.write(`${JSON.stringify({ protocol: 1, ...REQUEST })}\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await instance.close();
    expect(done).toBe(true);
  });
});

describe('a request that is none', () => {
  it.each([
    ['garbage', 'GET / HTTP/1.1\r\n\r\n'],
    ['bytes that are no text', Buffer.from([0, 255, 254, 10])],
    ['JSON of something else', '[]\n'],
    ['a wrong type', `${JSON.stringify({ protocol: 1, ...REQUEST, columns: '80' })}\n`],
    ['a key too many', `${JSON.stringify({ protocol: 1, ...REQUEST, admin: true })}\n`],
    ['a key too few', `${JSON.stringify({ protocol: 1, ...REQUEST, asker: undefined })}\n`],
    ['a prototype', `{"__proto__":{},"protocol":1,"version":"1.0.0"}\n`],
  ])('is refused: %s', async (_, bytes) => {
    const { place, ask } = await serving(echo);
    const lines = (await raw(place, bytes)).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { holder: HOLDER },
      { refused: 'invalid', says: 'That is no request of Tally.' },
    ]);
    expect(await ask()).toMatchObject({ exit: 0 });
  });

  it('is cut off where it is too large', async () => {
    const { place, ask } = await serving(echo);
    expect(await raw(place, Buffer.alloc(8 * 1024 * 1024, 'x'))).toContain('A request has at most 1048576 bytes.');
    expect(await ask()).toMatchObject({ exit: 0 });
  });

  it('is cut off where it does not come to its end in time', async () => {
    const { place, ask } = await serving(echo, { times: { request: 100 } });
    expect(await raw(place, '{"protocol":')).toContain('The request did not arrive in time.');
    expect(await raw(place, '', { end: true })).toBe('');
    expect(await ask()).toMatchObject({ exit: 0 });
  });

  it('of another version is told both versions, whatever else it holds', async () => {
    const { place, ask } = await serving(echo);
    expect(await ask({ version: '2.0.0' })).toMatchObject({
      kind: 'refused',
      reason: 'version',
      says: `The running Tally (process ${process.pid}) is version 1.0.0, this is 2.0.0. End that one and start it again.`,
    });
    expect(await raw(place, '{"protocol":2,"version":"9","shape":"new"}\n')).toContain('this is 9.');
  });

  it('with another configuration is told which one the model is held with', async () => {
    const { ask } = await serving(echo);
    expect(await ask({ config: 'other' })).toMatchObject({
      kind: 'refused',
      reason: 'config',
      says: expect.stringContaining('holds this model with /etc/tally.yaml as that was at 2026-03-10T12:00:00.000Z'),
    });
  });

  it('beyond what is answered at the same time is put off', async () => {
    let let_go = () => {};
    const held = new Promise<void>((resolve) => {
      let_go = resolve;
    });
    const { ask } = await serving(async () => {
      await held;
      return 0;
    });
    const asked = Array.from({ length: 64 }, () => ask());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await ask()).toMatchObject({ kind: 'refused', reason: 'busy' });
    let_go();
    expect(await Promise.all(asked)).toHaveLength(64);
  });
});

describe('the socket', () => {
  it('is for this user only, and nothing is left beside it', async () => {
    const { place, instance } = await serving(echo);
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(place))).toEqual(['tally.duckdb.sock']);
    await instance.close();
    expect(readdirSync(dirname(place))).toEqual([]);
  });

  it('is made where only this user can go, under any umask, so that there is no moment at which it is open', () => {
    const folder = temporaryFolder();
    const seen = spawnSync('sh', ['-c', `umask 0 && exec "${process.execPath}" --input-type=module`], {
      encoding: 'utf8',
      input: watching(join(folder, 'tally.duckdb.sock')),
    });
    expect(seen.stderr).toBe('');
    expect(JSON.parse(seen.stdout)).toEqual({ nursery: 0o700, mode: 0o600 });
  });

  it('of a process that was killed is replaced, and so is what its start left', async () => {
    const place = placeOf(join(temporaryFolder(), 'tally.duckdb'));
    const kill = `import { createServer } from 'node:net';
      createServer().listen(${JSON.stringify(place)}, () => process.kill(process.pid, 'SIGKILL'));`;
    spawnSync(process.execPath, ['--input-type=module'], { input: kill });
    expect(existsSync(place)).toBe(true);
    expect(await tell(place, REQUEST)).toEqual({ kind: 'absent' });
    const { ask, instance } = await serving(echo, { place });
    expect(await ask()).toMatchObject({ exit: 0 });
    await instance.close();
    expect(existsSync(place)).toBe(false);
  });

  it('that cannot be made is an error for whoever wanted to serve', async () => {
    const place = join(temporaryFolder(), 'tally.duckdb.sock');
    mkdirSync(join(place, 'in the way'), { recursive: true });
    await expect(serving(echo, { place })).rejects.toThrow();
    expect(readdirSync(dirname(place))).toEqual(['tally.duckdb.sock']);
  });
});

describe('the end', () => {
  it('lets an answer come to its end, and nobody new in', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return 3;
    };
    const { ask, instance } = await serving(slow);
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closing = instance.close();
    expect(await ask()).toEqual({ kind: 'absent' });
    expect(await asked).toMatchObject({ kind: 'answered', exit: 3 });
    await closing;
  });

  it('does not wait for ever', async () => {
    const { ask, instance } = await serving(() => new Promise(() => undefined), { times: { leave: 100 } });
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await instance.close();
    expect(await asked).toMatchObject({ kind: 'lost', silent: false });
  });
});

describe('what is no Tally', () => {
  it.each([
    ['says nothing', '', 'absent'],
    ['says garbage', 'HTTP/1.1 400 Bad Request\n', 'absent'],
    ['answers before it says who it is', '{"exit":0}\n', 'absent'],
    ['falls silent', `${JSON.stringify({ holder: HOLDER })}\n{"accepted":true}\n`, 'lost'],
  ])('is given up: it %s', async (_, says, kind) => {
    const place = join(temporaryFolder(), 'other.sock');
    await impostor(place, says);
    expect(await tell(place, REQUEST, undefined, { accept: 200, silence: 200 })).toMatchObject({ kind });
  });
});

it('tells who holds the model, and whether it would answer', async () => {
  const { place, instance } = await serving(echo);
  expect(await holderAt(place, REQUEST)).toEqual({ holder: HOLDER, refused: null, says: '' });
  expect(await holderAt(place, { ...REQUEST, version: '0.9.0' })).toMatchObject({ holder: HOLDER, refused: 'version' });
  await instance.close();
  expect(await holderAt(place, REQUEST)).toBeNull();
});

/** Looks at folder and socket at the moment of the move, from within. */
function watching(place: string): string {
  const server = new URL('../../dist/instance/server.js', import.meta.url);
  return `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { dirname } from 'node:path';
    const seen = {};
    const { renameSync } = fs;
    fs.renameSync = (from, to) => {
      seen.nursery = fs.statSync(dirname(from)).mode & 0o777;
      seen.mode = fs.statSync(from).mode & 0o777;
      renameSync(from, to);
    };
    syncBuiltinESMExports();
    const { serve } = await import(${JSON.stringify(server.href)});
    const log = { debug() {}, info() {}, error() {} };
    const instance = await serve({ place: ${JSON.stringify(place)}, holder: {}, execute: async () => 0, log });
    await instance.close();
    process.stdout.write(JSON.stringify(seen));`;
}
