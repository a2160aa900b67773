import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/kpi/result.js';
import { datasetsOf, optionsOf, pictureOf, subtitleOf, textsAlong } from './pictures.js';
import { longNames, measure, rankedResult } from './results.js';

const MIXED = rankedResult([
  ['Lamp', -4000],
  ['Desk', 2000],
  ['Chair', 0],
  ['Radio', null],
]);

const HINT = { kind: 'ranked', category: 'name', value: 'variance' } as const;

/** Where along its axis a bar's figure stands, 0 to 100, and on which side of that. */
function figurePlace(result: Result, row: number) {
  const { labels, ticks } = Object(optionsOf(result).scales?.[`figure${row}`]);
  return [labels.findIndex((label: string) => label !== ''), ticks.align];
}

describe('ranked bars', () => {
  test('lie level in the order of the rows', () => {
    expect(optionsOf(MIXED).indexAxis).toBe('y');
    expect(pictureOf(MIXED).config.data.labels).toEqual([['Lamp'], ['Desk'], ['Chair'], ['Radio']]);
  });

  test('have the two colours of their sign where the column has one', () => {
    expect(datasetsOf(MIXED).map(({ label, data, backgroundColor }) => [label, data, backgroundColor])).toEqual([
      ['Production more', [null, 2000, null, null], '#1b6b44'],
      ['Production less', [-4000, null, null, null], '#ab78cc'],
    ]);
    expect(optionsOf(MIXED).plugins?.legend).toMatchObject({ position: 'top' });
  });

  test('that are not marked are pale where some are', () => {
    expect(
      datasetsOf({ ...MIXED, chart: { ...HINT, marked: ['Desk'] } }).map(({ backgroundColor }) => backgroundColor),
    ).toEqual([
      ['#b5d3c6', '#1b6b44', '#b5d3c6', '#b5d3c6'],
      ['#e2d3ec', '#ab78cc', '#e2d3ec', '#e2d3ec'],
    ]);
  });

  test('have their limits across them, within the axis', () => {
    const result = {
      ...MIXED,
      chart: { ...HINT, limits: [5000, -5000].map((value) => ({ value, label: 'tolerance' })) },
    };
    expect(datasetsOf(result)[0]).toMatchObject({
      type: 'line',
      label: 'tolerance',
      yAxisID: 'limits',
      data: [
        { x: 5000, y: 0 },
        { x: 5000, y: 1 },
        { x: null, y: 1 },
        { x: -5000, y: 0 },
        { x: -5000, y: 1 },
        { x: null, y: 1 },
      ],
    });
    const { x, limits } = optionsOf(result).scales ?? {};
    expect(Number(x?.min)).toBeLessThanOrEqual(-5000);
    expect(Number(x?.max)).toBeGreaterThanOrEqual(5000);
    expect(limits).toMatchObject({ axis: 'y', min: 0, max: 1, offset: false });
    expect(optionsOf(MIXED).scales).not.toHaveProperty('limits');
  });

  test('of a change say more or less than before', () => {
    const result = rankedResult([['Lamp', 5]], measure('change', 'Change', { signed: true }));
    expect(datasetsOf(result).map(({ label }) => label)).toEqual(['more than before']);
  });

  test('of an environment have its colour, and no legend', () => {
    const result = rankedResult([['Lamp', 5]], measure('production', 'Production'));
    expect(datasetsOf(result)).toMatchObject([{ label: 'Production', backgroundColor: ['#0072b2'] }]);
    expect(optionsOf(result).plugins?.legend).toEqual({ display: false });
    expect(subtitleOf(result)).toMatch(/^Production in units · /);
  });

  test('each has its value written at its end: at the right, or at the left of one that points there', () => {
    expect(textsAlong(MIXED, 'figure')).toEqual(['-4,000', '+2,000', '0', '–']);
    expect(optionsOf(MIXED).scales?.x).toMatchObject({ min: -4000, max: 2000 });
    expect([0, 1, 2].map((row) => figurePlace(MIXED, row))).toEqual([
      [0, 'end'],
      [100, 'start'],
      [67, 'start'],
    ]);
  });

  test('figures too wide for the place beside a bar are short', () => {
    const result = rankedResult([
      ['Lamp', 12_345_678_901_234],
      ['Desk', -3],
    ]);
    expect(textsAlong(result, 'figure')).toEqual(['+12.3T', '-3']);
  });

  test('twenty at most, the value axis then on top', () => {
    const result = rankedResult(longNames(24).map((name, at) => [name, 100 - at]));
    expect(pictureOf(result).config.data.labels).toHaveLength(20);
    expect(subtitleOf(result)).toContain('20 of 24 rows shown');
    expect(optionsOf(result).scales?.x).toMatchObject({ position: 'top' });
  });

  test('names give way to wide figures of bars that point to the left', () => {
    const name = 'Mechanical Keyboard, German layout';
    const labels = (value: number) => pictureOf(rankedResult([[name, value]])).config.data.labels?.[0];
    expect(labels(-3)).toEqual([name]);
    expect(labels(-123456789)).toEqual(['Mechanical Keyboard, German', 'layout']);
  });

  test('what a top list leaves out is told, not drawn', () => {
    const others = { count: 86, row: { variance: '-1204.5' } };
    const result = rankedResult([['Lamp', 5]], undefined, { others });
    expect(textsAlong(result, 'figure')).toEqual(['+5']);
    expect(subtitleOf(result)).toContain('1 of 87 rows shown, the other 86 together -1,204.5');
  });

  test('of dates are the first, for they stand in the order of their values', () => {
    const result = rankedResult([
      ['2026-10-05', 9],
      ['2026-10-01', 3],
    ]);
    const columns = result.columns.map((column) =>
      column.key === 'name' ? { ...column, unit: 'date' as const } : column,
    );
    expect(pictureOf({ ...result, columns }).config.data.labels).toEqual([['2026-10-05'], ['2026-10-01']]);
  });
});
