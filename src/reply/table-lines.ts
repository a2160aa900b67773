import stringWidth from 'string-width';
import { cellText } from '../kpi/cells.js';
import type { Column, Result, Row } from '../kpi/result.js';
import { printable } from './cells.js';

/** A line of a table of text. */
export interface Line {
  readonly cells: readonly string[];
  /** Null for one that closes the table. */
  readonly row: Row | null;
}

/** The rows, what a top list leaves out, and the totals. */
export function linesOf(result: Result, columns: readonly Column[], shown: readonly Row[]): readonly Line[] {
  const text = (row: Row) => columns.map((column) => printable(cellText(column, row, result.currency)));
  const named = (row: Row, name: string) =>
    text(row).map((cell, index) => (index === 0 ? name : columns[index]?.role === 'dimension' ? '' : cell));
  return [
    ...shown.map((row) => ({ cells: text(row), row })),
    ...(result.others ? [{ cells: named(result.others.row, `others (${result.others.count})`), row: null }] : []),
    ...(result.totals && shown.length > 0 ? [{ cells: named(result.totals, 'total'), row: null }] : []),
  ];
}

/** Whether the name of a line that closes the table may stand over the next column too, which it leaves empty. */
export const isSpread = ({ row }: Line, [, second]: readonly Column[]): boolean =>
  row === null && second?.role === 'dimension';

/** Of each column how wide what stands under its heading is. */
export function cellWidths(columns: readonly Column[], lines: readonly Line[]): ReadonlyMap<Column, number> {
  const widthOf = (line: Line, index: number) =>
    index === 0 && isSpread(line, columns) ? 0 : stringWidth(line.cells[index] ?? '');
  return new Map(columns.map((column, index) => [column, Math.max(0, ...lines.map((line) => widthOf(line, index)))]));
}
