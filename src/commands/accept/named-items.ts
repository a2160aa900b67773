import { type SQL, sql } from 'drizzle-orm';
import type { Restriction } from '../../kpi/rights.js';
import { admits } from '../../model/values.js';
import type { Acceptable } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Named } from './text.js';

/** A sku that the asker may know. */
export interface Item {
  /** As the model has it: in capitals. */
  readonly id: string;
  /** As it is written. */
  readonly sku: string;
  /** Name and variant; null for what the product master lacks. */
  readonly name: string | null;
}

type Asked = Pick<Desk, 'model' | 'rights'>;
type Columns = Readonly<Partial<Record<Restriction['dimension'], SQL>>>;

const OF_STOCK: Columns = { environment: sql`s.environment`, warehouse: sql`s.warehouse` };
const ID = sql`coalesce(p.product_id, s.product_id)`;
const OF_ITEM: Columns = {
  division: sql`p.division`,
  segment: sql`p.segment`,
  category: sql`p.category`,
  product: sql`p.name`,
  sku: ID,
};

/** The skus of a name. */
export function itemsNamed({ dimension, value }: Named, desk: Asked): Promise<readonly Item[]> {
  return itemsWhere(sql`upper(${dimension === 'sku' ? ID : sql`p.name`}) = upper(${value})`, desk);
}

/** Those of these skus that the model holds and the asker may know, by id. */
export async function itemsOf(ids: readonly string[], desk: Asked): Promise<ReadonlyMap<string, Item>> {
  if (ids.length === 0) return new Map();
  const items = await itemsWhere(sql`${ID} IN ${list(ids)}`, desk);
  return new Map(items.map((item) => [item.id, item]));
}

async function itemsWhere(condition: SQL, { model, rights: { restrictions } }: Asked): Promise<readonly Item[]> {
  const rows = await model.query(sql`
    SELECT ${ID} AS id, coalesce(p.code, s.product_id) AS sku,
      CASE WHEN p.variant IS NULL THEN p.name ELSE p.name || ', ' || p.variant END AS name
    FROM product AS p FULL JOIN (
      SELECT DISTINCT product_id FROM stock_state AS s WHERE ${open(restrictions, OF_STOCK)}
    ) AS s ON s.product_id = p.product_id
    WHERE ${open(restrictions, OF_ITEM)} AND ${condition} ORDER BY id`);
  return rows.map(({ id, sku, name }) => ({
    id: String(id),
    sku: String(sku),
    name: typeof name === 'string' ? name : null,
  }));
}

/**
 * By `keyOf`: production − test as it stands, decimal text, of the rows that the asker may see; nothing for what has
 * none, nor for whom one of both is closed. `ids`: skus that the asker may know.
 */
export async function differencesOf(
  ids: readonly string[],
  { model, rights: { restrictions } }: Asked,
): Promise<ReadonlyMap<string, string>> {
  const oneSided = restrictions.some(({ dimension }) => dimension === 'environment');
  if (ids.length === 0 || oneSided) return new Map();
  const sum = (environment: string) =>
    sql`coalesce(sum(CASE WHEN s.environment = ${environment} THEN s.quantity END), 0)`;
  const rows = await model.query(sql`
    SELECT s.product_id AS id, s.warehouse, grouping(s.warehouse) AS everywhere,
      CAST(${sum('production')} - ${sum('test')} AS DECIMAL(38,4)) AS difference
    FROM stock_state AS s WHERE s.rows > 0 AND s.product_id IN ${list(ids)} AND ${open(restrictions, OF_STOCK)}
    GROUP BY GROUPING SETS ((s.product_id), (s.product_id, s.warehouse))`);
  return new Map(
    rows.flatMap(({ id, warehouse, everywhere, difference }) => {
      const whole = Number(everywhere) === 1;
      // Stock that lies in no warehouse has no name by which it could be accepted alone.
      if (!whole && warehouse === null) return [];
      const key = keyOf({ sku: String(id), warehouse: whole ? null : String(warehouse) });
      return [[key, String(difference)] as const];
    }),
  );
}

/**
 * By `keyOf`: the items that differ in some place, of the rows that the asker may see. What is missing in one place and
 * too many in another differs, though its sum does not; so does a row with 0 where the other environment has none.
 */
export async function differingOf(
  ids: readonly string[],
  { model, rights: { restrictions } }: Asked,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const sum = (environment: string) => sql`sum(CASE WHEN s.environment = ${environment} THEN s.quantity ELSE 0 END)`;
  const rows = await model.query(sql`
    SELECT s.product_id AS id, s.warehouse FROM stock_state AS s
    WHERE s.rows > 0 AND s.product_id IN ${list(ids)} AND ${open(restrictions, OF_STOCK)}
    GROUP BY s.product_id, s.warehouse
    HAVING count(DISTINCT s.environment) < 2 OR ${sum('production')} <> ${sum('test')}`);
  return new Set(
    rows.flatMap(({ id, warehouse }) =>
      [null, ...(warehouse === null ? [] : [String(warehouse)])].map((place) =>
        keyOf({ sku: String(id), warehouse: place }),
      ),
    ),
  );
}

/** Equal for the same item in the same place, in whatever case that is written. */
export const keyOf = ({ sku, warehouse }: Acceptable): string =>
  JSON.stringify([sku, warehouse?.toUpperCase() ?? null]);

function open(restrictions: readonly Restriction[], columns: Columns): SQL {
  const conditions = restrictions.flatMap((restriction) => {
    const column = columns[restriction.dimension];
    return column ? [admits(column, restriction)] : [];
  });
  return conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`TRUE`;
}

function list(values: readonly string[]): SQL {
  return sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;
}
