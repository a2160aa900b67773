import fc from 'fast-check';
import type { TestCompany } from '../../support/app.js';
import { daysAfter } from './calendar.js';
import type { Company, ProductText, StockTable, StockText } from './company.js';

/** Companies that are small and have everything that can be wrong with one. */

export type Setting = Pick<Company, 'quantity' | 'demand' | 'today' | 'fiscalYearStart'>;

const IDS = ['A-1', 'A-2', 'B-1', 'B-2', 'C-1', 'C-2'];
/** Days that the rows are of: most before today, a few after it. */
const DAYS = 38;
const AHEAD = 3;

const products: fc.Arbitrary<readonly ProductText[]> = fc
  .tuple(
    ...IDS.map((id) =>
      fc.record<ProductText>({
        product_id: fc.constant(id === 'B-1' ? ' b-1' : id),
        name: fc.constantFrom('Radio', 'radio', 'Lamp', 'Desk', 'Big  Desk', ''),
        category: fc.constantFrom('Tools', 'tools ', 'Toys', 'Toys', ''),
        segment: fc.constantFrom('Home', 'Office', ''),
        division: fc.constantFrom('Retail', 'Trade', 'Trade', ''),
        variant: fc.constantFrom('', 'Black', 'White'),
        unit_price: fc.constantFrom('10', '2.5', '0.333333', '0', ''),
      }),
    ),
  )
  .map((some) => [
    ...some,
    // The first by text counts.
    { ...product('a-1'), name: 'Zebra', unit_price: '999' },
    // What cannot be read is not there.
    { ...product(''), name: 'Ghost', unit_price: '1' },
    { ...product('D-1'), name: 'Ghost', unit_price: 'cheap' },
  ]);

const product = (product_id: string): ProductText => ({
  product_id,
  name: '',
  category: '',
  segment: '',
  division: '',
  variant: '',
  unit_price: '',
});

function stockRow(dates: readonly string[]): fc.Arbitrary<StockText> {
  const usual = fc.record<StockText>({
    date: fc.oneof(fc.constantFrom(...dates), fc.constantFrom(...dates.slice(-4))),
    product_id: fc.constantFrom(...IDS, 'a-1', ' A-2', 'X-9', 'D-1'),
    warehouse: fc.constantFrom('North', 'North', 'north', 'South', ' South ', 'East', ''),
    quantity: fc.oneof(
      fc.constantFrom('0', '5', '5', '7.25', '-2', '1.00005', '2.00015'),
      fc.integer({ min: -3, max: 40 }).map(String),
    ),
    demand: fc.constantFrom('', '', '0', '3', '5', '12', '-1', '2.5'),
    unit_cost: fc.constantFrom('', '', '', '0', '0.5', '2', '7.25', '0.333333'),
  });
  const spoiled = fc.constantFrom<Partial<StockText>>(
    { date: '2026-02-30' },
    { date: '' },
    { date: 'soon' },
    { quantity: 'many' },
    { quantity: '' },
    { quantity: '1_000' },
    { product_id: ' ' },
    { demand: 'x' },
    { unit_cost: 'free' },
  );
  const dirty = fc.tuple(usual, spoiled).map(([row, spoil]): StockText => ({ ...row, ...spoil }));
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: dirty });
}

/** A table of one environment, with days on which nothing was loaded. */
function table(side: StockTable['side'], today: string, rows: { min: number; max: number }): fc.Arbitrary<StockTable> {
  const days = Array.from({ length: DAYS }, (_, index) => daysAfter(today, index - DAYS + 1 + AHEAD));
  return fc
    .subarray(days, { minLength: 4, maxLength: 14 })
    .chain((dates) => fc.array(stockRow(dates), { minLength: rows.min, maxLength: rows.max }))
    .map((some) => ({ side, rows: some }));
}

export const generatedCompany = (setting: Setting): fc.Arbitrary<Company> =>
  fc.record({
    quantity: fc.constant(setting.quantity),
    demand: fc.constant(setting.demand),
    today: fc.constant(setting.today),
    fiscalYearStart: fc.constant(setting.fiscalYearStart),
    carryDays: fc.constantFrom(3, 8, 30),
    tolerance: fc.constantFrom('0', '2', '0.5'),
    products,
    tables: fc.tuple(
      table('test', setting.today, { min: 15, max: 60 }),
      table('production', setting.today, { min: 15, max: 60 }),
      // Production is fed by two tables, each with dates of its own.
      table('production', setting.today, { min: 5, max: 20 }),
    ),
    accepted: fc.constantFrom(
      [],
      [{ sku: 'a-1', warehouse: null }],
      [
        { sku: 'A-2', warehouse: 'north' },
        { sku: 'X-9', warehouse: null },
      ],
    ),
  });

/** The company as files and a configuration. */
export function written(company: Company): TestCompany {
  const { quantity, demand, carryDays, today, fiscalYearStart, tolerance } = company;
  const meaning = demand === null ? `{ quantity: ${quantity} }` : `{ quantity: ${quantity}, demand: ${demand} }`;
  const columns = ['date', 'product_id', 'warehouse', 'quantity', ...(demand === null ? [] : ['demand']), 'unit_cost'];
  const tables = company.tables.map(
    ({ side }, index) =>
      `  - { table: stock, source: ${side === 'test' ? 'here' : 'there'}, from: stock-${index}.csv, environment: ${side}, meaning: ${meaning}, carryDays: ${carryDays} }`,
  );
  return {
    files: {
      'product.csv': csv(Object.keys(product('')), company.products),
      ...Object.fromEntries(company.tables.map(({ rows }, index) => [`stock-${index}.csv`, csv(columns, rows)])),
    },
    tables: ['  - { table: product, source: here, from: product.csv }', ...tables].join('\n'),
    settings: `timeZone: UTC\nfiscalYearStart: ${fiscalYearStart}\nstock: { tolerance: ${tolerance} }`,
    now: `${today}T12:00:00Z`,
  };
}

function csv<Column extends string>(
  columns: readonly string[],
  rows: readonly Readonly<Record<Column, string>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => `"${row[column as Column]}"`).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}
