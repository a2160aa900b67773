import { cellText, isOut, unitOf } from '../kpi/cells.js';
import { EMPTY, plural } from '../kpi/format.js';
import type { Cell, Column, Result, Row } from '../kpi/result.js';
import { compactCell } from './compact.js';
import { emWidth } from './text.js';

const MOST_CATEGORIES = 60;
const DIFFERS = 'Δ';
/** Em of a named figure beside a level bar. */
const FIGURE_ROOM = 10.5;

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

/** What is drawn of a cell: a length or a height. Decimal text becomes a float here, where a pixel is the finest thing to be told. */
export function drawnValue(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/**
 * The row's figures as a reader wants them beside the bar: `+1,204` and `(+8.1 %)`; of columns that are no share of
 * another one `Test 94 ·` and `Production 95`.
 */
export function figures(row: Row, columns: readonly Column[], currency: string): string[] {
  const written = columns.filter((column) => drawnValue(row[column.key]) !== null);
  if (columns.length > 0 && written.length === 0) return [EMPTY];
  if (columns.length < 2 || hasShare(columns))
    return written.map((column, index) => withinBrackets(cellText(column, row, currency), index > 0));
  const named = (text: (column: Column) => string) =>
    written.map((column, index) => `${column.label} ${text(column)}${index < written.length - 1 ? ' ·' : ''}`);
  const whole = named((column) => cellText(column, row, currency));
  return whole.every((text) => emWidth(text) <= FIGURE_ROOM)
    ? whole
    : named((column) => inShort(column, row, currency));
}

/** What the figures of a row are: `Variance (Variance %)`, `Test · Production`. */
export function figuresTitle(columns: readonly Column[]): string {
  if (!hasShare(columns)) return columns.map(({ label }) => label).join(' · ');
  return columns.map(({ label }, index) => withinBrackets(label, index > 0)).join(' ');
}

/** Whether the second of them is by how many % the first one differs. */
const hasShare = ([first, second]: readonly Column[]): boolean => second?.key === `${first?.key}_pct`;

const withinBrackets = (text: string, within: boolean): string => (within ? `(${text})` : text);

function inShort(column: Column, row: Row, currency: string): string {
  const value = drawnValue(row[column.key]) ?? 0;
  const unit = unitOf(column, row);
  const short = compactCell(Math.abs(value));
  return `${value < 0 ? '-' : ''}${unit === 'money' || unit === 'price' ? currency : ''}${short}`;
}

/** A step of time, as it is written under a line. */
export function stepName(row: Row, category: Column): string {
  return cellText(category, row, '');
}
