import type { Result } from '../kpi/result.js';
import { frame } from './frame.js';
import { groupedPicture } from './grouped.js';
import { MUTED_INK } from './palette.js';
import { type ChartPicture, PADDING, TEXT_FONT, TITLE_SIZE, WIDTH } from './picture.js';
import { sharesPicture } from './shares.js';

const NOTHING_HEIGHT = 100;

export type { ChartConfig, ChartPicture } from './picture.js';

/**
 * The picture of a result: a Chart.js configuration in plain JSON and its size in CSS pixels. Null for a
 * result that wants none; one that wants a picture but has no value to draw says “Nothing to show”.
 */
export function chartConfig(result: Result): ChartPicture | null {
  const hint = result.chart;
  if (hint === null) return null;
  const picture = hint.kind === 'grouped' ? groupedPicture(result, hint) : sharesPicture(result, hint);
  return picture ?? nothingPicture(result);
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
