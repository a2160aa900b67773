import { valueAxis } from './axes.js';
import { PANEL_HEIGHT, type PanelRow } from './panel-rows.js';
import { type Axes, dateLines, wordLines } from './panel-words.js';
import type { Panel, Panels } from './panels.js';
import { PADDING, type Scales, SMALL_SIZE, WIDTH } from './picture.js';
import type { Range } from './ranges.js';
import { emWidth } from './text.js';

/** The part of its width that is left free at the right of a panel. */
const GUTTER = 0.08;
/** About: the axis at the left takes of it what its ticks need. */
const PLOT_WIDTH = WIDTH - 2 * PADDING;
/** Beside a tick's label, in CSS pixels. */
const TICK_MARK = 14;
/** Axes of a column in one row: for words, values and dates. */
const MOST_IN_ROW = 3;

/**
 * The axes of each column of panels are stacked at the left, those of each row side by side at the foot. Between them
 * stand axes without anything to see, which keep the room for words.
 */
export function panelScales(panels: Panels, rows: readonly PanelRow[]): Scales {
  const columns = Array.from({ length: panels.columns }, (_, column) => column);
  const inset = (PLOT_WIDTH / panels.columns) * GUTTER;
  return Object.fromEntries([
    ...columns.flatMap((column) => [...timeAxes(column, panels.steps.length), ...stackedAxes(panels, rows, column)]),
    ...rows.flatMap((row, at) => [...wordLines(panels, row, at), ...dateLines(panels, row, at, inset)]),
  ]);
}

function timeAxes(column: number, steps: number): Axes {
  const room = { axis: 'x', position: 'bottom', stack: 'time', display: false } as const;
  return [
    [`x${column}`, { ...room, type: 'category', offset: steps === 1, weight: 2 * column, stackWeight: 1 - GUTTER }],
    [`gutter${column}`, { ...room, type: 'linear', weight: 2 * column + 1, stackWeight: GUTTER }],
  ];
}

function stackedAxes({ columns, shared }: Panels, rows: readonly PanelRow[], column: number): Axes {
  return rows.flatMap((row, at) => {
    const panel = row.panels[column];
    const values = panel ? ownAxis(panel, column === 0, shared) : { display: false };
    const first = at === 0 && column === 0 && shared;
    const axes: Axes = [
      [`words${at}_${column}`, { ...room(row.wordsHeight), ...(first ? asWideAs(row.panels) : {}) }],
      [`y${at * columns + column}`, { ...values, type: 'linear', stackWeight: PANEL_HEIGHT }],
      ...(row.datesHeight > 0 ? [[`dates${at}_${column}`, room(row.datesHeight)] as const] : []),
    ];
    return axes.map(([id, axis], order): Axes[number] => {
      // Of axes at the left the heaviest stands on top.
      const weight = (rows.length - at) * MOST_IN_ROW - order;
      return [id, { ...axis, axis: 'y', position: 'left', stack: `column${column}`, weight }];
    });
  });
}

/** Room of that many CSS pixels, and an axis on which they are counted from below. */
function room(height: number): Scales[string] {
  return { type: 'linear', display: false, min: 0, max: height, stackWeight: height };
}

/**
 * Makes an axis without anything to see as wide as the ticks of the panels' axes. Chart.js adds up the room of stacked
 * axes while it measures one after the other, and comes out right only where the first is the widest.
 */
function asWideAs([panel]: readonly Panel[]) {
  const tickLength = panel ? tickWidth(panel.range) + TICK_MARK : 0;
  return { display: true, grid: { display: false, tickLength }, border: { display: false }, ticks: { display: false } };
}

/** The first panel of a row draws lines for all of it. */
function ownAxis({ range: { min, max, step } }: Panel, first: boolean, shared: boolean) {
  const axis = rangeAxis(min, max);
  const { precision: _, ...ticks } = axis.ticks;
  return {
    ...axis,
    title: { display: false },
    grid: { ...axis.grid, drawTicks: shared },
    ticks: { ...ticks, stepSize: step, autoSkip: false, display: shared },
    min,
    max,
    display: first,
  };
}

/** The width in CSS pixels of the widest label of the ticks. */
function tickWidth({ min, max, step }: Range): number {
  const format = new Intl.NumberFormat('en-US', rangeAxis(min, max).ticks.format);
  const ticks = Array.from({ length: Math.round((max - min) / step) + 1 }, (_, at) => format.format(min + at * step));
  return Math.max(...ticks.map(emWidth)) * SMALL_SIZE;
}

function rangeAxis(min: number, max: number) {
  return valueAxis([min, max], '', min <= 0 && max >= 0);
}
