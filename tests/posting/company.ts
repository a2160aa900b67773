import { plainTables, type TestCompany } from '../support/app.js';

export const GENERAL = 'C0GENERAL';
export const ANN = 'U0ANN';

/** Units by sku and warehouse: `A-1 NORTH`. */
export type Units = Readonly<Record<string, number>>;
/** By day, YYYY-MM-DD. */
export type Days = Readonly<Record<string, Units>>;

/** What Test holds on every day, by category and warehouse: Electronics 100 and 100, Furniture 200 and 0. */
export const EVEN: Units = { 'A-1 NORTH': 80, 'A-2 NORTH': 20, 'A-1 SOUTH': 100, 'B-1 NORTH': 200 };

const PRODUCTS = 'product_id,name,category\nA-1,Radio,Electronics\nA-2,Lamp,Electronics\nB-1,Chair,Furniture\n';

function csvOf(days: Days): string {
  const rows = Object.entries(days).flatMap(([day, units]) =>
    Object.entries(units).map(([key, quantity]) => `${day},${key.replace(' ', ',')},${quantity}`),
  );
  return ['date,product_id,warehouse,quantity', ...rows, ''].join('\n');
}

/** Files in which Production has these units on these days. */
export const drifted = (production: Days): Readonly<Record<string, string>> => ({
  'test.csv': csvOf(Object.fromEntries(Object.keys(production).map((day) => [day, EVEN]))),
  'production.csv': csvOf(production),
});

/** Five days on which nothing differs, through Monday the 9th of March. */
export const QUIET: Days = Object.fromEntries(['05', '06', '07', '08', '09'].map((day) => [`2026-03-${day}`, EVEN]));

/** Production has 30 radios more in NORTH and 10 chairs more: Electronics +15 %, Furniture +5 %. */
export const DRIFT: Units = { ...EVEN, 'A-1 NORTH': 110, 'B-1 NORTH': 210 };

export const COMPANY: TestCompany = {
  files: { 'product.csv': PRODUCTS, ...drifted(QUIET) },
  tables: plainTables('{ quantity: complete }'),
};
