import { cellText } from '../kpi/cells.js';
import type { Column, Result, Row } from '../kpi/result.js';

const BEFORE = /_before$/;
const CHANGE = /_change$/;
const CHANGE_PCT = /_change_pct$/;

/** What a column of a comparison tells of another one: its figure before, how much it has changed, or by how many %. */
export type Told = 'before' | 'change' | 'change_pct';

/** The column that this one tells something of, by its key, and what; null for one that stands for itself. */
export function toldOf({ versus }: Result, { key }: Column): { readonly key: string; readonly told: Told } | null {
  if (!versus) return null;
  if (BEFORE.test(key)) return { key: key.replace(BEFORE, ''), told: 'before' };
  if (CHANGE.test(key)) return { key: key.replace(CHANGE, ''), told: 'change' };
  if (CHANGE_PCT.test(key)) return { key: key.replace(CHANGE_PCT, ''), told: 'change_pct' };
  return null;
}

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
