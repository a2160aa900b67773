import { type SQL, sql } from 'drizzle-orm';
import { DIMENSIONS, type DimensionName } from './dimensions.js';
import { ENVIRONMENT_LABEL, of, present, stocked } from './expressions.js';
import { itemRelation, type Stock, type Universe } from './items.js';
import type { Kpi } from './kpi.js';
import type { Axis, Plan } from './planned.js';
import { type Column, ENVIRONMENTS, type Environment, type Unit } from './result.js';
import { beyond } from './thresholds.js';

/** Columns of the dimension: a sku has its id and its name. */
export function dimensionColumns(by: Axis | null): readonly (Column & { sql: SQL })[] {
  if (by === null || by === 'environment' || by === 'time') return [];
  const { name, label, column } = DIMENSIONS[by];
  const first = { key: name, label, unit: 'text' as const, role: 'dimension' as const, sql: column ?? sql`NULL` };
  if (by !== 'sku') return [first];
  return [first, { key: 'name', label: 'Name', unit: 'text', role: 'dimension', sql: sql`item.label` }];
}

/** What identifies a group. Never null, so that groups without a name are one. */
const keyOf = (by: Axis | null): SQL => {
  const [first] = dimensionColumns(by);
  return first ? sql`coalesce(${first.sql}, '')` : sql`''`;
};

/**
 * One statement: the items, ranked groups of them, and per group, for what a top list or a threshold leaves out, and
 * for all of it the measures, each computed from the items themselves. Portable SQL.
 *
 * Beside them come `is_total` (1 on the row of totals), `place` (null on the row of the others), `key`, `groups`
 * (in all), `kept` (those beyond the thresholds) and `ties` (groups beyond the limit that are as big as the last one shown).
 */
export function compileGroups(plan: Plan, stock: Stock): SQL {
  const { query, by, measures, thresholds } = plan;
  const key = keyOf(by);
  const rank = rankOf(plan);
  const last = query.limit?.count ?? null;
  const kept = beyond(thresholds);
  const place = sql`CASE WHEN ranked.kept${last === null ? sql`` : sql` AND ranked.place <= ${last}`} THEN ranked.place END`;
  const ties =
    last === null
      ? sql`0`
      : sql`(SELECT count(*) FROM ranked WHERE kept AND place > ${last} AND rank IS NOT DISTINCT FROM (SELECT max(rank) FROM ranked WHERE kept AND place = ${last}))`;
  const columns = [
    ...dimensionColumns(by).map(({ key: name, sql: column }) => sql`min(${column}) AS ${sql.identifier(name)}`),
    ...measures.map(({ key: name, sql: measure }) => sql`${measure} AS ${sql.identifier(name)}`),
  ];
  return sql`WITH ${items(plan, stock)},
  ranked AS (
    SELECT key, rank, kept, row_number() OVER (PARTITION BY kept ORDER BY ${rank.order}, key) AS place
    FROM (SELECT ${key} AS key, ${rank.by} AS rank, ${kept ? sql`coalesce(${kept}, FALSE)` : sql`TRUE`} AS kept FROM item GROUP BY ${key}) AS groups
  ), placed AS (
    SELECT item.*, ${place} AS place FROM item INNER JOIN ranked ON ranked.key = ${key}
  )
  SELECT grouping(item.place) AS is_total, item.place, min(${key}) AS key, (SELECT count(*) FROM ranked) AS groups,
    (SELECT count(*) FROM ranked WHERE kept) AS kept, ${ties} AS ties, ${sql.join(columns, sql`, `)}
  FROM placed AS item GROUP BY GROUPING SETS ((item.place), ()) ORDER BY is_total, item.place NULLS LAST`;
}

/**
 * One statement: the measures of every cell of a group and a column, and of each column in all. `keys`: the groups that
 * are told apart, the others being one; null: every group. Beside the measures come `is_total` (1 where all groups are
 * together), `key` (null on the row of the others) and `across`: the number of a step, or the name of a group.
 */
export function compileCells(plan: Plan, stock: Stock, keys: readonly string[] | null): SQL {
  const { by, across, measures } = plan;
  const key = keyOf(by === 'time' ? null : by);
  const list = sql.join(
    (keys ?? []).map((one) => sql`${one}`),
    sql`, `,
  );
  const shown =
    keys === null ? key : keys.length === 0 ? sql`NULL` : sql`CASE WHEN ${key} IN (${list}) THEN ${key} END`;
  const other = across === null || across === 'time' ? sql`item.step` : keyOf(across);
  const columns = [
    ...dimensionColumns(by).map(({ key: name, sql: column }) => sql`min(${column}) AS ${sql.identifier(name)}`),
    ...measures.map(({ key: name, sql: measure }) => sql`${measure} AS ${sql.identifier(name)}`),
  ];
  return sql`WITH ${items(plan, stock)},
  celled AS (SELECT item.*, ${shown} AS key, ${other} AS across FROM item)
  SELECT grouping(item.key) AS is_total, item.key, item.across, ${sql.join(columns, sql`, `)}
  FROM celled AS item GROUP BY GROUPING SETS ((item.key, item.across), (item.across)) ORDER BY is_total, item.across, item.key NULLS LAST`;
}

function items(plan: Plan, stock: Stock): SQL {
  const { query, by, across, measured, environments, restrictions, facts, withoutAccepted = false } = plan;
  return itemRelation({
    scope: { filters: query.filters, restrictions },
    stock,
    perWarehouse: by === 'warehouse' || across === 'warehouse',
    universe: universe(measured, environments),
    reads: measured.reads ?? {},
    accepted: facts.accepted,
    withoutAccepted,
  });
}

const RATIOS: ReadonlySet<Unit> = new Set(['percent', 'points', 'price', 'days']);

/** `top` is by magnitude where the KPI says so, `bottom` always ascending by the signed measure. */
function rankOf({ query, ranking }: Plan): { by: SQL; order: SQL } {
  if (!ranking) return { by: sql`0`, order: sql`rank` };
  const { measure, absolute } = ranking;
  // Of two ratios that are equal neither is larger by what a float adds to it.
  const figure = RATIOS.has(measure.unit) ? sql`round(${measure.sql}, 9)` : measure.sql;
  if (query.limit?.end === 'bottom') return { by: figure, order: sql`rank ASC NULLS LAST` };
  return { by: absolute ? sql`abs(${figure})` : figure, order: sql`rank DESC NULLS LAST` };
}

function universe(kpi: Kpi, environments: readonly Environment[]): Universe {
  const [only] = environments;
  const ofStock = environments.length === ENVIRONMENTS.length || !only ? stocked : present(only);
  if (kpi.universe === 'stocked') return { master: false, counts: ofStock };
  const demanded = environments.map((environment) => sql`${of(environment, 'demand')} IS NOT NULL`);
  return { master: true, counts: sql`(item.in_master OR ${ofStock} OR ${sql.join(demanded, sql` OR `)})` };
}

/** What a column of another dimension is headed with. */
export const acrossLabel = (across: DimensionName, key: string): string =>
  across === 'environment' ? ENVIRONMENT_LABEL[key as Environment] : key === '' ? '(none)' : key;
