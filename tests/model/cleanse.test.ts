import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cleansing } from '../../src/model/cleanse.js';
import { Database } from '../../src/model/database.js';
import { bind, type Feed } from '../../src/model/feed.js';
import type { ModelTable } from '../../src/model/shape.js';
import { feedOf } from '../support/feed.js';

const feed = (table: ModelTable, columns: readonly string[], changes: Partial<Feed> = {}): Feed =>
  feedOf({
    table,
    environment: table === 'stock' ? 'test' : null,
    columns: Object.fromEntries(columns.map((column) => [column, column])),
    ...changes,
  });

/** Cleans rows of text; yields what is kept, by the model's columns, and what is rejected. */
async function clean(
  table: ModelTable,
  columns: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  changes: Partial<Feed> = {},
) {
  const db = await Database.open({ file: ':memory:', memory: 128, threads: 1 });
  onTestFinished(() => db.close());
  const bound = bind(
    feed(table, columns, changes),
    columns.map((name) => ({ name, type: 'varchar', kind: 'text' as const })),
  );
  if ('missing' in bound) throw new Error(JSON.stringify(bound.missing));
  // The model's order, which is the order of extraction.
  const order = bound.extract.map(({ name }) => columns.indexOf(name));
  const values = rows.map(
    (row) =>
      sql`(${sql.join(
        order.map((place) => sql`CAST(${row[place] ?? null} AS VARCHAR)`),
        sql`, `,
      )})`,
  );
  const relation = sql`(SELECT * FROM (VALUES ${sql.join(values, sql`, `)}) AS v(${sql.join(
    order.map((_, index) => sql.raw(`c${index}`)),
    sql`, `,
  )}))`;
  const { accepted, rejected } = cleansing(bound, relation);
  const names = bound.bindings.map(({ column }, index) => sql`v${sql.raw(String(index))} AS ${sql.identifier(column)}`);
  const kept = await db.query(sql`SELECT ${sql.join(names, sql`, `)}, lossy FROM (${accepted}) AS a`);
  return { kept, rejected: await db.query(rejected) };
}

describe('numbers', () => {
  const price = async (text: string) => {
    const { kept, rejected } = await clean('product', ['product_id', 'unit_price'], [['A', text]]);
    return kept[0] ? [kept[0].unit_price, kept[0].lossy] : rejected[0]?.rule;
  };

  it.each<[string, unknown]>([
    ['19.99', ['19.990000', false]],
    [' -0.5 ', ['-0.500000', false]],
    ['1e-3', ['0.001000', false]],
    ['1.50000000000000000000', ['1.500000', false]],
    ['0.1234565', ['0.123456', true]],
    ['0.1234575', ['0.123458', true]],
    ['-0.1234565', ['-0.123456', true]],
    ['0.12345651', ['0.123457', true]],
    ['1.9990000000000001e+001', ['19.990000', true]],
    ['1_000', 'not a number'],
    ['1,5', 'not a number'],
    ['NaN', 'not a number'],
    ['$5', 'not a number'],
    ['0x10', 'not a number'],
    ['1234567890123456789', 'not a number'],
  ])('%s is kept exactly or half-even, or rejected', async (text, expected) => {
    expect(await price(text)).toEqual(expected);
  });
});

describe('dates', () => {
  const date = async (text: string, format?: string) => {
    const { kept, rejected } = await clean(
      'stock',
      ['date', 'product_id', 'quantity'],
      [[text, 'A', '1']],
      format ? { formats: { date: format } } : {},
    );
    return kept[0]?.date ?? rejected[0]?.rule;
  };

  it.each<[string, string | undefined, string]>([
    ['2026-03-01', undefined, '2026-03-01'],
    ['2026-03-01 23:59:59.999', undefined, '2026-03-01'],
    ['2026-03-01T23:59:59Z', undefined, '2026-03-01'],
    ['2026-02-30', undefined, 'not a date'],
    ['01-03-2026', undefined, 'not a date'],
    ['2026-03-01garbage', undefined, 'not a date'],
    ['infinity', undefined, 'not a date'],
    ['26-03-01', undefined, 'not a date'],
    ['', undefined, 'no date'],
    ['05-04-2026', 'DD-MM-YYYY', '2026-04-05'],
    ['05-04-2026', 'MM-DD-YYYY', '2026-05-04'],
    ['31-04-2026', 'DD-MM-YYYY', 'not a date'],
    ['05-04-26', 'DD-MM-YYYY', 'not a date'],
    ['5 Apr 2026', 'D MMM YYYY', '2026-04-05'],
    ['20260405', 'YYYYMMDD', '2026-04-05'],
  ])('%s as %s', async (text, format, expected) => {
    expect(await date(text, format)).toBe(expected);
  });
});

describe('texts and codes', () => {
  it('trims, folds blanks, makes empty text null, and compares codes without case', async () => {
    const { kept } = await clean(
      'product',
      ['product_id', 'name', 'category'],
      [[' a-1\u00a0 ', ' Big \t  Lamp\n', '   ']],
    );
    expect(kept).toMatchObject([{ product_id: 'A-1', name: 'Big Lamp', category: null }]);
  });

  it('recodes before anything compares, and leaves other values alone', async () => {
    const rows = [
      ['21', '1'],
      [' 22', '2'],
      ['7', '3'],
    ];
    const { kept } = await clean('stock', ['product_id', 'quantity'], rows, {
      recode: { product_id: { '21': '7', '22': 'x-1' } },
    });
    expect(kept.map(({ product_id }) => product_id)).toEqual(['7', 'X-1', '7']);
  });

  it('takes constants as they are, quotes included', async () => {
    const { kept } = await clean('stock', ['product_id', 'quantity'], [['A', '1']], {
      constants: { warehouse: "O'Hare" },
    });
    expect(kept).toMatchObject([{ warehouse: "O'Hare", environment: 'test' }]);
  });
});

describe('rows that cannot be read', () => {
  it('are kept with the first rule that they break, the column, what stood there, and what identifies them', async () => {
    const rows = [
      ['2026-03-01', 'A', '1'],
      ['31.12.', 'A', 'many'],
      ['2026-03-01', '', '1'],
      ['2026-03-01', 'A', 'many'],
      ['2026-03-01', 'A', null],
    ];
    const { kept, rejected } = await clean('stock', ['date', 'product_id', 'quantity'], rows);
    expect(kept).toHaveLength(1);
    expect(rejected.map(({ rule, column_name, value }) => [rule, column_name, value])).toEqual([
      ['not a date', 'date', '31.12.'],
      ['no product_id', 'product_id', null],
      ['not a number', 'quantity', 'many'],
      ['no quantity', 'quantity', null],
    ]);
    expect(rejected[2]?.key).toBe('environment=test date=2026-03-01 product_id=A');
  });
});
