import { describe, expect, test } from 'vitest';
import type { Limit, Result } from '../../src/kpi/result.js';
import { datasetsOf, optionsOf, subtitleOf, textsOf } from './pictures.js';
import { daysFrom, measure, trendResult } from './results.js';

const banded = (values: readonly number[]): Result =>
  trendResult(
    daysFrom(values.length),
    values.map((value) => [value, null]),
    {
      chart: {
        kind: 'lines',
        category: 'step',
        series: ['test'],
        band: { low: -5, high: 5, label: 'tolerance ±5 %' },
      },
    },
  );

const yAxis = (result: Result) => optionsOf(result).scales?.y;

describe('lines', () => {
  test('decimal text becomes numbers, a missing value a gap', () => {
    const result = trendResult(daysFrom(3), [
      [1, 2],
      [null, 3],
      [2.5, null],
    ]);
    const [test, production] = datasetsOf(result);
    expect(test?.data).toEqual([1, null, 2.5]);
    expect(production?.data).toEqual([2, 3, null]);
    expect(JSON.stringify(datasetsOf(result))).not.toContain('spanGaps');
  });

  test('test and production keep their colours, and differ in dashes and in the shape of their points', () => {
    const [test, production] = datasetsOf(trendResult(daysFrom(2), [[1, 2]]));
    expect(test).toMatchObject({ borderColor: '#d55e00', borderDash: [8, 5], pointStyle: 'rectRot' });
    expect(production).toMatchObject({ borderColor: '#0072b2', borderDash: [], pointStyle: 'circle' });
  });

  test('of few steps each has its point; of many some, and each that stands alone between gaps', () => {
    const few = trendResult(
      daysFrom(31),
      daysFrom(31).map(() => [1, 2]),
    );
    expect(datasetsOf(few)[0]).toMatchObject({ pointRadius: 4.5 });
    const alone = daysFrom(200).map((_, at): [number | null, number] => [at > 50 && at !== 77 ? null : at, 2]);
    const radius = Object(datasetsOf(trendResult(daysFrom(200), alone))[0]).pointRadius;
    expect(radius).toHaveLength(200);
    expect(radius[77]).toBe(4.5);
    expect(radius.slice(0, 51).filter(Boolean)).toHaveLength(2);
  });

  test('the points of two lines are not at the same steps', () => {
    const values = daysFrom(200).map((): [number, number] => [5, 5]);
    const [test, production] = datasetsOf(trendResult(daysFrom(200), values)).map((one) => Object(one).pointRadius);
    expect(test.some((radius: number, at: number) => radius > 0 && production[at] > 0)).toBe(false);
  });

  test('a single step stands in the middle', () => {
    const result = trendResult(['2026-10'], [[5, 9]]);
    expect(datasetsOf(result)[0]?.data).toEqual([null, 5, null]);
    expect(textsOf(result, 'x')).toEqual(['2026-10']);
  });

  test('six series at most, the others named, and those without a value', () => {
    const keys = Array.from({ length: 8 }, (_, at) => `m${at}`);
    const columns = [...trendResult([], []).columns.slice(0, 1), ...keys.map((key) => measure(key, key.toUpperCase()))];
    const row = { step: '2026-10-01', ...Object.fromEntries(keys.map((key) => [key, key === 'm2' ? null : '4'])) };
    const result = trendResult([], [], {
      columns,
      rows: [row],
      chart: { kind: 'lines', category: 'step', series: keys },
    });
    const looks = datasetsOf(result).map((one) => {
      const { borderDash, pointStyle, borderColor } = Object(one);
      return { look: JSON.stringify([borderDash, pointStyle]), borderColor };
    });
    expect(looks).toHaveLength(6);
    expect(new Set(looks.map(({ look }) => look)).size).toBe(6);
    expect(new Set(looks.map(({ borderColor }) => borderColor)).size).toBe(6);
    expect(subtitleOf(result)).toContain('no values: M2 · not shown: M6, M7');
  });

  test('the latest 1,100 steps of more', () => {
    const steps = daysFrom(1200);
    const result = trendResult(
      steps,
      steps.map((_, at) => [at, null]),
    );
    expect(datasetsOf(result)[0]?.data).toHaveLength(1100);
    expect(datasetsOf(result)[0]?.data.at(-1)).toBe(1199);
    expect(subtitleOf(result)).toContain('latest 1,100 of 1,200 rows shown');
  });
});

