import { formatCell, plural } from '../kpi/format.js';
import type { Cell, ChartHint, Column, Result, Row } from '../kpi/result.js';
import { categoryAxis, legend, valueAxis } from './axes.js';
import { columnOf } from './columns.js';
import { frame } from './frame.js';
import { BACKGROUND, MUTED_INK, OTHERS_COLOUR, SEGMENT_COLOURS } from './palette.js';
import { type ChartPicture, PADDING, TEXT_FONT, WIDTH } from './picture.js';
import { drawnValue } from './rows.js';
import { shorten } from './text.js';

const BAR_HEIGHT = 72;
const AXIS_HEIGHT = 72;
const LEGEND_ROW = 28;
const NAME_EM = 12;

/** A part of each bar: percent per series, in the order of the series. */
interface Segment {
  readonly name: string;
  readonly shares: readonly number[];
}

/** One stacked bar per series, each adding up to 100 %; null when there is nothing to share out. */
export function sharesPicture(result: Result, hint: Extract<ChartHint, { kind: 'shares' }>): ChartPicture | null {
  const category = columnOf(result, hint.category);
  const series = hint.series.map((key) => columnOf(result, key));
  const rows = [...result.rows, ...(result.others ? [result.others.row] : [])];
  const wholes = series.map((column) => wholeOf(column, rows));
  if (wholes.every((whole) => whole === 0)) return null;

  const segments = result.rows.map((row) => ({
    name: formatCell(row[category.key] ?? null, category.unit),
    shares: series.map((column, index) => share(row[column.key], wholes[index] ?? 0)),
  }));
  const shown = withOthers(segments, wholes, result.others?.count ?? 0);
  const { plugins, height } = frame(result, 'in % of each total', negativeNotice(series, rows));
  return {
    width: WIDTH,
    height: 2 * PADDING + height + series.length * BAR_HEIGHT + AXIS_HEIGHT + (shown.length / 2 + 1) * LEGEND_ROW,
    config: {
      type: 'bar',
      data: { labels: series.map(({ label }) => [label]), datasets: shown.map(dataset) },
      options: {
        indexAxis: 'y',
        locale: 'en-US',
        layout: { padding: PADDING },
        plugins: { ...plugins, legend: segmentLegend(series) },
        scales: {
          x: { ...valueAxis([0, 100], '%'), stacked: true, max: 100 },
          y: { ...categoryAxis(null, true), stacked: true },
        },
      },
    },
  };
}

/** What 100 % is: the sum of what is above zero; of percentages 100, even where not every row is here. */
function wholeOf(column: Column, rows: readonly Row[]): number {
  const sum = rows.reduce((total, row) => total + positive(row[column.key]), 0);
  return column.unit === 'percent' && sum > 0 ? Math.max(sum, 100) : sum;
}

function share(cell: Cell | undefined, whole: number): number {
  return whole === 0 ? 0 : (positive(cell) / whole) * 100;
}

function positive(cell: Cell | undefined): number {
  return Math.max(0, drawnValue(cell) ?? 0);
}

/** The largest eight, and whatever they leave of the 100 % as `Others`. */
function withOthers(segments: readonly Segment[], wholes: readonly number[], beyond: number): Segment[] {
  const bySize = segments.toSorted((a, b) => sum(b.shares) - sum(a.shares));
  const largest = bySize.slice(0, SEGMENT_COLOURS.length);
  const left = wholes.map((whole, index) =>
    whole === 0 ? 0 : Math.max(0, 100 - sum(largest.map(({ shares }) => shares[index] ?? 0))),
  );
  const count = bySize.length - largest.length + beyond;
  if (count === 0 && left.every((value) => value < 0.05)) return largest;
  return [...largest, { name: count > 0 ? `Others (${count})` : 'Others', shares: left }];
}

function dataset({ name, shares }: Segment, index: number) {
  const written = shares.map((value) => formatCell(value, 'percent')).join(' · ');
  return {
    label: `${shorten(name, NAME_EM)}  ${written}`,
    data: shares.map((value) => Number(value.toFixed(4))),
    backgroundColor: SEGMENT_COLOURS[index] ?? OTHERS_COLOUR,
    borderColor: BACKGROUND,
    borderWidth: 1,
    categoryPercentage: 0.7,
  };
}

function segmentLegend(series: readonly Column[]) {
  const text = series.map(({ label }) => label).join(' · ');
  return {
    ...legend(),
    position: 'bottom' as const,
    align: 'start' as const,
    title: { display: series.length > 1, text, color: MUTED_INK, font: TEXT_FONT, position: 'start' as const },
  };
}

function negativeNotice(series: readonly Column[], rows: readonly Row[]): string[] {
  const negative = rows.filter((row) => series.some(({ key }) => (drawnValue(row[key]) ?? 0) < 0));
  return negative.length === 0 ? [] : [`${plural(negative.length, 'negative value')} not drawn`];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
