import { unitOf } from '../kpi/cells.js';
import type { Column, Result, Row, Unit } from '../kpi/result.js';

/** What an axis counts, in words: `units`, `$`, `%`; `different units` when its columns do not agree. */
export function unitWords(columns: readonly Column[], rows: readonly Row[], currency: string): string {
  const words = new Set(columns.flatMap((column) => rows.map((row) => unitWord(unitOf(column, row), currency))));
  const [only] = words;
  return words.size === 1 && only !== undefined ? only : 'different units';
}

/** The result's column with that key. A hint that names another one is a mistake in the KPI's definition. */
export function columnOf(result: Result, key: string): Column {
  const column = result.columns.find((one) => one.key === key);
  if (!column) throw new Error(`the chart of ${result.kpi} names a column that the result has not: ${key}`);
  return column;
}

function unitWord(unit: Unit, currency: string): string {
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
