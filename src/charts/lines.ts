import { unitWords } from '../kpi/cells.js';
import { formatCell, plural } from '../kpi/format.js';
import type { Band, ChartHint, Column, Result, Row } from '../kpi/result.js';
import { categoryAxis, extent, farFromZero, legend, valueAxis, zeroLine } from './axes.js';
import { LEGEND_HEIGHT, VALUE_AXIS_SIZE } from './bars.js';
import { columnOf } from './columns.js';
import { frame } from './frame.js';
import { limitLines, limitScales } from './limit-lines.js';
import { lineStyles, lineWidth, radii } from './line-styles.js';
import { BAND } from './palette.js';
import { type ChartPicture, type Dataset, linesHeight, PADDING, SMALL_SIZE, WIDTH } from './picture.js';
import { drawnValue, stepName } from './rows.js';
import { emWidth } from './text.js';
import { timeLabels } from './time-labels.js';

/** Three years of days: more are closer together than pixels. */
const MOST_STEPS = 1_100;
const MOST_SERIES = 6;
/** Between the latest date and the edge of the picture. */
const DATE_GAP = 8;
const PLOT_WIDTH = WIDTH - 4 * PADDING - VALUE_AXIS_SIZE;
const PLOT_HEIGHT = 300;

type LinesHint = Extract<ChartHint, { kind: 'lines' }>;

/** A line per series over time, with a gap where a value is missing; null when there is no value to draw. */
export function linesPicture(result: Result, hint: LinesHint): ChartPicture | null {
  const category = columnOf(result, hint.category);
  const all = hint.series.map((key) => columnOf(result, key));
  const series = all.slice(0, MOST_SERIES);
  const rows = result.rows.slice(-MOST_STEPS);
  const data = series.map((column) => rows.map((row) => drawnValue(row[column.key])));
  const values = data.flat().filter((value) => value !== null);
  if (values.length === 0) return null;

  const unit = unitWords(series, rows, result.currency);
  const notices = [...stepsNotice(rows, result), ...seriesNotices(all, data)];
  const { plugins, height } = frame(result, `in ${unit}`, notices);
  const steps = besideOne(
    rows.map((row) => stepName(row, category)),
    '',
  );
  const dates = timeLabels(steps, PLOT_WIDTH);
  const limits = hint.limits ?? [];
  const beside = [...(hint.band ? [hint.band.low, hint.band.high] : []), ...limits.map(({ value }) => value)];
  const measured = [...values, ...beside];
  const crosses = measured.some((value) => value < 0) && measured.some((value) => value > 0);
  return {
    width: WIDTH,
    height: 2 * PADDING + height + LEGEND_HEIGHT + PLOT_HEIGHT + linesHeight(1, SMALL_SIZE) + 16,
    config: {
      type: 'line',
      data: {
        labels: steps.map((step) => [step]),
        datasets: [
          ...datasets(series, data),
          ...limitLines(limits),
          ...(hint.band ? [bandOf(hint.band, steps.length)] : []),
        ],
      },
      options: {
        locale: 'en-US',
        layout: { padding: { top: PADDING, bottom: PADDING, left: PADDING, right: roomFor(dates.at(-1)) } },
        plugins: { ...plugins, legend: legend(true) },
        scales: {
          x: { ...categoryAxis(null, !crosses), labels: dates },
          y: {
            ...valueAxis(measured, unit, !farFromZero(measured)),
            ...(beside.length > 0 ? suggested(measured) : {}),
          },
          ...(crosses ? { zero: zeroLine() } : {}),
          ...limitScales(limits),
        },
      },
    },
  };
}

function datasets(series: readonly Column[], data: readonly (readonly (number | null)[])[]): Dataset[] {
  const styles = lineStyles(series.map(({ key }) => key));
  return data.map((values, index) => ({
    ...styles[index],
    label: series[index]?.label ?? '',
    data: besideOne(values, null),
    borderWidth: lineWidth(values.length),
    pointRadius: radii(values, index, data.length),
  }));
}

/** At the right of the lines, where half of the latest date stands out. */
function roomFor(date = ''): number {
  return Math.ceil(Math.max(PADDING, (emWidth(date) * SMALL_SIZE) / 2 + DATE_GAP));
}

/** A single step stands in the middle, with nothing at either side, so that a band behind it has a width. */
function besideOne<T>(values: readonly T[], nothing: T): T[] {
  return values.length === 1 ? [nothing, ...values, nothing] : [...values];
}

/** Filled from its low end up to its high one. */
function bandOf({ low, high, label }: Band, steps: number): Dataset {
  return {
    label,
    data: Array<number>(steps).fill(low),
    fill: { value: high },
    backgroundColor: BAND,
    borderWidth: 0,
    pointRadius: 0,
    pointStyle: 'rect',
    pointBackgroundColor: BAND,
    pointBorderColor: BAND,
  };
}

/** The high end of a band is no value of a line, by which Chart.js would find the extent of the axis. */
function suggested(values: readonly number[]) {
  const { least, most } = extent(values);
  return { suggestedMin: least, suggestedMax: most };
}

function stepsNotice(shown: readonly Row[], { rows }: Result): string[] {
  return shown.length < rows.length
    ? [`latest ${formatCell(shown.length, 'count')} of ${plural(rows.length, 'row')} shown`]
    : [];
}

function seriesNotices(all: readonly Column[], data: readonly (readonly (number | null)[])[]): string[] {
  const names = (columns: readonly Column[]) => columns.map(({ label }) => label).join(', ');
  const empty = all.slice(0, data.length).filter((_, index) => data[index]?.every((value) => value === null));
  const left = all.slice(data.length);
  return [
    ...(empty.length > 0 ? [`no values: ${names(empty)}`] : []),
    ...(left.length > 0 ? [`not shown: ${names(left)}`] : []),
  ];
}
