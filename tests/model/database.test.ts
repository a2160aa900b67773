import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Care, Database, type Reopened } from '../../src/model/database.js';
import { Engine } from '../../src/model/engine.js';
import { ModelUnusable } from '../../src/model/fault.js';
import { temporaryFolder } from '../support/app.js';
import { DISKS, smallDisk } from '../support/small-disk.js';

/** A database with a table of one row, how often it was opened and released, and a way to lose it as DuckDB does. */
async function database({ folder = temporaryFolder(), memory = 96 } = {}) {
  const options = { file: join(folder, 'tally.duckdb'), memory, threads: 2 };
  const said: { opened: (string | null)[]; released: number; reopened: Reopened[] } = {
    opened: [],
    released: 0,
    reopened: [],
  };
  const refusals: Error[] = [];
  let engine: Engine | null = null;
  const care: Care = {
    async open(damage) {
      said.opened.push(damage);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      engine = await Engine.open(options);
      return { value: engine, setAside: null, release: () => void said.released++ };
    },
    onReopened: (reopened) => void said.reopened.push(reopened),
  };
  const db = await Database.open(options, care);
  onTestFinished(() => db.close());
  await db.transaction((session) => session.run(sql`CREATE TABLE item AS SELECT 1 AS number`));
  const count = async () => Number((await db.query(sql`SELECT count(*) AS rows FROM item`))[0]?.rows);
  return { db, file: options.file, said, refusals, count, lose: (error: Error) => engine?.onLost(error) };
}

const FATAL = new Error('FATAL Error: Failed to create checkpoint because of error: No space left on device');
const INTERNAL = new Error('INTERNAL Error: Attempted to dereference a null pointer');
const DAMAGE = new Error('IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2');
const insert = sql`INSERT INTO item VALUES (2)`;
/** Takes hours. */
const endless = sql`SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE hash(a.range) = hash(b.range) + 1`;

describe('a database that DuckDB gives up', () => {
  it('is opened again once for all who ask, who notice nothing', async () => {
    const { lose, count, said } = await database();
    const asked = Array.from({ length: 5 }, count);
    lose(FATAL);
    expect(await Promise.all([...asked, ...Array.from({ length: 5 }, count)])).toEqual(Array(10).fill(1));
    expect(said).toMatchObject({ opened: [null, null], reopened: [{ reason: FATAL.message, renewed: false }] });
  });

  it('is let go of before it is opened again', { skip: process.platform !== 'linux' }, async () => {
    const { db, file, lose, count } = await database();
    const session = await db.session();
    await session.query(sql`SELECT ${1} AS one`);
    lose(FATAL);
    expect(await count()).toBe(1);
    const opened = readdirSync('/proc/self/fd').filter((name) => linkOf(name) === file);
    expect(opened).toHaveLength(1);
  });

  it('breaks off sessions, which say why and can be closed', async () => {
    const { db, lose, count } = await database();
    const session = await db.session();
    const idle = await db.session();
    const running = session.query(endless).catch((error: unknown) => error);
    lose(FATAL);
    expect(await running).toBe(FATAL);
    await expect(idle.run(insert)).rejects.toBe(FATAL);
    session.close();
    idle.close();
    expect(await count()).toBe(1);
  });

  it('reports a transaction that has begun as failed; one that waits its turn is made', async () => {
    const { db, lose, count } = await database();
    const begun = db.transaction(async (session) => {
      await session.run(insert);
      lose(FATAL);
      await session.run(insert);
    });
    const waiting = db.transaction((session) => session.run(insert));
    await expect(begun).rejects.toBe(FATAL);
    await expect(waiting).resolves.toBe(1);
    expect(await count()).toBe(2);
  });

  it('and cannot be opened says so to everybody, and is tried at most once a second until it can', async () => {
    const { file, lose, count, refusals, said } = await database();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(10_000);
    onTestFinished(() => clock.mockRestore());
    const full = new ModelUnusable('full', file);
    refusals.push(full, full);
    lose(FATAL);
    for (const outcome of await Promise.allSettled([count(), count(), count()]))
      expect(outcome).toEqual({ status: 'rejected', reason: full });
    clock.mockReturnValue(10_999);
    await expect(count()).rejects.toBe(full);
    expect(said.opened).toHaveLength(2);
    clock.mockReturnValue(11_000);
    await expect(count()).rejects.toBe(full);
    clock.mockReturnValue(12_000);
    expect(await count()).toBe(1);
    expect(said.opened).toHaveLength(4);
    expect(said.reopened).toHaveLength(1);
  });

  it('for want of room leaves no doubt at the end; for what nobody can explain the next start looks', async () => {
    const explained = await database();
    explained.lose(FATAL);
    await explained.count();
    await explained.db.close();
    expect(explained.said.released).toBe(2);
    const strange = await database();
    strange.lose(INTERNAL);
    await strange.count();
    await strange.db.close();
    expect(strange.said.released).toBe(1);
  });

  it('over damage is looked at; damage that is met again though none was found is believed', async () => {
    const { lose, count, said } = await database();
    lose(DAMAGE);
    await count();
    lose(DAMAGE);
    await count();
    expect(said).toMatchObject({ opened: [null, null, DAMAGE.message], released: 0 });
  });

  it('in memory is another one afterwards', async () => {
    const options = { file: ':memory:', memory: 96, threads: 1 };
    const engines: Engine[] = [];
    const db = await Database.open(options, {
      async open() {
        engines.push(await Engine.open(options));
        return { value: engines.at(-1) as Engine, setAside: null, release: () => undefined };
      },
    });
    onTestFinished(() => db.close());
    await db.transaction((session) => session.run(sql`CREATE TABLE item AS SELECT 1`));
    engines[0]?.onLost(INTERNAL);
    await expect(db.query(sql`SELECT * FROM item`)).rejects.toThrow('item does not exist');
    expect(db.renewals).toBe(1);
  });
});

