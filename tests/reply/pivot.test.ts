import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/kpi/result.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { toCsv } from '../../src/reply/csv.js';
import { layTable } from '../../src/reply/table.js';
import { cellsOf, problemsOf, readable } from './messages.js';
import { pivotOf } from './results.js';

const MONTHS = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}`);
const GROUPS = ['Toys', 'Office Supplies', 'Garden', 'Sports', 'Electronics', 'Furniture'];

const table = (result: Result, width: number) => layTable(result, { width, colour: false, rows: 50 });
const drawn = (result: Result, width: number) => `\n${table(result, width).lines.join('\n')}\n`;

describe('a pivot over time, as text', () => {
  it('heads its steps with the year where it begins, and shows an empty cell as –', () => {
    expect(drawn(pivotOf(MONTHS.slice(0, 3), true), 80)).toBe(`
                  2026
Category           Jan  Feb    Mar    All
─────────────────────────────────────────
Electronics      1,000    –  1,020  2,000
Office Supplies    100    –    120  1,100
─────────────────────────────────────────
total            1,100    –  1,120  2,100
`);
  });

  it.each<[string, readonly string[], string, string]>([
    ['days', ['2025-12-31', '2026-01-01'], '2025   2026', '12-31  01-01'],
    ['weeks', ['2025-W52', '2026-W01'], '2025  2026', 'W52   W01'],
    ['months', ['2025-12', '2026-01'], '2025  2026', 'Dec   Jan'],
    ['quarters', ['Q4 2025', 'Q1 2026'], '2025  2026', 'Q4    Q1'],
    ['fiscal quarters', ['Q4 FY2026', 'Q1 FY2027'], 'FY2026  FY2027', 'Q4      Q1'],
  ])('%s stand under their years', (_, steps, years, within) => {
    const [first = '', second = ''] = table(pivotOf(steps, true), 80).lines;
    expect(first.trim().split(/ +/)).toEqual(years.split(/ +/));
    expect(second.trim().split(/ +/)).toEqual(['Category', ...within.split(/ +/), 'All']);
  });

  it('years have one line', () => {
    const [first = ''] = table(pivotOf(['2025', '2026'], true), 80).lines;
    expect(first.split(/ +/)).toEqual(['Category', '2025', '2026', 'All']);
  });

  it('leaves out the earliest steps where there is no room, never all of it', () => {
    const { lines, notices } = table(pivotOf(MONTHS, true), 60);
    expect(lines[1]?.split(/ +/)).toEqual(['Category', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'All']);
    expect(lines[0]?.trim()).toBe('2026');
    expect(notices).toEqual([
      'Not shown for lack of room: the 7 earliest columns (2026-01 to 2026-07); “as csv” has all.',
    ]);
  });
});

describe('a pivot over groups, as text', () => {
  it('puts long names over several lines before it leaves a column out', () => {
    expect(drawn(pivotOf(GROUPS.slice(0, 3), false), 48)).toBe(`
                          Office
Category          Toys  Supplies  Garden    All
───────────────────────────────────────────────
Electronics      1,000         –   1,020  2,000
Office Supplies    100         –     120  1,100
───────────────────────────────────────────────
total            1,100         –   1,120  2,100
`);
  });

  it('leaves out the smallest groups where there is no room', () => {
    const { lines, notices } = table(pivotOf(GROUPS, false), 60);
    expect(lines[0]?.split(/ +/)).toEqual(['Category', 'Sports', 'Electronics', 'Furniture', 'All']);
    expect(notices).toEqual([
      'Not shown for lack of room: the 3 smallest columns (Toys, Office Supplies, Garden); “as csv” has all.',
    ]);
  });
});

it.each([30, 45, 60, 80, 100, 160])('a pivot never exceeds %d columns, and keeps the column of all', (width) => {
  for (const result of [pivotOf(MONTHS, true), pivotOf(GROUPS.slice(0, 2), false)]) {
    const { lines } = table(result, width);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    expect(lines.join('\n')).toMatch(/ All(?:$|:)/m);
  }
});

describe('a pivot in Slack', () => {
  it('has all of its columns, which are narrow, and no figures beside the headline', () => {
    const message = toBlocks(pivotOf(MONTHS, true));
    expect(problemsOf(message)).toEqual([]);
    expect(message.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'table', 'context']);
    expect(cellsOf(message)[0]).toEqual(['Category', ...MONTHS, 'All']);
    expect(readable(message)).not.toContain('Not shown here');
  });

  it('leaves out the earliest ones beyond what Slack takes', () => {
    const days = Array.from({ length: 25 }, (_, day) => `2026-01-${String(day + 1).padStart(2, '0')}`);
    const message = toBlocks(pivotOf(days, true));
    expect(problemsOf(message)).toEqual([]);
    expect(cellsOf(message)[0]).toEqual(['Category', ...days.slice(7), 'All']);
    expect(readable(message)).toContain('Not shown here: the 7 earliest columns (2026-01-01 to 2026-01-07)');
  });
});

it('as CSV has every column in full', () => {
  const result = pivotOf(MONTHS, true);
  const columns = result.columns.map((column, at) => (at < 4 && at > 0 ? { ...column, machine: true } : column));
  const [head = '', first = ''] = toCsv({ ...result, columns }).split('\r\n');
  expect(head.split(',')).toEqual(['Category', ...MONTHS, 'All']);
  expect(first.split(',').slice(0, 4)).toEqual(['Electronics', '1000', '', '1020']);
});
