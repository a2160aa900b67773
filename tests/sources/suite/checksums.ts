import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceColumn, TextRow } from '../../../src/sources/source.js';
import type { TestTable } from '../../support/table.js';
import { columnsOf, type Engine, type Facts, lookedRows } from '../engine.js';
import { inOrder, type Looking, startLooking, summed } from './looking.js';
import { tablesFor } from './tables.js';

/** What checksums tell from each other. Needs nothing of the network. */
export function describeChecksums(facts: Facts, start: () => Promise<Engine>): void {
  const { stock } = tablesFor(facts);
  let server: Looking;

  beforeAll(async () => {
    server = await startLooking(start);
    await server.engine.create(stock);
  });
  afterAll(() => server?.close());

  const columnsIn = (table: TestTable): Promise<readonly SourceColumn[]> =>
    columnsOf(server.source, server.engine.from(table));

  /** Checksums of the rows, by the number in their first column. */
  async function checksumsOf(table: TestTable, columns: readonly SourceColumn[]): Promise<ReadonlyMap<string, string>> {
    const [id] = await columnsIn(table);
    const looked = { columns: [...(id ? [id] : []), ...columns], date: null, changed: null };
    const rows = await server.looking(table, (look) => lookedRows(look, looked, { kind: 'all' }));
    const of = { columns, date: null, changed: null };
    const checksums = await server.looking(table, (look) => lookedRows(look, of, { kind: 'all' }));
    // Both come in the order of the table, which nothing else touches.
    return new Map(rows.map(([id], at) => [id ?? '', checksums[at]?.at(-1) ?? '']));
  }

  describe('a row’s checksum', () => {
    test('is an integer of at most 32 bits, behind the columns, which are as an extract gives them', async () => {
      const columns = await server.columnsFor(stock);
      const rows = await server.looking(stock, (look) => lookedRows(look, columns, { kind: 'all' }));
      expect(rows.map((row) => row.slice(0, -1)).toSorted()).toEqual(stock.rows);
      for (const row of rows) {
        expect(row.at(-1)).toMatch(/^\d+$/);
        expect(Number(row.at(-1))).toBeLessThan(2 ** 32);
      }
    });

    test.each(facts.changes.map(([type, before, after]) => [type, shortened(before), shortened(after), before, after]))(
      'of a %s sees %j become %j',
      async (type, _before, _after, before = null, after = null) => {
        const table = await server.create({ id: 'int', value: String(type) }, [
          ['1', before],
          ['2', after],
          ['3', before],
        ]);
        const [, value] = await columnsIn(table);
        const sums = await checksumsOf(table, value ? [value] : []);
        expect(sums.get('1')).toBe(sums.get('3'));
        expect(sums.get('1')).not.toBe(sums.get('2'));
      },
    );

    test('sees every change of one value, in rows of all types', async () => {
      const short = facts.exact
        .map(({ type, values }) => ({
          type,
          values: [null, ...values.map((value) => (typeof value === 'string' ? value : value[0]))].filter(
            (value) => value === null || value.length < 1000,
          ),
        }))
        .filter(({ values }) => values.length > 1);
      const pairs = fc.sample(
        fc
          .tuple(fc.tuple(...short.map(({ values }) => fc.constantFrom(...values))), fc.nat(short.length - 1), fc.nat())
          .map(([row, at, other]): readonly [TextRow, TextRow] => {
            const others = short[at]?.values.filter((value) => value !== row[at]) ?? [];
            return [row, row.with(at, others[other % others.length] ?? null)];
          }),
        { numRuns: 150, seed: 20240229 },
      );
      const rows = pairs.flatMap(([before, after], at) => [
        [String(3 * at), ...before],
        [String(3 * at + 1), ...after],
        [String(3 * at + 2), ...before],
      ]);
      const table = await server.create(
        Object.fromEntries([['id', 'int'], ...short.map(({ type }, at) => [`c${at}`, type])]),
        rows,
      );
      const [, ...columns] = await columnsIn(table);
      const sums = await checksumsOf(table, columns);
      for (const [at, [before, after]] of pairs.entries()) {
        expect(sums.get(String(3 * at))).toBe(sums.get(String(3 * at + 2)));
        expect([before, after, sums.get(String(3 * at + 1))]).not.toEqual([before, after, sums.get(String(3 * at))]);
      }
    });

    test('tells columns from each other', async () => {
      const rows = [
        ['ab', 'c'],
        ['a', 'bc'],
        ['c', 'ab'],
        ['abc', ''],
        ['', 'abc'],
        ['abc', null],
        [null, 'abc'],
        [null, null],
        ['~', null],
        ['~~', ''],
        ['1:a', 'b'],
        ['1', 'a1:b'],
        ['\u001f', ''],
        ['', '\u001f'],
        [null, ''],
        ['', null],
      ] as const;
      const table = await server.create(
        { id: 'int', a: facts.text, b: facts.text },
        rows.map((row, at) => [String(at), ...row]),
      );
      const [, ...columns] = await columnsIn(table);
      expect(new Set((await checksumsOf(table, columns)).values()).size).toBe(rows.length);
    });

    test('tells numbers from each other that are near', async () => {
      const values = Array.from({ length: 30 }, (_, at) => String(at - 10));
      const table = await server.create(
        { id: 'int', quantity: 'int', demand: 'int' },
        values.flatMap((quantity, at) => values.map((demand, by) => [String(100 * at + by), quantity, demand])),
      );
      const [, ...columns] = await columnsIn(table);
      expect(new Set((await checksumsOf(table, columns)).values()).size).toBe(900);
    });
  });

  describe('the sum of checksums', () => {
    const sumOf = async (rows: readonly TextRow[], types = ['int', 'int', 'int']): Promise<string | undefined> => {
      const table = await server.create(Object.fromEntries(types.map((type, at) => [`c${at}`, type])), rows);
      const columns = await server.columnsFor(table);
      const [sum] = await server.looking(table, (look) => look.sums(columns, { kind: 'all' }));
      return sum?.sum;
    };

    test('grows with equal rows, which do not cancel each other', async () => {
      const one = BigInt((await sumOf([['1', '2', '3']])) ?? 0);
      const three = await sumOf(Array.from({ length: 3 }, () => ['1', '2', '3']));
      expect(one).toBeGreaterThan(0n);
      expect(three).toBe(String(3n * one));
    });

    test('sees what one row gives to another', async () => {
      const sums = await Promise.all([
        sumOf([
          ['1', '16', '0'],
          ['2', '33', '0'],
        ]),
        sumOf([
          ['1', '17', '0'],
          ['2', '32', '0'],
        ]),
        sumOf([
          ['1', '33', '0'],
          ['2', '16', '0'],
        ]),
        sumOf([
          ['1', '16', '1'],
          ['2', '33', '-1'],
        ]),
        sumOf([
          ['2', '16', '0'],
          ['1', '33', '1'],
        ]),
      ]);
      expect(new Set(sums).size).toBe(sums.length);
    });

    test('is Σ over the rows, of each date and altogether', async () => {
      const rows = Array.from({ length: 500 }, (_, at) => [
        String(at),
        at % 7 === 0 ? null : `2024-02-${String(1 + (at % 28)).padStart(2, '0')}`,
        at % 5 === 0 ? null : String(at % 11),
      ]);
      const table = await server.create({ id: 'int', day: 'date', quantity: 'decimal(18,4)' }, rows);
      const columns = await server.columnsFor(table, { date: 'day' });
      await server.looking(table, async (look) => {
        const read = await lookedRows(look, columns, { kind: 'all' });
        expect(inOrder(await look.sums(columns, { kind: 'all' }))).toEqual(inOrder(summed(read, 1)));
        const [whole] = await look.sums({ ...columns, date: null }, { kind: 'all' });
        expect(whole).toEqual({ ...summed(read, null)[0] });
      });
    });
  });
}

const shortened = (value: string | null): string | null =>
  value !== null && value.length > 40 ? `${value.slice(0, 5)}…${value.slice(-5)}` : value;
