import type { ChartHint, Result } from '../kpi/result.js';
import { frame } from './frame.js';
import { groupedPicture } from './grouped.js';
import { heatPicture } from './heat.js';
import { linesPicture } from './lines.js';
import { multiplesPicture } from './multiples.js';
import { MUTED_INK } from './palette.js';
import { type ChartPicture, PADDING, TEXT_FONT, TITLE_SIZE, WIDTH } from './picture.js';
import { rankedPicture } from './ranked.js';
import { sharesPicture } from './shares.js';
import { sparklinesPicture } from './sparklines.js';

const NOTHING_HEIGHT = 100;
/** Fewer steps of time are no line to look at, but cells. */
const LEAST_STEPS = 3;

export type { ChartConfig, ChartPicture } from './picture.js';

/**
 * The picture of a result: a Chart.js configuration in plain JSON and its size in CSS pixels. Null for a
 * result that wants none; one that wants a picture but has no value to draw says “Nothing to show”.
 */
export function chartConfig(result: Result): ChartPicture | null {
  const hint = result.chart;
  if (hint === null) return null;
  return pictureOf(result, hint) ?? nothingPicture(result);
}

function pictureOf(result: Result, hint: ChartHint): ChartPicture | null {
  switch (hint.kind) {
    case 'grouped':
      return groupedPicture(result, hint);
    case 'shares':
      return sharesPicture(result, hint);
    case 'ranked':
      return rankedPicture(result, hint);
    case 'lines':
      return linesPicture(result, hint);
    case 'grid':
      return hint.overTime && hint.series.length >= LEAST_STEPS
        ? multiplesPicture(result, hint)
        : heatPicture(result, hint);
    case 'sparklines':
      return sparklinesPicture(result);
  }
}

function nothingPicture(result: Result): ChartPicture {
  const { plugins, height } = frame(result, null, []);
  const words = { display: true, text: 'Nothing to show', color: MUTED_INK, font: { ...TEXT_FONT, size: TITLE_SIZE } };
  const bare = { ticks: { display: false }, grid: { display: false }, border: { display: false } };
  return {
    width: WIDTH,
    height: 2 * PADDING + height + NOTHING_HEIGHT,
    config: {
      type: 'bar',
      data: { labels: [], datasets: [] },
      options: {
        layout: { padding: PADDING },
        plugins: { ...plugins, legend: { display: false } },
        scales: { x: { ...bare, title: words }, y: { display: false } },
      },
    },
  };
}
