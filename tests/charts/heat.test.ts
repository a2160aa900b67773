import { describe, expect, test } from 'vitest';
import { contrast } from '../../src/charts/colours.js';
import type { Result } from '../../src/kpi/result.js';
import { datasetsOf, optionsOf, pictureOf, subtitleOf, textsAlong, textsOf } from './pictures.js';
import { gridResult } from './results.js';

const SIGNED = { overTime: false, signed: true } as const;
const PLACES = gridResult(
  ['Berlin', 'Roma'],
  [
    ['Storage', 1200, -600],
    ['Returns', null, 0],
  ],
  SIGNED,
);

/** The colours of the cells, by row. */
function cellColours(result: Result): string[][] {
  const columns = datasetsOf(result).map(({ backgroundColor }) => backgroundColor as string[]);
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? ''));
}

describe('a heat map', () => {
  test('has a cell for each pair, its value written in it, – where there is none', () => {
    expect(pictureOf(PLACES).config.data.labels).toEqual([['Storage'], ['Returns']]);
    expect(textsOf(PLACES, 'heads')).toEqual(['Berlin', 'Roma']);
    expect(textsOf(PLACES, 'row0')).toEqual(['+1,200', '-600']);
    expect(textsOf(PLACES, 'row1')).toEqual(['–', '0']);
    expect(datasetsOf(PLACES).map(({ data }) => data)).toEqual([
      [
        [0, 1],
        [0, 1],
      ],
      [
        [1, 2],
        [1, 2],
      ],
    ]);
  });

  test('is white at zero, green above, violet below, and blank where there is no value', () => {
    expect(cellColours(PLACES)).toEqual([
      ['#1b6b44', '#d5bce6'],
      ['#f4f4f4', '#f1f6f4'],
    ]);
  });

  test('of a measure without a sign, far from zero, begins at its least', () => {
    const [[least = '', most = ''] = []] = cellColours(gridResult(['A', 'B'], [['X', 900, 1000]], { overTime: false }));
    expect([least, most]).toEqual(['#f1f6f4', '#1b6b44']);
  });

  test('has figures that are easy to read on any ground', () => {
    const values = Array.from({ length: 8 }, (_, at) => (at - 4) * 100);
    const result = gridResult(
      values.map(String),
      [
        ['X', ...values],
        ['Y', ...values.map((value) => value + 55)],
      ],
      SIGNED,
    );
    const inks = [0, 1].map((row) => Object(optionsOf(result).scales?.[`row${row}`]).ticks.color as string[]);
    const contrasts = cellColours(result).flatMap((row, at) =>
      row.map((ground, column) => contrast(ground, inks[at]?.[column] ?? '#ffffff')),
    );
    expect(Math.min(...contrasts)).toBeGreaterThan(4.5);
  });

  test('writes all figures in short where one is wider than its cell', () => {
    const names = Array.from({ length: 8 }, (_, at) => `W${at}`);
    const result = gridResult(names, [['Storage', 1_234_567, ...names.slice(1).map(() => -12)]], SIGNED);
    expect(textsOf(result, 'row0').slice(0, 2)).toEqual(['+1.23M', '-12']);
  });

  test('writes its columns’ names upwards where more is left of them', () => {
    const names = ['Amsterdam Schiphol', ...Array.from({ length: 7 }, (_, at) => `W${at}`)];
    const result = gridResult(names, [['Storage', ...names.map(() => 1)]], SIGNED);
    expect(optionsOf(result).scales?.heads).toMatchObject({ ticks: { minRotation: 90 } });
    expect(textsOf(result, 'heads')[0]).toBe('Amsterdam Schiphol');
    expect(Object(optionsOf(PLACES).scales?.heads).ticks).not.toHaveProperty('minRotation');
  });

  test('lies on its side where only the columns are too many', () => {
    const names = Array.from({ length: 12 }, (_, at) => `W${at}`);
    const result = gridResult(
      names,
      [
        ['Storage', ...names.map((_, at) => at)],
        ['Returns', 7],
      ],
      SIGNED,
    );
    expect(textsOf(result, 'heads')).toEqual(['Storage', 'Returns']);
    expect(textsOf(result, 'row1')).toEqual(['+1', '–']);
    expect(subtitleOf(result)).not.toContain('shown');
  });

  test('says what it leaves out', () => {
    const names = Array.from({ length: 12 }, (_, at) => `W${at}`);
    const rows = Array.from({ length: 30 }, (_, at) => [`C${at}`, 1] as [string, number]);
    const result = gridResult(names, rows, SIGNED, { others: { count: 4, row: {} } });
    expect(subtitleOf(result)).toContain('20 of 34 rows shown · 8 of 12 columns shown');
    expect(textsAlong(result, 'row')).toHaveLength(160);
  });

  test('names what it measures', () => {
    expect(subtitleOf(PLACES)).toMatch(/^Variance, units · /);
  });
});
