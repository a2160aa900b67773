import type { Result, Row } from '../kpi/result.js';

const METRIC = 'metric';

/** Whether the rows are steps of time, of which the latest are wanted first. */
export const areSteps = ({ columns: [first] }: Result): boolean => first?.role === 'dimension' && first.unit === 'date';

/** So many of the rows, in their order: the first ones, not ending within a group; of steps of time the latest. */
export function shownRows(result: Result, most: number): readonly Row[] {
  const { rows } = result;
  if (areSteps(result)) return rows.slice(Math.max(0, rows.length - most));
  return rows.slice(0, endOfGroup(result, most));
}

/** Where at most so many rows end with a group, which has a row for each key figure; else as many as there may be. */
function endOfGroup({ columns, rows }: Result, most: number): number {
  const [first] = columns;
  if (!first || first.key === METRIC || !columns.some(({ key }) => key === METRIC)) return most;
  let end = most;
  while (end > 0 && end < rows.length && rows[end]?.[first.key] === rows[end - 1]?.[first.key]) end--;
  return end === 0 ? most : end;
}

/** `first`, or `latest` of steps of time. */
export const endOf = (result: Result): string => (areSteps(result) ? 'latest' : 'first');
