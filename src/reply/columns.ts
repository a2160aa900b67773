import { type Column, isText, type Result } from '../kpi/result.js';
import { cut } from './limits.js';

export const isNumeric = ({ unit }: Pick<Column, 'unit'>): boolean => !isText(unit);

/** Columns that stand in Slack's window without scrolling. */
const READABLE = 8;

/** Those that are shown as columns: a row's unit is written with its values. */
export const forPeople = (columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ key, machine }) => key !== 'unit' && !machine);

/** The columns that Slack's window shows, and those left out: the optional ones, all of them, where it is too narrow. */
export function readableColumns({ columns }: Result): {
  readonly columns: readonly Column[];
  readonly left: readonly Column[];
} {
  const wanted = forPeople(columns);
  const needed = wanted.filter(({ optional }) => !optional);
  if (wanted.length <= READABLE || needed.length === 0) return { columns: wanted, left: [] };
  return { columns: needed, left: wanted.filter(({ optional }) => optional) };
}

/** Whether there is anything to show as a table. */
export function hasTable(result: Result): boolean {
  return result.layout === 'table' && result.rows.length > 0 && readableColumns(result).columns.length > 0;
}

/** Says which columns are left out; nothing where none is. */
export function columnNotice(left: readonly Column[]): readonly string[] {
  if (left.length === 0) return [];
  return [`Not shown here: ${left.map(({ label }) => cut(label, 40)).join(', ')}; “as csv” has all.`];
}
