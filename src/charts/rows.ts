import { cellText, isOut } from '../kpi/cells.js';
import { EMPTY, plural } from '../kpi/format.js';
import type { Cell, Column, Result, Row } from '../kpi/result.js';

const MOST_CATEGORIES = 60;
const DIFFERS = 'Δ';

export interface ShownRows {
  readonly rows: readonly Row[];
  /** What the picture leaves out and how to read it, for the subtitle. */
  readonly notices: readonly string[];
}

/** The rows that fit into one picture: the first 60, of dates the latest 60. */
export function shownRows(result: Result, category: Column): ShownRows {
  const dates = category.unit === 'date';
  const rows = dates ? result.rows.slice(-MOST_CATEGORIES) : result.rows.slice(0, MOST_CATEGORIES);
  const all = result.rows.length + (result.others?.count ?? 0);
  const notices = [];
  if (rows.length < all) notices.push(`${dates ? 'latest ' : ''}${rows.length} of ${plural(all, 'row')} shown`);
  if (!dates && rows.some(isOut)) notices.push(`${DIFFERS} differs`);
  return { rows, notices };
}

/** The words of the category's name, the first with a leading `Δ` when the row's status says so. Dates carry no mark. */
export function categoryName(row: Row, category: Column): string[] {
  const name = cellText(category, row, '');
  const [first = '', ...rest] = name.split(' ');
  return category.unit !== 'date' && isOut(row) ? [`${DIFFERS} ${first}`, ...rest] : [first, ...rest];
}

/** A bar's length. Decimal text becomes a float here, where a pixel is the finest thing to be told. */
export function barValue(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** The row's figures as a reader wants them beside the bar: `+1,204` and `(+8.1 %)`. */
export function figures(row: Row, columns: readonly Column[], currency: string): string[] {
  const written = columns
    .filter((column) => barValue(row[column.key]) !== null)
    .map((column) => cellText(column, row, currency));
  if (columns.length > 0 && written.length === 0) return [EMPTY];
  return written.map((text, index) => (index === 0 ? text : `(${text})`));
}
