import { type SQL, sql } from 'drizzle-orm';
import { admits } from '../model/values.js';
import type { DimensionName } from './dimensions.js';
import type { Filter } from './kpi.js';
import type { Environment } from './result.js';
import type { Restriction } from './rights.js';

/** Sums of `stock_state` that add up over rows (model/stock-state.ts says what each is). */
const SUMS = [
  'rows',
  'quantity',
  'demand',
  'paired_quantity',
  'paired_demand',
  'met',
  'costed_rows',
  'costed_quantity',
  'costed_value',
  'unit_cost_sum',
  'uncosted_rows',
  'uncosted_quantity',
] as const;

/** What narrows the rows: what the question asks for, and what the asker may see. All of it holds. */
export interface Scope {
  readonly filters: readonly Filter[];
  readonly restrictions: readonly Restriction[];
}

/**
 * The item relation as common table expressions that end in `item`: one row for each item that the
 * filters leave, with both environments beside each other. An item is a sku, or a sku in a warehouse when
 * the question is by warehouse. Items are the union of what the product master and the stock of either
 * environment have, as far as `universe` counts them.
 *
 * Columns: product_id, sku, label, name, category, segment, division, unit_price, in_master, warehouse,
 * and for each environment `e`: e_rows, e_quantity, e_demand, e_paired_quantity, e_paired_demand, e_met,
 * e_value (Σ quantity × unit cost), e_value_quantity (Σ quantity of the rows in it), e_unit_cost (weighted
 * by quantity).
 */
export function itemRelation(scope: Scope, perWarehouse: boolean, universe: SQL): SQL {
  const warehouse = perWarehouse ? sql`, warehouse` : sql``;
  const same = (side: SQL) => (perWarehouse ? sql` AND ${side}.warehouse IS NOT DISTINCT FROM u.warehouse` : sql``);
  const master = perWarehouse
    ? sql`SELECT p.product_id, w.warehouse FROM product AS p CROSS JOIN (SELECT warehouse FROM warehouse${where(scope, WAREHOUSE_COLUMNS)}) AS w`
    : sql`SELECT product_id FROM product`;
  return sql`side AS (
    SELECT environment, product_id${warehouse}, ${sql.join(
      SUMS.map((sum) => sql`sum(${sql.identifier(sum)}) AS ${sql.identifier(sum)}`),
      sql`, `,
    )} FROM stock_state${where(scope, STOCK_COLUMNS)} GROUP BY environment, product_id${warehouse}
  ), every_item AS (
    SELECT product_id${warehouse} FROM side UNION ${master}
  ), joined AS (
    SELECT u.product_id, coalesce(p.code, u.product_id) AS sku, ${perWarehouse ? sql`u.warehouse` : sql`CAST(NULL AS VARCHAR)`} AS warehouse,
      CASE WHEN p.variant IS NULL THEN p.name ELSE p.name || ', ' || p.variant END AS label,
      p.name, p.category, p.segment, p.division, p.unit_price, p.product_id IS NOT NULL AS in_master,
      ${side('test', sql`t`)}, ${side('production', sql`q`)}
    FROM every_item AS u
    LEFT JOIN product AS p ON p.product_id = u.product_id
    LEFT JOIN side AS t ON t.environment = 'test' AND t.product_id = u.product_id${same(sql`t`)}
    LEFT JOIN side AS q ON q.environment = 'production' AND q.product_id = u.product_id${same(sql`q`)}${where(scope, PRODUCT_COLUMNS)}
  ), item AS (SELECT * FROM joined AS item WHERE ${universe})`;
}

function side(environment: Environment, from: SQL): SQL {
  const named = (column: string) => sql.identifier(`${environment}_${column}`);
  const plain = ['quantity', 'demand', 'paired_quantity', 'paired_demand', 'met'] as const;
  const priced = sql`(p.unit_price IS NOT NULL AND ${from}.uncosted_rows > 0)`;
  const value = sql`(coalesce(${from}.costed_value, 0) + coalesce(CAST(${from}.uncosted_quantity * p.unit_price AS DECIMAL(38,10)), 0))`;
  const quantity = sql`(coalesce(${from}.costed_quantity, 0) + CASE WHEN ${priced} THEN ${from}.uncosted_quantity ELSE 0 END)`;
  const costs = sql`(coalesce(${from}.unit_cost_sum, 0) + CASE WHEN ${priced} THEN ${from}.uncosted_rows * p.unit_price ELSE 0 END)`;
  const rows = sql`(${from}.costed_rows + CASE WHEN ${priced} THEN ${from}.uncosted_rows ELSE 0 END)`;
  const columns = [
    sql`coalesce(${from}.rows, 0) AS ${named('rows')}`,
    ...plain.map((column) => sql`${from}.${sql.identifier(column)} AS ${named(column)}`),
    sql`CASE WHEN ${rows} > 0 THEN ${value} END AS ${named('value')}`,
    sql`CASE WHEN ${rows} > 0 THEN ${quantity} END AS ${named('value_quantity')}`,
    // A quotient is a float; ten decimals of it are what products of decimals carry on with.
    sql`CASE WHEN ${rows} > 0 AND ${quantity} <> 0 THEN CAST(CAST(${value} AS DOUBLE) / CAST(${quantity} AS DOUBLE) AS DECIMAL(38,10))
      WHEN ${rows} > 0 THEN CAST(CAST(${costs} AS DOUBLE) / ${rows} AS DECIMAL(38,10)) END AS ${named('unit_cost')}`,
  ];
  return sql.join(columns, sql`, `);
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
