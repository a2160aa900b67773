import { VALUE_AXIS_SIZE } from './bars.js';
import type { Frame } from './frame.js';
import { isAlone, lineWidth } from './line-styles.js';
import { panelScales } from './panel-axes.js';
import { panelRows } from './panel-rows.js';
import { type ChartPicture, type Dataset, PADDING, SMALL_SIZE, WIDTH } from './picture.js';
import type { Range } from './ranges.js';
import type { Text } from './texts.js';

const RADIUS = 3;
/** Of so few steps each has its point. */
const FEW = 12;
/** Em that are left free between the words of two panels. */
const BETWEEN_WORDS = 1;

/** A small chart of lines over time. */
export interface Panel {
  /** Lines of words above it. */
  readonly words: readonly Text[];
  readonly lines: readonly Dataset[];
  readonly range: Range;
}

export interface Panels {
  readonly panels: readonly Panel[];
  /** Labels of the steps of time, the same for all panels. */
  readonly steps: readonly string[];
  readonly columns: number;
  /** All have one range, which is then written at the left. */
  readonly shared: boolean;
}

/** Columns that leave no row with a single panel, where that can be. */
export function columnsFor(panels: number): number {
  return panels === 4 ? 2 : Math.min(3, panels);
}

/** The width in em of a line of words above a panel, beside a value axis where one is `shared`. */
export function panelRoom({ columns, shared }: Pick<Panels, 'columns' | 'shared'>): number {
  return (WIDTH - 2 * PADDING - (shared ? VALUE_AXIS_SIZE : 0)) / columns / SMALL_SIZE - BETWEEN_WORDS;
}

/** Small charts in rows and columns, from left to right, in one configuration. */
export function panelsPicture({ plugins, height }: Frame, panels: Panels): ChartPicture {
  const rows = panelRows(panels);
  return {
    width: WIDTH,
    height: 2 * PADDING + height + rows.reduce((sum, row) => sum + row.height, 0),
    config: {
      type: 'line',
      data: {
        labels: panels.steps.map((step) => [step]),
        datasets: panels.panels.flatMap(({ lines }, at) =>
          lines.map((line) => ({
            ...line,
            borderWidth: lineWidth(line.data.length * panels.columns) - 0.5,
            pointRadius: radii(line.data),
            // A line at the very end of its range is not cut in half.
            clip: RADIUS + 1,
            xAxisID: `x${at % panels.columns}`,
            yAxisID: `y${at}`,
          })),
        ),
      },
      options: {
        locale: 'en-US',
        layout: { padding: PADDING },
        plugins: { ...plugins, legend: { display: false } },
        scales: panelScales(panels, rows),
      },
    },
  };
}

/** Points of few steps, of a value that stands alone between gaps, and of the last one, which is written above. */
function radii(values: Dataset['data']): number | number[] {
  if (values.length <= FEW) return RADIUS;
  const last = values.findLastIndex((value) => value !== null);
  return values.map((_, at) => (at === last || isAlone(values, at) ? RADIUS : 0));
}
