import type { Column, Result, Row } from '../kpi/result.js';
import { isNumeric, readableColumns } from './columns.js';
import { cut } from './limits.js';
import { fenced, fencedWithin } from './mrkdwn.js';
import { endOf, shownRows } from './shown-rows.js';
import { layTable } from './table.js';

/** Characters of a line of code in Slack's window on a desk; a narrower one wraps it. */
const WIDTH = 96;
const MOST_ROWS = 60;
const CELL = 60;

/** The table as monospaced text, as many rows as fit into `length` characters of markup, and what is left out. */
export function monospaced(result: Result, length: number): { text: string; notices: readonly string[] } {
  const readable = readableColumns(result);
  const columns = readable.columns.map((column) => ({ ...column, label: cut(column.label, CELL) }));
  const rows = shownRows(result, MOST_ROWS).map((row) => shortened(row, columns));
  const { others, totals } = result;
  const lay = (count: number) =>
    layTable(
      {
        ...result,
        columns,
        rows: shownRows({ ...result, rows }, count),
        others: others && { count: others.count, row: shortened(others.row, columns) },
        totals: totals && shortened(totals, columns),
      },
      { width: WIDTH, colour: false, rows: MOST_ROWS },
    );
  const fitting = most(rows.length, (some) => fenced(lay(some).lines).length <= length);
  const count = shownRows({ ...result, rows }, fitting).length;
  const { lines, notices } = lay(count);
  const left = result.rows.length - count;
  return {
    text: fencedWithin(lines, length),
    notices: [
      ...(left > 0 ? [`The ${endOf(result)} ${count} of ${result.rows.length} rows; “as csv” has all.`] : []),
      ...readable.notices,
      ...notices,
    ],
  };
}

/** Long texts would be measured a character at a time. */
function shortened(row: Row, columns: readonly Column[]): Row {
  const cells = columns.map((column) => {
    const cell = row[column.key] ?? null;
    return [column.key, typeof cell === 'string' && !isNumeric(column) ? cut(cell, CELL) : cell] as const;
  });
  return { ...row, ...Object.fromEntries(cells) };
}

/** The largest count up to `limit` that fits, found by halving; 0 where none does. */
function most(limit: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
