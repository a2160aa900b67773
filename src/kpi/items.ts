import { type SQL, sql } from 'drizzle-orm';
import { mergedDates, STATE_SUMS } from '../model/index.js';
import { admits } from '../model/values.js';
import type { DimensionName } from './dimensions.js';
import type { Accepted } from './facts.js';
import type { Filter, Reads } from './kpi.js';
import { ENVIRONMENTS, type Environment } from './result.js';
import type { Restriction } from './rights.js';

/** What narrows the rows: what the question asks for, and what the asker may see. All of it holds. */
export interface Scope {
  readonly filters: readonly Filter[];
  readonly restrictions: readonly Restriction[];
}

/** What the items are made of. */
export interface Stock {
  /** The columns of `stock_state`, and `step` where there are several; with `dates` where the KPI reads them. */
  readonly rows: SQL;
  /** Numbers of calendar days: of each step, or the one of a question without steps. */
  readonly days: readonly number[];
  readonly stepped: boolean;
}

/** Which items count. */
export interface Universe {
  /** Those of the product master are among them, with rows or without. */
  readonly master: boolean;
  readonly counts: SQL;
}

export interface ItemOptions {
  readonly scope: Scope;
  readonly stock: Stock;
  readonly perWarehouse: boolean;
  readonly universe: Universe;
  readonly reads: Reads;
  /** Differences that somebody has accepted. */
  readonly accepted: readonly Accepted[];
  /** Whether those items are left out. */
  readonly withoutAccepted: boolean;
}

/**
 * The item relation as common table expressions that end in `item`: one row for each item that the
 * filters leave (for each step of time), with both environments beside each other. An item is a sku, or a sku in a
 * warehouse when the question is by warehouse. Items are the union of what the product master and the stock of either
 * environment have, as far as `universe` counts them.
 *
 * Columns: step (0 without steps), days (calendar days of the step), product_id, sku, label, name, category, segment,
 * division, unit_price, in_master, warehouse, accepted, and for each environment `e`: e_rows, e_quantity, e_demand,
 * e_paired_quantity, e_paired_demand, e_met, e_value (Σ quantity × unit cost), e_value_quantity (Σ quantity of the
 * rows in it), e_unit_cost (weighted by quantity), and where they are read e_dates and e_whole.
 */
export function itemRelation(options: ItemOptions): SQL {
  const { scope, stock, perWarehouse, universe, reads, accepted, withoutAccepted } = options;
  const grain = [...(stock.stepped ? ['step'] : []), 'product_id', ...(perWarehouse ? ['warehouse'] : [])];
  const keys = sql.join(
    grain.map((key) => sql.identifier(key)),
    sql`, `,
  );
  const wholes = reads.wholes ? sql`, ${listOf(ENVIRONMENTS.map(wholeOf))}` : sql``;
  return sql`side AS (
    SELECT ${keys}, ${listOf(ENVIRONMENTS.flatMap((environment) => sumsOf(environment, reads)))}
    FROM (${stock.rows}) AS stock_rows${where(scope, STOCK_COLUMNS)} GROUP BY ${keys}
  ), joined AS (
    SELECT ${stock.stepped ? sql`u.step` : sql`0`} AS step, ${daysOf(stock)} AS days,
      u.product_id, coalesce(p.code, u.product_id) AS sku, ${perWarehouse ? sql`u.warehouse` : sql`CAST(NULL AS VARCHAR)`} AS warehouse,
      CASE WHEN p.variant IS NULL THEN p.name ELSE p.name || ', ' || p.variant END AS label,
      p.name, p.category, p.segment, p.division, p.unit_price, p.product_id IS NOT NULL AS in_master,
      ${acceptance(accepted, scope, perWarehouse)} AS accepted,
      ${listOf(ENVIRONMENTS.flatMap((environment) => columnsOf(environment, reads)))}
    FROM ${universe.master ? everyItem(scope, stock, perWarehouse, reads, grain) : sql`side AS u`}
    LEFT JOIN product AS p ON p.product_id = u.product_id${where(scope, PRODUCT_COLUMNS)}
  ), item AS (SELECT item.*${wholes} FROM joined AS item WHERE ${universe.counts}${withoutAccepted ? sql` AND NOT item.accepted` : sql``})`;
}

