import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../src/model/engine.js';
import { corruption, faultOf, ModelLocked, ModelUnusable } from '../../src/model/fault.js';
import { probe } from '../../src/model/probe.js';
import { holderOf, openOrSetAside } from '../../src/model/recover.js';
import { temporaryFolder } from '../support/app.js';

const DONE = new Error('The test is over');
const NOW = () => new Date('2026-03-10T12:00:00Z');
const DRIVER = createRequire(import.meta.url).resolve('@duckdb/node-api');

/** A model's file with some hundred kilobytes in it, closed in good order. */
async function sound(name = 'tally.duckdb'): Promise<string> {
  const file = join(temporaryFolder(), name);
  const db = await open(file);
  await db.transaction((session) =>
    session.run(
      sql`CREATE TABLE item AS SELECT range AS number, md5(CAST(range AS VARCHAR)) AS text FROM range(20000)`,
    ),
  );
  await db.end(DONE);
  return file;
}

async function open(file: string): Promise<Engine> {
  const db = await Engine.open({ file, memory: 96, threads: 2 });
  try {
    for (const { name } of await db.query(sql`SELECT table_name AS name FROM duckdb_tables()`))
      await db.query(sql`SELECT bit_xor(hash(t)) FROM ${sql.identifier(String(name))} AS t`);
    return db;
  } catch (error) {
    await db.end(DONE);
    throw error;
  }
}

async function opened(file: string, ...probed: Parameters<typeof openOrSetAside>[3][]) {
  const result = await openOrSetAside(file, NOW, () => open(file), ...probed);
  onTestFinished(() => result.value.end(DONE));
  return result;
}

const rowsOf = async (db: Engine) => (await db.query(sql`SELECT count(*) AS rows FROM item`))[0]?.rows;

function damage(file: string, change: (bytes: Buffer) => Buffer | undefined): void {
  const bytes = readFileSync(file);
  writeFileSync(file, change(bytes) ?? bytes);
}

/** A process that runs a script of the driver's, with the file as its first argument. */
const inChild = (script: string, file: string, user?: number) =>
  spawnSync(process.execPath, ['-e', script, DRIVER, file], {
    encoding: 'utf8',
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });

/** Leaves a log with a commit in it, as a killed process does. */
const KILLED = `require(process.argv[1]).DuckDBInstance.create(process.argv[2]).then(async (instance) => {
  const connection = await instance.connect();
  await connection.run("INSERT INTO item SELECT range, 'x' FROM range(100)");
  process.kill(process.pid, 'SIGKILL');
});`;

describe('a model that is sound', () => {
  it('is opened, and says that somebody has it until it is released', async () => {
    const file = await sound();
    const { value, setAside, release } = await opened(file);
    expect([await rowsOf(value), setAside, existsSync(`${file}.open`)]).toEqual([20_000, null, true]);
    release();
    expect(readdirSync(join(file, '..'))).toEqual(['tally.duckdb']);
  });

  it('is made where there is none, and in memory leaves nothing', async () => {
    const file = join(temporaryFolder(), 'new', 'tally.duckdb');
    const { setAside, release } = await opened(file);
    expect([setAside, existsSync(file), existsSync(`${file}.open`)]).toEqual([null, true, true]);
    release();
    expect((await opened(':memory:')).setAside).toBeNull();
  });

  it('is looked at by a child after a process that did not release it, and stays', async () => {
    const file = await sound();
    inChild(KILLED, file);
    expect(existsSync(`${file}.wal`)).toBe(true);
    writeFileSync(`${file}.open`, '999999999\n');
    const { value, setAside } = await opened(file);
    expect([await rowsOf(value), setAside]).toEqual([20_100, null]);
  });
});

