import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Column, Result } from '../../src/kpi/result.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { glance } from '../../src/reply/glance.js';
import { layTable } from '../../src/reply/table.js';
import { cellsOf, problemsOf, readable } from './messages.js';
import { COMPARED, varianceOf } from './results.js';

const table = (result: Result, width: number) => layTable(result, { width, colour: false, rows: 50 });

describe('a comparison as text', () => {
  it('has its headings over two lines where that makes room for all', () => {
    expect(`\n${table(COMPARED, 140).lines.join('\n')}\n`).toBe(`
                        Test last    Test      Test              Production  Production  Production         Both last    Both      Both
Category          Test      month  change  change %  Production  last month      change    change %   Both      month  change  change %
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
Electronics      1,200      1,100    +100    +9.1 %       1,000       1,000           0       0.0 %  2,200      2,100    +100    +4.8 %
Office Supplies      5          0      +5         –           5           6          -1     -16.7 %     10          6      +4   +66.7 %
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
total            1,205      1,100    +105    +9.5 %       1,005       1,006          -1      -0.1 %  2,210      2,106    +104    +4.9 %
`);
  });

  it('leaves out what can be computed from the rest first, then the earlier figures', () => {
    const left = (width: number) => table(COMPARED, width).notices;
    expect(left(120)).toEqual([
      'Not shown for lack of room: Test change, Production change, Both change; “as csv” has all.',
    ]);
    expect(left(80)).toEqual([
      'Not shown for lack of room: Test last month, Test change, Production last month, Production change, Both last month, Both change; “as csv” has all.',
    ]);
    for (const line of table(COMPARED, 80).lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('of a difference leaves out the change in %, and what is not compared', () => {
    const compared: readonly Column[] = [
      { key: 'variance_before', label: 'Variance last month', unit: 'units', role: 'measure', signed: true },
      { key: 'variance_change', label: 'Variance change', unit: 'units', role: 'measure', signed: true },
      { key: 'variance_change_pct', label: 'Variance change %', unit: 'percent', role: 'measure', signed: true },
    ];
    const result = varianceOf([{ product: 'Lamp', test: '1', production: '2', variance: '1', status: 'differs' }], {
      columns: [...varianceOf([]).columns, ...compared],
      versus: { words: 'vs last month', from: '2026-02-01', through: '2026-02-28' },
    });
    expect(table(result, 62).notices).toEqual([
      'Not shown for lack of room: Variance %, Items match, Status, Variance change %; “as csv” has all.',
    ]);
  });
});

describe('a comparison in Slack', () => {
  it('tells each figure with its change, and a table without what can be computed', () => {
    const message = toBlocks(COMPARED);
    expect(problemsOf(message)).toEqual([]);
    expect(cellsOf(message)[0]).toEqual([
      'Category',
      ...['Test', 'Test last month', 'Test change %'],
      ...['Production', 'Production last month', 'Production change %'],
      ...['Both', 'Both last month', 'Both change %'],
    ]);
    expect(readable(message)).toContain('*Test*\n1,205\n+105 (+9.5 %) against last month');
    expect(readable(message)).toContain(
      'Not shown here: Test change, Production change, Both change; “as csv” has all.',
    );
  });

  it('says no change where the other period is not known', () => {
    const unknown = { ...COMPARED.totals, test_before: null, test_change: null, test_change_pct: null };
    expect(glance({ ...COMPARED, totals: unknown })[0]).toEqual({ label: 'Test', text: '1,205' });
  });
});
