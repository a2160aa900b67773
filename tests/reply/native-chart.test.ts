import { describe, expect, it } from 'vitest';
import type { ChartHint, Column, Result, Row } from '../../src/kpi/result.js';
import { type NativeDrawing, nativeChart, nativeDrawing } from '../../src/reply/native-chart.js';
import { problemsOf } from './messages.js';
import { row, varianceOf } from './results.js';

const GROUPED: ChartHint = { kind: 'grouped', category: 'product', series: ['test', 'production'], difference: [] };

const grouped = (rows: readonly Row[], changes: Partial<Result> = {}): Result =>
  varianceOf(rows, { chart: GROUPED, ...changes });

const share = (key: string, label: string): Column => ({ key, label, unit: 'percent', role: 'measure' });

const CATEGORY: Column = { key: 'category', label: 'Category', unit: 'text', role: 'dimension' };

function shares(rows: readonly Row[], keys: readonly string[], changes: Partial<Result> = {}): Result {
  const columns = [CATEGORY, share('test', 'Share % Test'), share('production', 'Share % Production')];
  return varianceOf(rows, { columns, chart: { kind: 'shares', category: 'category', series: keys }, ...changes });
}

/** The drawing, once Slack would take it. */
function drawn(result: Result): NativeDrawing {
  const drawing = nativeDrawing(result);
  if (!drawing) throw new Error('nothing was drawn');
  expect(problemsOf({ text: 'x', blocks: [drawing.block] })).toEqual([]);
  return drawing;
}

function barsOf(result: Result) {
  const { chart } = drawn(result).block;
  if (chart.type === 'pie') throw new Error('a pie was drawn');
  return chart;
}

