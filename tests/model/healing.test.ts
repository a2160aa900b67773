import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import type { ModelNotice } from '../../src/model/index.js';
import { resultOf, temporaryFolder } from '../support/app.js';
import { DISKS, smallDisk } from '../support/small-disk.js';

const SKUS = 20_000;
const BEGIN = Date.parse('2026-03-10T12:00:00Z');
const EVER = new Date(0);

/** Each sku has as many pieces, in both environments. */
const stockOf = (pieces: number) =>
  `date,product_id,quantity\n${Array.from({ length: SKUS }, (_, sku) => `2026-03-09,P-${sku},${pieces}`).join('\n')}\n`;

interface CompanyOptions {
  /** Folder of the model. */
  readonly disk?: string;
  readonly memory?: number;
  /** How many pieces the skus may get in the course of the test. */
  readonly versions?: number;
  readonly stock?: (pieces: number) => string;
}

/** A company with files, a clock that a test sets, and a model that may be on another disk. */
function company({ disk = temporaryFolder(), memory = 96, versions = 3, stock = stockOf }: CompanyOptions = {}) {
  const folder = temporaryFolder();
  const config = join(folder, 'tally.yaml');
  const feeds = ['test', 'production'].map(
    (name) =>
      `  - { table: stock, source: here, from: ${name}.csv, environment: ${name}, meaning: { quantity: complete } }\n`,
  );
  const file = join(disk, 'tally.duckdb');
  writeFileSync(
    config,
    `model: { file: ${file}, memory: ${memory}MB }\nstate: { url: 'file:${folder}/state.db' }\nsources: { here: { type: files, folder: . } }\ntables:\n${feeds.join('')}`,
  );
  // All versions are there before a disk is full.
  for (let pieces = 1; pieces <= versions; pieces++) {
    mkdirSync(join(folder, String(pieces)));
    for (const name of ['test', 'production'])
      writeFileSync(join(folder, String(pieces), `${name}.csv`), stock(pieces));
  }
  const have = (pieces: number) => {
    for (const name of readdirSync(join(folder, String(pieces))))
      renameSync(join(folder, String(pieces), name), join(folder, name));
  };
  have(1);
  let now = BEGIN;
  return {
    file,
    folder,
    have,
    /** Long enough for whatever is waited for between two tries. */
    wait: (minutes = 10) => {
      now += minutes * 60_000;
    },
    async open(): Promise<App> {
      const app = await openApp({ config, environment: {}, now: () => new Date(now) });
      onTestFinished(() => app.close());
      return app;
    },
  };
}

/** What an answer says of both environments, and what it says beside. */
async function pieces(app: App): Promise<{ pieces: number[]; notes: string }> {
  const { rows, notes } = await resultOf(app, '/stock total by environment');
  return { pieces: rows.map(({ quantity }) => Number(quantity) / SKUS), notes: notes.join('\n') };
}

const kindsOf = (notices: readonly ModelNotice[]) => notices.map(({ kind }) => kind);

describe.each(DISKS)('a disk that is full, by %s', (kind) => {
  it('keeps a change out and says so; the next one after there is room comes in, without a restart', async () => {
    const disk = smallDisk(kind);
    const { open, have, wait } = company({ disk: disk.folder });
    const app = await open();
    expect((await pieces(app)).pieces).toEqual([1, 1]);
    disk.fill();
    have(2);
    wait();
    const meanwhile = await pieces(app);
    expect(meanwhile.pieces).toEqual([1, 1]);
    expect(meanwhile.notes).toContain('there is no room left on the disk of the model');
    disk.makeRoom();
    wait();
    await pieces(app);
    await app.model.refresher.settled();
    expect(await pieces(app)).toEqual({ pieces: [2, 2], notes: '' });
    await app.close();
    const next = await open();
    expect(await pieces(next)).toEqual({ pieces: [2, 2], notes: '' });
    expect(next.model.notices(EVER)).toEqual([]);
  });

  it('when DuckDB tidies up, after which it refuses everything, costs no answer', async () => {
    const disk = smallDisk(kind);
    const { open, have, wait } = company({ disk: disk.folder });
    const app = await open();
    await pieces(app);
    await app.model.query(sql`CREATE TABLE scratch AS SELECT range FROM range(1000)`);
    disk.fill();
    const questions = Array.from({ length: 20 }, () => pieces(app));
    await expect(app.model.query(sql`FORCE CHECKPOINT`)).rejects.toMatchObject({ name: 'ModelUnusable', kind: 'full' });
    for (const { pieces: found } of await Promise.all(questions)) expect(found).toEqual([1, 1]);
    expect((await pieces(app)).pieces).toEqual([1, 1]);
    expect(new Set(kindsOf(app.model.notices(EVER)))).toEqual(new Set(['reopened']));
    expect(app.model.renewals).toBe(0);
    disk.makeRoom();
    have(2);
    wait();
    await pieces(app);
    await app.model.refresher.settled();
    expect(await pieces(app)).toEqual({ pieces: [2, 2], notes: '' });
    await app.close();
    const next = await open();
    expect((await pieces(next)).pieces).toEqual([2, 2]);
    expect(next.model.notices(EVER)).toEqual([]);
  });

  it('does not keep Tally from starting with what it has', async () => {
    const disk = smallDisk(kind);
    const { open } = company({ disk: disk.folder });
    const first = await open();
    await pieces(first);
    // As a load that was killed leaves it.
    await first.model.query(sql`CREATE TABLE part."incoming stock 1" AS SELECT 1 AS one`);
    await first.close();
    // Room for the shared memory of the state store, which a limit of the process is about as well.
    disk.fill(64 * 1024);
    const app = await open();
    expect((await pieces(app)).pieces).toEqual([1, 1]);
    disk.makeRoom();
  });
});

