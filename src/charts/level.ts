import { categoryAxis, figuresAxis, legend, valueAxis } from './axes.js';
import { type Bars, LEGEND_HEIGHT, VALUE_AXIS_SIZE } from './bars.js';
import { mostLines, sideLabels } from './labels.js';
import { type ChartPicture, linesHeight, PADDING, SMALL_SIZE, WIDTH } from './picture.js';

const BAR_HEIGHT = 13;
const ROW_GAP = 10;
const MOST_BAR_HEIGHT = 26;
/** Room for the title of the figures, which is written upwards. */
const LEAST_PLOT_HEIGHT = 160;
/** Chart.js gives all axes at the sides together at most half of the picture. */
const SIDES_WIDTH = (WIDTH - 2 * PADDING) / 2;
const TICK_MARK = 14;
/** From so many categories on, the value axis stands on top, where a reader of a long picture begins. */
const LONG = 16;

/** Level bars, each with its name at the left and its figures at the right; the picture grows with their number. */
export function levelPicture(bars: Bars): ChartPicture {
  const withFigures = bars.figuresTitle !== '';
  const side = SIDES_WIDTH / (withFigures ? 2 : 1) - TICK_MARK;
  const labels = sideLabels(
    bars.entries.map((entry) => entry.name),
    side,
  );
  const figures = sideLabels(
    bars.entries.map((entry) => entry.figures),
    side - linesHeight(1, SMALL_SIZE),
  );
  const textHeight = linesHeight(mostLines([...labels, ...figures]), SMALL_SIZE);
  const rowHeight = ROW_GAP + Math.max(textHeight, bars.datasets.length * BAR_HEIGHT);
  const plotHeight = Math.max(LEAST_PLOT_HEIGHT, labels.length * rowHeight);
  return {
    width: WIDTH,
    height: 2 * PADDING + bars.frame.height + LEGEND_HEIGHT + VALUE_AXIS_SIZE + plotHeight,
    config: {
      type: 'bar',
      data: { labels, datasets: bars.datasets.map((one) => ({ ...one, maxBarThickness: MOST_BAR_HEIGHT })) },
      options: {
        indexAxis: 'y',
        locale: 'en-US',
        layout: { padding: PADDING },
        plugins: { ...bars.frame.plugins, legend: legend() },
        scales: {
          x: { ...valueAxis(bars.values, bars.unit), position: labels.length >= LONG ? 'top' : 'bottom' },
          y: categoryAxis(
            null,
            bars.values.every((value) => value >= 0),
          ),
          ...(withFigures ? { figures: figuresAxis(figures, bars.figuresTitle) } : {}),
        },
      },
    },
  };
}
