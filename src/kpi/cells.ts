import { formatCell } from './format.js';
import { type Cell, type Column, type Row, UNITS, type Unit } from './result.js';

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

/** Whether the row's status says that it does not match. */
export const isOut = (row: Row): boolean =>
  typeof row.status === 'string' && row.status !== 'match' && row.status !== 'accepted';

/** What columns count, in words: `units`, `$`, `%`; `different units` when its columns do not agree. */
export function unitWords(columns: readonly Column[], rows: readonly Row[], currency: string): string {
  const words = new Set(columns.flatMap((column) => rows.map((row) => unitWord(unitOf(column, row), currency))));
  const [only] = words;
  return words.size === 1 && only !== undefined ? only : 'different units';
}

/** `units`, `€`, `%`. */
export function unitWord(unit: Unit, currency: string): string {
  switch (unit) {
    case 'money':
      return currency || 'money';
    case 'price':
      return currency ? `${currency} per unit` : 'price per unit';
    case 'percent':
      return '%';
    case 'points':
      return 'percentage points';
    case 'mixed':
      return 'different units';
    default:
      return unit;
  }
}
