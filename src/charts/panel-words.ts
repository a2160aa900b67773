import { MUTED_INK } from './palette.js';
import { ABOVE_WORDS, type PanelRow, WORDS_LINE } from './panel-rows.js';
import type { Panels } from './panels.js';
import type { Scales } from './picture.js';
import { type Text, textLine } from './texts.js';

const NOTHING: Text = { text: '', colour: MUTED_INK };

export type Axes = readonly (readonly [id: string, axis: Scales[string]])[];

/** The lines of words above each panel of a row, the `at`th. */
export function wordLines({ columns }: Panels, { panels, lines, wordsHeight }: PanelRow, at: number): Axes {
  return Array.from({ length: lines }, (_, line) => {
    const texts = texted(columns, (column) => panels[column]?.words[line]);
    const value = wordsHeight - ABOVE_WORDS - (line + 0.5) * WORDS_LINE;
    const axis = textLine([...texts, NOTHING], { axis: `words${at}_0`, value }, { align: 'start' });
    return [`words${at}_line${line}`, axis] as const;
  });
}

/** The first and the last date under each panel that has no other one below; the last `inset` CSS pixels to the left. */
export function dateLines(
  { columns, panels, steps }: Panels,
  { datesHeight }: PanelRow,
  at: number,
  inset: number,
): Axes {
  if (datesHeight === 0) return [];
  const isLowest = (panel: number) => panel < panels.length && panel + columns >= panels.length;
  const under = (text: string) =>
    texted(columns, (column) => (isLowest(at * columns + column) ? { text, colour: MUTED_INK } : undefined));
  const place = { axis: `dates${at}_0`, value: datesHeight / 2 };
  const [first = '', ...later] = steps;
  return [
    [`dates${at}_first`, textLine([...under(first), NOTHING], place, { align: 'start' })],
    [`dates${at}_last`, textLine([NOTHING, ...under(later.at(-1) ?? '')], place, { align: 'end', shift: -inset })],
  ];
}

function texted(columns: number, textOf: (column: number) => Text | undefined): Text[] {
  return Array.from({ length: columns }, (_, column) => textOf(column) ?? NOTHING);
}
