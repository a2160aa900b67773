import { formatCell } from '../kpi/format.js';
import { type Cell, type Column, type Result, type Row, UNITS, type Unit } from '../kpi/result.js';

/** The unit of one cell: of its column, or of its row where the column is mixed. */
export function unitOf(column: Column, row: Row): Unit {
  if (column.unit !== 'mixed') return column.unit;
  const own = row.unit;
  // A difference of percentages is in points.
  if (own === 'percent' && column.signed) return 'points';
  return typeof own === 'string' && own in UNITS ? (own as Unit) : 'mixed';
}

/** What a person reads in one cell. An empty dimension is a group without a name, not a missing number. */
export function cellText(column: Column, row: Row, currency: string): string {
  const cell: Cell = row[column.key] ?? null;
  if (cell === null && column.role === 'dimension') return '(none)';
  return formatCell(cell, unitOf(column, row), { currency, signed: column.signed ?? false });
}

/** One line under the answer: which source was asked when, and through which date its data goes. */
export function freshness({ asOf, dataThrough }: Result): readonly string[] {
  const sources = [...new Set([...asOf, ...dataThrough].map(({ source }) => source))];
  return sources.map((source) => {
    const times = asOf.filter((one) => one.source === source).map(({ at }) => at);
    const environments = asOf.filter((one) => one.source === source).flatMap(({ environment }) => environment ?? []);
    const dates = dataThrough.filter((one) => one.source === source);
    const said = dates.map(({ environment, date }) => `${environment} data through ${date ?? 'no date'}`);
    const role = environments.length > 0 || dates.length > 0 ? '' : ' (product master)';
    return [`${source}${role} as of ${moment(times.sort()[0])}`, ...said].join(', ');
  });
}

function moment(at: string | undefined): string {
  return at === undefined ? 'never' : `${at.slice(0, 19).replace('T', ' ')} UTC`;
}

/** Control characters and direction marks out of the data must not steer a terminal or a message. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** Whether the row's status says that it does not match. */
export const isOut = (row: Row): boolean => typeof row.status === 'string' && row.status !== 'match';
