import { categoryAxis } from './axes.js';
import { labelsWidth, mostLines } from './labels.js';
import { type Label, LINE_HEIGHT, linesHeight, SMALL_SIZE } from './picture.js';
import { shorten, wrap } from './text.js';

const MOST_LINES = 3;
/** Em of a name that is written upwards. */
const UPWARD_ROOM = 11;

/** The axis of the columns' names and its height: level in a few lines, or upwards where more is left of them. */
export function headsOf(names: readonly string[], room: number) {
  const level = names.map((name) => wrap(name.split(' '), room, MOST_LINES));
  const upwards = names.map((name) => [shorten(name, UPWARD_ROOM)]);
  const isLevel = lettersOf(level) >= lettersOf(upwards);
  const labels = isLevel ? level : upwards;
  const axis = categoryAxis(null, false);
  // Chart.js turns a label about its foot, so that it would stand half a line beside its column.
  const rotation = isLevel ? {} : { minRotation: 90, maxRotation: 90, labelOffset: (SMALL_SIZE * LINE_HEIGHT) / 2 };
  return {
    height: isLevel ? linesHeight(mostLines(labels), SMALL_SIZE) : labelsWidth(labels),
    axis: {
      ...axis,
      type: 'category' as const,
      axis: 'x' as const,
      position: 'top' as const,
      offset: true,
      labels,
      ticks: { ...axis.ticks, ...rotation },
    },
  };
}

function lettersOf(labels: readonly Label[]): number {
  return labels.reduce((sum, lines) => sum + lines.join(' ').length, 0);
}
