import { cellText, unitWords } from '../kpi/cells.js';
import { formatCell, plural } from '../kpi/format.js';
import type { ChartHint, Column, Result } from '../kpi/result.js';
import { categoryAxis, legend, valueAxis } from './axes.js';
import { barFigures, FIGURE_GAP } from './bar-figures.js';
import { LEGEND_HEIGHT, VALUE_AXIS_SIZE } from './bars.js';
import { columnOf } from './columns.js';
import { shortIfWide } from './compact.js';
import { frame, spaced } from './frame.js';
import { labelsWidth, mostLines, sideLabels } from './labels.js';
import { uprightLimitLines, uprightLimitScales } from './limit-lines.js';
import { LESS_COLOUR, MORE_COLOUR, PALE_LESS_COLOUR, PALE_MORE_COLOUR, seriesColours } from './palette.js';
import { type ChartPicture, type Dataset, linesHeight, PADDING, SMALL_SIZE, WIDTH } from './picture.js';
import { roundRange } from './ranges.js';
import { drawnValue } from './rows.js';
import { signNames } from './signs.js';

const MOST_ROWS = 20;
const NAMES_WIDTH = 290;
const BAR_HEIGHT = 22;
const ROW_GAP = 12;
/** Between a name and its bar. */
const TICK_LENGTH = 6;
/** That Chart.js leaves between a tick and its label; all of it together takes at most half of the picture. */
const TICK_PADDING = 8;
/** Em of the widest figure beside a bar. */
const FIGURE_ROOM = 11;
/** Parts that ticks cut the axis into, about. */
const PARTS = 4;
/** From so many rows on the value axis stands on top, where a reader of a long picture begins. */
const LONG = 16;

type RankedHint = Extract<ChartHint, { kind: 'ranked' }>;

/**
 * Level bars in the rows' order, the value written at the end of each, across them the limits that there are; null when
 * there is no value to draw.
 */
export function rankedPicture(result: Result, hint: RankedHint): ChartPicture | null {
  const category = columnOf(result, hint.category);
  const column = columnOf(result, hint.value);
  const rows = result.rows.slice(0, MOST_ROWS);
  const data = rows.map((row) => drawnValue(row[column.key]));
  const values = data.filter((value) => value !== null);
  if (values.length === 0) return null;

  const unit = unitWords([column], rows, result.currency);
  const signed = column.signed ?? false;
  const words = frame(result, `${column.label} in ${unit}`, notices(result, rows.length, column));
  const { plugins, height } = signed ? words : spaced(words);
  const texts = rows.map((row) => cellText(column, row, result.currency));
  const figures = shortIfWide(texts, data, FIGURE_ROOM, signed);
  const beside = labelsWidth([figures]) + FIGURE_GAP;
  const limits = hint.limits ?? [];
  const pale = rows.map((row) => hint.marked !== undefined && !hint.marked.includes(cellText(category, row, '')));
  const { min, max, step } = roundRange([0, ...values, ...limits.map(({ value }) => value)], PARTS);
  const right = PADDING + (max > 0 ? beside : 0);
  const tickLength = min < 0 ? beside + FIGURE_GAP : TICK_LENGTH;
  const names = sideLabels(
    rows.map((row) => cellText(category, row, '').split(' ')),
    Math.min(NAMES_WIDTH, (WIDTH - PADDING - right) / 2 - tickLength - TICK_PADDING),
  );
  const axis = valueAxis([min, max], unit);
  // It would round steps of 2.5.
  const { precision: _, ...ticks } = axis.ticks;
  const ground = categoryAxis(null, min === 0);
  const rowHeight = ROW_GAP + Math.max(BAR_HEIGHT, linesHeight(mostLines(names), SMALL_SIZE));
  const legendHeight = signed ? LEGEND_HEIGHT : 0;
  return {
    width: WIDTH,
    height: 2 * PADDING + height + legendHeight + VALUE_AXIS_SIZE + rows.length * rowHeight,
    config: {
      type: 'bar',
      data: {
        labels: names,
        datasets: [...uprightLimitLines(limits), ...(signed ? bySign(data, column, pale) : [bars(data, column)])],
      },
      options: {
        indexAxis: 'y',
        locale: 'en-US',
        layout: { padding: { top: PADDING, bottom: PADDING, left: PADDING, right } },
        plugins: { ...plugins, legend: signed ? legend() : { display: false } },
        scales: {
          x: {
            ...axis,
            min,
            max,
            ticks: { ...ticks, stepSize: step },
            position: rows.length >= LONG ? 'top' : 'bottom',
          },
          // Figures of bars that point to the left stand between the names and the bars.
          y: { ...ground, grid: { display: false, tickLength } },
          ...barFigures(figures, data, { min, max }),
          ...uprightLimitScales(limits),
        },
      },
    },
  };
}

/** One series for what is above zero and one for what is below, those that there are. */
function bySign(data: Dataset['data'], column: Column, pale: readonly boolean[]): Dataset[] {
  const [more, less] = signNames(column);
  const above = data.map((value) => (Number(value) > 0 ? value : null));
  const below = data.map((value) => (Number(value) < 0 ? value : null));
  return [
    { ...bars(above, column), label: more, backgroundColor: colours(MORE_COLOUR, PALE_MORE_COLOUR, pale) },
    { ...bars(below, column), label: less, backgroundColor: colours(LESS_COLOUR, PALE_LESS_COLOUR, pale) },
  ].filter((one) => one.data.some((value) => value !== null));
}

const colours = (strong: string, weak: string, pale: readonly boolean[]): string | string[] =>
  pale.includes(true) ? pale.map((isPale) => (isPale ? weak : strong)) : strong;

function bars(data: Dataset['data'], { key, label }: Column): Dataset {
  return {
    label,
    data,
    backgroundColor: seriesColours([key]),
    barThickness: BAR_HEIGHT,
    // In the middle of its row, whatever other series there are.
    grouped: false,
    // A sliver says “little, but not nothing”, so a series that has a zero must not get it.
    ...(data.includes(0) ? {} : { minBarLength: 2 }),
  };
}

function notices({ rows, others, currency }: Result, shown: number, column: Column): string[] {
  const count = rows.length - shown + (others?.count ?? 0);
  if (count === 0) return [];
  const most = `${shown} of ${plural(shown + count, 'row')} shown`;
  const value = others?.row[column.key] ?? null;
  // What the others come to is known only of those that the result itself leaves out.
  if (!others || value === null || shown < rows.length) return [most];
  const written = formatCell(value, column.unit, { currency, signed: column.signed ?? false });
  return [`${most}, the other ${others.count} together ${written}`];
}
