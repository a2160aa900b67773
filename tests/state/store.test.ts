import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StateError } from '../../src/state/index.js';
import { temporaryFolder } from '../support/app.js';
import { entry, freshUrl, open } from './states.js';

const rightsOf = (path: string) => statSync(path).mode & 0o777;

/** A program beside ours, with a connection of its own. */
function stranger(url: string) {
  const client = createClient({ url });
  onTestFinished(() => client.close());
  return client;
}

describe('the file', () => {
  it('is for its owner alone, with its folder and what lies beside it', async () => {
    const folder = join(temporaryFolder(), 'new', 'state');
    const { audit } = await open({ url: `file:${folder}/state.db` });
    await audit.record(entry());
    expect(rightsOf(folder)).toBe(0o700);
    const files = readdirSync(folder);
    expect(files).toEqual(['state.db', 'state.db-shm', 'state.db-wal']);
    expect(files.map((file) => rightsOf(join(folder, file)))).toEqual([0o600, 0o600, 0o600]);
  });

  it('alone is a whole copy once the store is closed', async () => {
    const url = freshUrl();
    const state = await open({ url });
    await state.audit.record(entry());
    await state.close();
    expect(statSync(`${url.slice('file:'.length)}-wal`).size).toBe(0);
    expect(await (await open({ url })).audit.list({})).toHaveLength(1);
  });

  it.each(['50%', 'a?b', 'a#b', 'a b', 'Lager Süd'])('may lie in a folder that is called %s', async (name) => {
    const folder = join(temporaryFolder(), name);
    await (await open({ url: `file:${folder}/state.db` })).ping();
    expect(existsSync(join(folder, 'state.db'))).toBe(true);
  });

  it('that is something else is refused by name, and says what helps', async () => {
    const file = join(temporaryFolder(), 'state.db');
    writeFileSync(file, 'These are the notes of the meeting of Tuesday. '.repeat(100));
    await expect(open({ url: `file:${file}` })).rejects.toThrow(
      new StateError(
        `The state store ${file} is damaged, or no state of Tally. Put a backup in its place, or move it away to begin with none.`,
      ),
    );
  });

  it('that is damaged in the middle is an error of the store, at the latest when it is read', async () => {
    const url = freshUrl();
    const state = await open({ url });
    for (let index = 0; index < 200; index++) await state.audit.record(entry());
    await state.close();
    const file = url.slice('file:'.length);
    writeFileSync(file, Buffer.alloc(statSync(file).size - 4096, 0xff), { flag: 'r+' });
    const opened = open({ url }).then((damaged) => damaged.audit.list({}));
    await expect(opened).rejects.toThrow(/^The state store .*state\.db is damaged/);
  });

  it('that is a folder is refused, and one below a file is the file system’s own error', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'state.db'));
    await expect(open({ url: `file:${folder}/state.db` })).rejects.toThrow(/state\.db cannot be opened\./);
    writeFileSync(join(folder, 'notes'), '');
    await expect(open({ url: `file:${folder}/notes/state.db` })).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTDIR|EEXIST/),
    });
  });
});

