import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/kpi/result.js';
import { datasetsOf, optionsOf, pictureOf, subtitleOf, textsAlong, textsOf } from './pictures.js';
import { daysFrom, gridResult } from './results.js';

const MONTHS = ['2026-07', '2026-08', '2026-09', '2026-10'];
const OVER_TIME = { overTime: true } as const;

function panels(count: number, valuesFor: (panel: number) => (number | null)[], signed = false): Result {
  const rows = Array.from({ length: count }, (_, at) => [`C${at}`, ...valuesFor(at)] as [string, ...(number | null)[]]);
  return gridResult(MONTHS, rows, { ...OVER_TIME, signed });
}

describe('small multiples', () => {
  test('have a panel for each category, with its name above and its own axes', () => {
    const result = panels(5, (at) => [at, at + 1, null, at + 3]);
    expect(textsAlong(result, 'words')).toEqual(['C0', 'C1', 'C2', 'C3', 'C4']);
    expect(datasetsOf(result).map(({ data }) => data)[1]).toEqual([1, 2, null, 4]);
    expect(datasetsOf(result).map((one) => `${Object(one).xAxisID} ${Object(one).yAxisID}`)).toEqual([
      'x0 y0',
      'x1 y1',
      'x2 y2',
      'x0 y3',
      'x1 y4',
    ]);
  });

  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 2],
    [5, 3],
    [12, 3],
  ])('of %i stand in %i columns', (count, columns) => {
    const axes = Object.keys(optionsOf(panels(count, () => [1, 2, 3, 4])).scales ?? {});
    expect(axes.filter((id) => /^x\d+$/.test(id))).toHaveLength(columns);
  });

  test('have one scale, written once a row', () => {
    const { scales } = optionsOf(panels(5, (at) => [100 * at, 0, 50, 480]));
    const shown = Object.entries(scales ?? {}).filter(([id, axis]) => /^y\d/.test(id) && axis?.display !== false);
    expect(shown.map(([id]) => id)).toEqual(['y0', 'y3']);
    expect(scales?.y4).toMatchObject({ min: 0, max: 600, ticks: { stepSize: 200, display: true } });
  });

  test('have a scale each where most would look flat on one, and say so', () => {
    const result = panels(3, (at) => [0, 1, 2, 3 * 20 ** at]);
    expect(textsAlong(result, 'words')).toEqual(['C0', 'C1', 'C2', '0 to 3', '0 to 60', '0 to 1,200']);
    expect(optionsOf(result).scales?.y1).toMatchObject({ min: 0, max: 60 });
    expect(subtitleOf(result)).toContain('each panel has its own scale');
  });

  test('a panel without values says so where it has its own scale, and is empty where not', () => {
    const result = panels(3, (at) => (at === 2 ? [null] : [0, 1, 2, 3 * 200 ** at]));
    expect(textsAlong(result, 'words')).toEqual(['C0', 'C1', 'C2', '0 to 3', '0 to 600', 'no values']);
    expect(datasetsOf(panels(2, (at) => (at === 1 ? [null] : [1, 2, 3])))[1]?.data).toEqual([null, null, null, null]);
  });

  test('say when their scale does not begin at zero', () => {
    const result = panels(2, () => [900, 950, 1000, 980]);
    expect(subtitleOf(result)).toContain('scale not from 0');
    expect(optionsOf(result).scales?.y0).toMatchObject({ min: 900, max: 1000 });
  });

  test('of a measure with a sign are filled above and below zero', () => {
    const [line] = datasetsOf(panels(2, () => [-5, 5, 3, 1], true));
    expect(line).toMatchObject({ fill: { target: 'origin', above: '#1b6b4499', below: '#ab78cc99' } });
  });

  test('have the first and the last date under each column', () => {
    const result = panels(5, () => [1, 2, 3, 4]);
    expect(textsOf(result, 'dates0_first')).toEqual(['2026-07']);
    expect(textsOf(result, 'dates1_first')).toEqual(['2026-07', '2026-07']);
    expect(textsOf(result, 'dates1_last')).toEqual(['2026-10', '2026-10']);
  });

  test('are twelve at most, of the latest 400 steps', () => {
    const days = daysFrom(500);
    const rows = Array.from({ length: 14 }, (_, at) => [`C${at}`, ...days.map(() => at)] as [string, ...number[]]);
    const result = gridResult(days, rows, OVER_TIME);
    expect(datasetsOf(result)).toHaveLength(12);
    expect(datasetsOf(result)[0]?.data).toHaveLength(400);
    expect(subtitleOf(result)).toContain('12 of 14 rows shown · latest 400 of 500 steps shown');
  });

  test('leave out a note on steps that only a table has no column for', () => {
    const note = '2 more columns of earlier steps in “as csv” and JSON.';
    const result = { ...panels(2, () => [1, 2, 3, 4]), notes: [note, 'A row was left out.'] };
    expect(subtitleOf(result)).toContain('A row was left out.');
    expect(subtitleOf(result)).not.toContain('earlier steps');
  });

  test('tell the value itself where there is but one', () => {
    const steps = ['2026-08', '2026-09', '2026-10'];
    const rows: [string, ...number[]][] = [
      ['A', 24, 24, 24],
      ['B', 1, 2, 1],
      ['C', 1000, 2000, 3000],
    ];
    expect(textsOf(gridResult(steps, rows, OVER_TIME), 'words0_line1')[0]).toBe('24');
  });

  test('show a point that stands alone between gaps', () => {
    const days = daysFrom(30);
    const row: [string, ...(number | null)[]] = ['A', ...days.map((_, at) => (at > 10 && at !== 20 ? null : at))];
    const radius = Object(datasetsOf(gridResult(days, [row], OVER_TIME))[0]).pointRadius;
    expect(radius.flatMap((one: number, at: number) => (one > 0 ? [at] : []))).toEqual([20]);
  });

  test('of fewer than three steps are cells instead', () => {
    const result = gridResult(['2026-09', '2026-10'], [['Storage', 1, 2]], OVER_TIME);
    expect(pictureOf(result).config.type).toBe('bar');
    expect(textsOf(result, 'row0')).toEqual(['1', '2']);
  });
});
