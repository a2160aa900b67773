import { type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.js';

/** Dimensions whose values are found in rows. */
export const VALUE_DIMENSIONS = ['division', 'segment', 'category', 'product', 'sku', 'warehouse'] as const;

export interface DimensionValue {
  readonly dimension: (typeof VALUE_DIMENSIONS)[number];
  readonly value: string;
  /** A sku’s name with its variant. */
  readonly label?: string;
  /** Equal for values that select the same rows. */
  readonly selects: string;
}

/** Rows with one of these values of a dimension, or, where `except`, all rows but those. */
export interface RowRestriction {
  readonly dimension: string;
  readonly values: readonly string[];
  readonly except: boolean;
}

/**
 * Whether a row with this value is left by a restriction. Case and the form of characters make no difference: what is
 * closed must not come out by being written in another way. A row without a value is left by `except` alone.
 */
export function admits(column: SQL, { values, except }: Omit<RowRestriction, 'dimension'>): SQL {
  if (values.length === 0) return except ? sql`TRUE` : sql`FALSE`;
  const plain = (text: SQL) => sql`nfc_normalize(upper(${text}))`;
  const list = sql.join(
    values.map((value) => plain(sql`${value}`)),
    sql`, `,
  );
  return except
    ? sql`(${column} IS NULL OR ${plain(column)} NOT IN (${list}))`
    : sql`(${column} IS NOT NULL AND ${plain(column)} IN (${list}))`;
}

/** Columns of the product master by dimension. */
const OF_PRODUCT = { division: 'division', segment: 'segment', category: 'category', product: 'name' } as const;
const OF_STOCK = { environment: 'environment', warehouse: 'warehouse' } as const;

/**
 * All values by which stock can be filtered, as they are written, of the rows that the restrictions leave. Those of
 * the product narrow everything about products; those of the warehouse the warehouses, and skus that the product
 * master lacks to such as lie in one of them.
 */
export async function dimensionValues(
  db: Pick<Database, 'query'>,
  restrictions: readonly RowRestriction[],
): Promise<readonly DimensionValue[]> {
  const products = where(restrictions, { ...named('p', OF_PRODUCT), sku: sql`p.product_id` });
  const skus = where(restrictions, { ...named('p', OF_PRODUCT), sku: sql`coalesce(p.product_id, s.product_id)` });
  const ofProducts = Object.entries(OF_PRODUCT).map(([dimension, column]) => {
    const name = sql`p.${sql.identifier(column)}`;
    return sql`SELECT ${sql.raw(`'${dimension}'`)} AS dimension, ${name} AS value, NULL AS label,
      CAST(count(*) AS VARCHAR) || '/' || CAST(sum(hash(p.product_id)) AS VARCHAR) AS selects
      FROM product AS p WHERE ${name} IS NOT NULL AND ${products} GROUP BY ${name}`;
  });
  const rows = await db.query(sql`${sql.join(ofProducts, sql` UNION ALL `)}
    UNION ALL SELECT 'sku', coalesce(p.code, s.product_id), p.name || ', ' || p.variant, '1/' || CAST(hash(coalesce(p.product_id, s.product_id)) AS VARCHAR)
      FROM product AS p FULL JOIN (
        SELECT DISTINCT product_id FROM stock_state AS s WHERE ${where(restrictions, named('s', OF_STOCK))}
      ) AS s ON s.product_id = p.product_id WHERE ${skus}
    UNION ALL SELECT 'warehouse', warehouse, NULL, 'warehouse ' || warehouse
      FROM warehouse AS w WHERE ${where(restrictions, { warehouse: sql`w.warehouse` })}
    ORDER BY 1, 2`);
  return rows.map(({ dimension, value, label, selects }) => ({
    ...(typeof label === 'string' ? { label } : {}),
    dimension: String(dimension) as DimensionValue['dimension'],
    value: String(value),
    selects: String(selects),
  }));
}

type Columns = Readonly<Record<string, SQL>>;

function named(table: string, columns: Readonly<Record<string, string>>): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([dimension, column]) => [
      dimension,
      sql`${sql.identifier(table)}.${sql.identifier(column)}`,
    ]),
  );
}

function where(restrictions: readonly RowRestriction[], columns: Columns): SQL {
  const conditions = restrictions.flatMap((restriction) => {
    const column = columns[restriction.dimension];
    return column ? [admits(column, restriction)] : [];
  });
  return conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`TRUE`;
}
