import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { cellText, isOut } from '../kpi/cells.js';
import { plural } from '../kpi/format.js';
import type { Column, Result, Row } from '../kpi/result.js';
import { printable } from './cells.js';
import { forPeople, isNumeric } from './columns.js';

export interface Paper {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Rows that are shown before the rest is only counted. */
  readonly rows: number;
}

/** A name is shortened to this before a column is left out, and below it only when none is left to leave out. */
const READABLE = 24;
const NARROWEST = 8;
const GAP = 2;

interface Line {
  readonly cells: readonly string[];
  readonly row: Row | null;
}

/** A table and what it leaves out, as lines. */
export function textTable(result: Result, paper: Paper): readonly string[] {
  const { lines, notices } = layTable(result, paper);
  return [...lines, ...notices];
}

/**
 * A table of text: numbers to the right, a sign before what differs, rows out of tolerance marked `≠`.
 * Where the paper is too narrow optional columns are left out and said so, then names are shortened, and
 * at last each row becomes a paragraph.
 */
export function layTable(
  result: Result,
  paper: Paper,
): { readonly lines: readonly string[]; readonly notices: readonly string[] } {
  const shown = result.rows.slice(0, paper.rows);
  const marked = shown.some((row) => isOut(row));
  const { columns, dropped } = makeRoom(result, shown, paper.width - (marked ? 2 : 0));
  const lines = linesOf(result, columns, shown);
  const widths = columns.map((_, index) => Math.max(...lines.map(({ cells }) => stringWidth(cells[index] ?? ''))));
  shorten(columns, widths, paper.width - (marked ? 2 : 0), NARROWEST);
  const notices = [
    ...(dropped.length > 0
      ? [`Not shown for lack of room: ${dropped.map(({ label }) => printable(label)).join(', ')}.`]
      : []),
    ...(result.rows.length > shown.length
      ? [`${plural(result.rows.length - shown.length, 'more row')}: ask for “top 20”, or “as csv” for all.`]
      : []),
  ];
  if (total(widths) > paper.width) return { lines: paragraphs(result, columns, shown), notices };
  const rule = '─'.repeat(Math.min(paper.width, total(widths) + (marked ? 2 : 0)));
  const draw = (line: Line, index: number): string => {
    const mark = marked ? (line.row && isOut(line.row) ? '≠ ' : '  ') : '';
    const cells = columns.map((column, place) => {
      const text = clip(line.cells[place] ?? '', widths[place] ?? 0);
      const padding = ' '.repeat((widths[place] ?? 0) - stringWidth(text));
      const padded = isNumeric(column) ? padding + text : text + padding;
      return paint(padded, line, column, index === 0, paper.colour);
    });
    return (mark + cells.join(' '.repeat(GAP))).trimEnd();
  };
  const drawn = lines.map(draw);
  const body = shown.length + 1;
  return {
    lines: [
      ...drawn.slice(0, 1),
      rule,
      ...drawn.slice(1, body),
      ...(lines.length > body ? [rule, ...drawn.slice(body)] : []),
    ],
    notices,
  };
}

function linesOf(result: Result, columns: readonly Column[], shown: readonly Row[]): readonly Line[] {
  const text = (row: Row) => columns.map((column) => printable(cellText(column, row, result.currency)));
  const named = (row: Row, name: string) =>
    text(row).map((cell, index) => (index === 0 ? name : columns[index]?.role === 'dimension' ? '' : cell));
  return [
    { cells: columns.map(({ label }) => printable(label)), row: null },
    ...shown.map((row) => ({ cells: text(row), row })),
    ...(result.others ? [{ cells: named(result.others.row, `others (${result.others.count})`), row: null }] : []),
    ...(result.totals && shown.length > 0 ? [{ cells: named(result.totals, 'total'), row: null }] : []),
  ];
}

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);

/** Leaves out optional columns, the last first, until the rest has room. */
function makeRoom(result: Result, shown: readonly Row[], width: number) {
  let columns = forPeople(result.columns);
  const dropped: Column[] = [];
  const widthOf = (list: readonly Column[]) => {
    const lines = linesOf(result, list, shown);
    const widths = list.map((_, index) => Math.max(...lines.map(({ cells }) => stringWidth(cells[index] ?? ''))));
    shorten(list, widths, width, READABLE);
    return total(widths);
  };
  while (widthOf(columns) > width) {
    const last = columns.findLast(({ optional }) => optional);
    if (!last) break;
    dropped.unshift(last);
    columns = columns.filter((column) => column !== last);
  }
  return { columns, dropped };
}

/** Takes from the widest column of names, a character at a time. */
function shorten(columns: readonly Column[], widths: number[], width: number, least: number): void {
  while (total(widths) > width) {
    const names = columns.flatMap(({ role }, index) =>
      role === 'dimension' && (widths[index] ?? 0) > least ? [index] : [],
    );
    const widest = names.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function clip(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let result = '';
  for (const letter of text) {
    if (stringWidth(result + letter) > width - 1) break;
    result += letter;
  }
  return `${result}…`;
}

function paint(text: string, line: Line, column: Column, heading: boolean, colour: boolean): string {
  if (!colour) return text;
  if (heading) return styleText('bold', text, { validateStream: false });
  const out = column.key === 'status' && line.row && isOut(line.row);
  return out || (column.signed && text.trim().startsWith('-'))
    ? styleText('red', text, { validateStream: false })
    : text;
}

function paragraphs(result: Result, columns: readonly Column[], shown: readonly Row[]): readonly string[] {
  const [heading, ...lines] = linesOf(result, columns, shown);
  return lines.flatMap(({ cells, row }) => [
    `${row && isOut(row) ? '≠ ' : ''}${cells[0]}`,
    ...cells.slice(1).flatMap((cell, index) => (cell === '' ? [] : [`  ${heading?.cells[index + 1]}: ${cell}`])),
    '',
  ]);
}