const listOf = (columns: readonly SQL[]): SQL => sql.join([...columns], sql`, `);

/** Those of the product master as well, whether they have rows or not. */
function everyItem(
  scope: Scope,
  { stepped, days }: Stock,
  perWarehouse: boolean,
  { dates = false }: Reads,
  grain: readonly string[],
): SQL {
  const steps = stepped ? sql` CROSS JOIN (${stepList(days.length)}) AS steps` : sql``;
  const warehouses = perWarehouse
    ? sql` CROSS JOIN (SELECT warehouse FROM warehouse${where(scope, WAREHOUSE_COLUMNS)}) AS w`
    : sql``;
  const columns = [
    ...(stepped ? [sql`steps.step`] : []),
    sql`p.product_id`,
    ...(perWarehouse ? [sql`w.warehouse`] : []),
  ];
  const same = grain.map((key) => sql`m.${sql.identifier(key)} IS NOT DISTINCT FROM s.${sql.identifier(key)}`);
  const either = grain.map(
    (key) => sql`coalesce(s.${sql.identifier(key)}, m.${sql.identifier(key)}) AS ${sql.identifier(key)}`,
  );
  const own = ENVIRONMENTS.flatMap((environment) =>
    [...STATE_SUMS, ...(dates ? ['dates'] : [])].map((sum) => sql`s.${sql.identifier(`${environment}_${sum}`)}`),
  );
  return sql`(SELECT ${listOf([...either, ...own])} FROM side AS s
      FULL JOIN (SELECT ${listOf(columns)} FROM product AS p${steps}${warehouses}) AS m ON ${sql.join(same, sql` AND `)}) AS u`;
}

/** One environment's sums of an item; null where it has no rows. */
function sumsOf(environment: Environment, { dates }: Reads): readonly SQL[] {
  const own = (column: SQL) => sql`CASE WHEN environment = ${sql.raw(`'${environment}'`)} THEN ${column} END`;
  const named = (column: string) => sql.identifier(`${environment}_${column}`);
  return [
    ...STATE_SUMS.map((sum) => sql`sum(${own(sql`${sql.identifier(sum)}`)}) AS ${named(sum)}`),
    ...(dates ? [sql`${mergedDates(own(sql`dates`))} AS ${named('dates')}`] : []),
  ];
}

const wholeOf = (environment: Environment): SQL =>
  sql`sum(item.${sql.identifier(`${environment}_quantity`)}) OVER (PARTITION BY item.step) AS ${sql.identifier(`${environment}_whole`)}`;

const stepList = (count: number): SQL =>
  sql.join(
    Array.from({ length: count }, (_, step) => sql`SELECT ${sql.raw(String(step))} AS step`),
    sql` UNION ALL `,
  );

function daysOf({ days, stepped }: Stock): SQL {
  const [first = 1] = days;
  if (!stepped || days.every((one) => one === first)) return sql.raw(String(first));
  return sql`CASE u.step ${sql.join(
    days.map((count, step) => sql.raw(`WHEN ${step} THEN ${count}`)),
    sql` `,
  )} END`;
}

/**
 * Whether the item's difference is accepted. One that is accepted in a single warehouse is so where items are told
 * apart by warehouse, or the question is about that warehouse alone.
 */
function acceptance(accepted: readonly Accepted[], { filters }: Scope, perWarehouse: boolean): SQL {
  const warehouses = filters.filter(({ dimension }) => dimension === 'warehouse');
  const [only] = warehouses.length === 1 ? warehouses : [];
  const everywhere = accepted.filter(
    ({ warehouse }) => warehouse === null || warehouse.toUpperCase() === only?.value.toUpperCase(),
  );
  const somewhere = perWarehouse ? accepted.filter((one) => !everywhere.includes(one)) : [];
  const sku = sql`upper(u.product_id)`;
  const conditions = [
    ...(everywhere.length > 0
      ? [
          sql`${sku} IN (${sql.join(
            everywhere.map((one) => sql`upper(${one.sku})`),
            sql`, `,
          )})`,
        ]
      : []),
    ...somewhere.map((one) => sql`(${sku} = upper(${one.sku}) AND upper(u.warehouse) = upper(${one.warehouse}))`),
  ];
  return conditions.length > 0 ? sql`coalesce(${sql.join(conditions, sql` OR `)}, FALSE)` : sql`FALSE`;
}

