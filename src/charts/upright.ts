import { categoryAxis, legend, valueAxis, zeroLine } from './axes.js';
import { type Bars, LEGEND_HEIGHT, VALUE_AXIS_SIZE } from './bars.js';
import { footLabels, mostLines } from './labels.js';
import { type ChartPicture, type Label, linesHeight, PADDING, SMALL_SIZE, WIDTH } from './picture.js';

const PLOT_WIDTH = WIDTH - 2 * PADDING - VALUE_AXIS_SIZE;
const PLOT_HEIGHT = 230;
const BAR_WIDTH = 48;
const MOST_OF_A_CATEGORY = 0.76;

/** Upright bars, each with its name and figures at its foot. Null when the labels do not fit there. */
export function uprightPicture(bars: Bars): ChartPicture | null {
  const labels = footLabels(bars.entries, PLOT_WIDTH);
  if (labels) return pictureOf(bars, labels, [bars.categoryTitle, bars.figuresTitle].filter(Boolean).join(' · '));
  return bars.overTime ? timePicture(bars) : null;
}

/** Time runs from left to right however many the dates are: then there are no figures, and not every date is written. */
function timePicture(bars: Bars): ChartPicture {
  return pictureOf(
    bars,
    bars.entries.map(({ name }) => [name.join(' ')]),
    bars.categoryTitle,
  );
}

function pictureOf(bars: Bars, labels: Label[], title: string): ChartPicture {
  const negative = bars.values.some((value) => value < 0);
  const foot = categoryAxis(title, !negative);
  const footHeight = linesHeight(mostLines(labels) + 1, SMALL_SIZE) + 16;
  const thickness = { maxBarThickness: BAR_WIDTH, categoryPercentage: closeness(bars) };
  return {
    width: WIDTH,
    height: 2 * PADDING + bars.frame.height + LEGEND_HEIGHT + PLOT_HEIGHT + footHeight,
    config: {
      type: 'bar',
      data: { labels, datasets: bars.datasets.map((one) => ({ ...one, ...thickness })) },
      options: {
        locale: 'en-US',
        layout: { padding: PADDING },
        plugins: { ...bars.frame.plugins, legend: legend() },
        scales: {
          x: { ...foot, ticks: { ...foot.ticks, autoSkip: bars.overTime } },
          y: valueAxis(bars.values, bars.unit),
          ...(negative ? { zero: zeroLine() } : {}),
        },
      },
    },
  };
}

/** The part of a category's width that its bars share: where categories are few, bars would stand far apart. */
function closeness({ datasets, entries }: Bars): number {
  const slot = PLOT_WIDTH / entries.length;
  const wanted = (datasets.length * BAR_WIDTH) / slot;
  return Math.min(MOST_OF_A_CATEGORY, Number(wanted.toFixed(2)));
}
