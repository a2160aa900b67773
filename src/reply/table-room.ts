import stringWidth from 'string-width';
import type { Column, Result } from '../kpi/result.js';
import { type Expendable, expendable } from './expendable.js';
import { headings, wrapped } from './headings.js';
import { lessTold } from './less-told.js';

/** Characters between two columns. */
export const GAP = 2;
/** A name is shortened to this before an optional column is left out, */
const READABLE = 24;
/** to this before one that tells less than the name does, */
const TOLD_APART = 16;
/** and to this before the rows become paragraphs. */
export const NARROWEST = 8;

/** Of a word that says something of a row, as `only in production`. */
const LEAST_SAID = 12;
/** Of a heading. */
const MOST_LINES = 4;

/** The columns that are shown, and what heads each. */
interface Fitted {
  readonly columns: readonly Column[];
  readonly heads: readonly (readonly string[])[];
  readonly left: readonly Expendable[];
}

/**
 * As many columns as have room: at first with headings in one line, then over several, then with fewer columns; names
 * that would be hard to tell apart go before figures that others tell as well.
 * `cells`: how wide what stands under each heading is.
 */
export function fitted(
  result: Result,
  wanted: readonly Column[],
  cells: ReadonlyMap<Column, number>,
  room: number,
): Fitted {
  const under = (column: Column) => cells.get(column) ?? 0;
  const fits = ({ columns, heads }: Fitted, least: number) => {
    const widths = columns.map((column, index) => Math.max(under(column), ...(heads[index] ?? []).map(widthOf)));
    shorten(columns, widths, room, least);
    return totalWidth(widths) <= room;
  };
  const order = expendable(result, wanted);
  const told = lessTold(result, wanted).filter(({ columns }) => !columns.some((column) => areLeft(order, column)));
  const without = (left: readonly Expendable[]): readonly Fitted[] => {
    const columns = wanted.filter((column) => !areLeft(left, column));
    if (columns.length === 0) return [];
    const heads = headings(result, columns);
    const over = (lines: number) => columns.map((column, index) => wrapped(heads[index] ?? [], under(column), lines));
    return [heads, over(2), over(MOST_LINES)].map((one) => ({ columns, heads: one, left }));
  };
  const needed = cumulative(order).flatMap(without);
  const narrow = cumulative(told).flatMap((left) => without([...order, ...left]).slice(-1));
  return (
    needed.find((one) => fits(one, READABLE)) ??
    narrow.find((one) => fits(one, TOLD_APART)) ??
    narrow.find((one) => fits(one, NARROWEST)) ??
    needed.at(-1) ?? { columns: wanted, heads: headings(result, wanted), left: [] }
  );
}

const areLeft = (left: readonly Expendable[], column: Column): boolean =>
  left.some(({ columns }) => columns.includes(column));

/** Nothing, the first, the first two, and so on. */
const cumulative = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: all.length + 1 }, (_, count) => all.slice(0, count));

/** Takes from the widest column of words, a character at a time. */
export function shorten(columns: readonly Column[], widths: number[], width: number, least: number): void {
  const leastOf = ({ role }: Column) => (role === 'dimension' ? least : Math.max(least, LEAST_SAID));
  while (totalWidth(widths) > width) {
    const names = columns.flatMap((column, index) =>
      column.unit === 'text' && (widths[index] ?? 0) > leastOf(column) ? [index] : [],
    );
    const widest = names.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

export const totalWidth = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);

const widthOf = (text: string): number => stringWidth(text);
