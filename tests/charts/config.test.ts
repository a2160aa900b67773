import { describe, expect, test } from 'vitest';
import { chartConfig } from '../../src/charts/config.js';
import type { Result } from '../../src/kpi/result.js';
import { optionsOf, pictureOf, subtitleOf } from './pictures.js';
import {
  cardsResult,
  daysFrom,
  gridResult,
  longNames,
  rankedResult,
  resultOf,
  sharesResult,
  totalResult,
  trendResult,
  varianceResult,
  varianceRow,
} from './results.js';

const SIX = [
  varianceRow('Electronics', 14862, 16066),
  varianceRow('Accessories', 9120, 9120),
  varianceRow('Storage', 7400, 6950),
  varianceRow('Networking', 5210, 5650),
  varianceRow('Peripherals', 3000, null),
  varianceRow('Desktop & Notebook', null, 1210),
];
const TREND = trendResult(daysFrom(5), [
  [120, 100],
  [125, 105],
  [null, 103],
  [130, null],
  [128, 99],
]);
const LINES = { kind: 'lines', category: 'step', series: ['test', 'production'] } as const;
const RANKED = rankedResult([
  ['Wireless Mouse, Black', -40],
  ['Power Bank, 10000 mAh', 25],
  ['Bookshelf Speaker', 3],
]);
const OVER_TIME = gridResult(
  ['2026-08', '2026-09', '2026-10'],
  [
    ['Electronics', 12, -4, 8],
    ['Storage', null, 3, -9],
  ],
  { overTime: true, signed: true },
);
const HEAT = gridResult(
  ['Berlin', 'Roma'],
  [
    ['Electronics', 12, -4],
    ['Storage', null, 3],
  ],
  { overTime: false, signed: true },
);
const CARDS = cardsResult([
  {
    metric: 'Total',
    unit: 'units',
    days: daysFrom(4),
    series: [
      { key: 'test', values: [140, 142, null, 149] },
      { key: 'production', values: [160, 158, 159, 161] },
    ],
  },
  { metric: 'Match rate', unit: 'percent', days: daysFrom(4), series: [{ key: 'both', values: [91, 92, 92.5, 90] }] },
]);
const SIXTY_LONG = longNames(60).map((name, index) => varianceRow(name, 4000 - index * 60, 3990 - index * 59));

function labelsOf(result: Result): string[] {
  return pictureOf(result).config.data.labels?.map((lines) => lines.join('|')) ?? [];
}

function dataOf(result: Result) {
  return pictureOf(result).config.data.datasets.map(({ label, data }) => [label, data]);
}