describe('a model that is damaged', () => {
  it.each<[string, (file: string) => void]>([
    [
      'a bit of its first header',
      (file) => damage(file, (bytes) => void bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100)),
    ],
    [
      'a bit of its rows',
      (file) => damage(file, (bytes) => void bytes.writeUInt8(bytes.readUInt8(600_000) ^ 4, 600_000)),
    ],
    ['the second half', (file) => damage(file, (bytes) => bytes.subarray(0, bytes.length / 2))],
    ['all of its bytes, now zeros', (file) => damage(file, (bytes) => Buffer.alloc(bytes.length))],
    ['all of its bytes, now a text', (file) => writeFileSync(file, 'Meeting of Tuesday. '.repeat(1000))],
    [
      'a bit of its log',
      (file) => {
        inChild(KILLED, file);
        damage(`${file}.wal`, (bytes) => void bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200));
      },
    ],
  ])('in %s is set aside and made anew', async (_, harm) => {
    const file = await sound();
    harm(file);
    const log = existsSync(`${file}.wal`);
    const bytes = readFileSync(file);
    const { value, setAside, release } = await opened(file);
    const kept = `${file}.corrupt-20260310120000`;
    expect(setAside).toMatchObject({ kept, removed: [], at: NOW() });
    expect(readFileSync(kept).equals(bytes)).toBe(true);
    expect(existsSync(`${kept}.wal`)).toBe(log);
    expect(await value.query(sql`SELECT * FROM duckdb_tables()`)).toEqual([]);
    await value.transaction((session) => session.run(sql`CREATE TABLE item AS SELECT 1 AS number`));
    await value.end(DONE);
    release();
    expect(await rowsOf((await opened(file)).value)).toBe(1);
  });

  it.each([0, 1, 4096])('and has %i bytes, as one that was never finished, leaves nothing to keep', async (bytes) => {
    const file = await sound();
    damage(file, (all) => all.subarray(0, bytes));
    const { setAside } = await opened(file);
    expect(setAside?.kept).toBeNull();
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('corrupt'))).toEqual([]);
  });

  it('is kept three times; older ones make room, with their logs, and that is said', async () => {
    const file = await sound();
    const bytes = readFileSync(file);
    const names: string[] = [];
    const removed: string[] = [];
    for (let day = 1; day <= 5; day++) {
      writeFileSync(file, bytes.subarray(0, 300_000));
      const at = new Date(Date.UTC(2026, 2, day));
      const { value, setAside, release } = await openOrSetAside(
        file,
        () => at,
        () => open(file),
      );
      await value.end(DONE);
      release();
      names.push(setAside?.kept ?? '');
      writeFileSync(`${setAside?.kept}.wal`, 'its log');
      removed.push(...(setAside?.removed ?? []));
    }
    expect(removed).toEqual(names.slice(0, 2));
    const left = readdirSync(join(file, '..')).filter((name) => name.includes('corrupt'));
    expect(left).toEqual(
      names.slice(2).flatMap((name) => [name, `${name}.wal`].map((path) => path.slice(file.length - 12))),
    );
  });

  it('where two are set aside in one second, keeps both', async () => {
    const file = await sound();
    const bytes = readFileSync(file);
    for (let time = 0; time < 2; time++) {
      writeFileSync(file, bytes.subarray(0, 300_000));
      const { value, release } = await openOrSetAside(file, NOW, () => open(file));
      await value.end(DONE);
      release();
    }
    expect(existsSync(`${file}.corrupt-20260310120000-2`)).toBe(true);
  });

  it('and ended the process that had it is set aside before this one opens it', async () => {
    const file = await sound();
    writeFileSync(`${file}.open`, '999999999\n');
    const { setAside } = await opened(file, async () => 'DuckDB ended the process on it (SIGSEGV)');
    expect(setAside).toMatchObject({ reason: 'DuckDB ended the process on it (SIGSEGV)', removed: [] });
    expect(existsSync(setAside?.kept ?? '')).toBe(true);
  });

  it('in rows that are read by a question only is found at the next start, when it was not released', async () => {
    const file = await sound();
    damage(file, (bytes) => void bytes.writeUInt8(bytes.readUInt8(600_000) ^ 4, 600_000));
    const first = await openOrSetAside(file, NOW, () => Engine.open({ file, memory: 96, threads: 2 }));
    expect(first.setAside).toBeNull();
    const question = first.value.query(sql`SELECT sum(number), max(text) FROM item`);
    const error = await question.catch((caught: unknown) => caught);
    expect(corruption(error, file)).toMatch('Corrupt database file');
    // It is an error of that statement alone: others are still answered.
    expect(await first.value.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    await first.value.end(DONE);
    const next = await openOrSetAside(file, NOW, () => Engine.open({ file, memory: 96, threads: 2 }));
    await next.value.end(DONE);
    expect(next.setAside?.reason).toMatch('Corrupt database file');
  });
});

