import { KPIS } from '../../../src/kpi/index.js';
import type { Kpi, KpiQuery } from '../../../src/kpi/kpi.js';
import type { Period } from '../../../src/periods/index.js';
import { daysAfter } from './calendar.js';
import type { Named } from './companies.js';
import type { Company } from './company.js';

/** How many there are. */
export const PERIOD_KINDS = 16;

/** One of every kind of period, around the days that the rows of a company are of; the first is none. */
export function periodKinds({ today, fiscalYearStart }: Company): readonly (Period | undefined)[] {
  const [thisYear, thisMonth] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const [year, month] = thisMonth === 1 ? [thisYear - 1, 12] : [thisYear, thisMonth - 1];
  const quarter = Math.ceil(month / 3);
  const fiscalMonth = month - 1 + ((13 - fiscalYearStart) % 12);
  const fiscal = { kind: 'fiscal', year: year + Math.floor(fiscalMonth / 12) } as const;
  const day = (ago: number) => ({ kind: 'day', date: daysAfter(today, -ago) }) as const;
  return [
    undefined,
    day(9),
    { kind: 'yesterday' },
    { kind: 'month', year, month },
    { kind: 'month', month },
    { kind: 'quarter', quarter },
    { kind: 'year', year },
    fiscal,
    { ...fiscal, quarter: Math.floor((fiscalMonth % 12) / 3) + 1 },
    { kind: 'last', count: 12, unit: 'day' },
    { kind: 'last', count: 2, unit: 'week' },
    { kind: 'recent', count: 1, unit: 'month' },
    { kind: 'this', unit: 'month' },
    { kind: 'since', from: day(20) },
    { kind: 'between', from: day(25), to: day(-2) },
    day(-40),
  ];
}

/** Every KPI × every dimension that it has × every kind of period, with and without an environment. */
export const MATRIX: readonly Place[] = KPIS.filter(({ grouping }) => grouping !== 'steps').flatMap((kpi) =>
  (kpi.dimensions.length > 0 ? kpi.dimensions : [undefined]).flatMap((by) =>
    Array.from({ length: PERIOD_KINDS }, (_, period) => period).flatMap((period) => [
      { kpi, by, period, environment: undefined },
      ...(kpi.environments === 'each' && by !== 'environment'
        ? [{ kpi, by, period, environment: period % 2 === 0 ? ('test' as const) : ('production' as const) }]
        : []),
    ]),
  ),
);

export interface Place {
  readonly kpi: Kpi;
  readonly by: Kpi['dimensions'][number] | undefined;
  /** Index of `periodKinds`. */
  readonly period: number;
  readonly environment: 'test' | 'production' | undefined;
}

/** Companies that can be asked this. */
export const ableTo = ({ kpi, by, environment }: Place, companies: readonly Named[]): readonly Named[] =>
  companies.filter(
    ({ subject }) =>
      subject.makesSense(kpi.name, environment) && (by === undefined || by === 'environment' || subject.hasLabel(by)),
  );

export function questionAt({ kpi, by, period, environment }: Place, company: Company): KpiQuery {
  const asked = periodKinds(company)[period];
  return {
    kpi: kpi.name,
    filters: [],
    ...(by ? { by: [by] } : {}),
    ...(asked ? { period: asked } : {}),
    ...(environment ? { environment } : {}),
  };
}
