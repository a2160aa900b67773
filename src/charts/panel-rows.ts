import type { Panel, Panels } from './panels.js';
import { LINE_HEIGHT, SMALL_SIZE } from './picture.js';

/** CSS pixels. */
export const PANEL_HEIGHT = 92;
export const WORDS_LINE = Math.ceil(SMALL_SIZE * LINE_HEIGHT) + 2;
export const ABOVE_WORDS = 14;
const BELOW_WORDS = 6;
const DATES_HEIGHT = WORDS_LINE + 6;

/** A row of panels, the room for the words above it, and for the dates under those with none below them. */
export interface PanelRow {
  readonly panels: readonly Panel[];
  /** Lines of words above the panel that has the most. */
  readonly lines: number;
  /** CSS pixels; the last is 0 where each panel has another one below. */
  readonly height: number;
  readonly wordsHeight: number;
  readonly datesHeight: number;
}

export function panelRows({ panels, columns }: Panels): PanelRow[] {
  return Array.from({ length: Math.ceil(panels.length / columns) }, (_, at) => {
    const row = panels.slice(at * columns, (at + 1) * columns);
    const lines = Math.max(...row.map(({ words }) => words.length));
    const wordsHeight = ABOVE_WORDS + lines * WORDS_LINE + BELOW_WORDS;
    const datesHeight = panels.length < (at + 2) * columns ? DATES_HEIGHT : 0;
    return { panels: row, lines, wordsHeight, datesHeight, height: wordsHeight + PANEL_HEIGHT + datesHeight };
  });
}