describe('a native chart of bars', () => {
  it('has one point for each category and series, as the table shows it', () => {
    expect(nativeChart(grouped([row('Lamp', '1200.126', '-3'), row(null, '5', '0')]))).toEqual({
      type: 'data_visualization',
      title: 'Stock variance by product',
      chart: {
        type: 'bar',
        series: [
          {
            name: 'Test',
            data: [
              { label: 'Lamp', value: 1200.13 },
              { label: '(none)', value: 5 },
            ],
          },
          {
            name: 'Production',
            data: [
              { label: 'Lamp', value: -3 },
              { label: '(none)', value: 0 },
            ],
          },
        ],
        axis_config: { categories: ['Lamp', '(none)'], x_label: 'Product', y_label: 'units' },
      },
    });
  });

  it.each([19, 20, 21, 96])('of %d rows shows the first 20 and says so', (count) => {
    const result = grouped(Array.from({ length: count }, (_, index) => row(`P${index}`, '1', '2')));
    const { notices } = drawn(result);
    expect(barsOf(result).axis_config.categories).toHaveLength(Math.min(count, 20));
    expect(barsOf(result).axis_config.categories[0]).toBe('P0');
    expect(notices).toEqual(count > 20 ? [`Chart shows the first 20 of ${count}.`] : []);
  });

  it('of dates shows the latest', () => {
    const columns: Column[] = [
      { key: 'date', label: 'Date', unit: 'date', role: 'dimension' },
      { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
    ];
    const rows = Array.from({ length: 25 }, (_, day) => ({
      date: `2026-03-${String(day + 1).padStart(2, '0')}`,
      test: '1',
    }));
    const chart: ChartHint = { kind: 'grouped', category: 'date', series: ['test'], difference: [] };
    const result = grouped(rows, { columns, chart });
    expect(barsOf(result).axis_config.categories.at(-1)).toBe('2026-03-25');
    expect(drawn(result).notices).toEqual(['Chart shows the latest 20 of 25.']);
  });

  it('leaves out and counts a category that lacks a value: no value is not 0', () => {
    const missing = { ...row('Desk', '1', '2'), test: null };
    const result = grouped([row('Lamp', '1', '0'), missing, row('Chair', '2', '3')]);
    expect(barsOf(result).axis_config.categories).toEqual(['Lamp', 'Chair']);
    expect(drawn(result).notices).toEqual(['1 row without a value is not in the chart.']);
  });

  it('takes what no number is for no value', () => {
    const result = grouped([row('Lamp', '1', '2'), { ...row('Desk', '1', '2'), test: `1${'0'.repeat(400)}` }]);
    expect(barsOf(result).axis_config.categories).toEqual(['Lamp']);
  });

  it('shows six series and names the others', () => {
    const columns: Column[] = [
      CATEGORY,
      ...Array.from(
        { length: 7 },
        (_, at): Column => ({ key: `m${at}`, label: `Part ${at}`, unit: 'units', role: 'measure' }),
      ),
    ];
    const series = columns.slice(1).map(({ key }) => key);
    const rows = [{ category: 'A', ...Object.fromEntries(series.map((key) => [key, 1])) }];
    const result = grouped(rows, { columns, chart: { kind: 'grouped', category: 'category', series, difference: [] } });
    expect(barsOf(result).series.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(barsOf(result).axis_config.y_label).toBe('Part, units');
    expect(drawn(result).notices).toEqual(['Not in the chart: Part 6.']);
  });

  it.each([
    ['no hint', grouped([row('Lamp', '1', '2')], { chart: null })],
    ['no rows', grouped([])],
    ['no values', grouped([{ ...row('Lamp', '1', '2'), test: null }])],
    ['zeros only', grouped([row('Lamp', '0', '0'), row('Desk', '0', '0')])],
    ['a single bar', grouped([row('Lamp', '1', '2')], { chart: { ...GROUPED, series: ['test'] } })],
    ['a column that the result has not', grouped([row('Lamp', '1', '2')], { chart: { ...GROUPED, category: 'x' } })],
    ['words for values', grouped([row('Lamp', '1', '2')], { chart: { ...GROUPED, series: ['status'] } })],
  ])('is none where there is %s', (_, result) => {
    expect(nativeChart(result)).toBeNull();
  });

  it.each([49, 50, 51, 3000])('has a title of at most 50 characters, of %d', (length) => {
    const { block } = drawn(grouped([row('Lamp', '1', '2')], { title: 'x'.repeat(length) }));
    expect(block.title).toHaveLength(Math.min(length, 50));
  });
});

describe('a native chart of shares', () => {
  const three = [
    { category: 'A', test: 50, production: 40 },
    { category: 'B', test: 30.04, production: 60 },
    { category: 'C', test: 0, production: 0 },
  ];

  it('is a pie for one environment and few parts; a part of 0 % has no slice', () => {
    const result = shares(three, ['test'], {
      others: { count: 7, row: { category: null, test: 19.96, production: 0 } },
    });
    expect(drawn(result).block.chart).toEqual({
      type: 'pie',
      segments: [
        { label: 'A', value: 50 },
        { label: 'B', value: 30 },
        { label: 'Others (7)', value: 20 },
      ],
    });
  });

  it('is bars for both environments, named by what tells them apart', () => {
    const chart = barsOf(shares(three, ['test', 'production']));
    expect(chart.series.map(({ name }) => name)).toEqual(['Test', 'Production']);
    expect(chart.axis_config).toEqual({ categories: ['A', 'B', 'C'], x_label: 'Category', y_label: 'Share %' });
  });

  it.each([
    ['7 parts', Array.from({ length: 7 }, (_, at) => ({ category: `C${at}`, test: 10 }))],
    ['a negative part', [...three, { category: 'D', test: -5 }]],
  ])('is bars for %s', (_, rows) => {
    expect(barsOf(shares(rows, ['test'])).type).toBe('bar');
  });

  it('makes percentages of quantities', () => {
    const columns: Column[] = [CATEGORY, { key: 'test', label: 'Quantity', unit: 'units', role: 'measure' }];
    const rows = [
      { category: 'A', test: '30.0000' },
      { category: 'B', test: '10.0000' },
    ];
    expect(drawn(shares(rows, ['test'], { columns })).block.chart).toMatchObject({
      segments: [{ value: 75 }, { value: 25 }],
    });
  });
});

describe('a native chart of lines', () => {
  const columns: Column[] = [
    { key: 'step', label: 'Month', unit: 'date', role: 'dimension' },
    { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
    { key: 'production', label: 'Production', unit: 'units', role: 'measure' },
  ];
  const LINES: ChartHint = { kind: 'lines', category: 'step', series: ['test', 'production'] };
  const steps = (count: number): Row[] =>
    Array.from({ length: count }, (_, at) => ({ step: `2026-W${at + 10}`, test: `${at}`, production: '5' }));
  const lines = (rows: readonly Row[], chart: ChartHint = LINES): Result => varianceOf(rows, { columns, chart });

  it('has every step in its order', () => {
    expect(barsOf(lines(steps(2)))).toEqual({
      type: 'line',
      series: [
        {
          name: 'Test',
          data: [
            { label: '2026-W10', value: 0 },
            { label: '2026-W11', value: 1 },
          ],
        },
        {
          name: 'Production',
          data: [
            { label: '2026-W10', value: 5 },
            { label: '2026-W11', value: 5 },
          ],
        },
      ],
      axis_config: { categories: ['2026-W10', '2026-W11'], x_label: 'Month', y_label: 'units' },
    });
  });

  it.each([
    [
      'a gap, which Slack would bridge or draw as 0',
      lines([...steps(3), { step: '2026-W13', test: null, production: '5' }]),
    ],
    ['more steps than Slack takes', lines(steps(21))],
    ['a single step', lines(steps(1))],
    ['a band', lines(steps(5), { ...LINES, band: { low: 1, high: 2, label: 'tolerance' } })],
    ['two dimensions', lines(steps(5), { ...LINES, kind: 'grid', overTime: true, measure: 'Quantity, units' })],
    ['cards', lines(steps(5), { kind: 'sparklines' })],
  ])('is none for %s: a picture shows it', (_, result) => {
    expect(nativeChart(result)).toBeNull();
  });
});

describe('a native chart of a top list', () => {
  const RANKED: ChartHint = { kind: 'ranked', category: 'product', value: 'variance' };
  const ranked = (values: readonly (string | null)[], changes: Partial<Result> = {}) =>
    varianceOf(
      values.map((variance, at) => ({ product: `2026-10-${String(at + 1).padStart(2, '0')}`, variance })),
      { chart: RANKED, ...changes },
    );

  it('is bars in the order of the rows', () => {
    const { type, series } = barsOf(ranked(['-9', '7', '1']));
    expect([type, series.map(({ data }) => data.map(({ value }) => value))]).toEqual(['bar', [[-9, 7, 1]]]);
  });

  it('shows the first of many, even of dates', () => {
    const dated = varianceOf([]).columns.map((column) =>
      column.key === 'product' ? { ...column, unit: 'date' as const } : column,
    );
    const result = ranked(
      Array.from({ length: 25 }, (_, at) => `${100 - at}`),
      { columns: dated },
    );
    expect(barsOf(result).axis_config.categories[0]).toBe('2026-10-01');
    expect(drawn(result).notices).toEqual(['Chart shows the first 20 of 25.']);
  });
});
