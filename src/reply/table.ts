import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { isOut } from '../kpi/cells.js';
import { plural } from '../kpi/format.js';
import type { Column, Result } from '../kpi/result.js';
import { printable } from './cells.js';
import { forPeople, isNumeric } from './columns.js';
import { leftOut } from './expendable.js';
import { areSteps, shownRows } from './shown-rows.js';
import { cellWidths, isSpread, type Line, linesOf } from './table-lines.js';
import { fitted, GAP, NARROWEST, shorten, totalWidth } from './table-room.js';

export interface Paper {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Rows that are shown before the rest is only counted. */
  readonly rows: number;
}

/** A table and what it leaves out, as lines. */
export function textTable(result: Result, paper: Paper): readonly string[] {
  const { lines, notices } = layTable(result, paper);
  return [...lines, ...notices];
}

/**
 * A table of text: numbers to the right, a sign before what differs, rows out of tolerance marked `≠`.
 * Where the paper is too narrow headings take several lines, then columns are left out and said so, then names are
 * shortened, and at last each row becomes a paragraph.
 */
export function layTable(
  result: Result,
  paper: Paper,
): { readonly lines: readonly string[]; readonly notices: readonly string[] } {
  const shown = shownRows(result, paper.rows);
  const marked = shown.some((row) => isOut(row));
  const room = paper.width - (marked ? 2 : 0);
  const wanted = forPeople(result.columns);
  const { columns, heads, left } = fitted(result, wanted, cellWidths(wanted, linesOf(result, wanted, shown)), room);
  const lines = linesOf(result, columns, shown);
  const under = cellWidths(columns, lines);
  const widths = columns.map((column, index) =>
    Math.max(under.get(column) ?? 0, ...(heads[index] ?? []).map((text) => stringWidth(text))),
  );
  shorten(columns, widths, room, NARROWEST);
  const notices = [...leftOut('Not shown for lack of room', left, wanted), ...rowNotice(result, shown.length)];
  if (totalWidth(widths) > room) return { lines: paragraphs(columns, lines), notices };
  const rule = '─'.repeat(totalWidth(widths) + (marked ? 2 : 0));
  const draw = (line: Line, heading: boolean): string => {
    const mark = marked ? (line.row && isOut(line.row) ? '≠ ' : '  ') : '';
    const spread = !heading && isSpread(line, columns);
    const padded = columns.flatMap((column, place) => {
      if (spread && place === 1) return [];
      const width = spread && place === 0 ? totalWidth(widths.slice(0, 2)) : (widths[place] ?? 0);
      const text = clip(line.cells[place] ?? '', width);
      const padding = ' '.repeat(width - stringWidth(text));
      return [paint(isNumeric(column) ? padding + text : text + padding, line, column, heading, paper.colour)];
    });
    return (mark + padded.join(' '.repeat(GAP))).trimEnd();
  };
  const drawn = lines.map((line) => draw(line, false));
  return {
    lines: [
      ...bottomUp(heads).map((cells) => draw({ cells, row: null }, true)),
      rule,
      ...drawn.slice(0, shown.length),
      ...(lines.length > shown.length ? [rule, ...drawn.slice(shown.length)] : []),
    ],
    notices,
  };
}

function rowNotice(result: Result, shown: number): readonly string[] {
  const left = result.rows.length - shown;
  if (left === 0) return [];
  if (areSteps(result)) return [`${plural(left, 'earlier step')}: “as csv” has all.`];
  return [`${plural(left, 'more row')}: “as csv” has all.`];
}

/** The lines of headings, which stand on the rule. */
function bottomUp(heads: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const height = Math.max(...heads.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => heads.map((head) => head[line - height + head.length] ?? ''));
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

function paint(text: string, { row }: Line, column: Column, heading: boolean, colour: boolean): string {
  if (!colour) return text;
  if (heading) return styleText('bold', text, { validateStream: false });
  const out = column.key === 'status' && row && isOut(row);
  return out || (column.signed && text.trim().startsWith('-'))
    ? styleText('red', text, { validateStream: false })
    : text;
}

function paragraphs(columns: readonly Column[], lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ cells, row }) => [
    `${row && isOut(row) ? '≠ ' : ''}${cells[0]}`,
    ...cells.slice(1).flatMap((cell, index) => {
      const label = printable(columns[index + 1]?.label ?? '');
      return cell === '' ? [] : [`  ${label}: ${cell}`];
    }),
    '',
  ]);
}
