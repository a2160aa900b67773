import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Source, SourceColumn } from '../../../src/sources/source.js';
import type { TestTable } from '../../support/table.js';
import {
  begin,
  columnsOf,
  type Engine,
  expectProblem,
  type Facts,
  type FallibleEngine,
  NAME,
  type Overrides,
  openSource,
  readAll,
  rest,
  startSilence,
} from '../engine.js';
import { MANY, tablesFor } from './tables.js';

/** Reads that fail, are called off or have to wait. */
export function describeTrouble(facts: Facts, start: () => Promise<FallibleEngine>): void {
  const { stock, many } = tablesFor(facts);
  const blocked: TestTable = { ...stock, name: 'blocked' };
  const secret: TestTable = { ...stock, name: 'salaries', schema: 'private' };
  const sizes = [4096, 20_480, 20_481, 21_000].map(
    (numbered): TestTable => ({
      name: `first ${numbered}`,
      columns: { id: 'bigint', filler: facts.text },
      rows: { numbered },
    }),
  );
  const ID: SourceColumn = { name: 'id', type: 'bigint', kind: 'number' };
  const QUANTITY: SourceColumn = { name: 'Quantity', type: 'decimal', kind: 'number' };
  const opened: Source[] = [];
  let engine: FallibleEngine;
  let silence: Awaited<ReturnType<typeof startSilence>>;

  beforeAll(async () => {
    [engine, silence] = await Promise.all([start(), startSilence()]);
    for (const table of [stock, many, blocked, secret, ...sizes]) await engine.create(table);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((source) => source.close()));
  });
  afterAll(async () => {
    await silence?.close();
    await engine?.close();
  });

  const from: Engine['from'] = (table) => engine.from(table);

  function open(limits: Overrides['limits'] = {}, overrides: Overrides = {}): Source {
    const source = openSource(engine.config({ ...overrides, limits }));
    opened.push(source);
    return source;
  }

  /** The pool is as good as new: with one connection, it has to give it back. */
  async function expectUsable(source: Source): Promise<void> {
    expect(await readAll(source, from(stock))).toHaveLength(4);
  }

  describe('the reader', () => {
    test('that is slow holds the server back, and not the rows in memory', async () => {
      const source = open({ connections: 1 });
      const before = engine.relay.received;
      const batches = await begin(source, from(many));
      const first = await batches.next();
      await engine.relay.quiet();
      const ahead = engine.relay.received - before;
      const others = await rest(batches);

      expect((first.value?.length ?? 0) + others.length).toBe(MANY);
      expect(ahead).toBeLessThan((engine.relay.received - before) / 2);
    });

    test.each(sizes.map((table) => [table.name, table] as const))('that is slow gets the %s rows', async (_, table) => {
      const source = open({ connections: 1, stall: 5000 });
      const batches = await begin(source, from(table), [ID]);
      const first = await batches.next();
      await engine.relay.quiet();
      const ids = [...(first.value ?? []), ...(await rest(batches))].map(([id]) => Number(id));

      expect(new Set(ids).size).toBe(Number(table.name.slice('first '.length)));
      await expectUsable(source);
    });

    test('that stops early ends the read on the server, and the pool goes on', async () => {
      const source = open({ connections: 1 });
      const before = engine.relay.received;
      const batches = await begin(source, from(many));
      await batches.next();
      await batches.return?.();
      await expectUsable(source);

      await engine.relay.quiet();
      expect(engine.relay.received - before).toBeLessThan(30_000_000);
    });

    test('that fails ends the read as well', async () => {
      const source = open({ connections: 1 });
      const extraction = await source.extract(from(many), [ID], new AbortController().signal);
      const failing = async () => {
        if (extraction.kind !== 'rows') return;
        for await (const _ of extraction.batches) throw new Error('disk full');
      };
      await expect(failing()).rejects.toThrow('disk full');
      await expectUsable(source);
    });
  });

  describe('called off by its signal', () => {
    test('before it began', async () => {
      const source = open({ connections: 1 });
      await expectProblem(readAll(source, from(stock), [ID], AbortSignal.abort()), 'cancelled', from(stock));
      await expectUsable(source);
    });

    test('while it waits for a row', async () => {
      const source = open({ connections: 1 });
      const columns = await columnsOf(source, from(blocked));
      const release = await engine.block(blocked);
      const abort = new AbortController();
      const batches = await begin(source, from(blocked), columns, abort.signal);
      const next = batches.next();
      abort.abort(new Error('enough'));
      await expectProblem(next, 'cancelled', from(blocked));
      await release();
      await expectUsable(source);
    });

    test('between two batches, even while the reader is busy', async () => {
      const source = open({ connections: 1 });
      const abort = new AbortController();
      const batches = await begin(source, from(many), [ID], abort.signal);
      await batches.next();
      abort.abort();
      await expectUsable(source);
      await expectProblem(batches.next(), 'cancelled', from(many));
    });
  });

  describe('limits', () => {
    test('the silence of the server', async () => {
      const source = open({ stall: 200 });
      const release = await engine.block(blocked);
      const error = await expectProblem(readAll(source, from(blocked), [ID]), 'timed-out', from(blocked));
      expect(error.message).toContain('(0.2 s)');
      await release();
    });

    test('the whole read', async () => {
      const source = open({ total: 300 });
      const release = await engine.block(blocked);
      const error = await expectProblem(readAll(source, from(blocked), [ID]), 'timed-out', from(blocked));
      expect(error.message).toContain('(0.3 s)');
      await release();
    });

    test('a network that died amid the rows', async () => {
      const source = open({ stall: 2000, connections: 2 });
      const batches = await begin(source, from(many));
      await batches.next();
      engine.relay.mute();
      await expectProblem(rest(batches), 'timed-out', from(many));
      engine.relay.reset();
      await expectUsable(source);
    });

    test('the wait for a server that accepts and never speaks', async () => {
      const source = open({ connect: 300 }, { port: silence.silent });
      await expectProblem(source.describe('stock'), 'timed-out', 'stock');
    });

    test('the wait for a server that falls silent after the login', async () => {
      const source = open({ connect: 500 });
      engine.relay.muteAt(engine.greeting);
      await expectProblem(source.inspect(), 'timed-out', null);
      engine.relay.reset();
    });

    test('connections: six reads share two', async () => {
      const source = open({ connections: 2 });
      await columnsOf(source, from(stock));
      const before = engine.relay.accepted;
      const all = await Promise.all(Array.from({ length: 6 }, () => readAll(source, from(stock))));
      expect(all.map((rows) => rows.length)).toEqual([4, 4, 4, 4, 4, 4]);
      expect(engine.relay.accepted - before).toBeLessThanOrEqual(1);
    });

    test('no wait for one’s turn: that is not the server’s silence', async () => {
      const source = open({ connections: 1, stall: 1500 });
      const columns = await columnsOf(source, from(stock));
      const first = await begin(source, from(many));
      await first.next();
      const second = readAll(source, from(stock), columns);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await first.return?.();
      expect(await second).toHaveLength(4);
    });
  });

  describe('close', () => {
    test('of a source that was never asked, and twice', async () => {
      const source = open();
      await source.close();
      await source.close();
    });

    test('twice, after a read', async () => {
      const source = open();
      await expectUsable(source);
      await Promise.all([source.close(), source.close()]);
      await expect.poll(() => engine.relay.open).toBe(0);
    });

    test('ends a read that is under way', async () => {
      const source = open();
      const batches = await begin(source, from(many));
      await batches.next();
      await source.close();
      await expectProblem(rest(batches), 'cancelled', from(many));
      await expect.poll(() => engine.relay.open).toBe(0);
    });

    test('ends a read that waits for its first row', async () => {
      const source = open();
      const release = await engine.block(blocked);
      const failed = expectProblem(readAll(source, from(blocked), [ID]), 'cancelled', from(blocked));
      await expect.poll(() => engine.relay.sent.toString('latin1').replaceAll('\0', '')).toMatch(/blocked\W*$/);
      await source.close();
      await failed;
      await release();
    });
  });

  describe('says what went wrong:', () => {
    test('no right to a table, which is not even seen', async () => {
      const source = open();
      await expectProblem(readAll(source, from(secret), [QUANTITY]), 'no-right', from(secret));
      expect(await source.describe(from(secret))).toBeNull();
    });

    test('no such database', async () => {
      const source = openSource(engine.withoutDatabase());
      opened.push(source);
      await expectProblem(source.inspect(), 'no-database', null);
    });

    test('no free connection', async () => {
      const source = openSource(await engine.crowd());
      opened.push(source);
      await expectProblem(source.inspect(), 'too-many-connections', null);
    });

    test('a deadlock, after some rows', async () => {
      const source = open({ connections: 1 });
      const deadlocked = await engine.deadlock();
      await expectProblem(readAll(source, from(deadlocked), [ID]), 'deadlock', from(deadlocked));
      await expectUsable(source);
    });

    test('a connection that broke off amid the rows', async () => {
      const source = open({ connections: 1 });
      const batches = await begin(source, from(many));
      await batches.next();
      engine.relay.reset();
      await expectProblem(rest(batches), 'interrupted', from(many));
      await expectUsable(source);
    });

    test('a connection that broke off while nobody used it: nothing, a new one is made', async () => {
      const source = open({ connections: 1 });
      await expectUsable(source);
      engine.relay.reset();
      await expect.poll(() => engine.relay.open).toBe(0);
      await engine.relay.quiet();
      await expectUsable(source);
    });

    test('a port where nothing listens', async () => {
      const source = open({}, { port: silence.refusing });
      await expectProblem(readAll(source, 'stock', [ID]), 'unreachable', 'stock');
    });

    test('a host name that nobody knows', async () => {
      const source = open({}, { host: 'tally.invalid' });
      await expectProblem(source.inspect(), 'name-unknown', null);
    });
  });

  describe('rights', () => {
    test('a login that only reads has none beyond', async () => {
      const { writes, product, version } = await open().inspect();
      expect(writes).toEqual([]);
      expect(product).not.toBe('');
      expect(version).toMatch(/^\d+\.\d+/);
    });

    test('a login that can write is found out', async () => {
      const source = openSource(await engine.writer());
      opened.push(source);
      expect((await source.inspect()).writes).not.toEqual([]);
    });

    test('the source is called by its name, and says where it is to whoever runs it', () => {
      const source = open();
      expect(source.name).toBe(NAME);
      expect(source.place).toBe(`127.0.0.1:${engine.relay.port}/${engine.config().database}`);
    });
  });
}
