import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCompany, plainTables, resultOf } from '../support/app.js';
import { type Dimension, type NaiveCompany, type NaiveKpi, type NaiveRow, naive } from './naive.js';

const KPIS: readonly NaiveKpi[] = ['total', 'variance', 'availability', 'distribution', 'cost'];
const DIMENSIONS: readonly Dimension[] = ['division', 'segment', 'category', 'product', 'sku', 'warehouse'];
const DATES = ['2026-03-01', '2026-03-02', '2026-03-03'];
const IDS = ['A-1', 'A-2', 'A-3', 'B-1', 'B-2', 'C-1', 'C-2', 'D-1'];

/** Duplicates, gaps, missing sides, zeros, negatives, rows without demand or cost, an unknown product (`D-1`). */
const company: fc.Arbitrary<NaiveCompany> = fc.record({
  products: fc.constant(
    IDS.slice(0, -1).map((id, index) => ({
      id,
      name: `Name ${index % 4}`,
      category: index === 5 ? null : `Category ${index % 3}`,
      segment: `Segment ${index % 2}`,
      division: 'Division',
      price: index % 3 === 2 ? null : index + 0.25,
    })),
  ),
  rows: fc.array(
    fc.record<NaiveRow>({
      environment: fc.constantFrom('test', 'production'),
      date: fc.constantFrom(...DATES),
      id: fc.constantFrom(...IDS),
      warehouse: fc.constantFrom('North', 'South'),
      quantity: fc.integer({ min: -3, max: 40 }),
      demand: fc.option(fc.integer({ min: 0, max: 20 })),
      cost: fc.option(fc.constantFrom(0.5, 2, 7.25)),
    }),
    { minLength: 1, maxLength: 60 },
  ),
  meaning: fc.constantFrom('complete', 'flow'),
});

function filesOf({ products, rows }: NaiveCompany): Record<string, string> {
  const stock = (side: string) => [
    'date,product_id,warehouse,quantity,demand,unit_cost',
    ...rows
      .filter(({ environment }) => environment === side)
      .map((row) => [row.date, row.id, row.warehouse, row.quantity, row.demand, row.cost].join(',')),
    // Rows that cannot be read change nothing.
    '2026-02-30,A-1,North,1000,1,1',
    '2026-03-03,A-1,North,many,1,1',
    '2026-03-03,,North,1000,1,1',
  ];
  return {
    'product.csv': [
      'product_id,name,category,segment,division,unit_price',
      ...products.map((one) => [one.id, one.name, one.category, one.segment, one.division, one.price].join(',')),
    ].join('\n'),
    'test.csv': stock('test').join('\n'),
    'production.csv': stock('production').join('\n'),
  };
}

describe('every KPI by every dimension', () => {
  it('agrees with a second computation', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(company, async (given) => {
        const { meaning } = given;
        const app = await openCompany({
          files: filesOf(given),
          tables: plainTables(`{ quantity: ${meaning}, demand: ${meaning} }`),
        });
        for (const kpi of KPIS) {
          for (const by of DIMENSIONS) {
            const expected = naive(given, kpi, by);
            const { rows } = await resultOf(app, `/stock ${kpi === 'cost' ? 'kpi:cost' : kpi} by ${by}`);
            expect(rows.map((row) => row[by] ?? '').sort(), `${kpi} by ${by}`).toEqual([...expected.keys()].sort());
            for (const row of rows) {
              for (const [column, value] of Object.entries(expected.get(String(row[by] ?? '')) ?? {})) {
                const said = row[column] ?? null;
                const place = `${kpi} by ${by}, ${row[by]}, ${column}`;
                if (value === null) expect(said, place).toBeNull();
                else expect(Number(said), place).toBeCloseTo(value, 6);
              }
            }
          }
        }
        await app.close();
      }),
      { numRuns: 12, seed: 20_260_310 },
    );
  });
});
