import { type Column, isText, type Result } from '../kpi/result.js';
import { type Expendable, expendable, leftOut } from './expendable.js';
import { LIMITS } from './limits.js';

export const isNumeric = ({ unit }: Pick<Column, 'unit'>): boolean => !isText(unit);

/** Columns that stand in Slack's window without scrolling. */
const READABLE = 8;

/** Those that are shown as columns: a row's unit is written with its values. */
export const forPeople = (columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ key, machine }) => key !== 'unit' && !machine);

interface Readable {
  readonly columns: readonly Column[];
  /** Says which are left out. */
  readonly notices: readonly string[];
}

/**
 * The columns of a table in Slack. Where its window is too narrow the optional ones stay out, all of them, and what can
 * be computed from the others; where Slack takes no more, more.
 */
export function readableColumns(result: Result): Readable {
  const wanted = forPeople(result.columns);
  const order = expendable(result, wanted);
  const without = (left: readonly Expendable[]) =>
    wanted.filter((column) => !left.some(({ columns }) => columns.includes(column)));
  const optional = order.filter(({ as }) => as === 'optional');
  let left = wanted.length > READABLE && without(optional).length > 0 ? optional : [];
  for (const one of order.filter((candidate) => !left.includes(candidate))) {
    const most = one.as === 'derived' ? READABLE : LIMITS.tableColumns;
    const rest = without([...left, one]);
    if (without(left).length > most && rest.length > 0) left = [...left, one];
  }
  const columns = without(left).slice(0, LIMITS.tableColumns);
  const beyond = without(left).slice(columns.length);
  const all: readonly Expendable[] = beyond.length > 0 ? [...left, { columns: beyond, as: 'beyond' }] : left;
  return { columns, notices: leftOut('Not shown here', all, wanted) };
}

/** Whether there is anything to show as a table. */
export function hasTable(result: Result): boolean {
  return result.layout === 'table' && result.rows.length > 0 && readableColumns(result).columns.length > 0;
}
