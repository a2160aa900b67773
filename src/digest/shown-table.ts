import type { Column, Result } from '../kpi/result.js';

/** In the order in which people read them; those without a value in any row are left out. */
const SHOWN = ['variance_pct', 'open_pct', 'was_pct', 'trend', 'why', 'since'];
/** Told by the change, where there is no room for both. */
const TOLD_ANYWAY = 'was_pct';

/** The categories as people see them: what fits a message. The rest is for programs. */
export function shownTable(result: Result): Result {
  const { columns, rows } = result;
  const partly = rows.some((row) => row.open_pct !== row.variance_pct);
  const said = SHOWN.filter((key) => (key === 'open_pct' ? partly : rows.some((row) => (row[key] ?? null) !== null)));
  const shown = columns.filter(({ key, role }) => role === 'dimension' || said.includes(key));
  return {
    ...result,
    columns: shown.map((column): Column => (column.key === TOLD_ANYWAY ? { ...column, optional: true } : column)),
  };
}
