import { plural } from '../kpi/format.js';
import { isOfEarlierSteps } from '../kpi/left-columns.js';
import type { ChartHint, Column, Result } from '../kpi/result.js';
import { extent } from './axes.js';
import { columnOf } from './columns.js';
import { type Writing, writtenWithin } from './compact.js';
import { frame } from './frame.js';
import { lineStyle } from './line-styles.js';
import { INK, LESS_FILL, MORE_FILL, MUTED_INK, seriesColours } from './palette.js';
import { columnsFor, type Panel, panelRoom, panelsPicture } from './panels.js';
import type { ChartPicture, Dataset } from './picture.js';
import { ownRange, type Range, roundRange } from './ranges.js';
import { type Table, tableOf, valuesOf } from './table.js';
import { emWidth, shorten } from './text.js';
import type { Text } from './texts.js';

const MOST_PANELS = 12;
/** A year of days and some more: further ones would be closer together than pixels. */
const MOST_STEPS = 400;
/** Parts that ticks cut the common scale into, about. */
const PARTS = 3;
/** A line that takes less than this part of a common scale looks flat. */
const FLAT = 0.1;

/** Between the ends of a scale. */
const BETWEEN = ' to ';

type Values = readonly (number | null)[];
type GridHint = Extract<ChartHint, { kind: 'grid' }>;

/** A small chart of one line for each category; null when there is no value to draw. */
export function multiplesPicture(result: Result, hint: GridHint): ChartPicture | null {
  const [column] = hint.series.map((key) => columnOf(result, key));
  const whole = tableOf(result, hint);
  const table = shownOf(whole);
  const values = valuesOf(table);
  if (!column || values.length === 0) return null;

  const columns = columnsFor(table.rows.length);
  const common = areAlike(table) ? roundRange(values, PARTS) : null;
  const room = panelRoom({ columns, shared: common !== null });
  const how = { unit: column.unit, signed: column.signed ?? false, currency: result.currency };
  const panels = table.rows.map((name, at): Panel => {
    const own = table.values[at] ?? [];
    const range = common ?? ownRange(own.filter((value) => value !== null));
    const title: Text = { text: shorten(name, room), colour: INK, weight: 600 };
    const scale = common ? [] : [scaleOf(own, range, room, how)];
    return { words: [title, ...scale], lines: [lineOf(own, column)], range };
  });
  const notices = [...leftOut(whole, table, result), ...scaleNotice(common)];
  return panelsPicture(frame(aboutPicture(result, hint), hint.measure, notices), {
    panels,
    steps: table.columns,
    columns,
    shared: common !== null,
  });
}

/** Where all steps are drawn, a note of those that a table has no column for is not about the picture. */
function aboutPicture(result: Result, { series }: GridHint): Result {
  const left = result.columns.some(({ key, machine }) => machine && !series.includes(key));
  return left ? result : { ...result, notes: result.notes.filter((note) => !isOfEarlierSteps(note)) };
}

/** The first categories, the latest steps. */
function shownOf({ rows, columns, values }: Table): Table {
  return {
    rows: rows.slice(0, MOST_PANELS),
    columns: columns.slice(-MOST_STEPS),
    values: values.slice(0, MOST_PANELS).map((row) => row.slice(-MOST_STEPS)),
  };
}

/** Whether one scale does for all: fewer than half of the lines would look flat on it. */
function areAlike(table: Table): boolean {
  const reaches = table.values.map((row) => reachOf(row.filter((value) => value !== null)));
  const most = Math.max(...reaches);
  const drawn = reaches.filter((reach) => reach > 0);
  return drawn.filter((reach) => reach < FLAT * most).length < drawn.length / 2;
}

/** What a line takes of an axis that begins at zero. */
function reachOf(values: readonly number[]): number {
  const { least, most } = extent([0, ...values]);
  return most - least;
}

function lineOf(values: Values, { signed, label }: Column): Dataset {
  const [neutral = INK] = seriesColours(['']);
  const style = { ...lineStyle(signed ? MUTED_INK : neutral), label, data: [...values] };
  return signed ? { ...style, fill: { target: 'origin', above: MORE_FILL, below: LESS_FILL } } : style;
}

/** `0 to 16,066`, the value itself where there is but one, or that there is nothing. */
function scaleOf(values: Values, { min, max }: Range, room: number, how: Writing): Text {
  const there = [...new Set(values.filter((value) => value !== null))];
  const ends = writtenWithin(there.length === 1 ? there : [min, max], (room - emWidth(BETWEEN)) / 2, how);
  return { text: there.length === 0 ? 'no values' : ends.join(BETWEEN), colour: MUTED_INK };
}

function leftOut(whole: Table, shown: Table, { others }: Result): string[] {
  const rows = whole.rows.length + (others?.count ?? 0);
  const steps = whole.columns.length;
  return [
    ...(shown.rows.length < rows ? [`${shown.rows.length} of ${plural(rows, 'row')} shown`] : []),
    ...(shown.columns.length < steps ? [`latest ${shown.columns.length} of ${steps} steps shown`] : []),
  ];
}

function scaleNotice(common: Range | null): string[] {
  if (common === null) return ['each panel has its own scale'];
  return common.min > 0 || common.max < 0 ? ['scale not from 0'] : [];
}
