import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Look, LookColumns, Source, SourceColumn, TextRow } from '../../../src/sources/source.js';
import type { TestTable } from '../../support/table.js';
import {
  beginLook,
  columnsOf,
  type Engine,
  expectProblem,
  type Facts,
  type FallibleEngine,
  lookedRows,
  type Overrides,
  openSource,
  readAll,
  rest,
  startSilence,
} from '../engine.js';
import { tablesFor } from './tables.js';

/** Rows of the big table. */
const MANY = 100_000;

/** Looks that fail, are called off or have to wait. */
export function describeLookTrouble(facts: Facts, start: () => Promise<FallibleEngine>): void {
  const { stock, many: more } = tablesFor(facts);
  const many: TestTable = { ...more, name: 'many to look at', rows: { numbered: MANY } };
  const blocked: TestTable = { ...stock, name: 'blocked' };
  const secret: TestTable = { ...stock, name: 'salaries', schema: 'private' };
  const ALL = { kind: 'all' } as const;
  const ID: SourceColumn = { name: 'id', type: 'bigint', kind: 'number' };
  const IDS: LookColumns = { columns: [ID], date: null, changed: ID };
  const QUANTITY: SourceColumn = { name: 'Quantity', type: 'decimal', kind: 'number', scale: 4 };
  const QUANTITIES: LookColumns = { columns: [QUANTITY], date: null, changed: QUANTITY };
  const opened: Source[] = [];
  let engine: FallibleEngine;
  let silence: Awaited<ReturnType<typeof startSilence>>;

  beforeAll(async () => {
    [engine, silence] = await Promise.all([start(), startSilence()]);
    for (const table of [stock, many, blocked, secret]) await engine.create(table);
  });
  afterEach(async () => {
    engine.relay.reset();
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

  async function beginRows(look: Look, signal = new AbortController().signal) {
    const rows = (await look.rows(IDS, ALL, signal))[Symbol.asyncIterator]();
    await rows.next();
    return rows;
  }

  /** With one connection, the look has to have given it back. */
  async function expectUsable(source: Source): Promise<void> {
    expect(await readAll(source, from(stock))).toHaveLength(4);
    const look = await beginLook(source, from(stock));
    expect(await look.changes(QUANTITIES, null)).toMatchObject({ rows: 4 });
    await look.close();
  }

  async function expectEnded(look: Look, table: TestTable, problem: 'interrupted' | 'cancelled' = 'interrupted') {
    await expectProblem(look.changes(IDS, null), problem, from(table));
    await expectProblem(look.sums(IDS, ALL), problem, from(table));
    await expectProblem(look.settled(IDS), problem, from(table));
    await expectProblem(look.rows(IDS, ALL, new AbortController().signal), problem, from(table));
    await look.close();
  }

  describe('one connection', () => {
    test('is enough to describe, look and read, one after another, without another being made', async () => {
      const source = open({ connections: 1 });
      await expectUsable(source);
      const before = engine.relay.accepted;
      for (let time = 0; time < 3; time++) {
        const columns = await columnsOf(source, from(stock));
        const look = await beginLook(source, from(stock));
        expect(await lookedRows(look, { columns, date: null, changed: null }, ALL)).toHaveLength(4);
        expect(await look.sums({ columns, date: null, changed: null }, ALL)).toHaveLength(1);
        await look.close();
        await expectUsable(source);
      }
      expect(engine.relay.accepted).toBe(before);
    });

    test('is held until the look is closed: the next look, and a read, wait for it', async () => {
      const source = open({ connections: 1, stall: 500 });
      const columns = await columnsOf(source, from(stock));
      const first = await beginLook(source, from(stock));
      const order: string[] = [];
      const second = beginLook(source, from(stock)).then(async (look) => {
        order.push('second');
        expect(await look.changes(QUANTITIES, null)).toMatchObject({ rows: 4 });
        await look.close();
      });
      const read = readAll(source, from(stock), columns).then(() => order.push('read'));
      await new Promise((resolve) => setTimeout(resolve, 800));
      order.push('first');
      await first.close();
      await Promise.all([second, read]);
      expect(order.indexOf('first')).toBe(0);
    });

    test('is not waited for any longer than the signal allows, and is not lost', async () => {
      const source = open({ connections: 1 });
      const first = await beginLook(source, from(stock));
      const abort = new AbortController();
      const second = beginLook(source, from(stock), abort.signal);
      abort.abort();
      await expectProblem(second, 'cancelled', from(stock));
      await first.close();
      await expectUsable(source);
    });
  });

  describe('an answer', () => {
    test('has to be read to its end before the next is asked for', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(many));
      const rows = await beginRows(look);
      await expect(look.changes(IDS, null)).rejects.toThrow('before its last answer was read to the end');
      expect(await rest(rows)).not.toHaveLength(0);
      expect(await look.changes(IDS, null)).toEqual({ rows: MANY, through: String(MANY) });
      await look.close();
      await expectUsable(source);
    });

    test('of which no row is asked for is never asked for', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(many));
      await look.rows(IDS, ALL, new AbortController().signal);
      expect(await look.changes(IDS, { value: String(MANY - 1), inclusive: false })).toEqual({
        rows: 1,
        through: String(MANY),
      });
      await look.close();
      await expectUsable(source);
    });

    test('that is slow to be read holds the server back', async () => {
      const source = open({ connections: 1, stall: 1000 });
      const look = await beginLook(source, from(many));
      const before = engine.relay.received;
      const wide: LookColumns = { ...IDS, columns: Array.from({ length: 80 }, () => ID) };
      const rows = (await look.rows(wide, ALL, new AbortController().signal))[Symbol.asyncIterator]();
      await rows.next();
      await engine.relay.quiet();
      const ahead = engine.relay.received - before;
      await rest(rows);
      expect(ahead).toBeLessThan((engine.relay.received - before) / 2);
      await look.close();
    });

    test('that is not read to its end ends the look', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(many));
      const rows = await beginRows(look);
      await rows.return?.();
      await expectEnded(look, many);
      await expectUsable(source);
    });

    test('whose reader fails ends the look', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(many));
      const reading = async () => {
        for await (const _ of await look.rows(IDS, ALL, new AbortController().signal)) throw new Error('disk full');
      };
      await expect(reading()).rejects.toThrow('disk full');
      await expectEnded(look, many);
      await expectUsable(source);
    });
  });

  describe('called off by its signal', () => {
    test('before it began', async () => {
      const source = open({ connections: 1 });
      await expectProblem(beginLook(source, from(stock), AbortSignal.abort()), 'cancelled', from(stock));
      await expectUsable(source);
    });

    test('while nothing is asked', async () => {
      const source = open({ connections: 1 });
      const abort = new AbortController();
      const look = await beginLook(source, from(stock), abort.signal);
      abort.abort();
      await expectUsable(source);
      await expectEnded(look, stock, 'cancelled');
    });

    test('while it waits for a row', async () => {
      const source = open({ connections: 1 });
      const abort = new AbortController();
      const look = await beginLook(source, from(blocked), abort.signal);
      const release = await engine.block(blocked);
      const sums = look.sums(QUANTITIES, ALL);
      setTimeout(() => abort.abort(), 100);
      await expectProblem(sums, 'cancelled', from(blocked));
      await release();
      await expectUsable(source);
      await expectEnded(look, blocked, 'cancelled');
    });

    test('between two batches, even while the reader is busy', async () => {
      const source = open({ connections: 1 });
      const abort = new AbortController();
      const look = await beginLook(source, from(many), abort.signal);
      const rows = await beginRows(look);
      abort.abort();
      await expectUsable(source);
      await expectProblem(rows.next(), 'cancelled', from(many));
      await expectEnded(look, many, 'cancelled');
    });

    test('or by that of its rows', async () => {
      const source = open({ connections: 1 });
      const abort = new AbortController();
      const look = await beginLook(source, from(many));
      const rows = await beginRows(look, abort.signal);
      abort.abort();
      await expectProblem(rest(rows), 'cancelled', from(many));
      await expectEnded(look, many);
      await expectUsable(source);
    });
  });

  describe('close', () => {
    test('twice, and at once', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(stock));
      await Promise.all([look.close(), look.close()]);
      await look.close();
      await expectUsable(source);
      await expectEnded(look, stock);
    });

    test('amid the rows ends them', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(many));
      const rows = await beginRows(look);
      await look.close();
      await expectProblem(rest(rows), 'cancelled', from(many));
      await expectUsable(source);
    });

    test('of the source ends a look that asks nothing', async () => {
      const source = open();
      const look = await beginLook(source, from(stock));
      await source.close();
      await expect.poll(() => engine.relay.open).toBe(0);
      await expectEnded(look, stock);
    });

    test('of the source ends a look amid its rows', async () => {
      const source = open();
      const look = await beginLook(source, from(many));
      const rows = await beginRows(look);
      await source.close();
      await expectProblem(rest(rows), 'cancelled', from(many));
      await look.close();
      await expect.poll(() => engine.relay.open).toBe(0);
    });

    test('over a network that died comes to an end', async () => {
      const source = open({ connections: 1, connect: 500 });
      const look = await beginLook(source, from(stock));
      engine.relay.mute();
      await look.close();
      engine.relay.reset();
      await expectUsable(source);
    });
  });

  describe('limits', () => {
    test('the silence of the server', async () => {
      const source = open({ connections: 1, stall: 200 });
      const look = await beginLook(source, from(blocked));
      const release = await engine.block(blocked);
      const error = await expectProblem(look.sums(QUANTITIES, ALL), 'timed-out', from(blocked));
      expect(error.message).toContain('(0.2 s)');
      await release();
      await expectEnded(look, blocked);
      await expectUsable(source);
    });

    test('the wait for a server that accepts and never speaks', async () => {
      const source = open({ connect: 300 }, { port: silence.silent });
      await expectProblem(beginLook(source, 'stock'), 'timed-out', 'stock');
    });

    test('the wait for a transaction to begin', async () => {
      const source = open({ connections: 1, connect: 500, stall: 500 });
      await columnsOf(source, from(stock));
      engine.relay.muteAt(engine.beginning);
      await expectProblem(beginLook(source, from(stock)), 'timed-out', from(stock));
      engine.relay.reset();
      await expectUsable(source);
    });
  });

  describe('says what went wrong:', () => {
    test('no such table, no such column, no right to it', async () => {
      const source = open({ connections: 1 });
      const cases: [TestTable, LookColumns, 'no-table' | 'no-column' | 'no-right'][] = [
        [{ ...stock, name: 'nowhere' }, QUANTITIES, 'no-table'],
        [stock, IDS, 'no-column'],
        [secret, QUANTITIES, 'no-right'],
      ];
      for (const [table, columns, problem] of cases) {
        const asking: ((look: Look) => Promise<unknown>)[] = [
          (look) => look.changes(columns, null),
          (look) => look.sums(columns, ALL),
          (look) => lookedRows(look, columns, ALL),
        ];
        for (const ask of asking) {
          const look = await beginLook(source, from(table));
          await expectProblem(ask(look), problem, from(table));
          await expectEnded(look, table);
        }
      }
      await expectUsable(source);
    });

    test('a deadlock, after some rows', async () => {
      const source = open({ connections: 1 });
      const deadlocked = await engine.deadlock();
      const look = await beginLook(source, from(deadlocked));
      await expectProblem(lookedRows(look, IDS, ALL), 'deadlock', from(deadlocked));
      await expectEnded(look, deadlocked);
      await expectUsable(source);
    });

    test('a connection that broke off amid the rows', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(many));
      const rows = await beginRows(look);
      engine.relay.reset();
      await expectProblem(rest(rows), 'interrupted', from(many));
      await expectEnded(look, many);
      await expectUsable(source);
    });

    test('a connection that broke off between two questions', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(stock));
      await look.changes(QUANTITIES, null);
      engine.relay.reset();
      await expect.poll(() => engine.relay.open).toBe(0);
      await engine.relay.quiet();
      await expectProblem(look.changes(QUANTITIES, null), 'interrupted', from(stock));
      await expectEnded(look, stock);
      await expectUsable(source);
    });

    test('a connection that broke off before it was closed: nothing', async () => {
      const source = open({ connections: 1 });
      const look = await beginLook(source, from(stock));
      engine.relay.reset();
      await expect.poll(() => engine.relay.open).toBe(0);
      await engine.relay.quiet();
      await look.close();
      await expectUsable(source);
    });

    test('a port where nothing listens', async () => {
      const source = open({}, { port: silence.refusing });
      await expectProblem(beginLook(source, 'stock'), 'unreachable', 'stock');
    });
  });

  test('three looks at once, of many rows, each get their own', async () => {
    const source = open({ connections: 2 });
    const counts = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const look = await beginLook(source, from(many));
        const rows: TextRow[] = await lookedRows(look, IDS, ALL);
        await look.close();
        return rows.length;
      }),
    );
    expect(counts).toEqual([MANY, MANY, MANY]);
  });
}
