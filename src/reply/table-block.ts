import type { TableBlock } from '@slack/types';
import { cellText, isOut } from '../kpi/cells.js';
import type { Column, Result, Row } from '../kpi/result.js';
import { printable } from './cells.js';
import { isNumeric, readableColumns } from './columns.js';
import { cut, LIMITS } from './limits.js';
import { areSteps, endOf, shownRows } from './shown-rows.js';

/** Characters of a cell: the less, the more rows of a wide table fit. */
const CELLS = [200, 100, 50] as const;
const SHORTEST_CELL = 25;
/** Rows for which cells are shortened. */
const ENOUGH_ROWS = 10;
const LABEL = 40;
/** Longer texts may wrap; a sku or a status stays in one line. */
const ONE_LINE = 24;

export interface Table {
  readonly table: TableBlock;
  readonly notices: readonly string[];
}

/** As many rows as fit into `room` characters and Slack's table, with a notice of what was left out. */
export function tableBlock(result: Result, room: number): Table {
  const { columns, notices } = readableColumns(result);
  const { head, closing, body } = fill(result, columns, Math.min(room, LIMITS.tableText));
  return {
    table: {
      type: 'table',
      column_settings: columns.map((column, index) => ({
        align: isNumeric(column) ? 'right' : 'left',
        is_wrapped: body.some((cells) => (cells[index] ?? '').length > ONE_LINE),
      })),
      rows: [head, ...body, ...closing].map((cells) => cells.map((text) => ({ type: 'raw_text', text }))),
    },
    notices: [...rowNotice(body.length, result), ...notices],
  };
}

function fill(result: Result, columns: readonly Column[], room: number) {
  const head = columns.map(({ label }) => shown(label, LABEL));
  const closing = [
    ...(result.others ? [closingCells(columns, result, result.others.row, `others (${result.others.count})`)] : []),
    ...(result.totals ? [closingCells(columns, result, result.totals, 'total')] : []),
  ];
  const rows = shownRows(result, LIMITS.tableRows - 1 - closing.length);
  const left = room - lengthOf([head, ...closing]);
  const bodyOf = (cell: number) => {
    const all = rows.map((row) => cellsOf(columns, result, row, cell));
    const fitting = asManyAsFit(all, left, areSteps(result));
    return areSteps(result) ? fitting : fitting.slice(0, shownRows(result, fitting.length).length);
  };
  const enough = Math.min(ENOUGH_ROWS, rows.length);
  for (const cell of CELLS) {
    const body = bodyOf(cell);
    if (body.length >= enough) return { head, closing, body };
  }
  return { head, closing, body: bodyOf(SHORTEST_CELL) };
}

function asManyAsFit(rows: readonly string[][], room: number, fromEnd: boolean): readonly string[][] {
  const inTurn = fromEnd ? rows.toReversed() : rows;
  let left = room;
  const end = inTurn.findIndex((cells) => {
    left -= lengthOf([cells]);
    return left < 0;
  });
  if (end < 0) return rows;
  return fromEnd ? rows.slice(rows.length - end) : rows.slice(0, end);
}

function cellsOf(columns: readonly Column[], result: Result, row: Row, length: number): string[] {
  return columns.map((column, index) => {
    const mark = index === 0 && isOut(row) ? '≠ ' : '';
    return shown(`${mark}${cellText(column, row, result.currency)}`, length);
  });
}

function closingCells(columns: readonly Column[], result: Result, row: Row, name: string): string[] {
  return columns.map((column, index) => {
    if (column.role === 'dimension') return index === 0 ? name : ' ';
    return shown(cellText(column, row, result.currency), LABEL);
  });
}

/** Slack reads no markup here, so nothing is escaped; it refuses an empty text. */
const shown = (text: string, length: number): string => cut(printable(text), length).trim() || ' ';

const lengthOf = (rows: readonly (readonly string[])[]): number =>
  rows.reduce((sum, cells) => sum + cells.reduce((length, text) => length + text.length, 0), 0);

function rowNotice(count: number, result: Result): string[] {
  const { rows } = result;
  if (count === rows.length) return [];
  return [
    `Table shows the ${endOf(result)} ${count} of ${rows.length} rows, as Slack takes no more; “as csv” has all.`,
  ];
}
