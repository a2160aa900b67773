import type { Environment } from '../kpi/result.js';
import { Books } from './books.js';
import { type Day, daysThrough, isDate } from './dates.js';
import { planDrift } from './drift.js';
import { CATEGORIES, WAREHOUSES } from './names.js';
import { makeProducts, money } from './products.js';
import { randomFor } from './random.js';
import type { Damage, Side } from './side.js';

/** The values of a row in this order; a price has two decimals. */
export const PRODUCT_COLUMNS = [
  'product_id',
  'name',
  'category',
  'segment',
  'division',
  'variant',
  'unit_price',
] as const;
/** The values of a row in this order; a date is YYYY-MM-DD, quantity and demand are whole units. */
export const STOCK_COLUMNS = ['date', 'product_id', 'warehouse', 'quantity', 'demand', 'unit_cost'] as const;

type TextOf<Columns extends readonly string[]> = { readonly [Column in keyof Columns]: string };
export type ProductRow = TextOf<typeof PRODUCT_COLUMNS>;
export type StockRow = TextOf<typeof STOCK_COLUMNS>;

/** Stocked in Production for the last days, and not in the product master yet. */
export const ORPHAN = { sku: 'B-2001', days: 6, quantity: 24, demand: 2, cost: '9.90' } as const;

export interface DemoOptions {
  /** 8 to 100,000. From 48 on, every kind of drift occurs. */
  readonly products?: number;
  /** Days of history, 2 to 36,500. From 32 on, every kind of damaged row occurs. */
  readonly days?: number;
  /** 1 to 12. */
  readonly warehouses?: number;
  /** 0 to 2,147,483,647. */
  readonly seed?: number;
  /** Last day of the history, YYYY-MM-DD. */
  readonly through: string;
}

export interface DemoCompany {
  readonly products: Iterable<ProductRow>;
  /**
   * Where every product lay at the end of every day, in order of date, warehouse and sku: each date is the
   * whole state. Rows are made while they are read, and are the same at every reading.
   */
  stock(environment: Environment): Iterable<StockRow>;
  /** Numbers of rows. */
  readonly counts: Readonly<Record<'product' | Environment, number>>;
}

/**
 * A made-up trading company whose Test and Production have drifted apart. The same options give the same
 * company on every machine. Throws a RangeError when an option is out of range.
 */
export function demoCompany(options: DemoOptions): DemoCompany {
  const { products: size = 96, days = 180, warehouses = 3, seed = 1, through } = options;
  within('products', size, CATEGORIES.length, 100_000);
  within('days', days, 2, 36_500);
  within('warehouses', warehouses, 1, WAREHOUSES.length);
  within('seed', seed, 0, 2_147_483_647);
  if (!isDate(through)) throw new RangeError(`through is a date such as 2026-10-31, not “${through}”`);

  const products = makeProducts(size, randomFor('products', seed));
  const openBooks = () => new Books(products, warehouses, randomFor('books', seed));
  const assortment = { products, warehouses, days, level: openBooks().level };
  const sides = planDrift(assortment, randomFor('drift', seed));
  const calendar = daysThrough(through, days);

  return {
    products: products.map(({ sku, name, category, segment, division, variant, unitPrice }): ProductRow => {
      return [sku, name, CATEGORIES[category]?.name ?? '', segment, division, variant, money(unitPrice)];
    }),
    stock: (environment) => ({
      [Symbol.iterator]: () => rowsOf(sides[environment], openBooks(), calendar, orphanFrom(environment, days)),
    }),
    counts: {
      product: products.length,
      test: sides.test.rows,
      production: sides.production.rows + days - orphanFrom('production', days),
    },
  };
}

function within(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${option} is a whole number from ${least} to ${most}, not ${value}`);
}

const orphanFrom = (environment: Environment, days: number): number =>
  environment === 'production' ? Math.max(0, days - ORPHAN.days) : days;

function* rowsOf(side: Side, books: Books, calendar: readonly Day[], orphanFrom: number): Generator<StockRow> {
  const { codes, warehouses } = side;
  for (const [day, today] of calendar.slice(0, side.days).entries()) {
    // Production opens the last day with the books of the evening before, which is where Test ends: that
    // Test is late shows in the dates, and not in a movement of every item.
    if (day < calendar.length - 1) books.advance(today);
    const spoiled = side.damageOf(day);
    for (let warehouse = 0, slot = 0; warehouse < warehouses; warehouse++) {
      const site = WAREHOUSES[warehouse] ?? '';
      for (let product = 0; product < codes.length; product++, slot++) {
        if (!side.has(product, day)) continue;
        const quantity = (books.onHand[slot] ?? 0) + side.excessOf(slot, day);
        const cost = side.costOf(product, day);
        const row: StockRow = [
          today.date,
          codes[product] ?? '',
          site,
          text(quantity),
          text(books.demand[slot] ?? 0),
          cost,
        ];
        yield spoiled?.slot === slot ? damaged(row, spoiled.damage) : row;
      }
      if (warehouse === 0 && day >= orphanFrom) {
        yield [today.date, ORPHAN.sku, site, text(ORPHAN.quantity), text(ORPHAN.demand), ORPHAN.cost];
      }
    }
  }
}

/** Whole numbers are written so often that the small ones are kept ready. */
const SMALL = Array.from({ length: 4096 }, (_, value) => String(value));
const text = (value: number): string => SMALL[value] ?? String(value);

function damaged(row: StockRow, damage: Damage): StockRow {
  const [date, sku, warehouse, quantity, demand, cost] = row;
  switch (damage) {
    case 'date':
      return [`${date.slice(0, 4)}-02-30`, sku, warehouse, quantity, demand, cost];
    case 'quantity':
      return [date, sku, warehouse, 'n/a', demand, cost];
    case 'negative':
      return [date, sku, warehouse, '-3', demand, cost];
    case 'sku':
      return [date, '', warehouse, quantity, demand, cost];
  }
}