describe('a store', () => {
  it('may be in memory', async () => {
    for (const url of [':memory:', 'file::memory:']) {
      const state = await open({ url });
      await state.audit.record(entry());
      expect(await state.audit.list({})).toHaveLength(1);
      expect(await state.favourites.toggle('slack', 'U1', '/stock')).toBe('kept');
    }
    expect(existsSync(':memory:')).toBe(false);
  });

  it('answers a ping only while it can', async () => {
    const url = freshUrl();
    const state = await open({ url });
    await state.ping();
    await stranger(url).execute('DROP TABLE migration');
    await expect(state.ping()).rejects.toThrow('no such table');
  });

  it('finishes what was begun before it closes, and then refuses', async () => {
    const url = freshUrl();
    const state = await open({ url });
    const records = Array.from({ length: 50 }, () => state.audit.record(entry()));
    await state.close();
    await Promise.all(records);
    await state.close();
    await expect(state.ping()).rejects.toThrow(/is closed\.$/);
    expect(await (await open({ url })).audit.list({})).toHaveLength(50);
  });

  it.each(['http://127.0.0.1:1', 'ws://127.0.0.1:1'])('on a server that is not there says so: %s', async (url) => {
    await expect(open({ url, authToken: 'secret' })).rejects.toThrow(
      new StateError('The state store 127.0.0.1:1 cannot be reached.'),
    );
  });

  it('does not show a login that was written into its url', async () => {
    const error = await open({ url: 'https://me:secret@127.0.0.1:1' }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(StateError);
    expect(String(error)).not.toContain('secret');
    expect(String(error)).toContain('state.authToken');
  });
});

describe('a store that another process holds', () => {
  it('is waited for without stopping the process', async () => {
    const url = freshUrl();
    const state = await open({ url });
    const lock = await stranger(url).transaction('write');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 10);
    onTestFinished(() => clearInterval(timer));
    const recorded = state.audit.record(entry());
    // Who only reads does not wait.
    expect(await state.audit.list({})).toEqual([]);
    await setTimeout(400);
    await lock.commit();
    await recorded;
    expect(turns).toBeGreaterThan(20);
    expect(await state.audit.list({})).toHaveLength(1);
  });

  it('for more than some seconds is an error that says so', async () => {
    const url = freshUrl();
    const state = await open({ url });
    const lock = await stranger(url).transaction('write');
    const begun = Date.now();
    await expect(state.favourites.toggle('slack', 'U1', '/stock')).rejects.toThrow('is held by another process');
    expect(Date.now() - begun).toBeGreaterThan(2000);
    expect(Date.now() - begun).toBeLessThan(12_000);
    await lock.rollback();
    expect(await state.favourites.toggle('slack', 'U1', '/stock')).toBe('kept');
  });

  it('has for all to see what was written after it was waited for', async () => {
    const url = freshUrl();
    const state = await open({ url });
    const other = stranger(url);
    for (let index = 0; index < 5; index++) {
      const lock = await other.transaction('write');
      const recorded = [state.audit.record(entry()), state.audit.record(entry())];
      await setTimeout(30);
      await lock.rollback();
      await Promise.all(recorded);
      await state.audit.record(entry());
      const { rows } = await other.execute('SELECT count(*) AS count FROM audit');
      expect(rows[0]?.count).toBe(3 * (index + 1));
    }
  });

  it('loses nothing and doubles nothing when two write at once', async () => {
    const url = freshUrl();
    const states = [await open({ url }), await open({ url })];
    await Promise.all(
      states.flatMap((state, which) =>
        Array.from({ length: 300 }, (_, index) => state.audit.record(entry({ id: `${which}-${index}` }))),
      ),
    );
    const ids = (await states[0]?.audit.list({ limit: 1000 }))?.map(({ id }) => id);
    expect(ids).toHaveLength(600);
    expect(new Set(ids).size).toBe(600);
  });
});

const BUILT = fileURLToPath(new URL('../../dist/state/index.js', import.meta.url));

/** Opens the store, takes up 200 events, records those that were new, and prints how many were. */
const WORK = `
  const { openState } = await import(process.argv[1]);
  const state = await openState({ url: process.argv[2], keepAudit: 1e12 });
  const entry = JSON.parse(process.argv[3]);
  let firsts = 0;
  for (let index = 0; index < 200; index++) {
    if (!(await state.events.firstTime('Ev' + index))) continue;
    firsts += 1;
    await state.audit.record({ ...entry, at: new Date(entry.at), id: 'Ev' + index });
  }
  await state.close();
  process.stdout.write(String(firsts));
`;

function work(url: string): Promise<{ code: number | null; firsts: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    const args = ['--input-type=module', '-e', WORK, BUILT, url, JSON.stringify(entry())];
    const child = spawn(process.execPath, args);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, firsts: Number(stdout), stderr }));
  });
}

it('processes that start at once on a store that is not there yet share it', async () => {
  const url = freshUrl();
  const workers = await Promise.all(Array.from({ length: 4 }, () => work(url)));
  expect(workers.map(({ code, stderr }) => [code, stderr])).toEqual(Array(4).fill([0, '']));
  expect(workers.reduce((sum, { firsts }) => sum + firsts, 0)).toBe(200);
  const ids = (await (await open({ url })).audit.list({ limit: 1000 })).map(({ id }) => id);
  expect(ids).toHaveLength(200);
  expect(new Set(ids).size).toBe(200);
});
