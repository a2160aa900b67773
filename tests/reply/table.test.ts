import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
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
    expect(text).toContain('Not shown for lack of room: Items match.');
    expect(text).not.toContain('Items match  Status');
  });

  it('becomes paragraphs where nothing else helps', () => {
    const text = resultText(varianceOf([row('Lamp', '1', '2')]), { ...paper, width: 24 });
    expect(text).toContain('≠ Lamp\n  Test: 1\n  Production: 2\n  Variance: +1\n  Variance %: +100.0 %');
  });

  it('counts the rows that it does not show', () => {
    const rows = Array.from({ length: 60 }, (_, index) => row(`P${index}`, '1', '1', 'match'));
    expect(resultText(varianceOf(rows), paper)).toContain('10 more rows: ask for “top 20”, or “as csv” for all.');
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
