import { LINE_HEIGHT, PADDING, WIDTH } from './picture.js';
import type { Piece, Words } from './sheet.js';
import { wrap } from './text.js';

/** Between the margins. */
export const INNER = WIDTH - 2 * PADDING;
const MOST_LINES = 3;
const SEPARATOR = ' · ';

const IN_FONT: Readonly<Record<string, string>> = { '▲': '↑', '▼': '↓', '→': '›' };

/** With arrows that the font has. */
export const drawable = (text: string): string => text.replace(/[▲▼→]/g, (sign) => IN_FONT[sign] ?? sign);

export type Style = Pick<Words, 'size' | 'weight' | 'colour'>;

/** A text over as many lines as it takes, three at most; of several parts none is broken. */
export function linesPiece(text: string | readonly string[], style: Style): Piece {
  if (text.length === 0) return { height: 0, boxes: [], words: [], charts: [] };
  const room = INNER / style.size;
  const lines =
    typeof text === 'string' ? wrap(text.split(' '), room, MOST_LINES) : wrap(text, room, MOST_LINES, SEPARATOR);
  const line = style.size * LINE_HEIGHT;
  return {
    height: lines.length * line,
    boxes: [],
    words: lines.map((one, at) => ({ ...style, x: PADDING, y: at * line, align: 'left', text: one })),
    charts: [],
  };
}
