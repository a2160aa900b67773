import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../src/app.js';
import { toJson } from '../src/reply/json.js';
import { mistakeOf, resultOf, temporaryFolder } from './support/app.js';

const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url));
const NOW = new Date('2026-11-21T12:00:00Z');

async function open(name: 'inventory' | 'bims') {
  const config = fileURLToPath(new URL(`./support/real/${name}.yaml`, import.meta.url));
  const app = await openApp({
    config,
    environment: { TALLY_TEST_FOLDER: temporaryFolder(), TALLY_TEST_DATA: DATA },
    now: () => NOW,
  });
  onTestFinished(() => app.close());
  return app;
}

/** A row of the orders with its product, by the recoding of ids that the master lacks. */
interface Order {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly product: string;
  readonly quantity: number;
  readonly demand: number;
  /** Cents. */
  readonly price: number;
}

const CENTS = 100;
const SIDES = ['test', 'production'] as const;
const RECODED: Readonly<Record<string, string>> = { 21: '7', 22: '11' };

/** Read line by line, with nothing of the program’s. */
function inventory(): Readonly<Record<(typeof SIDES)[number], readonly Order[]>> {
  const lines = (name: string) =>
    readFileSync(`${DATA}/inventory/${name}.csv`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','));
  const products = new Map(
    lines('products').map(([id = '', name = '', price]) => [id, { name, price: Math.round(Number(price) * CENTS) }]),
  );
  const orders = (name: string) =>
    lines(name).map(([written = '', id = '', quantity, demand]): Order => {
      const product = products.get(RECODED[id] ?? id);
      if (!product) throw new Error(`No product ${id}`);
      return {
        date: written.split('-').toReversed().join('-'),
        product: product.name,
        quantity: Number(quantity),
        demand: Number(demand),
        price: product.price,
      };
    });
  return { test: orders('test'), production: orders('production') };
}