describe('a model that is damaged while it is in use', () => {
  const overwrite = (file: string, change: (bytes: Buffer) => Buffer) => {
    const changed = change(readFileSync(file));
    const handle = openSync(file, 'r+');
    writeSync(handle, changed, 0, changed.length, 0);
    closeSync(handle);
  };
  const HEADERS = 3 * 4096;
  const flipped = (every: number) => (bytes: Buffer) => {
    for (let at = HEADERS + 1000; at < bytes.length; at += every) bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
  const HARMS: readonly (readonly [string, (file: string) => void])[] = [
    ['in one byte of every page', (file) => overwrite(file, flipped(4096))],
    ['in one byte of every block', (file) => overwrite(file, flipped(262_144))],
    ['by zeros in place of everything', (file) => overwrite(file, (bytes) => bytes.fill(0, HEADERS))],
    ['by losing its end', (file) => truncateSync(file, statSync(file).size / 2)],
  ];

  it.each(HARMS)('%s is made anew, and every answer is right', async (_, harm) => {
    const { file, folder, open } = company();
    const before = await open();
    await pieces(before);
    await before.close();
    const app = await open();
    harm(file);
    const asked = await Promise.all(Array.from({ length: 10 }, () => pieces(app)));
    for (const { pieces: found } of asked) expect(found).toEqual([1, 1]);
    expect((await pieces(app)).pieces).toEqual([1, 1]);
    expect(app.model.renewals).toBe(1);
    const [notice] = app.model.notices(EVER);
    expect(notice).toMatchObject({ kind: 'set-aside', at: new Date(BEGIN) });
    expect(notice?.says).not.toContain(folder);
    expect(notice?.detail).toContain(`${file}.corrupt-20260310120000`);
    expect(existsSync(`${file}.corrupt-20260310120000`)).toBe(true);
    expect(readFileSync(join(file, '../tally.log'), 'utf8')).toContain('notice of the model');
  });

  it.each(HARMS)('%s and then changed holds the change, now and after a restart', async (_, harm) => {
    const { file, open, have, wait } = company();
    const before = await open();
    await pieces(before);
    await before.close();
    const app = await open();
    harm(file);
    have(2);
    wait();
    await pieces(app);
    await app.model.refresher.settled();
    expect((await pieces(app)).pieces).toEqual([2, 2]);
    await app.close();
    expect((await pieces(await open())).pieces).toEqual([2, 2]);
  });

  it('is told of by the processes after it, from the day on that is asked for', async () => {
    const { file, open } = company();
    const before = await open();
    await pieces(before);
    await before.close();
    truncateSync(file, 100_000);
    const app = await open();
    expect((await pieces(app)).pieces).toEqual([1, 1]);
    expect(kindsOf(app.model.notices(EVER))).toEqual(['set-aside']);
    await app.close();
    const next = await open();
    expect(next.model.notices(new Date(BEGIN))).toMatchObject([{ kind: 'set-aside', at: new Date(BEGIN) }]);
    expect(next.model.notices(new Date(BEGIN + 1))).toEqual([]);
    // It was closed in good order, so that nobody looks for damage.
    await next.close();
    expect(existsSync(`${file}.open`)).toBe(false);
  });

  it('and deleted is the old one until it is opened again, and then another one', async () => {
    const { file, open } = company();
    const app = await open();
    await pieces(app);
    rmSync(file);
    expect((await pieces(app)).pieces).toEqual([1, 1]);
    await app.close();
    const next = await open();
    expect(await pieces(next)).toEqual({ pieces: [1, 1], notes: '' });
  });
});

it('a load that needs more memory than there is fails with words, and the rest goes on', async () => {
  const few = 'date,product_id,quantity\n2026-03-09,P-0,20000\n';
  const { open, have, wait } = company({
    memory: 16,
    stock: (version) => (version === 1 ? few : stockOf(version)),
  });
  const app = await open();
  expect((await pieces(app)).pieces).toEqual([1, 1]);
  have(2);
  wait();
  const { pieces: found, notes } = await pieces(app);
  expect(notes).toContain('it needs more memory than model.memory allows');
  expect(found).toContain(1);
});
