import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { textTable } from '../../src/reply/table.js';
import { resultText } from '../../src/reply/text.js';
import { row, varianceOf } from './results.js';

const paper = { width: 100, colour: false, rows: 50 };

describe('the terminal table', () => {
  it('aligns numbers, marks what differs by more than colour, and ends with where it comes from', () => {
    const result = varianceOf([row('Lamp', '1200', '1000'), row('Desk', '5', '5', 'match')], {
      totals: row(null, '1205', '1005'),
    });
    expect(resultText(result, paper)).toBe(`Stock variance by product
Production holds 2 more than Test

  Product   Test  Production  Variance  Variance %  Items match  Status
────────────────────────────────────────────────────────────────────────
≠ Lamp     1,200       1,000      -200     -16.7 %            0  differs
  Desk         5           5         0       0.0 %            1  match
────────────────────────────────────────────────────────────────────────
  total    1,205       1,005      -200     -16.6 %            0  differs

  erp as of 2026-03-10 08:00:00 UTC, test data through 2026-03-09
  /stock variance by product`);
  });

  it.each([30, 40, 60, 80, 120])('never exceeds %d columns', (width) => {
    const rows = [
      row('A product with a name that goes on and on, in 漢字 as well', '1', '1234567.25'),
      row(null, '0', '0', 'match'),
    ];
    const table = resultText(varianceOf(rows), { ...paper, width }).split('\n');
    const body = table.slice(3, -4);
    for (const line of body)
      if (!line.startsWith('  ') && !line.startsWith('≠ A')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it('leaves optional columns out where there is no room, and says so', () => {
    const text = resultText(varianceOf([row('Lamp', '1', '2')]), { ...paper, width: 62 });
    expect(text).toContain('Not shown for lack of room: Items match; “as csv” has all.');
    expect(text).not.toContain('Items match  Status');
  });

  it('lets the name of what is left out stand over an empty name', () => {
    const columns = [
      { key: 'sku', label: 'SKU', unit: 'text', role: 'dimension' },
      { key: 'product', label: 'Name', unit: 'text', role: 'dimension' },
      { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
    ] as const;
    const result = varianceOf([{ sku: 'A-1', product: 'Lamp, Black', test: '1', status: 'match' }], {
      columns,
      others: { count: 1234, row: { test: '2' } },
      totals: { test: '3' },
    });
    expect(`\n${textTable(result, paper).join('\n')}\n`).toBe(`
SKU  Name         Test
──────────────────────
A-1  Lamp, Black     1
──────────────────────
others (1234)        2
total                3
`);
  });

  it('shortens what is said of a row before it becomes paragraphs', () => {
    const rows = [row('Bookshelf Speaker, White', '0', '38', 'only in production')];
    const text = resultText(varianceOf(rows), { ...paper, width: 54 });
    expect(text).toMatch(/≠ Bookshel?f?[^ ]* ?[^ ]*… {2}.* {2}only in [a-z]*…$/m);
  });

  it('becomes paragraphs where nothing else helps', () => {
    const text = resultText(varianceOf([row('Lamp', '1', '2')]), { ...paper, width: 24 });
    expect(text).toContain('≠ Lamp\n  Test: 1\n  Production: 2\n  Variance: +1\n  Variance %: +100.0 %');
  });

  it('counts the rows that it does not show', () => {
    const rows = Array.from({ length: 60 }, (_, index) => row(`P${index}`, '1', '1', 'match'));
    expect(resultText(varianceOf(rows), paper)).toContain('10 more rows: “as csv” has all.');
  });

  it('is not cut within a group of key figures', () => {
    const columns = [
      { key: 'category', label: 'Category', unit: 'text', role: 'dimension' },
      { key: 'metric', label: 'Metric', unit: 'text', role: 'dimension' },
      { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
    ] as const;
    const rows = ['Toys', 'Tools', 'Garden'].flatMap((category) =>
      Array.from({ length: 4 }, (_, index) => ({ category, metric: `M${index}`, test: '1' })),
    );
    const lines = (most: number) => textTable(varianceOf(rows, { columns }), { ...paper, rows: most });
    expect(lines(11).filter((line) => /^(Toys|Tools|Garden) /.test(line))).toHaveLength(8);
    expect(lines(11).at(-1)).toBe('4 more rows: “as csv” has all.');
    expect(lines(3).filter((line) => line.startsWith('Toys '))).toHaveLength(3);
    expect(lines(12)).toHaveLength(14);
  });

  it('leaves out a share whose amount is there before names cannot be told apart', () => {
    const rows = [row('Bookshelf Speaker, White', '86', '450')];
    const table = textTable(varianceOf(rows), { ...paper, width: 66 });
    expect(table.join('\n')).toContain('≠ Bookshelf Speaker, ');
    expect(table.at(-1)).toBe('Not shown for lack of room: Variance %, Items match; “as csv” has all.');
  });

  it('has its headline in lines of the paper’s width', () => {
    const headline = 'Production holds 958 more than Test, and 19 of 97 items differ';
    const lines = resultText(varianceOf([], { headline }), { ...paper, width: 40 }).split('\n');
    expect(lines.slice(1, 3)).toEqual(['Production holds 958 more than Test, and', '19 of 97 items differ']);
  });

  it('takes control characters and direction marks out of values', () => {
    const text = resultText(varianceOf([row('\u001b[31mred\u202e', '1', '1', 'match')]), paper);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  });

  it('says when there is nothing', () => {
    expect(resultText(varianceOf([], { headline: 'Nothing fits these filters' }), paper)).toContain(
      'Nothing fits these filters',
    );
  });
});