describe('what every picture has', () => {
  test('a configuration that is plain JSON', () => {
    for (const result of [
      varianceResult(SIX),
      varianceResult(SIXTY_LONG),
      sharesResult([['A', 1, 2]]),
      varianceResult([]),
      TREND,
      RANKED,
      OVER_TIME,
      HEAT,
      CARDS,
    ]) {
      const picture = pictureOf(result);
      expect(JSON.parse(JSON.stringify(picture))).toEqual(picture);
    }
  });

  test('no picture for a result that wants none', () => {
    expect(chartConfig(resultOf({ chart: null }))).toBeNull();
  });

  test('unit, freshness and the first note in the subtitle', () => {
    const result = varianceResult([varianceRow('A', 1, 1)], { notes: ['3 rows left out', 'rounded', 'late'] });
    expect(subtitleOf(result)).toBe(
      'in units · data through 2026-11-20 · as of 2026-11-21 10:32 UTC · 3 rows left out (+ 2 more notes)',
    );
  });

  test('what makes the figures false comes before all else, for a picture is passed on without its message', () => {
    const result = varianceResult([varianceRow('A', 1, 1)], {
      warnings: ['Production looks incomplete on 2026-11-20: 9 rows, usually 120'],
    });
    expect(subtitleOf(result)).toMatch(/^Production looks incomplete on 2026-11-20: 9 rows, usually 120 · in units/);
  });

  test('the days of the question, and those that it is set against', () => {
    const october = { words: 'last month', from: '2026-10-01', through: '2026-10-31' };
    const september = { words: 'september', from: '2026-09-01', through: '2026-09-30' };
    const [day, before] = ['2026-11-20', '2026-11-19'].map((date) => ({ words: date, from: date, through: date }));
    const parts = (over: Partial<Result>) => subtitleOf(varianceResult(SIX, over)).split(' · ').slice(1, 3);
    expect(parts({ period: october, versus: september })).toEqual([
      '2026-10-01 to 2026-10-31',
      'against 2026-09-01 to 2026-09-30',
    ]);
    expect(parts({ ...(day && { period: day }), ...(before && { versus: before }) })).toEqual([
      'on 2026-11-20',
      'against 2026-11-19',
    ]);
  });

  test('no text smaller than 15 pixels, which a phone shows at less than half', () => {
    for (const result of [varianceResult(SIX), TREND, RANKED, OVER_TIME, HEAT, CARDS]) {
      const sizes = [...JSON.stringify(pictureOf(result)).matchAll(/"size":(\d+)/g)].map(([, size]) => Number(size));
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(15);
    }
  });

  test('each environment’s date when they differ, the latest of several sources, the oldest “as of”', () => {
    const result = varianceResult([varianceRow('A', 1, 1)], {
      dataThrough: [
        { source: 'erp', environment: 'test', date: null },
        { source: 'shop', environment: 'production', date: '2026-11-18' },
        { source: 'depot', environment: 'production', date: '2026-11-19' },
      ],
      asOf: [
        { source: 'erp', environment: 'test', at: '2026-11-21T12:00:00+01:00' },
        { source: 'shop', environment: 'production', at: '2026-11-21T10:59:59Z' },
      ],
    });
    expect(subtitleOf(result)).toBe(
      'in units · data through nothing (test), 2026-11-19 (production) · as of 2026-11-21 10:59 UTC',
    );
  });

  test('a hint that names a missing column is reported', () => {
    const result = resultOf({ chart: { kind: 'grouped', category: 'sku', series: [], difference: [] } });
    expect(() => chartConfig(result)).toThrow('the chart of variance names a column that the result has not: sku');
  });

  test.each([
    ['no rows', varianceResult([])],
    ['no values', varianceResult([varianceRow('A', null, null)])],
    ['no shares', sharesResult([['A', 0, 0]])],
    ['no steps', trendResult([], [])],
    ['steps without values', trendResult(daysFrom(3), [])],
    ['a ranking without values', rankedResult([['A', null]])],
    ['a grid without values', gridResult(['Berlin'], [['A', null]], { overTime: false })],
    ['a grid without columns', gridResult([], [['A']], { overTime: false })],
    ['panels without values', gridResult(daysFrom(5), [['A']], { overTime: true })],
  ])('“Nothing to show” for %s', (_, result) => {
    const options = optionsOf(result);
    expect(options.plugins?.title?.text).toEqual([result.title]);
    expect(JSON.stringify(options.scales)).toContain('Nothing to show');
    expect(pictureOf(result).height).toBeLessThan(200);
  });
});