/** The columns of one environment, in which a row without a cost of its own has the product's price. */
function columnsOf(environment: Environment, reads: Reads): readonly SQL[] {
  const named = (column: string) => sql.identifier(`${environment}_${column}`);
  const own = (column: string) => sql`u.${named(column)}`;
  const plain = ['quantity', 'demand', 'paired_quantity', 'paired_demand', 'met'] as const;
  const priced = sql`(p.unit_price IS NOT NULL AND ${own('uncosted_rows')} > 0)`;
  const value = sql`(coalesce(${own('costed_value')}, 0) + coalesce(CAST(${own('uncosted_quantity')} * p.unit_price AS DECIMAL(38,10)), 0))`;
  const quantity = sql`(coalesce(${own('costed_quantity')}, 0) + CASE WHEN ${priced} THEN ${own('uncosted_quantity')} ELSE 0 END)`;
  const costs = sql`(coalesce(${own('unit_cost_sum')}, 0) + CASE WHEN ${priced} THEN ${own('uncosted_rows')} * p.unit_price ELSE 0 END)`;
  const rows = sql`(${own('costed_rows')} + CASE WHEN ${priced} THEN ${own('uncosted_rows')} ELSE 0 END)`;
  return [
    sql`coalesce(${own('rows')}, 0) AS ${named('rows')}`,
    ...plain.map((column) => sql`${own(column)} AS ${named(column)}`),
    sql`CASE WHEN ${rows} > 0 THEN ${value} END AS ${named('value')}`,
    sql`CASE WHEN ${rows} > 0 THEN ${quantity} END AS ${named('value_quantity')}`,
    // A quotient is a float; ten decimals of it are what products of decimals carry on with.
    sql`CASE WHEN ${rows} > 0 AND ${quantity} <> 0 THEN CAST(CAST(${value} AS DOUBLE) / CAST(${quantity} AS DOUBLE) AS DECIMAL(38,10))
      WHEN ${rows} > 0 THEN CAST(CAST(${costs} AS DOUBLE) / ${rows} AS DECIMAL(38,10)) END AS ${named('unit_cost')}`,
    ...(reads.dates ? [sql`${own('dates')} AS ${named('dates')}`] : []),
  ];
}

type Columns = Readonly<Partial<Record<DimensionName, SQL>>>;

const WAREHOUSE_COLUMNS: Columns = { warehouse: sql`warehouse` };
const STOCK_COLUMNS: Columns = { ...WAREHOUSE_COLUMNS, environment: sql`environment` };
const PRODUCT_COLUMNS: Columns = {
  division: sql`p.division`,
  segment: sql`p.segment`,
  category: sql`p.category`,
  product: sql`p.name`,
  sku: sql`u.product_id`,
};

/** Those conditions of the scope that are about these columns. */
function where({ filters, restrictions }: Scope, columns: Columns): SQL {
  const conditions = Object.entries(columns).flatMap(([dimension, column]) => {
    const values = filters.filter((filter) => filter.dimension === dimension);
    const allowed = restrictions.filter((restriction) => restriction.dimension === dimension);
    return [
      ...(values.length > 0 ? [among(column, values)] : []),
      ...allowed.map((restriction) => admits(column, restriction)),
    ];
  });
  return conditions.length > 0 ? sql` WHERE ${sql.join(conditions, sql` AND `)}` : sql``;
}

function among(column: SQL, filters: readonly Filter[]): SQL {
  const values = filters.map(({ value }) => sql`upper(${value})`);
  return sql`upper(${column}) IN (${sql.join(values, sql`, `)})`;
}
