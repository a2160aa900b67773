import { cellText } from '../kpi/cells.js';
import { comparedOf, type Told } from '../kpi/change-keys.js';
import type { Column, Result, Row } from '../kpi/result.js';

/** The column that this one tells something of, and what; null for one that stands for itself. */
export const toldOf = ({ versus }: Result, { key }: Column): { readonly key: string; readonly told: Told } | null =>
  versus ? comparedOf(key) : null;

/** How a figure has changed, as `+90 (+8.1 %) against last month`; null where that is not known. */
export function changeWords(result: Result, { key }: Column, row: Row): string | null {
  const text = (wanted: Told) => {
    const column = result.columns.find((one) => {
      const of = toldOf(result, one);
      return of?.key === key && of.told === wanted;
    });
    return column === undefined || (row[column.key] ?? null) === null ? null : cellText(column, row, result.currency);
  };
  const [change, share] = [text('change'), text('change_pct')];
  if (change === null || !result.versus) return null;
  return `${change}${share === null ? '' : ` (${share})`} against ${result.versus.words.replace(/^vs /, '')}`;
}