describe('grouped bars', () => {
  test('a few short categories stand upright, differences under their names', () => {
    const result = varianceResult(SIX);
    expect(optionsOf(result).indexAxis).toBeUndefined();
    expect(labelsOf(result)).toEqual([
      'Δ Electronics||+1,204|(+8.1 %)',
      'Accessories||0|(0.0 %)',
      'Δ Storage||-450|(-6.1 %)',
      'Δ Networking||+440|(+8.4 %)',
      'Δ Peripherals||-3,000|(-100.0 %)',
      'Δ Desktop &|Notebook|+1,210',
    ]);
    expect(subtitleOf(result)).toContain('Δ differs');
  });

  test('figures share a line where there is room', () => {
    expect(labelsOf(varianceResult([varianceRow('Storage', 100, 120)]))).toEqual(['Δ Storage|+20 (+20.0 %)']);
  });

  test('decimal text becomes numbers, an absent side stays null', () => {
    expect(dataOf(varianceResult(SIX.slice(3)))).toEqual([
      ['Test', [5210, 3000, null]],
      ['Production', [5650, null, 1210]],
    ]);
  });

  test('more than eight lie level, their differences on an axis at the right', () => {
    const result = varianceResult(Array.from({ length: 9 }, (_, index) => varianceRow(`C${index}`, 100, 101)));
    expect(optionsOf(result).indexAxis).toBe('y');
    expect(optionsOf(result).scales).toMatchObject({
      figures: { position: 'right', labels: Array(9).fill(['+1 (+1.0 %)']), title: { text: 'Variance (Variance %)' } },
    });
  });

  test('long names lie level, in two lines, shortened in the middle', () => {
    const result = varianceResult(longNames(6).map((name) => varianceRow(name, 5, 5)));
    expect(optionsOf(result).indexAxis).toBe('y');
    expect(labelsOf(result)[0]).toBe('AQ Digit SSD Series 1,|Version 1.0 5…ty Green');
  });

  test('the picture grows with the categories up to 60, and then says how many there are', () => {
    const rows = longNames(214).map((name) => varianceRow(name, 5, 5));
    const heights = [20, 40, 60, 214].map((count) => pictureOf(varianceResult(rows.slice(0, count))).height);
    expect(heights[1]).toBeGreaterThan(heights[0] ?? 0);
    expect(heights[2]).toBeGreaterThan(heights[1] ?? 0);
    expect(heights[3]).toBe(heights[2]);
    expect(labelsOf(varianceResult(rows))).toHaveLength(60);
    expect(subtitleOf(varianceResult(rows))).toContain('60 of 214 rows shown');
  });

  test('a top list says how many it leaves out', () => {
    const result = varianceResult(SIX, { others: { count: 14, row: varianceRow('others', 1, 2) } });
    expect(subtitleOf(result)).toContain('6 of 20 rows shown');
  });

  test('dates run from left to right, the latest 60 of them', () => {
    const rows = Array.from({ length: 70 }, (_, index) => ({
      ...varianceRow(null, 5, 6),
      category: new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10),
    }));
    const columns = resultOf({}).columns.map((column) =>
      column.key === 'category' ? { ...column, unit: 'date' as const } : column,
    );
    const result = varianceResult(rows, { columns });
    expect(optionsOf(result).indexAxis).toBeUndefined();
    expect(labelsOf(result).slice(0, 2)).toEqual(['2026-09-11', '2026-09-12']);
    expect(optionsOf(result).scales).toMatchObject({ x: { ticks: { autoSkip: true } } });
    expect(subtitleOf(result)).toContain('latest 60 of 70 rows shown');
  });

  test('a single series without differences has its values written', () => {
    expect(labelsOf(totalResult([['Storage', 1200]]))).toEqual(['Storage|1,200']);
  });

  test('of a comparison the earlier bars stand before the present ones, in a paler colour', () => {
    const measure = (key: string) => ({ key, label: key, unit: 'units', role: 'measure' }) as const;
    const { columns } = varianceResult([]);
    const compared = varianceResult([{ ...varianceRow('Toys', 10, 12), test_before: '8', production_before: '9' }], {
      columns: [...columns, measure('test_before'), measure('production_before')],
      versus: { words: 'vs last month', from: '2026-10-01', through: '2026-10-31' },
    });
    const drawn = pictureOf(compared).config.data.datasets;
    expect(drawn.map(({ label, data }) => [label, data])).toEqual([
      ['test_before', [8]],
      ['Test', [10]],
      ['production_before', [9]],
      ['Production', [12]],
    ]);
    expect(drawn.map(({ backgroundColor }) => backgroundColor)).toEqual(['#eebf99', '#d55e00', '#99c7e0', '#0072b2']);
  });

  test('figures that are no share of each other have their names', () => {
    const chart = {
      kind: 'grouped',
      category: 'category',
      series: ['variance_pct'],
      difference: ['test', 'production'],
    };
    const result = varianceResult([varianceRow('Toys', 94, 95)], { chart: chart as Result['chart'] });
    expect(labelsOf(result)).toEqual(['Δ Toys|Test 94 · Production 95']);
  });

  test('a single category gets bars of ordinary width, side by side', () => {
    const [bars] = pictureOf(varianceResult(SIX.slice(0, 1))).config.data.datasets;
    expect(bars).toMatchObject({ maxBarThickness: 48, categoryPercentage: 0.14 });
  });

  test('bars that point down stand on a line through zero', () => {
    const scales = optionsOf(varianceResult([varianceRow('Returns', -120, 300)])).scales;
    expect(scales).toMatchObject({ x: { border: { display: false } }, zero: { position: { y: 0 } } });
    expect(optionsOf(varianceResult(SIX)).scales).not.toHaveProperty('zero');
  });

  test('a series with a zero shows no sliver for it', () => {
    const [test, production] = pictureOf(varianceResult([varianceRow('A', 0, 1), varianceRow('B', 9000, 9000)])).config
      .data.datasets;
    expect(test).not.toHaveProperty('minBarLength');
    expect(production).toHaveProperty('minBarLength', 2);
  });

  test('test and production have the same colours in any company', () => {
    const colours = (result: Result) => pictureOf(result).config.data.datasets.map((one) => one.backgroundColor);
    expect(colours(varianceResult(SIX))).toEqual(['#d55e00', '#0072b2']);
    expect(colours(totalResult([['A', 1]]))).toEqual(['#0072b2']);
  });

  test('large values are ticked in short', () => {
    const format = (value: number) => optionsOf(varianceResult([varianceRow('A', value, value)])).scales?.y?.ticks;
    expect(format(9_999)).toMatchObject({ precision: 0, format: { notation: 'standard' } });
    expect(format(10_000)).toMatchObject({ precision: 0, format: { notation: 'compact' } });
  });

  test('money has its sign, a mixed column the unit of its row', () => {
    const columns = resultOf({}).columns.map((column) =>
      column.unit === 'units' ? { ...column, unit: 'mixed' as const } : column,
    );
    const row = { ...varianceRow('Stock value', 100, 112), unit: 'money' };
    expect(labelsOf(varianceResult([row], { columns }))).toEqual(['Δ Stock value|+$12.00 (+12.0 %)']);
    expect(subtitleOf(varianceResult([row], { columns }))).toContain('in $ ·');
    const other = { ...varianceRow('Items', 7, 7), unit: 'count' };
    expect(subtitleOf(varianceResult([row, other], { columns }))).toContain('in different units ·');
  });
});

