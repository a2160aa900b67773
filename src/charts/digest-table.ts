import type { Digest } from '../digest/digest.js';
import { shownTable } from '../digest/shown-table.js';
import { cellText } from '../kpi/cells.js';
import { formatCell } from '../kpi/format.js';
import { type Column, isText, type Result } from '../kpi/result.js';
import { INNER, linesPiece } from './digest-words.js';
import { BETTER_INK, GRID, INK, MUTED_INK, WORSE_INK } from './palette.js';
import { PADDING, SMALL_SIZE } from './picture.js';
import { type Piece, stackedPieces, type Words } from './sheet.js';
import { emWidth, shorten, wrap } from './text.js';

const MOST_ROWS = 10;
const ROW = 30;
const INSET = 6;
const LINE = ROW - 2 * INSET;
/** Of a label in two lines, the longer one at most. */
const HALF = 0.65;
/** Between two columns, at least and at most. */
const GAP = 20;
const WIDEST_GAP = 48;
const TITLE_SIZE = 17;
/** CSS pixels to which a name is shortened at most before a column is left out. */
const LEAST_NAME = 140;

/** The categories out of tolerance as a table under their title; nothing without any. */
export function tablePiece({ sections }: Digest): Piece {
  const part = sections.find(({ name }) => name === 'categories');
  const nothing: Piece = { height: 0, boxes: [], words: [], charts: [] };
  if (!part) return nothing;
  const title = linesPiece(part.title, { size: TITLE_SIZE, weight: 600, colour: INK });
  const { result } = part;
  if (result === null || result.rows.length === 0) return title;
  const left = result.rows.length - MOST_ROWS;
  const more = left > 0 ? `and ${formatCell(left, 'count')} more` : '';
  return stackedPieces(
    [title, gridPiece(shownTable(result)), linesPiece(more, { size: SMALL_SIZE, weight: 400, colour: MUTED_INK })],
    6,
  );
}

function gridPiece(result: Result): Piece {
  const shown = result.rows.slice(0, MOST_ROWS);
  const textsOf = (column: Column) => shown.map((row) => cellText(column, row, result.currency));
  const { columns, heads, widths } = fitted(
    result.columns.filter(({ key, machine }) => key !== 'unit' && !machine),
    textsOf,
  );
  const left = INNER - total(widths);
  const gap = Math.min(WIDEST_GAP, GAP + Math.max(0, left) / Math.max(1, columns.length - 1));
  const lefts = columns.map((_, at) => PADDING + widths.slice(0, at).reduce((sum, width) => sum + width + gap, 0));
  const place = (column: Column, at: number) => {
    const left = lefts[at] ?? PADDING;
    const numeric = !isText(column.unit);
    return { x: numeric ? left + (widths[at] ?? 0) : left, align: numeric ? 'right' : 'left' } as const;
  };
  const headHeight = Math.max(...heads.map(({ length }) => length)) * LINE + 2 * INSET;
  const words = columns.flatMap((column, at): readonly Words[] => {
    const room = (widths[at] ?? 0) / SMALL_SIZE;
    const style = { ...place(column, at), size: SMALL_SIZE };
    return [
      ...(heads[at] ?? []).map(
        (text, line, { length }): Words => ({
          ...style,
          y: headHeight - INSET - (length - line) * LINE,
          text,
          weight: 400,
          colour: MUTED_INK,
        }),
      ),
      ...textsOf(column).map(
        (text, row): Words => ({
          ...style,
          y: headHeight + row * ROW + INSET,
          text: shorten(text, room),
          weight: at === 0 ? 600 : 400,
          colour: inkOf(column, text),
        }),
      ),
    ];
  });
  return {
    height: headHeight + shown.length * ROW,
    boxes: shown.map((_, row) => ({
      x: PADDING,
      y: headHeight + row * ROW - 1,
      width: INNER,
      height: 1,
      colour: GRID,
    })),
    words,
    charts: [],
  };
}

/** Of a change for the better or the worse its colour; its words say which. */
function inkOf({ key }: Column, text: string): string {
  if (key !== 'trend') return INK;
  if (text.startsWith('worse')) return WORSE_INK;
  return text.startsWith('better') ? BETTER_INK : INK;
}

interface Fitted {
  readonly columns: readonly Column[];
  /** The lines of each heading. */
  readonly heads: readonly (readonly string[])[];
  /** CSS pixels of each. */
  readonly widths: readonly number[];
}

/**
 * As many columns as have room: at first with headings in one line, then in two, then fewer, optional and last ones left
 * out first.
 */
function fitted(all: readonly Column[], textsOf: (column: Column) => readonly string[]): Fitted {
  const layOut = (columns: readonly Column[], lines: 1 | 2): Fitted => {
    const cells = columns.map((column) => Math.max(...textsOf(column).map(emWidth)));
    const heads = columns.map((column, at) => headOf(column, cells[at] ?? 0, lines));
    const [first = 0, ...rest] = heads.map((head, at) => SMALL_SIZE * Math.max(cells[at] ?? 0, ...head.map(emWidth)));
    return { columns, heads, widths: [Math.min(first, Math.max(LEAST_NAME, INNER - total(rest) - GAP)), ...rest] };
  };
  const fits = ({ widths }: Fitted) => total(widths) <= INNER;
  const whole = layOut(all, 1);
  if (fits(whole)) return whole;
  let tried = layOut(all, 2);
  while (!fits(tried) && tried.columns.length > 2) {
    const { columns } = tried;
    const leaves = columns.findLast(({ optional }) => optional) ?? columns.at(-1);
    tried = layOut(
      columns.filter((column) => column !== leaves),
      2,
    );
  }
  return tried;
}

/** In two lines where it is wider than what stands under it; a sign does not stand alone. */
function headOf({ label }: Column, under: number, lines: 1 | 2): readonly string[] {
  if (lines === 1) return [label];
  const words = label.split(/ (?!%)/);
  return wrap(words, Math.max(under, HALF * emWidth(label), ...words.map(emWidth)), lines);
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width + GAP, -GAP);
