import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chartConfig } from '../../src/charts/config.js';
import { EVERYTHING } from '../../src/kpi/everything.js';
import { KPIS } from '../../src/kpi/index.js';
import type { Kpi, KpiQuery, Measure } from '../../src/kpi/kpi.js';
import { measuresOf } from '../../src/kpi/measures.js';
import { plan } from '../../src/kpi/plan.js';
import type { Plan, Refusal } from '../../src/kpi/planned.js';
import { ENVIRONMENTS } from '../../src/kpi/result.js';
import { ALL_RIGHTS, type Rights } from '../../src/kpi/rights.js';
import { run } from '../../src/kpi/run.js';
import { total } from '../../src/kpi/total.js';
import { openCompany, resultOf } from '../support/app.js';
import { SMALL } from '../support/small.js';

const closed = (...closedKpis: string[]): Rights => ({ ...ALL_RIGHTS, closedKpis });
const ask = (query: Partial<KpiQuery>, rights: Rights) =>
  plan({ kpi: 'total', filters: [], ...query }, EVERYTHING, rights);

function planned(query: Partial<KpiQuery>, rights: Rights): Plan {
  const made = ask(query, rights);
  if ('refusal' in made) throw new Error(made.refusal);
  return made;
}

function refused(query: Partial<KpiQuery>, rights: Rights): Refusal {
  const made = ask(query, rights);
  if (!('refusal' in made)) throw new Error(`${made.kpi.name} was planned`);
  return made;
}

describe('what discloses a closed KPI', () => {
  it.each(KPIS.filter(({ name }) => name !== 'cost'))('$name has no money and no price when cost is closed', (kpi) => {
    const units = measuresOf(kpi, EVERYTHING, ENVIRONMENTS, closed('cost')).map(({ unit }) => unit);
    expect(units).not.toEqual(expect.arrayContaining([expect.stringMatching(/money|price/)]));
  });

  it('is left out of compare with its differences, and named', () => {
    const keys = ({ measures }: Plan) => measures.map(({ key }) => key);
    const all = keys(planned({ kpi: 'compare' }, ALL_RIGHTS));
    const open = planned({ kpi: 'compare' }, closed('cost', 'total'));
    expect(all.filter((key) => !keys(open).includes(key))).toEqual(
      ['value', 'unit_cost'].flatMap((key) =>
        ['test', 'production', 'variance', 'pct'].map((side) => `${key}:${side}`),
      ),
    );
    expect(open.withheld).toEqual(['cost']);
  });
});

describe('a closed KPI', () => {
  it('is refused before anything else is said of it', () => {
    expect(refused({ kpi: 'cost', environment: 'test' }, closed('cost')).refusal).toBe(
      'cost is not open to you here. Whoever runs Tally can open it.',
    );
  });

  it('has those KPIs as alternatives that are open and can be asked so', () => {
    const alternatives = (...kpis: string[]) =>
      refused({ kpi: 'cost', by: ['sku'], limit: { end: 'top', count: 3 } }, closed('cost', ...kpis)).alternatives;
    expect(alternatives().map(({ kpi }) => kpi)).toEqual(['total', 'variance', 'availability']);
    expect(alternatives('total', 'variance').map(({ kpi }) => kpi)).toEqual(['availability', 'shortage', 'cover']);
    expect(alternatives(...KPIS.map(({ name }) => name))).toEqual([]);
  });

  it('is no alternative to another question', () => {
    const alternatives = (rights: Rights) =>
      refused({ kpi: 'overview', by: ['sku'] }, rights).alternatives.map(({ kpi }) => kpi);
    expect(alternatives(ALL_RIGHTS)).toEqual(['total', 'compare']);
    expect(alternatives(closed('total'))).toEqual(['compare']);
  });
});

describe('a KPI that is made of another', () => {
  const worth: Measure = { key: 'worth', label: 'Worth', unit: 'money', sql: sql`count(*)`, discloses: 'cost' };
  const count: Measure = { key: 'count', label: 'Count', unit: 'count', sql: sql`count(*)` };
  const register = (measures: readonly Measure[]) => {
    const kpi: Kpi = {
      ...total,
      name: 'worth',
      shared: () => ({ before: measures }),
      each: () => [],
      sort: { keys: ['worth'], absolute: false },
      headline: () => 'Said',
      chart: () => ({ kind: 'grouped', series: ['worth', 'count'], difference: ['worth', 'count'] }),
    };
    (KPIS as Kpi[]).push(kpi);
    onTestFinished(() => void (KPIS as Kpi[]).pop());
  };

  it('is refused with it when nothing is left', () => {
    register([worth]);
    expect(planned({ kpi: 'worth' }, ALL_RIGHTS).measures).toHaveLength(1);
    expect(refused({ kpi: 'worth' }, closed('cost')).refusal).toContain('worth is not open to you here');
  });

  it('is answered without what it would rank by', async () => {
    register([worth, count]);
    const app = await openCompany(SMALL);
    await resultOf(app, '/stock total');
    const made = planned({ kpi: 'worth', by: ['sku'], limit: { end: 'top', count: 2 } }, closed('cost'));
    const { result } = await run(app.model, made, {
      question: '/stock worth',
      currency: '$',
      asOf: [],
      dataThrough: [],
      notes: [],
    });
    const { columns, rows, others, chart } = result;
    expect(columns.map(({ key }) => key)).toEqual(['sku', 'name', 'count']);
    expect(rows.map(({ sku }) => sku)).toEqual(['A-1', 'A-2']);
    expect(others).toMatchObject({ count: 2, row: { count: 2 } });
    expect(chart).toMatchObject({ series: ['count'], difference: ['count'] });
    expect(JSON.stringify(chartConfig(result))).not.toContain('orth');
  });
});
