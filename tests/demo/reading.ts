import type { DemoCompany, StockRow } from '../../src/demo/company.js';
import { isDate } from '../../src/demo/dates.js';
import { WITHOUT_HYPHEN } from '../../src/demo/drift.js';
import type { Environment } from '../../src/kpi/result.js';

/** Whether a refresh would take the row. */
export const isReadable = ([date, code, , quantity]: StockRow): boolean =>
  isDate(date) && code !== '' && quantity !== 'n/a';

/** The sku as the product master writes it, which is what the demo's mapping makes of it. */
export function skuOf([, code]: StockRow): string {
  const upper = code.trim().toUpperCase();
  return [...WITHOUT_HYPHEN].find((sku) => sku.replace('-', '') === upper) ?? upper;
}

/** Units per sku on the latest day, over all warehouses. */
export function stateOf(company: DemoCompany, environment: Environment): ReadonlyMap<string, number> {
  const rows = [...company.stock(environment)].filter(isReadable);
  const state = new Map<string, number>();
  for (const row of rows) {
    if (row[0] === rows.at(-1)?.[0]) state.set(skuOf(row), (state.get(skuOf(row)) ?? 0) + Number(row[3]));
  }
  return state;
}
