import { type SQL, sql } from 'drizzle-orm';
import { DIMENSIONS, type DimensionName } from './dimensions.js';
import { ENVIRONMENT_LABEL, of, present, stocked } from './expressions.js';
import type { Facts } from './facts.js';
import { itemRelation } from './items.js';
import type { Kpi, KpiQuery, Measure } from './kpi.js';
import { measureKey } from './measure-keys.js';
import { type Column, ENVIRONMENTS, type Environment } from './result.js';
import { isClosed, type Restriction, type Rights } from './rights.js';

/** A question with every default filled in. */
export interface Plan {
  readonly kpi: Kpi;
  readonly query: KpiQuery;
  /** Null: one row, all of it together. */
  readonly by: DimensionName | null;
  readonly environments: readonly Environment[];
  readonly measures: readonly Measure[];
  readonly facts: Facts;
  /** KPIs that are closed to the asker; `measures` has none that gives one of them away. */
  readonly closedKpis: readonly string[];
  /** Closed KPIs of which measures were left out. */
  readonly withheld: readonly string[];
  /** What the asker may see of the rows, beside what the question filters. */
  readonly restrictions: readonly Restriction[];
}

/** All measures that are open. */
export function measuresOf(
  kpi: Kpi,
  facts: Facts,
  environments: readonly Environment[],
  rights: Pick<Rights, 'closedKpis'>,
): readonly Measure[] {
  return everyMeasure(kpi, facts, environments).filter(
    ({ discloses }) => discloses === undefined || !isClosed(discloses, rights),
  );
}

/** Closed KPIs that measures of this one would give away. */
export function withheldFrom(kpi: Kpi, facts: Facts, rights: Pick<Rights, 'closedKpis'>): readonly string[] {
  const disclosed = everyMeasure(kpi, facts, ENVIRONMENTS).flatMap(({ discloses }) => discloses ?? []);
  return [...new Set(disclosed)].filter((name) => isClosed(name, rights));
}

function everyMeasure(kpi: Kpi, facts: Facts, environments: readonly Environment[]): readonly Measure[] {
  const { before = [], after = [] } = kpi.shared(facts, environments);
  const each = environments.flatMap((environment) =>
    kpi.each(environment, facts).map((measure) => ({
      ...measure,
      key: measureKey(measure.key, environment, environments),
      label: labelOf(measure, environment, environments),
    })),
  );
  return [...before, ...each, ...after];
}

function labelOf({ key, label }: Measure, environment: Environment, shown: readonly Environment[]): string {
  if (shown.length === 1) return label;
  return key === 'quantity' ? ENVIRONMENT_LABEL[environment] : `${label} ${ENVIRONMENT_LABEL[environment]}`;
}

/** Columns of the dimension: a sku has its id and its name. */
export function dimensionColumns(by: DimensionName | null): readonly (Column & { sql: SQL })[] {
  if (by === null || by === 'environment') return [];
  const { name, label, column } = DIMENSIONS[by];
  const first = { key: name, label, unit: 'text' as const, role: 'dimension' as const, sql: column ?? sql`NULL` };
  if (by !== 'sku') return [first];
  return [first, { key: 'name', label: 'Name', unit: 'text', role: 'dimension', sql: sql`item.label` }];
}

/**
 * One statement: the items, ranked groups of them, and per group, for what a top list leaves out, and
 * for all of it the measures, each computed from the items themselves. Portable SQL.
 *
 * Beside them come `is_total` (1 on the row of totals), `place` (null on the row of the others), `groups`
 * (in all) and `ties` (groups beyond the limit that are as big as the last one shown).
 */
export function compile({ kpi, query, by, environments, measures, restrictions }: Plan): SQL {
  const dimensions = dimensionColumns(by);
  const key = dimensions[0] ? sql`coalesce(${dimensions[0].sql}, '')` : sql`''`;
  const perWarehouse = by === 'warehouse';
  const ranking = rankingOf(kpi, query, measures);
  const last = query.limit?.count ?? null;
  const shown = last === null ? sql`ranked.place` : sql`CASE WHEN ranked.place <= ${last} THEN ranked.place END`;
  const ties =
    last === null
      ? sql`0`
      : sql`(SELECT count(*) FROM ranked WHERE place > ${last} AND rank IS NOT DISTINCT FROM (SELECT max(rank) FROM ranked WHERE place = ${last}))`;
  const columns = [
    ...dimensions.map(({ key: name, sql: column }) => sql`min(${column}) AS ${sql.identifier(name)}`),
    ...measures.map(({ key: name, sql: measure }) => sql`${measure} AS ${sql.identifier(name)}`),
  ];
  return sql`WITH ${itemRelation({ filters: query.filters, restrictions }, perWarehouse, universe(kpi, environments))},
  ranked AS (
    SELECT key, rank, row_number() OVER (ORDER BY ${ranking.order}, key) AS place
    FROM (SELECT ${key} AS key, ${ranking.by} AS rank FROM item GROUP BY ${key}) AS groups
  ), placed AS (
    SELECT item.*, ${shown} AS place FROM item INNER JOIN ranked ON ranked.key = ${key}
  )
  SELECT grouping(item.place) AS is_total, item.place, (SELECT count(*) FROM ranked) AS groups, ${ties} AS ties, ${sql.join(columns, sql`, `)}
  FROM placed AS item GROUP BY GROUPING SETS ((item.place), ()) ORDER BY is_total, item.place NULLS LAST`;
}

/** `top` is by magnitude where the KPI says so, `bottom` always ascending by the signed measure. */
function rankingOf(kpi: Kpi, query: KpiQuery, measures: readonly Measure[]): { by: SQL; order: SQL } {
  const measure = kpi.sort.keys.flatMap((key) => measures.find((candidate) => candidate.key === key) ?? [])[0];
  if (!measure) return { by: sql`0`, order: sql`rank` };
  if (query.limit?.end === 'bottom') return { by: measure.sql, order: sql`rank ASC NULLS LAST` };
  return { by: kpi.sort.absolute ? sql`abs(${measure.sql})` : measure.sql, order: sql`rank DESC NULLS LAST` };
}

function universe(kpi: Kpi, environments: readonly Environment[]): SQL {
  const [only] = environments;
  const ofStock = environments.length === ENVIRONMENTS.length || !only ? stocked : present(only);
  switch (kpi.universe) {
    case 'stocked':
      return ofStock;
    case 'all':
      return sql`(item.in_master OR ${ofStock} OR ${sql.join(
        environments.map((environment) => sql`${of(environment, 'demand')} IS NOT NULL`),
        sql` OR `,
      )})`;
  }
}
