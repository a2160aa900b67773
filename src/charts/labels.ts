import { type Label, SMALL_SIZE } from './picture.js';
import { emWidth, wrap } from './text.js';

const MOST_UPRIGHT = 8;
const GAP = 10;

/** One category: the words of its name, and the figures that belong to it. */
export interface Entry {
  readonly name: readonly string[];
  readonly figures: readonly string[];
}

/**
 * Labels for the foot of upright bars that share `width` CSS pixels: the name in at most two lines, its
 * figures below in one line or in one each. Null when there are more than 8, or one does not fit whole.
 */
export function footLabels(entries: readonly Entry[], width: number): Label[] | null {
  if (entries.length > MOST_UPRIGHT) return null;
  const room = em(width / entries.length - GAP);
  const fits = (lines: readonly string[]) => lines.every((line) => emWidth(line) <= room);
  const names = entries.map(({ name }) => wrap(name, room, 2));
  if (names.some((lines, index) => lines.join(' ') !== entries[index]?.name.join(' '))) return null;
  const oneLine = entries.map(({ figures }) => (figures.length > 0 ? [figures.join(' ')] : []));
  const figures = oneLine.every(fits) ? oneLine : entries.map((entry) => entry.figures);
  if (!figures.every(fits)) return null;
  const tallest = Math.max(...names.map((lines) => lines.length));
  return names.map((lines, index) => {
    const filler = Array<string>(tallest - lines.length).fill('');
    return [...lines, ...filler, ...(figures[index] ?? [])];
  });
}

/** Labels for the side of level bars, in at most two lines that fit into `width` CSS pixels. A line’s end parts as a dot does. */
export function sideLabels(texts: readonly (readonly string[])[], width: number): Label[] {
  return texts.map((words) => wrap(words, em(width), 2).map((line) => line.replace(/ ·$/, '')));
}

/** The number of lines of the tallest label. */
export function mostLines(labels: readonly Label[]): number {
  return Math.max(...labels.map((lines) => lines.length));
}

/** The width in CSS pixels of the widest label. */
export function labelsWidth(labels: readonly Label[]): number {
  return Math.max(0, ...labels.flat().map(emWidth)) * SMALL_SIZE;
}

function em(pixels: number): number {
  return pixels / SMALL_SIZE;
}
