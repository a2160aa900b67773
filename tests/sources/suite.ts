import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Source, SourceColumn, TextRow } from '../../src/sources/source.js';
import { FILLER, rowsOf, type TestTable } from '../support/table.js';
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
} from './engine.js';

/** The one suite over all engines: what a source of rows does, on whichever server. */

const MANY = 300_000;

function tablesFor({ text, exact, awkward }: Facts) {
  const stock: TestTable = {
    name: 'stock',
    columns: { Day: 'date', Sku: text, Warehouse: text, Quantity: 'decimal(18,4)', Note: text },
    rows: [
      ['2024-02-28', 'A-1', 'North', '5.0000', 'first'],
      ['2024-02-28', 'A-2', 'North', '-0.2500', ''],
      ['2024-02-28', 'A-2', 'South', '12345678901234.5678', null],
      ['2024-02-29', 'A-1', 'South', '0.0000', 'leap day'],
    ],
    unique: [
      ['Day', 'Sku', 'Warehouse'],
      ['Quantity', 'Day'],
    ],
    indexes: [['Warehouse', 'Quantity'], ['Quantity']],
  };
  const names = [
    'Order Date (DD/MM/YYYY)',
    'Unit Price ($)',
    'a.b',
    "it's",
    'say "x"',
    'x]y[z',
    'back`tick',
    'Größe №',
    '; --',
    '%s ?',
  ];
  const odd: TestTable = {
    name: `order ${awkward} lines`,
    columns: Object.fromEntries(names.map((name) => [name, text])),
    rows: [names.map((name) => `of ${name}`)],
  };
  const longest = Math.max(...exact.map(({ values }) => values.length));
  const typed: TestTable = {
    name: 'typed',
    columns: Object.fromEntries([['row', 'int'], ...exact.map(({ type }, at) => [`c${at}`, type])]),
    rows: Array.from({ length: longest + 1 }, (_, row) => [
      String(row),
      ...exact.map(({ values }) => {
        const value = values[row];
        return value === undefined ? null : typeof value === 'string' ? value : value[0];
      }),
    ]),
  };
  const texts: TestTable = {
    name: 'texts',
    columns: { row: 'int', value: text },
    rows: TEXTS.map((value, row) => [String(row), value]),
  };
  const dated: TestTable = {
    name: 'dated',
    columns: { written: text, at: 'datetime', sku: text },
    rows: [
      ['28-02-2024', '2024-02-28 00:00:00', 'A'],
      ['28-02-2024', '2024-02-28 23:59:59', 'A'],
      ['29-02-2024', '2024-02-29 12:00:00', 'B'],
      [null, null, 'B'],
      [null, null, null],
    ],
  };
  const empty: TestTable = { name: 'nothing yet', columns: { day: 'date', sku: text }, rows: [] };
  const namesake: TestTable = {
    ...stock,
    schema: 'other one',
    columns: { Elsewhere: text },
    rows: [['here']],
    unique: [],
    indexes: [],
  };
  const many: TestTable = { name: 'many', columns: { id: 'bigint', filler: text }, rows: { numbered: MANY } };
  return { stock, odd, typed, texts, dated, empty, namesake, many };
}

const TEXTS: readonly (string | null)[] = [
  '',
  null,
  ' blanks around ',
  'tab\tline\nreturn\r\nend',
  `'single' "double" \`back\` \\ backslash \\n`,
  '🚚 Größe 東京 é é \u{10ffff}',
  'null',
  'a,b;c|d',
  '\u0001\u001f\u007f\u0085\u00a0\u2028\ufeff',
  'x'.repeat(200),
];

