import { describe, expect, it } from 'vitest';
import { planAlert } from '../../../src/commands/alert-look/index.js';
import { EVERYTHING } from '../../../src/kpi/everything.js';
import type { KpiQuery } from '../../../src/kpi/kpi.js';
import { ALL_RIGHTS } from '../../../src/kpi/rights.js';

const OVER = [{ is: 'over', value: '5', percent: true }] as const;

const planned = (query: Partial<KpiQuery>) =>
  planAlert({ kpi: 'variance', filters: [], thresholds: OVER, ...query }, EVERYTHING, ALL_RIGHTS);

function planOf(query: Partial<KpiQuery>) {
  const plan = planned(query);
  if ('refusal' in plan) throw new Error(plan.refusal);
  return plan;
}

describe('an alert’s question', () => {
  it('is about all of it without a dimension, and by environment', () => {
    expect(planOf({}).by).toBeNull();
    expect(planOf({ kpi: 'availability', by: ['environment'] }).by).toBeNull();
    expect(planOf({ kpi: 'total', thresholds: [{ is: 'under', value: '10', percent: false }] }).by).toBeNull();
  });

  it('is about each row of a dimension, however many of them it names', () => {
    const { by, query } = planOf({ by: ['product'], limit: { end: 'top', count: 3 } });
    expect(by).toBe('product');
    expect(query.limit).toBeUndefined();
  });

  it('leaves out what is accepted where it compares the environments', () => {
    expect(planOf({}).withoutAccepted).toBe(true);
    expect(planOf({ kpi: 'cost' }).withoutAccepted).toBe(true);
    expect(planOf({ kpi: 'availability' }).withoutAccepted).toBe(false);
    const test = { measure: 'quantity', is: 'under', value: '5', percent: false } as const;
    expect(planOf({ thresholds: [test] }).withoutAccepted).toBe(false);
  });
});

describe('an alert is refused', () => {
  it.each<[string, Partial<KpiQuery>, string]>([
    ['without a threshold', { thresholds: [] }, 'An alert needs a threshold, such as over 5%.'],
    ['of the summary', { kpi: 'overview' }, 'overview has many figures, and an alert is about one.'],
    ['over time', { kpi: 'trend' }, 'An alert is about figures as they are now, and not over time.'],
    ['by steps of time', { by: ['month'] }, 'An alert is about figures as they are now, and not over time.'],
    [
      'against another period',
      { versus: { kind: 'earlier', unit: 'week' } },
      'An alert is not set against another period.',
    ],
    ['by two dimensions', { by: ['category', 'warehouse'] }, 'An alert is by one dimension.'],
  ])('%s', (_, query, refusal) => {
    expect(planned(query)).toMatchObject({ refusal });
  });

  it('of what is closed', () => {
    const query = { kpi: 'cost', filters: [], thresholds: OVER };
    expect(planAlert(query, EVERYTHING, { ...ALL_RIGHTS, closedKpis: ['cost'] })).toMatchObject({
      refusal: 'cost is not open to you here. Whoever runs Tally can open it.',
    });
  });
});
