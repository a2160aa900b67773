import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Source, SourceColumn, TextRow } from '../../../src/sources/source.js';
import { FILLER, rowsOf } from '../../support/table.js';
import { begin, columnsOf, type Engine, expectProblem, type Facts, openSource, readAll } from '../engine.js';
import { MANY, TEXTS, tablesFor } from './tables.js';

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
