import type { Column, Result } from '../kpi/result.js';

/** The result's column with that key. A hint that names another one is a mistake in the KPI's definition. */
export function columnOf(result: Result, key: string): Column {
  const column = result.columns.find((one) => one.key === key);
  if (!column) throw new Error(`the chart of ${result.kpi} names a column that the result has not: ${key}`);
  return column;
}
