import { sql } from 'drizzle-orm';
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

const COLUMNS = { division: 'division', segment: 'segment', category: 'category', product: 'name' } as const;

/** All values by which stock can be filtered, as they are written. */
export async function dimensionValues(db: Pick<Database, 'query'>): Promise<readonly DimensionValue[]> {
  const ofProducts = Object.entries(COLUMNS).map(
    ([
      dimension,
      column,
    ]) => sql`SELECT ${sql.raw(`'${dimension}'`)} AS dimension, ${sql.identifier(column)} AS value, NULL AS label,
      CAST(count(*) AS VARCHAR) || '/' || CAST(sum(hash(product_id)) AS VARCHAR) AS selects
      FROM product WHERE ${sql.identifier(column)} IS NOT NULL GROUP BY ${sql.identifier(column)}`,
  );
  const rows = await db.query(sql`${sql.join(ofProducts, sql` UNION ALL `)}
    UNION ALL SELECT 'sku', coalesce(p.code, s.product_id), p.name || ', ' || p.variant, '1/' || CAST(hash(coalesce(p.product_id, s.product_id)) AS VARCHAR)
      FROM product AS p FULL JOIN (SELECT DISTINCT product_id FROM stock_state) AS s ON s.product_id = p.product_id
    UNION ALL SELECT 'warehouse', warehouse, NULL, 'warehouse ' || warehouse FROM warehouse
    ORDER BY 1, 2`);
  return rows.map(({ dimension, value, label, selects }) => ({
    ...(typeof label === 'string' ? { label } : {}),
    dimension: String(dimension) as DimensionValue['dimension'],
    value: String(value),
    selects: String(selects),
  }));
}
