import { describe, expect, it } from 'vitest';
import { openCompany, resultOf } from '../support/app.js';
import { SMALL } from '../support/small.js';

/** Columns of interest of each row, by the row's first column. */
const pick = (rows: readonly Readonly<Record<string, unknown>>[], key: string, ...columns: string[]) =>
  Object.fromEntries(rows.map((row) => [row[key], columns.map((column) => row[column])]));

describe('total', () => {
  it('adds up each environment at its latest date, and both', async () => {
    const app = await openCompany(SMALL);
    const { rows, totals } = await resultOf(app, '/stock total');
    expect(pick(rows, 'category', 'test', 'production', 'both')).toEqual({
      Electronics: ['14.0000', '16.0000', '30.0000'],
      Furniture: ['0.0000', '3.0000', '3.0000'],
    });
    expect(totals).toMatchObject({ test: '14.0000', production: '19.0000', both: '33.0000' });
  });

  it('of one environment has one column', async () => {
    const app = await openCompany(SMALL);
    const { rows, columns } = await resultOf(app, '/stock total by warehouse in production');
    expect(columns.map(({ key }) => key)).toEqual(['warehouse', 'quantity']);
    expect(pick(rows, 'warehouse', 'quantity')).toEqual({ North: ['14.0000'], South: ['5.0000'] });
  });

  it('by environment has a row for each', async () => {
    const app = await openCompany(SMALL);
    const { rows, totals } = await resultOf(app, '/stock total electronics by environment');
    expect(pick(rows, 'environment', 'quantity')).toEqual({ test: ['14.0000'], production: ['16.0000'] });
    expect(totals).toMatchObject({ quantity: '30.0000' });
  });
});

describe('variance', () => {
  it('is production − test, with items compared one by one', async () => {
    const app = await openCompany(SMALL);
    const { rows, totals, headline } = await resultOf(app, '/stock variance electronics');
    const columns = ['test', 'production', 'variance', 'variance_pct', 'status'];
    expect(pick(rows, 'sku', ...columns)).toEqual({
      'A-2': ['4.0000', '6.0000', '2.0000', 50, 'differs'],
      'A-1': ['10.0000', '10.0000', '0.0000', 0, 'match'],
      'A-3': ['0.0000', '0.0000', '0.0000', null, 'only in test'],
    });
    expect(totals).toMatchObject({ items_match: 1, items_differ: 1, only_in_test: 1, only_in_production: 0 });
    expect(headline).toBe('Production holds 2 more than Test, +14.3 %; 2 of 3 items differ (1 only in Test)');
  });

  it('compares a sku in each warehouse when asked by warehouse', async () => {
    const app = await openCompany(SMALL);
    const { rows } = await resultOf(app, '/stock variance by warehouse');
    expect(pick(rows, 'warehouse', 'items_match', 'items_differ', 'only_in_test', 'only_in_production')).toEqual({
      North: [1, 1, 1, 1],
      South: [1, 0, 0, 0],
    });
  });

  it('lets items differ by the tolerance', async () => {
    const app = await openCompany({ ...SMALL, settings: 'stock: { tolerance: 2 }' });
    const { totals } = await resultOf(app, '/stock variance electronics');
    expect(totals).toMatchObject({ items_match: 2, items_differ: 0 });
  });

  it('ranks by magnitude, bottom by sign, and sums up the rest', async () => {
    const app = await openCompany(SMALL);
    const top = await resultOf(app, '/stock variance by sku top 1');
    expect(top.rows.map(({ sku }) => sku)).toEqual(['B-1']);
    expect(top.others).toMatchObject({
      count: 3,
      row: { test: '14.0000', production: '16.0000', variance_pct: (100 * 2) / 14 },
    });
    const bottom = await resultOf(app, '/stock variance by sku bottom 1');
    expect(bottom.rows.map(({ sku }) => sku)).toEqual(['A-1']);
    expect(bottom.notes).toContain('1 more group ties with the last one shown.');
  });
});

describe('availability', () => {
  it('counts the skus of the product master, and fills demand row by row', async () => {
    const app = await openCompany(SMALL);
    const { totals } = await resultOf(app, '/stock availability in test');
    // Demand 10 + 2 + 4 + 1; of it 5 + 2 + 4 + 0 are met; quantity 5 + 5 + 4 + 0.
    expect(totals).toMatchObject({
      items: 5,
      in_stock: 2,
      availability: 40,
      covered: (100 * 14) / 17,
      fill_rate: (11 / 17) * 100,
    });
  });

  it('counts a sku once for each warehouse when asked by warehouse', async () => {
    const app = await openCompany(SMALL);
    const { rows } = await resultOf(app, '/stock availability by warehouse in production');
    expect(pick(rows, 'warehouse', 'items', 'in_stock')).toEqual({ North: [5, 3], South: [5, 1] });
  });

  it('says why covered and fill rate are left out when quantity and demand differ over time', async () => {
    const app = await openCompany({ ...SMALL, tables: SMALL.tables.replaceAll('demand: complete', 'demand: flow') });
    const { columns, notes } = await resultOf(app, '/stock availability');
    expect(columns.map(({ key }) => key)).not.toContain('fill_rate');
    expect(notes.join(' ')).toContain('quantity is mapped as complete and demand as flow');
  });
});

describe('distribution', () => {
  it('is the share in each environment’s total, and the difference in points', async () => {
    const app = await openCompany(SMALL);
    const { rows } = await resultOf(app, '/stock distribution');
    expect(pick(rows, 'category', 'test_share', 'production_share', 'difference')).toEqual({
      Electronics: [100, (100 * 16) / 19, (100 * 16) / 19 - 100],
      Furniture: [0, (3 / 19) * 100, (3 / 19) * 100],
    });
  });
});

