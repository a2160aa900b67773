import { type SQL, sql } from 'drizzle-orm';
import { ADDENDS } from '../stock-rows.js';

const { type: pieces } = ADDENDS.quantity;
const { type: count } = ADDENDS.rows;

/** The sums of `stock_state`, in its order, and their types. */
const SUMS = {
  rows: count,
  quantity: pieces,
  demand: pieces,
  paired_quantity: pieces,
  paired_demand: pieces,
  met: pieces,
  costed_rows: count,
  costed_quantity: pieces,
  costed_value: ADDENDS.costed_value.type,
  unit_cost_sum: ADDENDS.unit_cost_sum.type,
  uncosted_rows: count,
  uncosted_quantity: pieces,
} as const;

export type Sum = keyof typeof SUMS;
export type Sums = Readonly<Record<Sum, SQL>>;

/** The sums of a row of `stock_state`, which add up over rows. */
export const NAMES = Object.keys(SUMS) as Sum[];

const each = (of: (name: Sum) => SQL): Sums => Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Sums;

const costed = (what: SQL) => sql`CASE WHEN unit_cost IS NOT NULL THEN ${what} END`;

/** Of a row of stock: null, where `stock_state` is empty if no row has more. */
export const OF_ROW: Sums = {
  rows: ADDENDS.rows.of,
  quantity: sql`quantity`,
  demand: sql`demand`,
  paired_quantity: sql`CASE WHEN demand IS NOT NULL THEN quantity END`,
  paired_demand: sql`demand`,
  met: sql`CASE WHEN demand < quantity THEN demand WHEN demand IS NOT NULL THEN quantity END`,
  costed_rows: ADDENDS.costed_rows.of,
  costed_quantity: costed(sql`quantity`),
  costed_value: sql`CAST(quantity * unit_cost AS DECIMAL(38,10))`,
  unit_cost_sum: sql`unit_cost`,
  uncosted_rows: sql`CASE WHEN unit_cost IS NULL THEN 1 ELSE 0 END`,
  uncosted_quantity: sql`CASE WHEN unit_cost IS NULL THEN quantity END`,
};

/** Of a row of `stock_state`. */
export const OF_STATE: Sums = each((name) => sql`${sql.identifier(name)}`);

/** Of what is no row of stock. */
export const NOTHING: Sums = {
  ...each((name) => sql`CAST(NULL AS ${sql.raw(SUMS[name])})`),
  rows: sql`CAST(0 AS ${sql.raw(count)})`,
};

export const columns = (sums: Sums): SQL =>
  sql.join(
    NAMES.map((name) => sql`${sums[name]} AS ${sql.identifier(name)}`),
    sql`, `,
  );