function groupedBy(orders: readonly Order[], keyOf: (order: Order) => string): ReadonlyMap<string, readonly Order[]> {
  const groups = new Map<string, Order[]>();
  for (const order of orders) groups.set(keyOf(order), [...(groups.get(keyOf(order)) ?? []), order]);
  return groups;
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const rounded = (value: number, places: number): number => Number(value.toFixed(places));

/** Money in whole cents until it is told, so that nothing is lost. */
function figuresOf(rows: readonly Order[]) {
  const demand = sum(rows.map((row) => row.demand));
  const left = (row: Order) => (row.quantity - row.demand) * row.price;
  const profit = sum(rows.map((row) => Math.max(left(row), 0)));
  const loss = sum(rows.map((row) => Math.max(-left(row), 0)));
  return {
    demand,
    shortage: demand - sum(rows.map((row) => row.quantity)),
    unmet: sum(rows.map((row) => Math.max(row.demand - row.quantity, 0))),
    fillRate: rounded((100 * sum(rows.map((row) => Math.min(row.quantity, row.demand)))) / demand, 4),
    profit: profit / CENTS,
    loss: loss / CENTS,
    net: (profit - loss) / CENTS,
    dates: new Set(rows.map(({ date }) => date)).size,
  };
}

/** Real companies' files; where they are absent the suite is skipped, and says so. */
describe.skipIf(!existsSync(DATA))('real data from files', () => {
  it('inventory: quantity, demand, shortage, fill rate, variance and value to the last digit', async () => {
    const app = await open('inventory');
    const compare = toJson(await resultOf(app, '/stock compare'));
    const metric = (name: string) => compare.rows.find((row) => row.metric === name);
    expect(metric('Total')).toMatchObject({ production: 63_141, test: 3145, variance: 59_996 });
    expect(metric('Demand')).toMatchObject({ production: 124_348, test: 3724 });
    expect(metric('Shortage')).toMatchObject({ production: 61_207, test: 579 });
    expect(metric('Fill rate %')).toMatchObject({ production: 48.5919, test: 79.9678 });
    expect(toJson(await resultOf(app, '/stock total')).totals).toMatchObject({ both: 66_286 });
    expect(toJson(await resultOf(app, '/stock cost')).totals).toMatchObject({ value_variance: 7_060_873.04 });
    expect(toJson(await resultOf(app, '/stock availability by environment')).rows).toMatchObject([
      { fill_rate: 79.9678 },
      { fill_rate: 48.5919 },
    ]);
  });

  it('inventory: shortage, fill rate, profit, loss and its daily average are those of the rows', async () => {
    const app = await open('inventory');
    const { production, test } = inventory();
    expect([production, test].map(figuresOf)).toMatchObject([
      { shortage: 61_207, fillRate: 48.5919, profit: 300_548.32, loss: 7_603_694.25, dates: 822 },
      { shortage: 579, fillRate: 79.9678, profit: 21_526.33, loss: 97_367.04, dates: 93 },
    ]);
    const shortage = toJson(await resultOf(app, '/stock shortage'));
    const profit = toJson(await resultOf(app, '/stock profit'));
    const availability = toJson(await resultOf(app, '/stock availability'));
    for (const [side, rows] of [
      ['test', test],
      ['production', production],
    ] as const) {
      const expected = figuresOf(rows);
      expect(shortage.totals).toMatchObject({
        [`${side}_demand`]: expected.demand,
        [`${side}_shortage`]: expected.shortage,
        [`${side}_unmet`]: expected.unmet,
      });
      expect(availability.totals).toMatchObject({ [`${side}_fill_rate`]: expected.fillRate });
      expect(profit.totals).toMatchObject({
        [`${side}_profit`]: expected.profit,
        [`${side}_loss`]: expected.loss,
        [`${side}_net`]: expected.net,
        [`${side}_average_daily_loss`]: rounded(expected.loss / expected.dates, 2),
      });
    }
  });

  it('inventory: the value of what Production holds more than Test', async () => {
    const app = await open('inventory');
    const { production, test } = inventory();
    const value = (rows: readonly Order[]) => sum(rows.map(({ quantity, price }) => quantity * price)) / CENTS;
    expect(rounded(value(production) - value(test), 2)).toBe(7_060_873.04);
    expect(toJson(await resultOf(app, '/stock cost')).totals).toMatchObject({ value_variance: 7_060_873.04 });
  });

  it('inventory: the five largest losses', async () => {
    const app = await open('inventory');
    const { production } = inventory();
    const losses = [...groupedBy(production, ({ product }) => product)]
      .map(([product, rows]) => ({ product, loss: figuresOf(rows).loss }))
      .toSorted((a, b) => b.loss - a.loss)
      .slice(0, 5);
    expect(losses).toEqual([
      { product: '4K Smart TV', loss: 1_442_971.14 },
      { product: 'VR Headset', loss: 1_077_573.06 },
      { product: 'Digital Camera', loss: 912_869.57 },
      { product: 'Tablet', loss: 846_216.15 },
      { product: 'Smartwatch', loss: 569_171.54 },
    ]);
    const { rows, others } = toJson(await resultOf(app, '/stock profit in production by product top 5 by loss'));
    expect(rows).toMatchObject(losses);
    expect(others).toMatchObject({ count: 15 });
  });

  it('inventory: a trend by month', async () => {
    const app = await open('inventory');
    const { production, test } = inventory();
    const byMonth = (rows: readonly Order[]) => groupedBy(rows, ({ date }) => date.slice(0, 7));
    const [ofProduction, ofTest] = [byMonth(production), byMonth(test)];
    const months = [...new Set([...ofProduction.keys(), ...ofTest.keys()])].sort();
    const trend = async (measure: string) =>
      toJson(await resultOf(app, `/stock trend ${measure} by month`)).rows.filter(
        (row) => row.test !== null || row.production !== null,
      );
    const expected = (name: string, of: (rows: readonly Order[]) => number) =>
      months.map((step) => {
        const [one, other] = [ofTest.get(step), ofProduction.get(step)];
        const [testKey, productionKey] = name === 'quantity' ? SIDES : SIDES.map((side) => `${side}_${name}`);
        return { step, [`${testKey}`]: one ? of(one) : null, [`${productionKey}`]: other ? of(other) : null };
      });
    expect(await trend('quantity')).toEqual(expected('quantity', (rows) => sum(rows.map(({ quantity }) => quantity))));
    expect(await trend('loss')).toEqual(expected('loss', (rows) => figuresOf(rows).loss));
  });

  it('inventory: there is no category, and questions by it say so', async () => {
    const app = await open('inventory');
    expect((await mistakeOf(app, '/stock variance by category')).message).toContain(
      'There is no category in this data',
    );
    expect((await resultOf(app, '/stock variance')).columns[0]?.key).toBe('sku');
  });

  it('bims: loads whole, its faulty rows are listed', async () => {
    const app = await open('bims');
    const { rows } = await resultOf(app, '/stock quality');
    const found = rows.map(({ table, rule, rows: count }) => [table, rule, count]);
    expect(found).toContainEqual(['product', 'no gross price in any year', 8]);
    expect(found.filter(([table]) => table === 'gross_price')).toEqual([
      ['gross_price', 'product is not in the product master', expect.any(Number)],
    ]);
    expect(found).toContainEqual(['sales', 'name is not what the product table says, which counts', 327]);
    expect((await mistakeOf(app, '/stock')).message).toContain('There is no stock here');
    const statuses = await app.model.refresher.status();
    expect(Object.fromEntries(statuses.map(({ feed, rowsKept }) => [feed.table, rowsKept]))).toEqual({
      product: 397,
      customer: 209,
      market: 27,
      sales: 5000,
      forecast: 5000,
      gross_price: 1197,
      manufacturing_cost: 1197,
      freight_cost: 135,
      pre_invoice_deduction: 1045,
      post_invoice_deduction: 5000,
    });
  });
});