describe('the value axis of lines', () => {
  test('begins at zero unless all values are far from it, and then says so', () => {
    const axis = (least: number, most: number) => yAxis(trendResult(daysFrom(2), [[least, most]]));
    expect(axis(60, 100)).toMatchObject({ beginAtZero: true, title: { text: 'units' } });
    expect(axis(61, 100)).toMatchObject({ beginAtZero: false, title: { text: 'units · axis not from 0' } });
    expect(axis(-100, -61)).toMatchObject({ beginAtZero: false });
    expect(axis(-100, 100)).toMatchObject({ beginAtZero: true });
  });

  test('has a line through zero where values lie on both sides', () => {
    expect(optionsOf(trendResult(daysFrom(2), [[-1, 1]])).scales).toHaveProperty('zero');
    expect(optionsOf(trendResult(daysFrom(2), [[0, 1]])).scales).not.toHaveProperty('zero');
  });

  test('has as many digits as tell its ticks apart', () => {
    const format = (least: number, most: number) =>
      Object(yAxis(trendResult(daysFrom(2), [[least, most]]))).ticks.format;
    expect(format(9_000, 9_900)).toEqual({ notation: 'standard', maximumSignificantDigits: 4 });
    expect(format(1_000_000, 1_000_010)).toEqual({ notation: 'standard', maximumSignificantDigits: 8 });
    expect(format(0, 2e18)).toEqual({ notation: 'scientific', maximumSignificantDigits: 4 });
  });
});

describe('a band', () => {
  test('is filled from its low end to its high one, behind the lines, and named in the legend', () => {
    const band = datasetsOf(banded([1, 2, 9])).at(-1);
    expect(band).toMatchObject({ label: 'tolerance ±5 %', data: [-5, -5, -5], fill: { value: 5 }, borderWidth: 0 });
  });

  test('is seen whole, and behind a single step too', () => {
    expect(yAxis(banded([1]))).toMatchObject({ suggestedMin: -5, suggestedMax: 5 });
    expect(datasetsOf(banded([1])).at(-1)?.data).toEqual([-5, -5, -5]);
  });
});

describe('limits', () => {
  const limited = (limits: readonly Limit[], values: readonly number[] = [1, 2, 9]): Result =>
    trendResult(
      daysFrom(values.length),
      values.map((value) => [value, null]),
      { chart: { kind: 'lines', category: 'step', series: ['test'], limits } },
    );

  test('are level lines from one end to the other, finely dashed, in the colour of no series', () => {
    const result = limited([{ value: 5, label: 'over 5 %' }]);
    const line = datasetsOf(result).at(-1);
    expect(line).toMatchObject({ label: 'over 5 %', borderColor: '#1d1c1d', borderDash: [5, 4], pointRadius: 0 });
    expect(line?.data).toEqual([
      { x: 0, y: 5 },
      { x: 1, y: 5 },
      { x: 1, y: null },
    ]);
    expect(optionsOf(result).scales?.limits).toMatchObject({ min: 0, max: 1, display: false });
  });

  test('that are named alike stand in the legend once', () => {
    const result = limited([
      { value: 5, label: 'over 5 %' },
      { value: -5, label: 'over 5 %' },
      { value: 8, label: 'over 8 %' },
    ]);
    expect(datasetsOf(result).map(({ label }) => label)).toEqual(['Test', 'over 5 %', 'over 8 %']);
    expect(datasetsOf(result)[1]?.data).toHaveLength(6);
  });

  test('are within the axis, whatever the values', () => {
    expect(yAxis(limited([{ value: 50, label: 'over 50' }]))).toMatchObject({ suggestedMin: 1, suggestedMax: 50 });
    expect(yAxis(limited([{ value: -5, label: 'under -5' }]))).toMatchObject({ suggestedMin: -5, suggestedMax: 9 });
    expect(optionsOf(limited([{ value: -5, label: 'under -5' }])).scales).toHaveProperty('zero');
  });

  test('without any there is no axis for them', () => {
    expect(optionsOf(limited([])).scales).not.toHaveProperty('limits');
  });
});
