import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChartDrawer, createChartDrawer } from '../../src/charts/draw.js';
import type { Result } from '../../src/kpi/result.js';
import { decoded, widestGap } from './pixels.js';
import { cardsResult, daysFrom, gridResult, longNames, measure, rankedResult, trendResult } from './results.js';

const TEST = 'd55e00ff';
const PRODUCTION = '0072b2ff';
const MORE = '1b6b44ff';
const LESS = 'ab78ccff';
const INK = '1d1c1dff';
/** Pixels from the top, below the title, the subtitle and the legend. */
const PLOT = 220;

type Values = (number | null)[];
const FIFTY = daysFrom(50);
const trend = (production: Values) =>
  trendResult(
    FIFTY,
    production.map((value) => [null, value]),
  );
const rising: Values = FIFTY.map((_, at) => at);

let drawer: ChartDrawer;
beforeAll(() => {
  drawer = createChartDrawer({ workers: 2, workerUrl: new URL('../../dist/charts/worker.js', import.meta.url) });
});
afterAll(() => drawer.close());

const drawn = async (result: Result) => decoded(await drawer.draw(result));

describe('drawn lines', () => {
  test('run through without a gap where every step has its value', async () => {
    const { columns } = await drawn(trend(rising));
    expect(columns(PRODUCTION, PLOT).length).toBeGreaterThan(1200);
    expect(widestGap(columns(PRODUCTION, PLOT))).toBeLessThan(5);
  });

  test('stop where values are missing', async () => {
    const { columns } = await drawn(trend(rising.map((value, at) => (at > 20 && at < 31 ? null : value))));
    expect(widestGap(columns(PRODUCTION, PLOT))).toBeGreaterThan(250);
  });

  test('show a value that stands alone', async () => {
    const { columns } = await drawn(trend(rising.map((value, at) => (at === 37 ? value : null))));
    expect(columns(PRODUCTION, PLOT).length).toBeGreaterThan(12);
    expect(columns(PRODUCTION, PLOT).length).toBeLessThan(25);
  });

  test('of both environments are both seen where they are the same', async () => {
    const { count } = await drawn(
      trendResult(
        FIFTY,
        FIFTY.map((_, at) => [at, at]),
      ),
    );
    expect(count(TEST)).toBeGreaterThan(2000);
    expect(count(PRODUCTION)).toBeGreaterThan(1000);
  });

  test('have their limits from end to end, dashed, also where there is a single step', async () => {
    const limited = (steps: Values) =>
      drawn({
        ...trendResult(
          FIFTY.slice(0, steps.length),
          steps.map((value) => [null, value]),
        ),
        chart: { kind: 'lines', category: 'step', series: ['production'], limits: [{ value: 20, label: 'over 20' }] },
      });
    for (const steps of [rising, [30]]) {
      const columns = (await limited(steps)).columns(INK, PLOT);
      const [first = 0] = columns;
      expect((columns.at(-1) ?? 0) - first).toBeGreaterThan(1200);
      expect(widestGap(columns)).toBeLessThan(12);
    }
  });

  test('have their band behind them', async () => {
    const band = { low: 10, high: 30, label: 'tolerance' };
    const result = trendResult(
      FIFTY,
      FIFTY.map((_, at) => [null, at]),
      {
        chart: { kind: 'lines', category: 'step', series: ['production'], band },
      },
    );
    const picture = await drawn(result);
    // The band's colour on white.
    expect(picture.count('d9f1eaff')).toBeGreaterThan(150_000);
    expect(widestGap(picture.columns(PRODUCTION, PLOT))).toBeLessThan(5);
  });
});

describe('drawn rankings', () => {
  test('have bars as long as their values, to the side of their sign', async () => {
    const picture = await drawn(
      rankedResult([
        ['A', 1000],
        ['B', -500],
      ]),
    );
    const [more, less] = [picture.columns(MORE, PLOT), picture.columns(LESS, PLOT)];
    expect(more.length / less.length).toBeCloseTo(2, 1);
    expect(Math.max(...less)).toBeLessThan(Math.min(...more));
  });
});

