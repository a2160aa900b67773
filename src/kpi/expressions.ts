import { type SQL, sql } from 'drizzle-orm';
import { ENVIRONMENTS, type Environment } from './result.js';

/** Words of the KPI definitions as SQL over the item relation. */

export const ENVIRONMENT_LABEL: Readonly<Record<Environment, string>> = { test: 'Test', production: 'Production' };

/** A column of one environment: `item.test_quantity`. */
export const of = (environment: Environment, column: string): SQL =>
  sql`item.${sql.identifier(`${environment}_${column}`)}`;

/** Σ over the items; nothing adds up to 0. */
export const total = (expression: SQL): SQL => sql`coalesce(sum(${expression}), 0)`;

export const count = (condition: SQL): SQL => sql`count(*) FILTER (WHERE ${condition})`;

/** A quotient of two exact sums; empty where the denominator is zero or missing. */
export const ratio = (numerator: SQL, denominator: SQL): SQL =>
  sql`CASE WHEN ${denominator} <> 0 THEN CAST(${numerator} AS DOUBLE) / CAST(${denominator} AS DOUBLE) END`;

/** In one division, so that 7 of 100 is 7 and not a little more. */
export const percent = (numerator: SQL, denominator: SQL): SQL =>
  sql`CASE WHEN ${denominator} <> 0 THEN 100 * CAST(${numerator} AS DOUBLE) / CAST(${denominator} AS DOUBLE) END`;

/** A product of decimals, cut to what a decimal engine can carry on with. */
export const product = (left: SQL, right: SQL): SQL => sql`CAST(${left} * ${right} AS DECIMAL(38,10))`;

export const present = (environment: Environment): SQL => sql`${of(environment, 'rows')} > 0`;

/** The item has stock rows in either environment. */
export const stocked: SQL = sql`(${sql.join(ENVIRONMENTS.map(present), sql` OR `)})`;

/**
 * How an item compares: on one side only, within tolerance, or not; `accepted` where it differs and somebody has accepted
 * that. A row with 0 is not absent.
 */
export function comparison(tolerance: number) {
  const both = sql`(${present('test')} AND ${present('production')})`;
  const gap = sql`abs(${of('production', 'quantity')} - ${of('test', 'quantity')})`;
  const allowed = sql`CAST(${String(tolerance)} AS DECIMAL(18,4))`;
  const matches = sql`(${both} AND ${gap} <= ${allowed})`;
  return {
    matches,
    differs: sql`(${both} AND ${gap} > ${allowed} AND NOT item.accepted)`,
    accepted: sql`(item.accepted AND NOT ${matches})`,
    onlyIn: (environment: Environment) =>
      sql`(${present(environment)} AND NOT ${present(environment === 'test' ? 'production' : 'test')} AND NOT item.accepted)`,
  };
}
