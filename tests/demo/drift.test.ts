import { describe, expect, test } from 'vitest';
import { type DemoCompany, type DemoOptions, demoCompany, ORPHAN } from '../../src/demo/company.js';
import { isDate } from '../../src/demo/dates.js';
import { WORST_CATEGORY } from '../../src/demo/drift.js';
import { ENVIRONMENTS, type Environment } from '../../src/kpi/result.js';
import { isReadable, skuOf, stateOf } from './reading.js';

const SMALL: DemoOptions = { products: 96, days: 40, warehouses: 2, through: '2026-10-31' };

interface Comparison {
  items: number;
  matching: number;
  /** Sum of |production − test|. */
  distance: number;
  onlyInTest: number;
  onlyInProduction: number;
}

/** What `/stock variance` finds, per category. */
function compare(company: DemoCompany): Map<string, Comparison> {
  const categories = new Map([...company.products].map(([sku, , category]) => [sku, category]));
  const test = stateOf(company, 'test');
  const production = stateOf(company, 'production');
  const result = new Map<string, Comparison>();
  for (const sku of new Set([...test.keys(), ...production.keys()])) {
    const category = categories.get(sku) ?? 'none';
    const found = result.get(category) ?? { items: 0, matching: 0, distance: 0, onlyInTest: 0, onlyInProduction: 0 };
    const [before, after] = [test.get(sku), production.get(sku)];
    found.items++;
    found.matching += before === after ? 1 : 0;
    found.distance += Math.abs((after ?? 0) - (before ?? 0));
    found.onlyInTest += after === undefined ? 1 : 0;
    found.onlyInProduction += before === undefined ? 1 : 0;
    result.set(category, found);
  }
  return result;
}

const sum = (comparison: Map<string, Comparison>, key: keyof Comparison) =>
  [...comparison.values()].reduce((total, one) => total + one[key], 0);

describe('drift', () => {
  const sizes = [
    ...[1, 2, 3, 4, 5].map((seed) => ({ ...SMALL, seed })),
    { ...SMALL, products: 1_000, warehouses: 3 },
    { ...SMALL, products: 48, days: 180 },
  ];

  test.each(sizes)('is worst in one category: $products products, seed $seed', (size) => {
    const found = compare(demoCompany(size));
    const worst = found.get(WORST_CATEGORY);
    if (!worst) throw new Error('there is no such category');
    for (const [category, other] of found) {
      if (category === WORST_CATEGORY || category === 'none') continue;
      expect(worst.distance, category).toBeGreaterThan(other.distance);
      expect(worst.matching / worst.items, category).toBeLessThan(other.matching / other.items);
    }
    expect(sum(found, 'matching') / sum(found, 'items')).toBeGreaterThan(0.7);
    expect(sum(found, 'onlyInTest')).toBeGreaterThan(0);
    expect(sum(found, 'onlyInProduction')).toBeGreaterThan(0);
  });

  test('is small for most, and large for a few', () => {
    const company = demoCompany(SMALL);
    const production = stateOf(company, 'production');
    const differences = [...stateOf(company, 'test')]
      .map(([sku, units]) => Math.abs((production.get(sku) ?? units) - units))
      .filter((difference) => difference > 0);
    expect(differences.filter((difference) => difference <= 5).length).toBeGreaterThan(5);
    expect(differences.filter((difference) => difference >= 40).length).toBeGreaterThan(2);
  });

  test('goes on: on the last day one more item differs by a lot', () => {
    const rows = [...demoCompany(SMALL).stock('production')];
    const yesterday = new Map(
      rows.flatMap(([date, sku, site, units]) => (date === '2026-10-30' ? [[`${sku} ${site}`, Number(units)]] : [])),
    );
    const news = rows.filter(([date, sku, site, units]) => {
      const before = yesterday.get(`${sku} ${site}`) ?? Number.NaN;
      return date === '2026-10-31' && Number(units) > before + 20;
    });
    expect(news.length).toBe(2);
  });

  test('shows that Test is late: it ends a day before Production', () => {
    const company = demoCompany(SMALL);
    const last = (environment: Environment) => [...company.stock(environment)].filter(isReadable).at(-1)?.[0];
    expect([last('test'), last('production')]).toEqual(['2026-10-30', '2026-10-31']);
  });

  test('raises costs in Production only', () => {
    const [inTest, inProduction] = ENVIRONMENTS.map((environment) => {
      const costs = new Set<string>();
      const skus = new Set<string>();
      for (const row of [...demoCompany(SMALL).stock(environment)].filter(isReadable)) {
        costs.add(`${skuOf(row)} ${row[5]}`);
        skus.add(skuOf(row));
      }
      return costs.size - skus.size;
    });
    expect(inTest).toBe(0);
    expect(inProduction).toBeGreaterThan(3);
  });

  test('writes codes in three other ways in Production', () => {
    const codes = new Set([...demoCompany(SMALL).stock('production')].map(([, code]) => code));
    const known = new Set([...demoCompany(SMALL).products].map(([sku]) => sku));
    const others = [...codes].filter((code) => code !== '' && code !== ORPHAN.sku && !known.has(code));
    expect(others.filter((code) => /^a-\d+$/.test(code)).length).toBeGreaterThan(5);
    expect(others.filter((code) => /^A-\d+ +$/.test(code)).length).toBeGreaterThan(5);
    expect(others.filter((code) => /^A\d+$/.test(code)).sort()).toEqual(['A1017', 'A1029', 'A1044', 'A1071']);
    expect(others.every((code) => /^(a-\d+|A-\d+ +|A\d+)$/.test(code))).toBe(true);
  });

  test('has an orphan for some days, in Production only', () => {
    const company = demoCompany(SMALL);
    const orphans = (environment: Environment) =>
      [...company.stock(environment)].filter(([, sku]) => sku === ORPHAN.sku);
    expect(orphans('production').map(([date]) => date)).toEqual(
      ['26', '27', '28', '29', '30', '31'].map((day) => `2026-10-${day}`),
    );
    expect(orphans('test')).toEqual([]);
  });

  test.each([SMALL, { ...SMALL, products: 700, days: 200, warehouses: 1 }])(
    'damages as many rows of $products products in $days days',
    (size) => {
      const company = demoCompany(size);
      const dirt = (environment: Environment) => {
        const found = { date: 0, quantity: 0, negative: 0, sku: 0 };
        for (const [date, code, , quantity] of company.stock(environment)) {
          if (!isDate(date)) found.date++;
          if (quantity === 'n/a') found.quantity++;
          if (quantity.startsWith('-')) found.negative++;
          if (code === '') found.sku++;
        }
        return found;
      };
      expect(dirt('test')).toEqual({ date: 2, quantity: 2, negative: 1, sku: 2 });
      expect(dirt('production')).toEqual({ date: 4, quantity: 5, negative: 3, sku: 3 });
    },
  );
});