describe('what is no damage', () => {
  const refused = async (file: string) => {
    const before = readdirSync(join(file, '..'));
    const error = await opened(file).catch((caught: unknown) => caught);
    expect(readdirSync(join(file, '..'))).toEqual(before);
    return error;
  };

  it('a folder', async () => {
    const file = join(temporaryFolder(), 'tally.duckdb');
    mkdirSync(file);
    expect(await refused(file)).toEqual(new ModelUnusable('folder', file));
  });

  it('a file of a newer DuckDB', async () => {
    const file = await sound();
    damage(file, (bytes) => {
      bytes.writeBigUInt64LE(70n, 12);
      bytes.writeBigUInt64LE(checksum(bytes.subarray(8, 4096)), 0);
      return bytes;
    });
    expect(await refused(file)).toMatchObject({
      kind: 'newer',
      message: expect.stringContaining('written by a newer DuckDB'),
    });
  });

  it.each(['notes.txt', 'state.db'])('somebody else’s %s', async (name) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(
      file,
      name === 'state.db' ? `SQLite format 3\0${'x'.repeat(5000)}` : 'Meeting of Tuesday. '.repeat(1000),
    );
    expect(await refused(file)).toMatchObject({
      kind: 'foreign',
      message: expect.stringContaining('is left as it is'),
    });
    expect(statSync(file).size).toBeGreaterThan(5000);
  });

  it('a model that another process has, which it goes on having', async () => {
    const file = await sound();
    const other = spawn(process.execPath, [
      '-e',
      'require(process.argv[1]).DuckDBInstance.create(process.argv[2]).then(() => { console.log("has it"); setInterval(() => {}, 1000); });',
      DRIVER,
      file,
    ]);
    onTestFinished(() => void other.kill('SIGKILL'));
    await new Promise((resolve) => other.stdout.once('data', resolve));
    writeFileSync(`${file}.open`, `${other.pid}\n`);
    expect(holderOf(file)).toEqual({ kind: 'alive', pid: other.pid });
    expect(await refused(file)).toBeInstanceOf(ModelLocked);
    expect(readFileSync(`${file}.open`, 'utf8')).toBe(`${other.pid}\n`);
    // Nor where the mark is of somebody who is gone.
    writeFileSync(`${file}.open`, '999999999\n');
    await expect(opened(file)).rejects.toBeInstanceOf(ModelLocked);
    expect(existsSync(file)).toBe(true);
  });

  it('a file without the right to it', async () => {
    const file = await sound();
    const opens =
      'require(process.argv[1]).DuckDBInstance.create(process.argv[2]).catch((error) => console.log(error.message))';
    chmodSync(join(file, '..'), 0o755);
    chmodSync(file, 0o000);
    const nobody = process.getuid?.() === 0 ? 65534 : undefined;
    const { stdout } = inChild(opens, file, nobody);
    expect(faultOf(new Error(stdout), file)?.kind).toBe('denied');
  });

  it.each([
    ['IO Error: Could not write file "/x.duckdb": No space left on device', 'full'],
    [
      'FATAL Error: Failed to create checkpoint because of error: Could not write file "/x.duckdb": No space left on device',
      'full',
    ],
    ['IO Error: Could not read from file "/x.duckdb": Input/output error', 'disk'],
    ['IO Error: Cannot open file "/x.duckdb.wal": Permission denied', 'denied'],
    ['IO Error: Cannot open file "/no/x.duckdb": No such file or directory', 'absent'],
    [
      'IO Error: Trying to read a database file with version number 63, but we can only read versions between 64 and 68.',
      'corrupt',
    ],
    ['Binder Error: Referenced column "quantity" not found', undefined],
    ['Out of Memory Error: failed to allocate data of size 32.0 KiB (91.5 MiB/91.5 MiB used)', 'memory'],
    ['Out of Memory Error: failed to offload data block of size 256.0 KiB (2.0 MiB/2.0 MiB used).', 'full'],
    ['IO Error: Could not write file "/x.duckdb": File too large', 'full'],
  ])('tells %s', (message, kind) => expect(faultOf(new Error(message), '/x.duckdb')?.kind).toBe(kind));

  it('is not misled by the name of the file, nor by another file that is damaged', () => {
    const file = '/No space left on device/x.duckdb';
    expect(faultOf(new Error(`IO Error: Could not read enough bytes from file "${file}": attempted`), file)?.kind).toBe(
      'corrupt',
    );
    expect(
      corruption(new Error('IO Error: Could not read enough bytes from file "/rows.parquet": attempted'), file),
    ).toBeNull();
    expect(
      corruption(new Error(`IO Error: Could not read enough bytes from file "${file}": attempted`), file),
    ).not.toBeNull();
  });
});

