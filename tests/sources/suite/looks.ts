import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LookColumns, Source, Where } from '../../../src/sources/source.js';
import type { Change } from '../../support/change.js';
import type { TestTable } from '../../support/table.js';
import { beginLook, type Engine, type Facts, lookedRows } from '../engine.js';
import { inOrder, type Looking, startLooking, summed } from './looking.js';
import { tablesFor } from './tables.js';

/** What looks say of tables. Needs nothing of the network. */
export function describeLooks(facts: Facts, start: () => Promise<Engine>): void {
  const { stock, odd, dated, empty } = tablesFor(facts);
  let engine: Engine;
  let source: Source;
  let server: Looking;

  beforeAll(async () => {
    server = await startLooking(start);
    ({ engine, source } = server);
    for (const table of [stock, odd, dated, empty]) await engine.create(table);
  });
  afterAll(() => server?.close());

  const from: Engine['from'] = (table) => engine.from(table);

  describe('rows and sums', () => {
    let table: TestTable;
    let columns: LookColumns;
    beforeAll(async () => {
      table = await server.create({ id: 'int', day: 'date', note: facts.text }, [
        ['1', '2024-02-28', 'a'],
        ['2', '2024-02-28', 'b'],
        ['3', '2024-02-29', 'c'],
        ['4', null, 'd'],
        ['5', '2024-03-01', null],
      ]);
      columns = await server.columnsFor(table, { date: 'day' });
    });

    test.each<[string, Where, ids: string]>([
      ['all', { kind: 'all' }, '12345'],
      ['of dates', { kind: 'dates', dates: ['2024-02-28', '2024-03-01'] }, '125'],
      ['of a date given twice', { kind: 'dates', dates: ['2024-02-29', '2024-02-29'] }, '3'],
      ['without a date', { kind: 'dates', dates: [null] }, '4'],
      ['of dates and without one', { kind: 'dates', dates: [null, '2024-02-29', null] }, '34'],
      ['of dates that there are not', { kind: 'dates', dates: ['2024-02-27', '', 'x', "'; --", '2024-02-28x'] }, ''],
      ['of no dates', { kind: 'dates', dates: [] }, ''],
      ['from a date on', { kind: 'from', date: '2024-02-29' }, '35'],
      ['from a date on that there is not', { kind: 'from', date: '2023-01-01' }, '1235'],
    ])('%s', async (_, where, ids) => {
      await server.looking(table, async (look) => {
        const read = await lookedRows(look, columns, where);
        expect(
          read
            .map(([id]) => id)
            .toSorted()
            .join(''),
        ).toBe(ids);
        expect(inOrder(await look.sums(columns, where))).toEqual(inOrder(summed(read, 1)));
      });
    });

    test('of a table without a date are one bucket', async () => {
      const dateless = { ...columns, date: null };
      await server.looking(table, async (look) => {
        for (const where of [{ kind: 'all' }, { kind: 'dates', dates: [null] }] as const) {
          expect(await look.sums(dateless, where)).toMatchObject([{ date: null, rows: 5 }]);
          expect(await lookedRows(look, dateless, where)).toHaveLength(5);
        }
        for (const where of [
          { kind: 'dates', dates: ['2024-02-28'] },
          { kind: 'from', date: '2024-02-28' },
        ] as const) {
          expect(await look.sums(dateless, where)).toEqual([]);
          expect(await lookedRows(look, dateless, where)).toEqual([]);
        }
      });
    });

    test('of a table without rows are none', async () => {
      for (const date of ['day', '']) {
        const columns = await server.columnsFor(empty, { date });
        await server.looking(empty, async (look) => {
          expect(await look.sums(columns, { kind: 'all' })).toEqual([]);
          expect(await lookedRows(look, columns, { kind: 'all' })).toEqual([]);
        });
      }
    });

    test('of 2,500 dates, in statements of at most 1,000 parameters', async () => {
      const day = (at: number) => new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10);
      const rows = Array.from({ length: 3000 }, (_, at) => [String(at), day(at), day(at), `${day(at)} 12:00:00`]);
      const table = await server.create({ id: 'int', day: 'date', written: facts.text, at: 'datetime' }, rows);
      const dates = [...Array.from({ length: 2500 }, (_, at) => day(at)), null];
      for (const date of ['day', 'written', 'at']) {
        const columns = await server.columnsFor(table, { date });
        await server.looking(table, async (look) => {
          const read = await lookedRows(look, columns, { kind: 'dates', dates });
          expect(read.map(([id]) => Number(id)).toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: 2500 }, (_, at) => at),
          );
          expect(inOrder(await look.sums(columns, { kind: 'dates', dates }))).toEqual(inOrder(summed(read, 1)));
        });
      }
    });
  });

  describe.each(facts.moments)('dates that are a %s', (type, moments) => {
    const dayOf = (moment: string | null | undefined) => moment?.slice(0, 10) ?? null;
    const days = [...new Set(moments.map(dayOf))];
    const idsOf = (which: (day: string | null) => boolean) =>
      [...moments, null].flatMap((moment, id) => (which(dayOf(moment)) ? [String(id)] : []));
    let table: TestTable;
    let columns: LookColumns;
    beforeAll(async () => {
      table = await server.create(
        { id: 'int', at: type },
        [...moments, null].map((moment, id) => [String(id), moment]),
      );
      columns = await server.columnsFor(table, { date: 'at', changed: 'id' });
    });

    test('are told apart by their days', async () => {
      await server.looking(table, async (look) => {
        const read = await lookedRows(look, columns, { kind: 'all' });
        const sums = await look.sums(columns, { kind: 'all' });
        expect(sums.map(({ date }) => date).toSorted()).toEqual([...days, null].toSorted());
        expect(inOrder(sums)).toEqual(inOrder(summed(read, 1, 10)));
      });
    });

    test.each<[string, Where, which: (day: string | null) => boolean]>([
      ...days.flatMap((day): [string, Where, (day: string | null) => boolean][] => [
        [`of ${day}`, { kind: 'dates', dates: [day] }, (one) => one === day],
        [`from ${day} on`, { kind: 'from', date: day ?? '' }, (one) => one !== null && one >= (day ?? '')],
      ]),
      ['of all days', { kind: 'dates', dates: days }, (one) => one !== null],
      [
        'of two days and of none',
        { kind: 'dates', dates: ['2024-02-29', null, '2024-03-01'] },
        (one) => one === null || one === '2024-02-29' || one === '2024-03-01',
      ],
      ['without one', { kind: 'dates', dates: [null] }, (one) => one === null],
      ['of a day without rows', { kind: 'dates', dates: ['2024-02-27', '2024-03-02'] }, () => false],
      ['of what is no day', { kind: 'dates', dates: ['2024-02-30', '2024-13-01', '', 'x', ...moments] }, () => false],
      ['from a day without rows on', { kind: 'from', date: '2024-02-27' }, (one) => one !== null && one > '2024-02-27'],
      ['that changed', { kind: 'changed', since: { value: '0', inclusive: true } }, () => true],
    ])('have the rows %s', async (_, where, which) => {
      await server.looking(table, async (look) => {
        const read = await lookedRows(look, columns, where);
        expect(read.map(([id]) => id).toSorted()).toEqual(idsOf(which).toSorted());
        expect(inOrder(await look.sums(columns, where))).toEqual(inOrder(summed(read, 1, 10)));
      });
    });

    test('are not asked for from a moment on', async () => {
      await server.looking(table, async (look) => {
        const where = { kind: 'from', date: moments[1] ?? '' } as const;
        await expect(look.sums(columns, where)).rejects.toMatchObject({ problem: 'failed' });
      });
    });
  });

  describe('text dates', () => {
    /** Which servers take for equal, or for something else. */
    const WRITTEN = [
      '28-02-2024',
      ' 28-02-2024',
      '28-02-2024 ',
      '28-02-2024\t',
      '28 Feb 2024',
      '28 FEB 2024',
      '28 févr 2024',
      '28 fevr 2024',
      '28 fe\u0301vr 2024',
      '',
      ' ',
      'null',
      "'; DROP TABLE stock; --",
      '"',
      '\\',
      "\\'",
      '%',
      '_',
      '?',
      '@p0',
      '$1',
      '\u001f',
      '🚚',
      '𝟚𝟠',
      '２８-02-2024',
      '2024-02-28T00:00:00',
      null,
    ];
    let table: TestTable;
    let columns: LookColumns;
    beforeAll(async () => {
      table = await server.create(
        { id: 'int', written: facts.looseText },
        WRITTEN.flatMap((written, at) => [
          [String(2 * at), written],
          [String(2 * at + 1), written],
        ]),
      );
      columns = await server.columnsFor(table, { date: 'written' });
    });

    test('are told apart exactly', async () => {
      const sums = await server.looking(table, (look) => look.sums(columns, { kind: 'all' }));
      expect(sums).toHaveLength(WRITTEN.length);
      expect(new Set(sums.map(({ date }) => date))).toEqual(new Set(WRITTEN));
      expect(sums.every(({ rows }) => rows === 2)).toBe(true);
    });

    test('find their own rows, and no others', async () => {
      await server.looking(table, async (look) => {
        for (const written of WRITTEN) {
          const where: Where = { kind: 'dates', dates: [written] };
          const read = await lookedRows(look, columns, where);
          expect(read.map(([, date]) => date)).toEqual([written, written]);
          expect(await look.sums(columns, where)).toEqual(summed(read, 1));
        }
        expect(await lookedRows(look, columns, { kind: 'dates', dates: WRITTEN })).toHaveLength(2 * WRITTEN.length);
      });
    });

    test('of other texts find nothing', async () => {
      const dates = ['28 feb 2024', '28-02-2024  ', '\u0000', '28-02-2024\u0000', 'x'.repeat(300), '\ud800'];
      await server.looking(table, async (look) => {
        expect(await lookedRows(look, columns, { kind: 'dates', dates })).toEqual([]);
      });
    });
  });

  test.each(['Order Date (DD/MM/YYYY)', 'x]y[z', 'back`tick', '%s ?', "it's"])(
    'names that have to be quoted, with a date of %s',
    async (date) => {
      const columns = await server.columnsFor(odd, { date, changed: date });
      const dates = [`of ${date}`, '?', '`', "'"];
      await server.looking(odd, async (look) => {
        const [row = []] = await lookedRows(look, columns, { kind: 'dates', dates });
        expect(row.slice(0, -1)).toEqual(Object.keys(odd.columns).map((name) => `of ${name}`));
        const sum = [{ date: `of ${date}`, rows: 1, sum: row.at(-1) }];
        expect(await look.sums(columns, { kind: 'dates', dates })).toEqual(sum);
        expect(await look.changes(columns, { value: 'of', inclusive: false })).toEqual({
          rows: 1,
          through: `of ${date}`,
        });
      });
    },
  );

  describe('changes', () => {
    test.each(facts.stamps)('by a %s, to the last digit', async (type, ascending) => {
      const table = await server.create(
        { id: 'int', changed: type },
        [...ascending, null].map((value, at) => [String(at), storedAs(type, value)]),
      );
      const columns = await server.columnsFor(table, { changed: 'changed' });
      await server.looking(table, async (look) => {
        expect(await look.changes(columns, null)).toEqual({
          rows: ascending.length + 1,
          through: ascending.at(-1),
        });
        for (const [at, value] of ascending.entries()) {
          for (const inclusive of [true, false]) {
            const since = { value, inclusive };
            const later = ascending.slice(inclusive ? at : at + 1);
            expect(await look.changes(columns, since)).toEqual({ rows: later.length, through: later.at(-1) ?? null });
            const read = await lookedRows(look, columns, { kind: 'changed', since });
            expect(read.map(([, changed]) => changed).toSorted()).toEqual(later.toSorted());
            expect(await look.sums(columns, { kind: 'changed', since })).toEqual(summed(read, null));
          }
        }
      });
    });

    test('from a bound that is no value of its own', async () => {
      const table = await server.create({ id: 'int', changed: 'datetime' }, [
        ['1', '2024-02-29 23:59:58'],
        ['2', '2024-02-29 23:59:59'],
        ['3', '2024-03-01 00:00:00'],
      ]);
      const columns = await server.columnsFor(table, { changed: 'changed' });
      await server.looking(table, async (look) => {
        for (const inclusive of [true, false]) {
          for (const [value, rows] of [
            ['2024-02-29T23:59:58.999999', 2],
            ['2024-02-29T23:59:59.998', 1],
            ['2024-02-29T23:59:59.999', 1],
            ['2024-02-29T23:59:59.9999999', 1],
          ] as const) {
            expect([value, (await look.changes(columns, { value, inclusive })).rows]).toEqual([value, rows]);
          }
        }
      });
    });

    test('of a table without rows', async () => {
      const columns = await server.columnsFor(empty, { changed: 'day' });
      await server.looking(empty, async (look) => {
        expect(await look.changes(columns, null)).toEqual({ rows: 0, through: null });
      });
    });

    test('from a bound that no value of the column can be are refused, and the look goes on', async () => {
      const columns = await server.columnsFor(stock, { changed: 'Day', date: 'Day' });
      await server.looking(stock, async (look) => {
        for (const value of ['yesterday', '0x00000000000007D1', '2024-13-01', '']) {
          const since = { value, inclusive: true };
          await expect(look.changes(columns, since)).rejects.toMatchObject({ problem: 'failed', table: from(stock) });
          await expect(look.sums(columns, { kind: 'changed', since })).rejects.toMatchObject({ problem: 'failed' });
          await expect(look.sums(columns, { kind: 'from', date: value })).rejects.toMatchObject({ problem: 'failed' });
        }
        expect(await look.changes(columns, null)).toEqual({ rows: 4, through: '2024-02-29' });
      });
    });

    test('settle at nothing, where the change column is no row version', async () => {
      const columns = await server.columnsFor(stock, { changed: 'Day' });
      await server.looking(stock, async (look) => {
        expect(await look.settled(columns)).toBeNull();
        expect(await look.settled({ ...columns, changed: null })).toBeNull();
      });
    });

    test('asked for without a change column are a mistake of the program', async () => {
      const columns = await server.columnsFor(stock);
      await server.looking(stock, async (look) => {
        await expect(look.changes(columns, null)).rejects.toThrow('without a change column');
      });
    });
  });

  describe.skipIf(facts.rowVersion === null)('row versions', () => {
    const versions = { id: 'int', quantity: 'int', version: facts.rowVersion ?? '' };

    test('rise with every change, and find what changed since', async () => {
      const table = await server.create(versions, [
        ['1', '5', null],
        ['2', '5', null],
      ]);
      const columns = await server.columnsFor(table, { changed: 'version' });
      const before = await server.looking(table, (look) => look.changes(columns, null));
      expect(before.through).toMatch(/^0x[\dA-F]{16}$/);
      await server.change(table, { update: '1', set: { quantity: '6' } });
      await server.looking(table, async (look) => {
        const since = { value: before.through ?? '', inclusive: false };
        const read = await lookedRows(look, columns, { kind: 'changed', since });
        expect(read.map(([id, quantity]) => [id, quantity])).toEqual([['1', '6']]);
        expect(await look.changes(columns, since)).toEqual({ rows: 1, through: read[0]?.[2] });
        expect((await look.changes(columns, { ...since, inclusive: true })).rows).toBe(2);
      });
    });

    test('settle below what an open transaction has taken, however long ago, and before what it commits', async () => {
      const table = await server.create(versions, [['1', '5', null]]);
      const columns = await server.columnsFor(table, { changed: 'version' });
      const slow = await engine.edit();
      await slow.change(table, { insert: ['2', '5', null] });
      await server.change(table, { insert: ['3', '5', null] });

      const look = await beginLook(source, from(table));
      const settled = (await look.settled(columns)) ?? '';
      await slow.commit();
      const { through } = await look.changes(columns, null);
      await look.close();
      expect(settled < (through ?? '')).toBe(true);

      await server.looking(table, async (look) => {
        const since = { value: settled, inclusive: true };
        const read = await lookedRows(look, columns, { kind: 'changed', since });
        expect(read.map(([id]) => id).toSorted()).toEqual(['2', '3']);
        expect(((await look.settled(columns)) ?? '') > (through ?? '')).toBe(true);
      });
    });
  });

  test('its clock is the server’s, in UTC', async () => {
    const clock = await server.looking(stock, async (look) => look.clock);
    expect(clock).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(Math.abs(new Date(clock).getTime() - Date.now())).toBeLessThan(60_000);
  });

  test('everything sees the same state, whatever others do meanwhile', async (context) => {
    const table = await server.create({ id: 'int', day: 'date', quantity: 'int' }, [
      ['1', '2024-02-28', '1'],
      ['2', '2024-02-29', '2'],
      ['3', '2024-02-29', '3'],
    ]);
    const columns = await server.columnsFor(table, { date: 'day', changed: 'quantity' });
    const look = await beginLook(source, from(table));
    if (!look.consistent) {
      await look.close();
      context.skip();
    }
    const all = { kind: 'all' } as const;
    const sums = inOrder(await look.sums(columns, all));
    const rows = (await lookedRows(look, columns, all)).toSorted();
    for (const changes of [
      [{ insert: ['4', '2024-02-29', '9'] }],
      [{ update: '1', set: { quantity: '7' } }],
      [{ remove: '3' }, { update: '2', set: { day: '2024-03-01' } }],
    ] satisfies Change[][]) {
      await server.change(table, ...changes);
      expect(inOrder(await look.sums(columns, all))).toEqual(sums);
      expect((await lookedRows(look, columns, all)).toSorted()).toEqual(rows);
      expect(await look.changes(columns, null)).toEqual({ rows: 3, through: '3' });
      expect(await look.sums(columns, { kind: 'dates', dates: ['2024-02-29'] })).toMatchObject([{ rows: 2 }]);
    }
    await look.close();

    await server.looking(table, async (look) => {
      expect(await look.changes(columns, null)).toEqual({ rows: 3, through: '9' });
      expect(inOrder(await look.sums(columns, all))).not.toEqual(sums);
    });
  });

  test('what is not committed is not seen', async () => {
    const table = await server.create({ id: 'int', quantity: 'int' }, [['1', '1']]);
    const columns = await server.columnsFor(table, { changed: 'quantity' });
    const look = await beginLook(source, from(table));
    if (look.consistent) {
      const editor = await engine.edit();
      await editor.change(table, { insert: ['2', '2'] }, { update: '1', set: { quantity: '5' } });
      expect(await look.changes(columns, null)).toEqual({ rows: 1, through: '1' });
      await editor.rollback();
    }
    await look.close();
  });
}

/** A value as it is written, of one as it is read: bytes of MySQL are read as hexadecimal digits. */
const storedAs = (type: string, value: string | null): string | null =>
  value !== null && /binary/.test(type) && !value.startsWith('0x')
    ? Buffer.from(value, 'hex').toString('latin1')
    : value;
