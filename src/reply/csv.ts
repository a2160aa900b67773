import { unitOf } from '../kpi/cells.js';
import { isText, type Result, type Row } from '../kpi/result.js';

/**
 * A result's rows as RFC 4180, with all digits; what a top list leaves out is one row, totals are none. A text that a spreadsheet would run as a formula is
 * written behind an apostrophe; numbers stay numbers.
 */
export function toCsv(result: Result): string {
  const lines = [
    result.columns.map(({ label, unit }) => csvField(unit === 'milliseconds' ? `${label} (ms)` : label)),
    ...[...result.rows, ...others(result)].map((row) =>
      result.columns.map((column) => {
        const cell = row[column.key] ?? null;
        if (cell === null) return '';
        const unit = unitOf(column, row);
        const text = column.role === 'dimension' || isText(unit);
        return text ? csvField(String(cell)) : String(cell);
      }),
    ),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function others({ others, columns }: Result): readonly Row[] {
  const [first] = columns;
  return others && first ? [{ ...others.row, [first.key]: `others (${others.count})` }] : [];
}

/** One text of a CSV line: quoted where RFC 4180 asks for it, formulas defused. */
export function csvField(text: string): string {
  const safe = /^\s*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
