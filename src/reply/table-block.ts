import type { TableBlock } from '@slack/types';
import { cellText, isOut } from '../kpi/cells.js';
import { plural } from '../kpi/format.js';
import type { Column, Result, Row } from '../kpi/result.js';
import { printable } from './cells.js';
import { cut, LIMITS } from './limits.js';

/** As many rows as fit into `room` characters and Slack's table, with a notice of what was left out. */
export function tableBlock(result: Result, room: number): { table: TableBlock; notices: readonly string[] } {
  const wanted = result.columns.filter(({ key }) => key !== 'unit');
  const columns = wanted.slice(0, LIMITS.tableColumns);
  const closing = [
    ...(result.others ? [closingCells(columns, result, result.others.row, `others (${result.others.count})`)] : []),
    ...(result.totals ? [closingCells(columns, result, result.totals, 'total')] : []),
  ];
  const rows = [columns.map(({ label }) => label)];
  let left = Math.min(room, LIMITS.tableText) - lengthOf([...rows, ...closing]);
  for (const row of result.rows) {
    const cells = cellsOf(columns, result, row);
    left -= lengthOf([cells]);
    if (left < 0 || rows.length + closing.length >= LIMITS.tableRows) break;
    rows.push(cells);
  }
  return {
    table: {
      type: 'table',
      column_settings: columns.map((column) => ({
        align: isNumber(column) ? 'right' : 'left',
        is_wrapped: !isNumber(column),
      })),
      rows: [...rows, ...closing].map((cells) => cells.map((text) => ({ type: 'raw_text', text }))),
    },
    notices: [
      ...rowNotice(result.rows.length - (rows.length - 1), result),
      ...columnNotice(wanted.slice(columns.length)),
    ],
  };
}

/** Slack reads no markup here, so nothing is escaped; it refuses an empty text. */
function cellsOf(columns: readonly Column[], result: Result, row: Row): string[] {
  return columns.map((column, index) => {
    const mark = index === 0 && isOut(row) ? '≠ ' : '';
    return cut(`${mark}${printable(cellText(column, row, result.currency))}`, LIMITS.field) || ' ';
  });
}

function closingCells(columns: readonly Column[], result: Result, row: Row, name: string): string[] {
  return columns.map((column, index) => {
    if (column.role === 'dimension') return index === 0 ? name : ' ';
    return cellText(column, row, result.currency);
  });
}

const isNumber = ({ unit }: Column): boolean => unit !== 'text' && unit !== 'date';

const lengthOf = (rows: readonly (readonly string[])[]): number =>
  rows.reduce((sum, cells) => sum + cells.reduce((length, text) => length + text.length, 0), 0);

function rowNotice(left: number, { rows }: Result): string[] {
  if (left === 0) return [];
  return [`${plural(left, 'row')} of ${rows.length} left out for Slack’s limits: ask for “top 20” or “as csv”.`];
}

function columnNotice(left: readonly Column[]): string[] {
  return left.length > 0 ? [`Columns left out: ${left.map(({ label }) => label).join(', ')}.`] : [];
}