describe('shares', () => {
  test('each series adds up to 100', () => {
    const result = sharesResult([
      ['Storage', 30, 10],
      ['Networking', 10, 30],
      ['Returns', 0, 40],
    ]);
    expect(dataOf(result)).toEqual([
      ['Storage  75.0 % · 12.5 %', [75, 12.5]],
      ['Networking  25.0 % · 37.5 %', [25, 37.5]],
      ['Returns  0.0 % · 50.0 %', [0, 50]],
    ]);
  });

  test('the largest eight, and the others as one', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [`C${index}`, 5, 5] as const);
    const data = dataOf(sharesResult(rows));
    expect(data).toHaveLength(9);
    expect(data.at(-1)).toEqual(['Others (12)  60.0 % · 60.0 %', [60, 60]]);
  });

  test('what a top list leaves out is part of the whole', () => {
    const row = { category: 'others', test: '50', production: '0' };
    const result = sharesResult([['Storage', 50, 10]], { others: { count: 3, row } });
    expect(dataOf(result)).toEqual([
      ['Storage  50.0 % · 100.0 %', [50, 100]],
      ['Others (3)  50.0 % · 0.0 %', [50, 0]],
    ]);
  });

  test('percentages keep their size where rows are missing', () => {
    const columns = resultOf({})
      .columns.slice(0, 3)
      .map((column) => (column.unit === 'units' ? { ...column, unit: 'percent' as const } : column));
    expect(dataOf(sharesResult([['Storage', 80, 0]], { columns }))).toEqual([
      ['Storage  80.0 % · 0.0 %', [80, 0]],
      ['Others  20.0 % · 0.0 %', [20, 0]],
    ]);
  });

  test('negative values are left out and mentioned', () => {
    const result = sharesResult([
      ['Storage', 10, 10],
      ['Returns', -5, 10],
    ]);
    expect(dataOf(result)[1]).toEqual(['Returns  0.0 % · 50.0 %', [0, 50]]);
    expect(subtitleOf(result)).toContain('1 negative value not drawn');
  });
});

describe('golden configurations', () => {
  test.each([
    ['variance', varianceResult(SIX)],
    [
      'total',
      totalResult([
        ['Electronics', 16066],
        ['Accessories', 9120],
        ['Storage', 6950],
      ]),
    ],
    [
      'shares',
      sharesResult([
        ['Electronics', 500, 450],
        ['Accessories', 300, 350],
        ['Storage', 200, 200],
      ]),
    ],
    ['sixty-long-names', varianceResult(SIXTY_LONG)],
    ['lines', TREND],
    [
      'limits',
      { ...TREND, chart: { ...LINES, limits: [90, 130].map((value) => ({ value, label: 'between 90 and 130' })) } },
    ],
    ['ranked', RANKED],
    ['multiples', OVER_TIME],
    ['heat', HEAT],
    ['sparklines', CARDS],
  ])('%s', async (name, result) => {
    await expect(`${JSON.stringify(chartConfig(result), null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });
});
