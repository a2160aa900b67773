import type { TestCompany } from '../support/app.js';
import { plainTables } from '../support/app.js';

/** A row of stock: date, sku, warehouse, quantity, demand, unit cost. */
type StockRow = readonly [date: string, sku: string, warehouse: string, quantity: number, demand: number, cost: string];
/** A row of the product master: sku, name, category, segment, division, variant, list price. */
type ProductRow = readonly [sku: string, name: string, category: string, ...rest: string[]];

/** Prices and costs are primes, so that whatever is made of them is easily told from everything else. */
const PRODUCTS: readonly ProductRow[] = [
  ['F-1', 'Bread', 'Food', 'Fresh', 'Eatable', 'White', '7919'],
  ['F-2', 'Bread', 'Food', 'Fresh', 'Eatable', 'Brown', '104729'],
  ['T-1', 'Robot', 'Toys', 'Play', 'Durable', '', '611953'],
  ['T-2', 'Kite', 'Toys', 'Play', 'Durable', '', ''],
];

/**
 * `U-1` and `U-2` are in no product master; one row has no warehouse. On which days an environment was loaded is no
 * secret, so every part of the company has rows on each of them.
 */
const TEST: readonly StockRow[] = [
  ['2026-03-08', 'T-1', 'NORTH', 2, 1, ''],
  ['2026-03-08', 'F-1', 'SOUTH', 999, 1, ''],
  ['2026-03-09', 'F-1', 'NORTH', 5, 4, ''],
  ['2026-03-09', 'F-1', 'SOUTH', 7, 9, '7937'],
  ['2026-03-09', 'F-2', 'SOUTH', 2, 2, ''],
  ['2026-03-09', 'T-1', 'NORTH', 3, 3, ''],
  ['2026-03-09', 'T-1', 'SOUTH', 1, 5, ''],
  ['2026-03-09', 'U-1', 'SOUTH', 4, 1, '15485863'],
];
const PRODUCTION: readonly StockRow[] = [
  ['2026-03-09', 'F-1', 'NORTH', 6, 4, ''],
  ['2026-03-09', 'F-2', 'SOUTH', 2, 2, '105019'],
  ['2026-03-09', 'T-1', 'NORTH', 3, 1, '611993'],
  ['2026-03-09', 'T-2', 'SOUTH', 8, 0, ''],
  ['2026-03-09', 'U-2', 'NORTH', 1, 1, ''],
  ['2026-03-09', 'T-1', '', 2, 1, ''],
];

const csv = (head: string, rows: readonly (readonly (string | number)[])[]): string =>
  [head, ...rows.map((row) => row.join(','))].join('\n');

/** Of what a company of food and toys in NORTH and SOUTH has: the rows that are kept. */
export function company(
  keeps: { product?: (row: ProductRow) => boolean; stock?: (row: StockRow) => boolean } = {},
): TestCompany {
  const { product = () => true, stock = () => true } = keeps;
  const head = 'date,product_id,warehouse,quantity,demand,unit_cost';
  return {
    files: {
      'product.csv': csv('product_id,name,category,segment,division,variant,unit_price', PRODUCTS.filter(product)),
      'test.csv': csv(head, TEST.filter(stock)),
      'production.csv': csv(head, PRODUCTION.filter(stock)),
    },
    tables: plainTables(),
  };
}