describe('drawn grids', () => {
  test('have a cell of each colour, as large as the next', async () => {
    const { count } = await drawn(
      gridResult(
        ['X', 'Y'],
        [
          ['A', 9, -9],
          ['B', null, 0],
        ],
        { overTime: false, signed: true },
      ),
    );
    // Less what its figure covers.
    expect(count(MORE)).toBeGreaterThan(40_000);
    expect(count(LESS) / count(MORE)).toBeCloseTo(1, 1);
    expect(count('f4f4f4ff') / count(MORE)).toBeCloseTo(1, 1);
  });

  test('over time have a line in each panel, next to each other', async () => {
    const rows = ['A', 'B', 'C'].map((name) => [name, ...FIFTY.map((_, at) => at)] as [string, ...number[]]);
    const { columns } = await drawn(gridResult(FIFTY, rows, { overTime: true }));
    const line = columns('009e73ff');
    const starts = line.filter((place, at) => place - (line[at - 1] ?? -100) > 20);
    expect(starts).toHaveLength(3);
  });
});

test('drawn cards have a line for each environment, in as many panels as there are cards', async () => {
  const series = [
    { key: 'test' as const, values: rising },
    { key: 'production' as const, values: rising.map((value) => 60 - Number(value)) },
  ];
  const card = (metric: string) => ({ metric, unit: 'units' as const, days: FIFTY, series });
  const picture = await drawn(cardsResult(['Total', 'Value', 'Cover'].map(card)));
  const line = picture.columns(PRODUCTION, 250);
  expect(line.filter((place, at) => place - (line[at - 1] ?? -100) > 20)).toHaveLength(3);
  expect(picture.count(TEST)).toBeGreaterThan(1000);
});

describe('nothing reaches the edge of the picture', () => {
  const huge = (at: number) => (at % 2 ? -1 : 1) * 123_456_789_012_345 * (at + 1);
  const names = longNames(30);
  const steps = daysFrom(400);

  test.each<[string, Result]>([
    [
      'lines of huge values',
      trendResult(
        steps,
        steps.map((_, at) => [huge(at), null]),
      ),
    ],
    [
      'lines far from zero',
      trendResult(
        steps.slice(0, 9),
        steps.map((_, at) => [9e12 + at, 9e12]),
      ),
    ],
    [
      'lines of tiny values',
      trendResult(
        steps.slice(0, 40),
        steps.map((_, at) => [at * 1e-6, null]),
      ),
    ],
    ['a single step', trendResult(['2026-10-31'], [[-1, -2]])],
    [
      'two steps',
      trendResult(
        ['2026-10-30', '2026-10-31'],
        [
          [1, 2],
          [2, 1],
        ],
      ),
    ],
    ['a ranking of long names', rankedResult(names.map((name, at) => [name, huge(at)]))],
    [
      'a ranking below zero',
      rankedResult(
        names.map((name, at) => [name, -at - 1]),
        measure('test', 'Test'),
      ),
    ],
    [
      'a heat map of long names',
      gridResult(
        names,
        names.map((name, at) => [name, ...names.map(() => huge(at))]),
        { overTime: false, signed: true },
      ),
    ],
    [
      'panels of long names',
      gridResult(
        steps,
        names.map((name, at) => [name, ...steps.map((_, step) => huge(step) * 10 ** at)]),
        { overTime: true, signed: true },
      ),
    ],
    ['panels far from zero', gridResult(steps, [['A', ...steps.map((_, at) => 9e12 + at)]], { overTime: true })],
    [
      'cards of long figures',
      cardsResult(
        names.slice(0, 5).map((metric) => ({
          metric,
          unit: 'money',
          days: steps,
          series: [{ key: 'production', values: steps.map((_, at) => (at > 300 ? null : huge(at))) }],
        })),
      ),
    ],
  ])('%s', async (_, result) => {
    expect((await drawn(result)).edge(8)).toEqual(['ffffffff']);
  });
});
