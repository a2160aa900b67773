import { describe, expect, it } from 'vitest';
import { toCsv } from '../../src/reply/csv.js';
import { HISTORY, row, varianceOf } from './results.js';

const lines = (...rows: Parameters<typeof row>[]) =>
  toCsv(varianceOf(rows.map((one) => row(...one))))
    .split('\r\n')
    .slice(1, -1);

describe('CSV', () => {
  it('ends lines with CRLF and quotes what needs it', () => {
    expect(toCsv(varianceOf([row('Lamp, "big"', '1.0000', '3.5000')]))).toBe(
      'Product,Test,Production,Variance,Variance %,Items match,Status\r\n"Lamp, ""big""",1.0000,3.5000,2.5,250,0,differs\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\t=1', '\r=1'])('%j cannot run in a spreadsheet', (name) => {
    expect(lines([name, '1', '1'])[0]).toMatch(/^"?'/);
  });

  it('leaves numbers numbers, negative ones too, and empty values empty', () => {
    expect(lines(['Lamp', '0', '-3'])[0]).toBe('Lamp,0,-3,-3,,0,differs');
  });

  it('keeps all digits', () => {
    expect(lines(['Lamp', '12345678901234567890.1234', '0'])[0]).toContain('12345678901234567890.1234');
  });

  it('of cards has the change of each figure, with all digits', () => {
    const [head = '', total = ''] = toCsv(HISTORY).split('\r\n');
    expect(head).toContain('Production on the day before');
    expect(total).toMatch(/,12\.0000,,0\.0000,-305\.0000$/);
  });
});
