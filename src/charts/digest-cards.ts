import { changeText } from '../digest/change-text.js';
import type { Change, DigestCard } from '../digest/digest.js';
import { INNER } from './digest-words.js';
import { BETTER_INK, BLANK, INK, MUTED_INK, WORSE_INK } from './palette.js';
import { LINE_HEIGHT, PADDING, SMALL_SIZE } from './picture.js';
import type { Piece, Words } from './sheet.js';
import { emWidth, shorten } from './text.js';

const COLUMNS = 2;
const MOST_CARDS = 12;
const GAP = 10;
const INSET = 12;
const FIGURE_SIZE = 22;
const LEAST_FIGURE_SIZE = 16;
const CARD_WIDTH = (INNER - (COLUMNS - 1) * GAP) / COLUMNS;
const ROOM = CARD_WIDTH - 2 * INSET;
const SMALL_LINE = SMALL_SIZE * LINE_HEIGHT + 3;
const FIGURE_LINE = FIGURE_SIZE * LINE_HEIGHT + 6;

/** A box for each card: label, figure, and a line for each of its changes. */
export function cardsPiece(all: readonly DigestCard[]): Piece {
  const cards = all.slice(0, MOST_CARDS);
  const lines = Math.max(0, ...cards.map(({ changes }) => changes.length));
  const height = 2 * INSET + SMALL_LINE + FIGURE_LINE + lines * SMALL_LINE;
  const rows = Math.ceil(cards.length / COLUMNS);
  const places = cards.map((card, at) => ({
    card,
    x: PADDING + (at % COLUMNS) * (CARD_WIDTH + GAP),
    y: Math.floor(at / COLUMNS) * (height + GAP),
  }));
  return {
    height: rows === 0 ? 0 : rows * height + (rows - 1) * GAP,
    boxes: places.map(({ x, y }) => ({ x, y, width: CARD_WIDTH, height, colour: BLANK })),
    words: places.flatMap(({ card, x, y }) => cardWords(card, x + INSET, y + INSET)),
    charts: [],
  };
}

function cardWords({ label, text, changes }: DigestCard, x: number, y: number): readonly Words[] {
  const small = { x, align: 'left', size: SMALL_SIZE, weight: 400 } as const;
  const size = Math.min(FIGURE_SIZE, Math.max(LEAST_FIGURE_SIZE, Math.floor(ROOM / emWidth(text))));
  const figure = shorten(text, ROOM / size);
  const under = y + SMALL_LINE + FIGURE_LINE;
  return [
    { ...small, y, text: shorten(label, ROOM / SMALL_SIZE), colour: MUTED_INK },
    { ...small, y: y + SMALL_LINE, text: figure, size, weight: 600, colour: INK },
    ...changes.map((change, at) => ({
      ...small,
      y: under + at * SMALL_LINE,
      text: shorten(`${changeText(change)} vs ${change.against}`, ROOM / SMALL_SIZE),
      colour: at === 0 ? inkOf(change) : MUTED_INK,
    })),
  ];
}

function inkOf({ direction, better }: Change): string {
  if (better === null || direction === 'same') return MUTED_INK;
  return better ? BETTER_INK : WORSE_INK;
}
