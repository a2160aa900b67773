import { existsSync } from 'node:fs';
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
