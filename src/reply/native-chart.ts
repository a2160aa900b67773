import { unitWords } from '../kpi/cells.js';
import { plural } from '../kpi/format.js';
import type { Column, Result } from '../kpi/result.js';
import { printable } from './cells.js';
import { type ChartData, chartData } from './chart-data.js';
import { chartLabels, commonPrefix } from './chart-labels.js';
import { cut, LIMITS } from './limits.js';

/** Slack's own chart, which its types package does not have yet. */
export interface DataVisualizationBlock {
  readonly type: 'data_visualization';
  readonly block_id?: string;
  readonly title: string;
  readonly chart: AxesChart | PieChart;
}

export interface AxesChart {
  readonly type: 'bar' | 'line' | 'area';
  /** Each has exactly one point a category, in the order of the categories. */
  readonly series: readonly { readonly name: string; readonly data: readonly Labelled[] }[];
  readonly axis_config: {
    readonly categories: readonly string[];
    readonly x_label?: string;
    readonly y_label?: string;
  };
}

export interface PieChart {
  readonly type: 'pie';
  readonly segments: readonly Labelled[];
}

interface Labelled {
  readonly label: string;
  readonly value: number;
}

/** A chart, and what it does not show. */
export interface NativeDrawing {
  readonly block: DataVisualizationBlock;
  readonly notices: readonly string[];
}

/** The result as Slack draws it; null where its hint wants no chart or its rows leave nothing to see. */
export function nativeChart(result: Result): DataVisualizationBlock | null {
  return nativeDrawing(result)?.block ?? null;
}

/**
 * The same with its notices. Slack wants one point for each category and series, and a missing value drawn as 0 would
 * be a lie: a category that lacks a value is left out and counted.
 */
export function nativeDrawing(result: Result): NativeDrawing | null {
  const { chart } = result;
  // Two dimensions and small charts of many figures are for a picture.
  if (!chart || chart.kind === 'grid' || chart.kind === 'sparklines') return null;
  const data = chartData(result, chart);
  if (!data) return null;
  switch (chart.kind) {
    case 'grouped':
    case 'ranked':
      return axesDrawing('bar', result, data);
    case 'lines':
      return chart.band ? null : lineDrawing(result, data);
    case 'shares':
      return pieDrawing(result, data) ?? axesDrawing('bar', result, data);
  }
}

/** Lines where nothing is lost: Slack has no gaps, and a line over the latest steps alone would tell another story. */
function lineDrawing(result: Result, data: ChartData): NativeDrawing | null {
  const { points, series } = data;
  const whole = points.every(({ missing }) => missing < 0);
  const fits = points.length <= LIMITS.chartPoints && series.length <= LIMITS.chartSeries;
  return whole && fits && points.length > 1 ? axesDrawing('line', result, data) : null;
}

/** A pie where one whole has few parts; a part of 0 % has no slice. Null where bars tell it better. */
function pieDrawing(result: Result, { series, points }: ChartData): NativeDrawing | null {
  const values = points.map((point) => point.values[0] ?? null);
  if (series.length > 1 || values.some((value) => value === null || value < 0)) return null;
  const parts = points.flatMap(({ name, values: [value] }) => (value ? [{ name, value }] : []));
  if (parts.length < 2 || parts.length > LIMITS.chartSegments) return null;
  const labels = chartLabels(
    parts.map(({ name }) => name),
    LIMITS.chartLabel,
  );
  const segments = parts.map(({ value }, index) => ({ label: labels[index] ?? '', value }));
  return { block: block(result, { type: 'pie', segments }), notices: [] };
}

/** The first 20 categories by the result's own order; of dates the latest 20, unless they are ranked. */
function axesDrawing(type: AxesChart['type'], result: Result, data: ChartData): NativeDrawing | null {
  const { category } = data;
  const latest = category.unit === 'date' && result.chart?.kind !== 'ranked';
  const series = data.series.slice(0, LIMITS.chartSeries);
  const drawn = data.points.filter(({ missing }) => missing < 0 || missing >= series.length);
  const shown = latest ? drawn.slice(-LIMITS.chartPoints) : drawn.slice(0, LIMITS.chartPoints);
  const nothing = shown.every(({ values }) => values.every((value) => !value));
  if (nothing || (shown.length === 1 && series.length === 1)) return null;

  const categories = chartLabels(
    shown.map(({ name }) => name),
    LIMITS.chartLabel,
  );
  const { names, shared } = seriesNames(series);
  const unit = unitWords(series, result.rows, result.currency);
  const about = shared === '' || shared.endsWith(unit) ? shared || unit : `${shared}, ${unit}`;
  return {
    block: block(result, {
      type,
      series: names.map((name, index) => ({
        name,
        data: shown.map(({ values }, place) => ({ label: categories[place] ?? '', value: values[index] ?? 0 })),
      })),
      axis_config: {
        categories,
        ...axisLabel('x_label', category.label),
        ...axisLabel('y_label', about),
      },
    }),
    notices: [
      ...(shown.length < drawn.length
        ? [`Chart shows the ${latest ? 'latest' : 'first'} ${shown.length} of ${data.points.length}.`]
        : []),
      ...missingNotice(data.points.length - drawn.length),
      ...seriesNotice(data.series.slice(series.length)),
    ],
  };
}

/** `Share % Test` and `Share % Production` are Test and Production, which share `Share %`. */
function seriesNames(series: readonly Column[]): { names: readonly string[]; shared: string } {
  const labels = series.map(({ label }) => label);
  const [first = ''] = labels;
  const length = labels.length > 1 ? first.slice(0, commonPrefix(labels)).lastIndexOf(' ') + 1 : 0;
  const names = labels.map((label) => label.slice(length));
  return { names: chartLabels(names, LIMITS.chartLabel), shared: first.slice(0, length).trim() };
}

function axisLabel(key: 'x_label' | 'y_label', text: string) {
  const label = cut(printable(text).trim(), LIMITS.chartAxis);
  return label === '' ? {} : { [key]: label };
}

function missingNotice(count: number): string[] {
  return count === 0 ? [] : [`${plural(count, 'row')} without a value ${count === 1 ? 'is' : 'are'} not in the chart.`];
}

function seriesNotice(left: readonly Column[]): string[] {
  return left.length === 0 ? [] : [`Not in the chart: ${left.map(({ label }) => label).join(', ')}.`];
}

function block({ title }: Result, chart: DataVisualizationBlock['chart']): DataVisualizationBlock {
  return { type: 'data_visualization', title: cut(printable(title).trim() || 'Chart', LIMITS.chartTitle), chart };
}
