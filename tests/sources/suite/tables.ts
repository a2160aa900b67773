import type { TestTable } from '../../support/table.js';
import type { Facts } from '../engine.js';

/** Rows of the big table: far more than fit between a server and a reader who waits. */
export const MANY = 300_000;

export const TEXTS: readonly (string | null)[] = [
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

/** The tables of the suite, with types of the server that is to hold them. */
export function tablesFor({ text, exact, awkward }: Facts) {
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