describe('a transaction that fails', () => {
  it('says why, and not that it could not be rolled back', async () => {
    const { db, count } = await database();
    const failing = db.transaction(async (session) => {
      await session.run(insert);
      await session.run(sql`ROLLBACK`);
      throw new Error('the first reason');
    });
    await expect(failing).rejects.toThrow('the first reason');
    await expect(db.transaction((session) => session.run(insert))).resolves.toBe(1);
    expect(await count()).toBe(2);
  });

  it.each(DISKS)('has not been made, and one that succeeds has, on a disk that fills up, by %s', async (kind) => {
    const disk = smallDisk(kind);
    const { db, said } = await database({ folder: disk.folder });
    await db.transaction((session) =>
      session.run(sql`CREATE TABLE text AS SELECT md5(CAST(range AS VARCHAR)) AS text FROM range(50000)`),
    );
    await (await db.session()).run(sql`CHECKPOINT`);
    let rows = 50_000;
    const held = async () => Number((await db.query(sql`SELECT count(*) AS rows FROM text`))[0]?.rows);
    disk.fill(700_000);
    const outcomes = new Set<string>();
    for (let change = 0; change < 60; change++) {
      // It is DuckDB's own again whenever it was opened anew.
      await db.query(sql`SET checkpoint_threshold = '300KB'`);
      const made = await db
        .transaction((session) =>
          session.run(sql`INSERT INTO text SELECT md5(CAST(range AS VARCHAR)) FROM range(2000)`),
        )
        .catch((error: unknown) => {
          expect(error).toMatchObject({ kind: 'full' });
          return 0;
        });
      outcomes.add(made === 0 ? 'failed' : 'made');
      rows += made;
      expect(await held()).toBe(rows);
    }
    expect([...outcomes].sort()).toEqual(['failed', 'made']);
    expect(said.reopened.length).toBeGreaterThan(0);
    disk.makeRoom();
    await expect(db.transaction((session) => session.run(insert))).resolves.toBe(1);
  });
});

describe('closing', () => {
  it('breaks off what runs, waits for the transaction, and refuses what comes', async () => {
    const { db, file, said } = await database();
    const question = db.query(endless).catch((error: unknown) => error);
    let change: Promise<number> = Promise.resolve(0);
    await new Promise<void>((begun) => {
      change = db.transaction((session) => {
        begun();
        return session.run(insert);
      });
    });
    await Promise.all([db.close(), db.close()]);
    expect(await question).toEqual(new Error('The model is closed'));
    expect(await change).toBe(1);
    await expect(db.query(sql`SELECT 1`)).rejects.toThrow('The model is closed');
    expect(said.released).toBe(1);
    const again = await Engine.open({ file, memory: 96, threads: 1 });
    expect(await again.query(sql`SELECT count(*) AS rows FROM item`)).toEqual([{ rows: 2 }]);
    await again.end(new Error('done'));
  });

  it('while it is being opened again waits for that', async () => {
    const { db, lose } = await database();
    lose(FATAL);
    await db.close();
    await expect(db.query(sql`SELECT 1`)).rejects.toThrow('The model is closed');
  });
});

it('a path with a question mark is refused, for DuckDB would keep the log elsewhere', async () => {
  const file = join(temporaryFolder(), 'what?.duckdb');
  await expect(Database.open({ file, memory: 96, threads: 1 })).rejects.toThrow('has a “?” in its path');
});

function linkOf(name: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    // It was closed while we looked.
    return '';
  }
}
