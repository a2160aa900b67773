import { type SQL, sql } from 'drizzle-orm';
import { beforeKey, changeKey } from './change-keys.js';
import { comparison, count, ENVIRONMENT_LABEL, of, percent, present, ratio, stocked, total } from './expressions.js';
import { type Facts, ofOneRow } from './facts.js';
import type { Measure } from './kpi.js';
import { ENVIRONMENTS, type Environment, type Result, type Row, type Unit } from './result.js';

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
  const { matches, accepted, onlyIn } = comparison(facts.tolerance);
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
      // What is accepted does not count as differing.
      of: () => percent(sql`(${count(matches)} + ${count(accepted)})`, count(stocked)),
    },
  );
  return metrics;
}

/** All metrics as columns of one wide row: `total:test`, `total:production`, `total:variance`, `total:pct`. */
export function wideMeasures(metrics: readonly Metric[]): readonly Measure[] {
  return metrics.flatMap(({ key, label, unit, joint, discloses, ...metric }) => {
    const [test, production] = [metric.of('test'), metric.of('production')];
    const same = { label, unit, ...(discloses === undefined ? {} : { discloses }) };
    const sides: Measure[] = [
      // What is of both together stands in both columns, and is named once.
      joint && production
        ? { key: `${key}:test`, ...same, name: null, sql: test ?? sql`NULL` }
        : { key: `${key}:test`, ...same, name: key, environment: 'test', sql: test ?? sql`NULL` },
      joint
        ? { key: `${key}:production`, ...same, name: production ? key : null, sql: production ?? sql`NULL` }
        : { key: `${key}:production`, ...same, name: key, environment: 'production', sql: production ?? sql`NULL` },
    ];
    if (joint || !test || !production) return sides;
    const variance = sql`(${production} - ${test})`;
    return [
      ...sides,
      { key: `${key}:variance`, ...same, name: null, sql: variance },
      { key: `${key}:pct`, ...same, name: null, unit: 'percent' as const, sql: percent(variance, sql`abs(${test})`) },
    ];
  });
}

/** Wide rows → one row a metric, each with its own unit. */
export function longRows(
  row: Row,
  metrics: readonly Pick<Metric, 'key' | 'label' | 'unit'>[],
  compared = false,
): readonly Row[] {
  return metrics.map(({ key, label, unit }) => ({
    metric: label,
    test: row[`${key}:test`] ?? null,
    production: row[`${key}:production`] ?? null,
    variance: row[`${key}:variance`] ?? null,
    variance_pct: row[`${key}:pct`] ?? null,
    unit,
    ...(compared
      ? Object.fromEntries(
          ENVIRONMENTS.flatMap((environment) =>
            [beforeKey, changeKey].map((of) => [of(environment), row[of(`${key}:${environment}`)] ?? null] as const),
          ),
        )
      : {}),
  }));
}

/** Columns of `longRows` that set each environment against another period. */
export const comparedLongColumns = (versus: string): Result['columns'] =>
  ENVIRONMENTS.flatMap((environment) => {
    const label = ENVIRONMENT_LABEL[environment];
    const shared = { unit: 'mixed', role: 'measure' } as const;
    return [
      { ...shared, key: beforeKey(environment), label: `${label} ${versus}`, optional: true },
      { ...shared, key: changeKey(environment), label: `${label} change`, signed: true },
    ];
  });

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
