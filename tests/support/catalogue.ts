import { plainTables, type TestCompany } from './app.js';

export type Item = readonly [sku: string, name: string, category: string];

const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A company that sells these, each with 3 pieces in Test and 5 in Production, all in North. */
export function companyOf(items: readonly Item[]): TestCompany {
  const products = items.map(([sku, name, category]) => [field(sku), field(name), field(category), '', '1'].join(','));
  const stock = (quantity: number) =>
    ['date,product_id,warehouse,quantity,demand']
      .concat(items.map(([sku]) => `2026-03-09,${field(sku)},North,${quantity},1`))
      .join('\n');
  return {
    files: {
      'product.csv': ['product_id,name,category,variant,unit_price', ...products].join('\n'),
      'test.csv': stock(3),
      'production.csv': stock(5),
    },
    tables: plainTables(),
  };
}
