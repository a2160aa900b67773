import { describe, expect, it } from 'vitest';
import type { By, KpiQuery } from '../../src/kpi/kpi.js';
import type { Result, Row } from '../../src/kpi/result.js';
import { type Asked, openSubject } from './oracle/asked.js';
import { COMPANIES } from './oracle/companies.js';
import { asNumber, type Decimal, exactly, sum } from './oracle/decimal.js';

/** Rows with what a top list leaves out. */
const parts = ({ rows, others }: Result): readonly Row[] => [...rows, ...(others ? [others.row] : [])];

const exact = (cell: Row[string] | undefined): Decimal => exactly(String(cell ?? 0)) ?? 0n;

/** A column of all rows added up, and of the totals. */
const added = (result: Result, key: string) => ({
  parts: asNumber(sum(parts(result).map((row) => exact(row[key])))),
  total: asNumber(exact(result.totals?.[key])),
});

const ADDITIVE: Readonly<Record<string, readonly string[]>> = {
  total: ['test', 'production', 'both'],
  variance: ['test', 'production', 'variance', 'items_match', 'items_differ', 'only_in_test', 'only_in_production'],
  availability: ['items', 'test_in_stock', 'production_in_stock'],
  shortage: ['test_demand', 'production', 'test_shortage', 'production_unmet'],
  cover: ['test', 'production'],
  cost: ['value_variance'],
  profit: ['test_profit', 'production_loss', 'production_net'],
};

const DIMENSIONS: readonly By[] = ['division', 'segment', 'category', 'product', 'sku', 'warehouse'];

/** Those that a company can be asked, by every dimension, whole and cut off. */
function questions({ subject }: Pick<Asked, 'subject'>): readonly KpiQuery[] {
  return Object.keys(ADDITIVE)
    .filter((kpi) => subject.makesSense(kpi, undefined))
    .flatMap((kpi) => DIMENSIONS.map((by): KpiQuery => ({ kpi, by: [by], filters: [] })))
    .flatMap((query, index) => [query, { ...query, limit: { end: index % 2 === 0 ? 'top' : 'bottom', count: 2 } }]);
}

/** A company for each meaning of quantity, of which every KPI can be told that its meaning has. */
const TELLING = COMPANIES.filter(({ subject }) => subject.told.ofOneRow);

describe.each(TELLING)('$name', (one) => {
  it('rows and others add up to the totals', async () => {
    const asked = await openSubject(one.company);
    for (const query of questions(asked)) {
      const result = await asked.answer(query);
      for (const key of ADDITIVE[query.kpi] ?? []) {
        const { parts: all, total } = added(result, key);
        expect(all, `${key} of ${JSON.stringify(query)}`).toBe(total);
      }
    }
  });

  it('so do the figures of another period, where nothing is cut off', async () => {
    const { answer } = await openSubject(one.company);
    for (const by of DIMENSIONS) {
      const result = await answer({ kpi: 'total', by: [by], filters: [], versus: { kind: 'earlier', unit: 'week' } });
      const { parts: all, total } = added(result, 'both_before');
      expect(all, by).toBe(total);
    }
  });

  it('a column of two dimensions adds up to its total', async () => {
    const { answer } = await openSubject(one.company);
    const period = { kind: 'last', count: 12, unit: 'day' } as const;
    for (const by of [
      ['category', 'warehouse'],
      ['sku', 'day'],
      ['warehouse', 'week'],
    ] as const) {
      const result = await answer({ kpi: 'total', by, filters: [], period });
      for (const { key } of result.columns.filter(({ role }) => role === 'measure')) {
        const { parts: all, total } = added(result, key);
        expect(all, `${key} by ${by.join(' and ')}`).toBe(total);
      }
    }
  });

  it('the shares of the groups are all of it', async () => {
    const { answer } = await openSubject(one.company);
    for (const by of DIMENSIONS) {
      const result = await answer({ kpi: 'distribution', by: [by], filters: [], limit: { end: 'top', count: 2 } });
      for (const key of ['test_share', 'production_share']) {
        const shares = parts(result).map((row) => Number(row[key]));
        expect(
          shares.reduce((all, share) => all + share, 0),
          `${key} by ${by}`,
        ).toBeCloseTo(100, 9);
        expect(result.totals?.[key], by).toBe(100);
      }
    }
  });

  it('a ratio is divided anew from the sums that stand beside it', async () => {
    const { answer } = await openSubject(one.company);
    for (const by of DIMENSIONS) {
      const variance = await answer({ kpi: 'variance', by: [by], filters: [], limit: { end: 'top', count: 1 } });
      for (const row of [...parts(variance), variance.totals ?? {}]) {
        const base = Math.abs(Number(row.test));
        const share = base === 0 ? null : (100 * Number(row.variance)) / base;
        if (share === null) expect(row.variance_pct).toBeNull();
        else expect(Number(row.variance_pct)).toBeCloseTo(share, 8);
      }
      const availability = await answer({
        kpi: 'availability',
        by: [by],
        filters: [],
        limit: { end: 'top', count: 1 },
      });
      for (const row of [...parts(availability), availability.totals ?? {}]) {
        const items = Number(row.items);
        const share = items === 0 ? null : (100 * Number(row.test_in_stock)) / items;
        if (share === null) expect(row.test_availability).toBeNull();
        else expect(Number(row.test_availability)).toBeCloseTo(share, 8);
      }
    }
  });
});
