import { INK } from './palette.js';
import type { Scales } from './picture.js';
import { textLine } from './texts.js';

/** Between a bar and its figure, in CSS pixels. */
export const FIGURE_GAP = 8;
/** Places along the axis at which a figure may stand. */
const PLACES = 100;

/** The figure of each level bar, beside the end of it: at the right, or at the left of a bar that points there. */
export function barFigures(
  figures: readonly string[],
  values: readonly (number | null)[],
  { min, max }: { readonly min: number; readonly max: number },
): Scales {
  const lines = figures.map((text, row) => {
    const value = values[row] ?? 0;
    const place = Math.round((PLACES * (value - min)) / (max - min));
    const texts = Array.from({ length: PLACES + 1 }, (_, at) => ({ text: at === place ? text : '', colour: INK }));
    const [align, shift] = value < 0 ? (['end', -FIGURE_GAP] as const) : (['start', FIGURE_GAP] as const);
    return [`figure${row}`, textLine(texts, { axis: 'y', value: row }, { align, shift })] as const;
  });
  return Object.fromEntries(lines);
}
