import type { SourceColumn } from './source.js';

/**
 * A table's rows are counted, summed up and read again by the raw date that they bear. That is the text of their date
 * column as the source gives it; of a date-time, of which a table may have as many as rows, it is the day: what its
 * text begins with.
 */
export function rawDateOf(text: string | null, column: SourceColumn | null): string | null {
  if (column === null || text === null) return null;
  return isByDay(column) ? text.slice(0, DAY) : text;
}

/** Whether many texts of the column are one raw date. */
export const isByDay = ({ kind }: Pick<SourceColumn, 'kind'>): boolean => kind === 'datetime';

/** Characters of a date-time’s text that are its day. */
export const DAY = 10;

const [FIRST, LAST] = ['0001-01-01', '9999-12-31'];

/** The first moment of a day, and the last that a server can tell. */
export const momentsOf = (day: string): readonly [string, string] => [`${day}T00:00:00`, `${day}T23:59:59.9999999`];

/** The day before or after, as far as the calendar goes; what is no day of it stays as it is. */
export function neighbourOf(day: string, days: -1 | 1): string {
  const moment = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(moment)) return day;
  const neighbour = new Date(moment + days * 86_400_000).toISOString().slice(0, DAY);
  return FIRST <= neighbour && neighbour <= LAST ? neighbour : day;
}
