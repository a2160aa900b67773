import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type DemoOptions, demoCompany } from '../../src/demo/company.js';
import { isReadable } from './reading.js';

const THROUGH = '2026-10-31';
const SMALL: DemoOptions = { products: 96, days: 40, warehouses: 2, through: THROUGH };

function hashOf(rows: Iterable<readonly string[]>): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${row.join('|')}\n`);
  return hash.digest('hex').slice(0, 16);
}

describe('a demo company', () => {
  test('is the same on every machine', () => {
    const company = demoCompany({ through: THROUGH });
    expect(hashOf(company.products)).toBe('6039276070527e83');
    expect(hashOf(company.stock('test'))).toBe('814b8821f40427fd');
    expect(hashOf(company.stock('production'))).toBe('595e6ea48e142bd8');
  });

  test('is the same at every reading, and another for another seed', () => {
    const company = demoCompany(SMALL);
    const rows = company.stock('production');
    expect(hashOf(rows)).toBe(hashOf(rows));
    expect(hashOf(rows)).toBe(hashOf(demoCompany(SMALL).stock('production')));
    expect(hashOf(rows)).not.toBe(hashOf(demoCompany({ ...SMALL, seed: 2 }).stock('production')));
  });

  test.each([
    { products: 8, days: 2, warehouses: 1 },
    { products: 96, days: 40, warehouses: 3 },
    { products: 203, days: 100, warehouses: 12 },
  ])('counts its rows: $products × $days × $warehouses', (size) => {
    const company = demoCompany({ ...size, through: THROUGH });
    expect(company.counts).toEqual({
      product: size.products,
      test: [...company.stock('test')].length,
      production: [...company.stock('production')].length,
    });
    expect([...company.products]).toHaveLength(size.products);
  });

  test('has eight categories, and products in variants', () => {
    const products = [...demoCompany(SMALL).products];
    const sizes: Record<string, number> = {};
    for (const [, , category] of products) sizes[category] = (sizes[category] ?? 0) + 1;
    expect(sizes).toEqual({
      ...{ Electronics: 12, Furniture: 12, Kitchen: 12, Garden: 12 },
      ...{ Tools: 12, Office: 12, Sports: 12, Toys: 12 },
    });
    expect(products.filter(([, name]) => name === 'Desk Lamp').map(([sku, , , , , variant]) => [sku, variant])).toEqual(
      [
        ['A-1013', 'Black'],
        ['A-1014', 'White'],
      ],
    );
    expect(new Set(products.map(([sku]) => sku)).size).toBe(96);
  });

  test('names no two skus alike, in any size', () => {
    const products = [...demoCompany({ ...SMALL, products: 5_000, days: 2 }).products];
    expect(new Set(products.map(([, name, , , , variant]) => `${name}, ${variant}`)).size).toBe(5_000);
    expect(products.every(([, , , , , , price]) => /^\d+\.\d\d$/.test(price))).toBe(true);
  });

  test('keeps the whole state of each warehouse on each date, each item once', () => {
    const rows = [...demoCompany(SMALL).stock('test')].filter(isReadable);
    expect(new Set(rows.map(([date, sku, warehouse]) => `${date} ${sku} ${warehouse}`)).size).toBe(rows.length);
    expect(new Set(rows.map(([, , warehouse]) => warehouse))).toEqual(new Set(['Hamburg', 'Lyon']));
  });

  test('sells on every day and ships on weekdays', () => {
    const rows = [...demoCompany(SMALL).stock('test')].filter(isReadable);
    const item = (date: string) => rows.find(([day, sku]) => day === date && sku === 'A-1013');
    const [friday, saturday, sunday, monday] = ['2026-10-16', '2026-10-17', '2026-10-18', '2026-10-19'].map(item);
    expect(Number(sunday?.[4])).toBeGreaterThan(0);
    expect([saturday?.[3], sunday?.[3]]).toEqual([friday?.[3], friday?.[3]]);
    expect(monday?.[3]).not.toBe(friday?.[3]);
  });

  test('sells more of its toys before Christmas', () => {
    const company = demoCompany({ ...SMALL, days: 365, through: '2026-12-31' });
    const toys = new Set([...company.products].filter(([, , category]) => category === 'Toys').map(([sku]) => sku));
    const demand = new Map<string, number>();
    for (const [date, sku, , , units] of company.stock('test')) {
      if (toys.has(sku)) demand.set(date.slice(5, 7), (demand.get(date.slice(5, 7)) ?? 0) + Number(units));
    }
    expect(demand.get('12')).toBeGreaterThan(1.5 * (demand.get('06') ?? Number.NaN));
  });
});

describe('options', () => {
  test.each([
    [{ products: 7 }, 'products is a whole number from 8 to 100000, not 7'],
    [{ days: 1.5 }, 'days is a whole number from 2 to 36500, not 1.5'],
    [{ warehouses: 13 }, 'warehouses is a whole number from 1 to 12, not 13'],
    [{ through: '2026-02-29' }, 'through is a date such as 2026-10-31, not “2026-02-29”'],
  ])('%o is refused', (options, message) => {
    expect(() => demoCompany({ through: THROUGH, ...options })).toThrow(new RangeError(message));
  });
});
