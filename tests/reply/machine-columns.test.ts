import { expect, it } from 'vitest';
import type { Column } from '../../src/kpi/result.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { toCsv } from '../../src/reply/csv.js';
import { toJson } from '../../src/reply/json.js';
import { textTable } from '../../src/reply/table.js';
import { cellsOf } from './messages.js';
import { varianceOf } from './results.js';

const COLUMNS: readonly Column[] = [
  { key: 'table', label: 'Table', unit: 'text', role: 'dimension' },
  { key: 'at', label: 'At', unit: 'moment', role: 'measure' },
  { key: 'age', label: 'Age', unit: 'milliseconds', role: 'measure' },
  { key: 'error_at', label: 'Error at', unit: 'moment', role: 'measure', machine: true },
];
const AT = '2026-03-10T08:31:05.123Z';
const RESULT = varianceOf(
  [
    { table: 'stock', at: AT, age: 7_200_000, error_at: AT },
    { table: 'product', at: null, age: null, error_at: null },
  ],
  { columns: COLUMNS },
);

it('moments and ages are words for a person, who does not see what is for programs', () => {
  const [heading, , stock, product] = textTable(RESULT, { width: 200, colour: false, rows: 9 });
  expect(heading).toBe('Table    At                   Age');
  expect(stock).toBe('stock    2026-03-10 08:31:05  2 h');
  expect(product).toBe('product  –                      –');
  expect(cellsOf(toBlocks(RESULT)).slice(0, 2)).toEqual([
    ['Table', 'At', 'Age'],
    ['stock', '2026-03-10 08:31:05', '2 h'],
  ]);
});

it('for a program they are ISO 8601 and numbers', () => {
  expect(toJson(RESULT).rows).toEqual([
    { table: 'stock', at: AT, age: 7_200_000, error_at: AT },
    { table: 'product', at: null, age: null, error_at: null },
  ]);
  expect(toCsv(RESULT)).toBe(`Table,At,Age (ms),Error at\r\nstock,${AT},7200000,${AT}\r\nproduct,,,\r\n`);
});