/** Reads that go well, and what a server says of itself. Needs nothing of the network. */
export function describeReading(facts: Facts, start: () => Promise<Engine>): void {
  const tables = tablesFor(facts);
  let engine: Engine;
  let source: Source;

  beforeAll(async () => {
    engine = await start();
    for (const table of Object.values(tables)) await engine.create(table);
    source = openSource(engine.config());
  });
  afterAll(async () => {
    await source?.close();
    await engine?.close();
  });

  const from: Engine['from'] = (table) => engine.from(table);

  describe('describes a table', () => {
    test('with its columns in order, their types in small letters, and what kind each is', async () => {
      expect(await source.describe(from(tables.stock))).toEqual([
        { name: 'Day', type: 'date', kind: 'date' },
        { name: 'Sku', type: facts.text.replace(/\(.*/, ''), kind: 'text' },
        { name: 'Warehouse', type: facts.text.replace(/\(.*/, ''), kind: 'text' },
        { name: 'Quantity', type: 'decimal', kind: 'number', scale: 4 },
        { name: 'Note', type: facts.text.replace(/\(.*/, ''), kind: 'text' },
      ]);
    });

    test('with every type that it knows', async () => {
      const [, ...columns] = await columnsOf(source, from(tables.typed));
      expect(columns.map(({ kind }) => kind)).toEqual(facts.exact.map(({ kind }) => kind));
    });

    test('with the decimals of exact numbers, and none of others', async () => {
      const scales = (await columnsOf(source, from(tables.typed))).map(({ type, scale }) => [type, scale]);
      for (const [at, { type }] of facts.exact.entries()) {
        const [, decimals] = /^(?:decimal|numeric)\(\d+,(\d+)\)/.exec(type) ?? [];
        if (decimals !== undefined) expect(scales[at + 1]).toEqual([type.replace(/\(.*/, ''), Number(decimals)]);
        if (/float|double|real|date|char/.test(type)) expect(scales[at + 1]?.[1]).toBeUndefined();
      }
    });

    test('by its schema, where another has the same name', async () => {
      expect(await columnsOf(source, from(tables.namesake))).toMatchObject([{ name: 'Elsewhere' }]);
      expect(await readAll(source, from(tables.namesake))).toEqual([['here']]);
    });

    test('as null when there is none of that name', async () => {
      expect(await source.describe('no such table')).toBeNull();
      expect(await source.describe(from({ schema: 'no such schema', name: 'stock' }))).toBeNull();
    });
  });

  describe('reads exactly', () => {
    let typed: readonly TextRow[];
    beforeAll(async () => {
      typed = (await readAll(source, from(tables.typed))).toSorted(([a], [b]) => Number(a) - Number(b));
    });

    test.each(facts.exact.map(({ type, values }, at) => [type, values, at] as const))('%s', (_type, values, at) => {
      const read = values.map((value) => (typeof value === 'string' ? value : value[1]));
      expect(typed.map((row) => row[at + 1])).toEqual([...read, ...Array(typed.length - read.length).fill(null)]);
    });

    test('texts, with nothing trimmed, folded or lost', async () => {
      const rows = (await readAll(source, from(tables.texts))).toSorted(([a], [b]) => Number(a) - Number(b));
      expect(rows.map(([, value]) => value)).toEqual(TEXTS);
    });

    test('only the columns that are asked for, in their order, and one as often as it is asked for', async () => {
      const [, sku, , quantity] = await columnsOf(source, from(tables.stock));
      const rows = await readAll(source, from(tables.stock), [quantity, sku] as SourceColumn[]);
      expect(rows.toSorted()).toEqual(
        rowsOf(tables.stock)
          .map(([, sku, , quantity]) => [quantity, sku])
          .toSorted(),
      );
    });

    test('a table without rows', async () => {
      expect(await readAll(source, from(tables.empty))).toEqual([]);
    });

    test('under names that have to be quoted', async () => {
      const columns = await columnsOf(source, from(tables.odd));
      expect(columns.map(({ name }) => name)).toEqual(Object.keys(tables.odd.columns));
      expect(await readAll(source, from(tables.odd))).toEqual(tables.odd.rows);
      for (const column of columns) {
        expect(await readAll(source, from(tables.odd), [column])).toEqual([[`of ${column.name}`]]);
      }
    });

    test('under a name that is quoted as the server quotes it', async () => {
      const quoted = facts.quote(tables.odd.name);
      expect(await readAll(source, from(tables.odd).replace(`"${tables.odd.name}"`, quoted))).toEqual(tables.odd.rows);
    });
  });

  describe('knows keys', () => {
    test('which columns lead an index, and which together are unique', async () => {
      const { indexed, unique } = await source.keys(from(tables.stock));
      expect(new Set(indexed)).toEqual(new Set(['day', 'quantity', 'warehouse']));
      expect(unique?.toSorted()).toEqual([
        ['day', 'sku', 'warehouse'],
        ['quantity', 'day'],
      ]);
    });

    test('that a table without them has none', async () => {
      expect(await source.keys(from(tables.dated))).toEqual({ indexed: [], unique: [] });
    });

    test('that a view, or what is not there, cannot tell', async () => {
      expect(await source.keys(from(tables.many))).toEqual({ indexed: null, unique: null });
      expect(await source.keys('no such table')).toEqual({ indexed: null, unique: null });
    });
  });

  describe('profiles', () => {
    const sorted = <T extends { readonly date: string | null }>(dates: readonly T[]) =>
      dates.toSorted((a, b) => String(a.date).localeCompare(String(b.date)));

    test('rows and items of each date', async () => {
      const profile = await source.profile(from(tables.stock), { date: 'Day', item: 'Sku' });
      expect(profile.rows).toBe(4);
      expect(sorted(profile.dates)).toEqual([
        { date: '2024-02-28', rows: 3, items: 2 },
        { date: '2024-02-29', rows: 1, items: 1 },
      ]);
    });

    test('date-times by their day, and rows without one as a date of their own', async () => {
      const profile = await source.profile(from(tables.dated), { date: 'at', item: 'sku' });
      expect(sorted(profile.dates)).toEqual([
        { date: '2024-02-28', rows: 2, items: 1 },
        { date: '2024-02-29', rows: 1, items: 1 },
        { date: null, rows: 2, items: 1 },
      ]);
    });

    test('text dates as they are written', async () => {
      const profile = await source.profile(from(tables.dated), { date: 'written', item: null });
      expect(sorted(profile.dates)).toEqual([
        { date: '28-02-2024', rows: 2, items: 2 },
        { date: '29-02-2024', rows: 1, items: 1 },
        { date: null, rows: 2, items: 2 },
      ]);
    });

    test('a table without a date as a whole, and one without rows', async () => {
      expect(await source.profile(from(tables.stock), { date: null, item: 'Sku' })).toEqual({
        rows: 4,
        dates: [{ date: null, rows: 4, items: 2 }],
      });
      expect(await source.profile(from(tables.empty), { date: 'day', item: 'sku' })).toEqual({ rows: 0, dates: [] });
    });

    test('under names that have to be quoted', async () => {
      const columns = { date: 'Order Date (DD/MM/YYYY)', item: 'x]y[z' };
      expect(await source.profile(from(tables.odd), columns)).toEqual({
        rows: 1,
        dates: [{ date: 'of Order Date (DD/MM/YYYY)', rows: 1, items: 1 }],
      });
    });
  });

  test('streams 300,000 rows, each once', async () => {
    const seen = new Uint8Array(MANY + 1);
    let largest = 0;
    const batches = await begin(source, from(tables.many));
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      largest = Math.max(largest, next.value.length);
      for (const [id, filler] of next.value) {
        seen[Number(id)] = (seen[Number(id)] ?? 0) + 1;
        if (filler !== FILLER) throw new Error(`row ${id} has another filler`);
      }
    }
    expect(seen.subarray(1).every((count) => count === 1)).toBe(true);
    expect(largest).toBeLessThanOrEqual(10_000);
  });

  describe('refuses, for good', () => {
    const NOBODY: SourceColumn = { name: 'nobody', type: 'int', kind: 'number' };

    test('a table that there is not', async () => {
      const nowhere = from({ name: 'nowhere' });
      await expectProblem(readAll(source, nowhere, [NOBODY]), 'no-table', nowhere);
      await expectProblem(source.profile(nowhere, { date: null, item: null }), 'no-table', nowhere);
    });

    test('a column that there is not', async () => {
      const stock = from(tables.stock);
      await expectProblem(readAll(source, stock, [NOBODY]), 'no-column', stock);
      await expectProblem(source.profile(stock, { date: null, item: 'nobody' }), 'no-column', stock);
    });

    test('a wrong password', async () => {
      const stranger = openSource(engine.config({ password: 'geheim' }));
      await expectProblem(stranger.inspect(), 'login-refused', null);
      await expectProblem(stranger.describe('stock'), 'login-refused', 'stock');
      await stranger.close();
    });

    test('and goes on', async () => {
      expect(await readAll(source, from(tables.stock))).toHaveLength(4);
    });
  });
}

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

export interface MortalEngine extends Engine {
  kill(): Promise<void>;
  /** Brings it back, with its tables. */
  revive(): Promise<void>;
}

/** A server that dies and comes back. */
export function describeOutage(facts: Facts, start: () => Promise<MortalEngine>): void {
  const { stock, many } = tablesFor(facts);
  let engine: MortalEngine;

  beforeAll(async () => {
    engine = await start();
    for (const table of [stock, many]) await engine.create(table);
  });
  afterAll(() => engine?.close());

  test('a server that dies amid a read, and comes back, is read again by the same source', async () => {
    const source = openSource(engine.config());
    try {
      const batches = await begin(source, engine.from(many));
      await batches.next();
      await engine.kill();
      await expectProblem(rest(batches), 'interrupted', engine.from(many));
      expect((await expectProblem(source.inspect(), 'interrupted', null)).retry).toBe(true);
      await engine.revive();
      expect(await readAll(source, engine.from(stock))).toHaveLength(4);
    } finally {
      await source.close();
    }
  });
}