it('a look that takes too long says nothing', async () => {
  expect(await probe(await sound(), 1)).toBeNull();
});

const DAMAGE = fileURLToPath(new URL('./damage.js', import.meta.url));
const TRIALS = 300;
/** A slow machine makes fewer of them. */
const LONGEST = 40_000;

it('whatever is damaged, the model is whole or made anew, and never wrong', { timeout: 120_000 }, async () => {
  const file = await sound();
  // Rows that go on counting, in a log of several commits.
  const logged = inChild(
    `require(process.argv[1]).DuckDBInstance.create(process.argv[2]).then(async (instance) => {
      const connection = await instance.connect();
      for (let start = 20000; start < 24000; start += 500)
        await connection.run('INSERT INTO item SELECT range, md5(CAST(range AS VARCHAR)) FROM range(' + start + ', ' + (start + 500) + ')');
      process.kill(process.pid, 'SIGKILL');
    });`,
    file,
  );
  expect(logged.signal).toBe('SIGKILL');
  const folder = temporaryFolder();
  const came = new Map<string, number>();
  const count = (what: string) => came.set(what, (came.get(what) ?? 0) + 1);
  const end = Date.now() + LONGEST;
  for (let seed = 0; seed < TRIALS && Date.now() < end; ) {
    const { stdout, signal, status, stderr } = inDamage(file, folder, seed, end);
    const lines = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { seed: number; what: string; came: string });
    for (const line of lines) count(`${line.what}: ${line.came}`);
    seed = (lines.at(-1)?.seed ?? seed - 1) + 1;
    if (status === 0) continue;
    if (signal === null) throw new Error(stderr);
    // It died of it; the mark that it left makes the next start find that out.
    count(`process: ${signal}`);
    seed++;
  }
  const said = [...came].sort().map(([what, times]) => `${what} × ${times}`);
  const expected = /: (whole|set aside|set aside at the next start) × \d+$/;
  expect(said.filter((line) => !expected.test(line))).toEqual([]);
  expect(said.some((line) => line.includes('set aside'))).toBe(true);
  expect(said.some((line) => line.includes('whole'))).toBe(true);
  if (process.env.SHOW) process.stdout.write(`${said.join('\n')}\n`);
});

const inDamage = (file: string, folder: string, first: number, end: number) =>
  spawnSync(process.execPath, [DAMAGE, file, folder, String(first), String(TRIALS - 1), String(end)], {
    encoding: 'utf8',
  });

/** DuckDB's own, of a block without its first eight bytes. */
function checksum(block: Buffer): bigint {
  let sum = 5381n;
  for (let at = 0; at < block.length; at += 8)
    sum ^= BigInt.asUintN(64, block.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  return sum;
}