describe('cost', () => {
  it('averages unit costs with production quantity as weight, and keeps the mix in the value variance', async () => {
    const costs = (text: string, cost: Readonly<Record<string, string>>) =>
      text
        .trim()
        .split('\n')
        .map(
          (line, index) =>
            `${line},${index === 0 ? 'unit_cost' : (cost[line.split(',')[1]?.trim().toUpperCase() ?? ''] ?? '')}`,
        )
        .join('\n');
    const app = await openCompany({
      ...SMALL,
      files: {
        ...SMALL.files,
        'test.csv': costs(SMALL.files['test.csv'] ?? '', { 'A-1': '8' }),
        'production.csv': costs(SMALL.files['production.csv'] ?? '', { 'A-1': '9', 'A-2': '3' }),
      },
    });
    const { totals } = await resultOf(app, '/stock cost electronics');
    // 8 against 9, weight 10. A-2: its price 2 against 3, weight 6. A-3 is not in production.
    expect(totals).toMatchObject({
      test: (8 * 10 + 2 * 6) / 16,
      production: (9 * 10 + 3 * 6) / 16,
      list: (10 * 10 + 2 * 6) / 16,
      deviation: 1,
      value_variance: '20.0000000000',
    });
    // 10 × 9 + 6 × 3 − (10 × 8 + 4 × 2 + 0 × 4) = 108 − 88.
  });

  it('is not offered without any cost', async () => {
    const files = { ...SMALL.files, 'product.csv': 'product_id,name\nA-1,Radio\n' };
    const app = await openCompany({ ...SMALL, files });
    await expect(resultOf(app, '/stock cost')).rejects.toThrow('no cost is known');
  });
});

describe('compare', () => {
  it('has one row a metric, with the unit of each', async () => {
    const app = await openCompany(SMALL);
    const { rows } = await resultOf(app, '/stock compare');
    expect(pick(rows, 'metric', 'test', 'production', 'variance', 'unit')).toEqual({
      Items: [3, 3, 0, 'count'],
      Total: ['14.0000', '19.0000', '5.0000', 'units'],
      Demand: ['17.0000', '16.0000', '-1.0000', 'units'],
      Shortage: ['3.0000', '-3.0000', '-6.0000', 'units'],
      'Availability %': [40, 60, 20, 'percent'],
      'Fill rate %': [(11 / 17) * 100, (11 / 16) * 100, expect.closeTo((11 / 16 - 11 / 17) * 100, 9), 'percent'],
      'Stock value': ['108.0000000000', '412.0000000000', '304.0000000000', 'money'],
      'Average unit cost': [108 / 14, 412 / 19, expect.closeTo(412 / 19 - 108 / 14, 9), 'price'],
      'Items matching': [1, 1, null, 'count'],
      'Only in Test': [1, null, null, 'count'],
      'Only in Production': [null, 1, null, 'count'],
      'Match rate %': [25, 25, null, 'percent'],
    });
  });

  it('by category has its metrics in every group', async () => {
    const app = await openCompany(SMALL);
    const { rows } = await resultOf(app, '/stock compare by category');
    const totals = rows.filter(({ metric }) => metric === 'Total');
    expect(pick(totals, 'category', 'test', 'production')).toEqual({
      Electronics: ['14.0000', '16.0000'],
      Furniture: ['0.0000', '3.0000'],
    });
  });
});

describe('meaning over time', () => {
  const stock = (meaning: string, extra = '') => ({
    ...SMALL,
    files: {
      'product.csv': 'product_id,name\nA-1,Radio\nA-2,Lamp\n',
      'test.csv': 'date,product_id,quantity\n2026-03-01,A-1,5\n2026-03-02,A-2,7\n2026-03-02,A-2,1\n',
      'production.csv': 'date,product_id,quantity\n2026-01-01,A-2,9\n2026-03-02,A-1,5\n2026-03-11,A-1,100\n',
    },
    tables: `  - { table: product, source: here, from: product.csv }
  - { table: stock, source: here, from: test.csv, environment: test, meaning: { quantity: ${meaning} }${extra} }
  - { table: stock, source: there, from: production.csv, environment: production, meaning: { quantity: ${meaning} }${extra} }`,
  });
  const totals = async (meaning: string, extra = '') => {
    const { rows } = await resultOf(await openCompany(stock(meaning, extra)), '/stock total');
    return pick(rows, 'sku', 'test', 'production');
  };

  it('complete: the latest date not after today is the whole state, and its rows are added', async () => {
    expect(await totals('complete')).toEqual({ 'A-2': ['8.0000', '0.0000'], 'A-1': ['0.0000', '5.0000'] });
  });

  it('sparse: the last known row counts, for at most carryDays', async () => {
    expect(await totals('sparse', ', carryDays: 30')).toEqual({
      'A-1': ['5.0000', '5.0000'],
      'A-2': ['8.0000', '0.0000'],
    });
    expect(await totals('sparse', ', carryDays: 90')).toEqual({
      'A-2': ['8.0000', '9.0000'],
      'A-1': ['5.0000', '5.0000'],
    });
  });

  it('flow: all rows add up, those dated after today included and noted', async () => {
    expect(await totals('flow')).toEqual({ 'A-1': ['5.0000', '105.0000'], 'A-2': ['8.0000', '9.0000'] });
    const { notes } = await resultOf(await openCompany(stock('flow')), '/stock total');
    expect(notes.join(' ')).toContain('1 row is dated after today (2026-03-10): counted');
  });
});
