import { type SQL, sql } from 'drizzle-orm';
import { comparison, count, of, percent, present, ratio, stocked, total } from './expressions.js';
import { type Facts, ofOneRow } from './facts.js';
import type { Measure } from './kpi.js';
import type { Environment, Result, Row, Unit } from './result.js';

/** A figure that both environments have: one row of `compare`, one card of the overview. */
export interface Metric {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  /** Null where it belongs to the other environment alone. */
  of(environment: Environment): SQL | null;
  /** Says something about the two together, so that its two sides have no difference. */
  readonly joint?: boolean;
  readonly discloses?: string;
}

/** The metrics that make sense for what is mapped, in the order of KPIS.md. */
export function metricsFor(facts: Facts): readonly Metric[] {
  const { matches, onlyIn } = comparison(facts.tolerance);
  const inMaster = count(sql`item.in_master`);
  const demand = (environment: Environment) => total(of(environment, 'demand'));
  const paired = (environment: Environment) => total(of(environment, 'paired_demand'));
  const metrics: Metric[] = [
    { key: 'items', label: 'Items', unit: 'count', of: (e) => count(present(e)) },
    { key: 'total', label: 'Total', unit: 'units', of: (e) => total(of(e, 'quantity')) },
  ];
  if (facts.demand !== null) metrics.push({ key: 'demand', label: 'Demand', unit: 'units', of: demand });
  if (ofOneRow(facts)) {
    metrics.push({
      key: 'shortage',
      label: 'Shortage',
      unit: 'units',
      of: (e) => sql`(${demand(e)} - ${total(of(e, 'quantity'))})`,
    });
  }
  metrics.push({
    key: 'availability',
    label: 'Availability %',
    unit: 'percent',
    of: (e) => percent(count(sql`item.in_master AND ${of(e, 'quantity')} > 0`), inMaster),
  });
  if (ofOneRow(facts)) {
    metrics.push({
      key: 'fill_rate',
      label: 'Fill rate %',
      unit: 'percent',
      of: (e) => percent(total(of(e, 'met')), paired(e)),
    });
  }
  if (facts.cost) {
    metrics.push(
      { key: 'value', label: 'Stock value', unit: 'money', discloses: 'cost', of: (e) => total(of(e, 'value')) },
      {
        key: 'unit_cost',
        label: 'Average unit cost',
        unit: 'price',
        discloses: 'cost',
        of: (e) => ratio(sql`sum(${of(e, 'value')})`, sql`sum(${of(e, 'value_quantity')})`),
      },
    );
  }
  metrics.push(
    { key: 'items_match', label: 'Items matching', unit: 'count', joint: true, of: () => count(matches) },
    {
      key: 'only_in_test',
      label: 'Only in Test',
      unit: 'count',
      joint: true,
      of: (e) => (e === 'test' ? count(onlyIn('test')) : null),
    },
    {
      key: 'only_in_production',
      label: 'Only in Production',
      unit: 'count',
      joint: true,
      of: (e) => (e === 'production' ? count(onlyIn('production')) : null),
    },
    {
      key: 'match_rate',
      label: 'Match rate %',
      unit: 'percent',
      joint: true,
      of: () => percent(count(matches), count(stocked)),
    },
  );
  return metrics;
}

/** All metrics as columns of one wide row: `total:test`, `total:production`, `total:variance`, `total:pct`. */
export function wideMeasures(metrics: readonly Metric[]): readonly Measure[] {
  return metrics.flatMap(({ key, label, unit, joint, discloses, ...metric }) => {
    const [test, production] = [metric.of('test'), metric.of('production')];
    const same = { label, unit, ...(discloses === undefined ? {} : { discloses }) };
    const sides = [
      { key: `${key}:test`, ...same, sql: test ?? sql`NULL` },
      { key: `${key}:production`, ...same, sql: production ?? sql`NULL` },
    ];
    if (joint || !test || !production) return sides;
    const variance = sql`(${production} - ${test})`;
    return [
      ...sides,
      { key: `${key}:variance`, ...same, sql: variance },
      { key: `${key}:pct`, ...same, unit: 'percent' as const, sql: percent(variance, sql`abs(${test})`) },
    ];
  });
}

/** Wide rows → one row a metric, each with its own unit. */
export function longRows(row: Row, metrics: readonly Pick<Metric, 'key' | 'label' | 'unit'>[]): readonly Row[] {
  return metrics.map(({ key, label, unit }) => ({
    metric: label,
    test: row[`${key}:test`] ?? null,
    production: row[`${key}:production`] ?? null,
    variance: row[`${key}:variance`] ?? null,
    variance_pct: row[`${key}:pct`] ?? null,
    unit,
  }));
}

/** Columns of `longRows`. */
export const LONG_COLUMNS: Result['columns'] = [
  { key: 'metric', label: 'Metric', unit: 'text', role: 'dimension' },
  { key: 'test', label: 'Test', unit: 'mixed', role: 'measure' },
  { key: 'production', label: 'Production', unit: 'mixed', role: 'measure' },
  { key: 'variance', label: 'Variance', unit: 'mixed', role: 'measure', signed: true },
  { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
  { key: 'unit', label: 'Unit', unit: 'text', role: 'dimension', optional: true },
];

/** The metrics that a wide result holds, read back from its columns. */
export function metricsOf(result: Result): readonly Pick<Metric, 'key' | 'label' | 'unit'>[] {
  return result.columns
    .filter(({ key }) => key.endsWith(':test'))
    .map(({ key, label, unit }) => ({ key: key.slice(0, -':test'.length), label, unit }));
}
