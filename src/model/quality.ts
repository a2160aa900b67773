import { type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.js';

/** One rule that some rows break. */
export interface Finding {
  readonly table: string;
  readonly source: string | null;
  readonly rule: string;
  readonly rows: number;
  /** What stands in one of them. */
  readonly example: string | null;
  /** `left out`: the rows are in no answer. `counted`: they are in the answers, as the rule says. */
  readonly effect: 'left out' | 'counted';
  /** Which answers about stock it touches: all of them, those about values, or none. */
  readonly concerns: 'all' | 'values' | 'none';
}

/** Rules about a row and others, seen against the tables as they stand: what arrives later heals them. */
interface Rule {
  readonly table: string;
  readonly rule: string;
  readonly effect: Finding['effect'];
  readonly concerns?: Finding['concerns'];
  /** Yields `rows` and `example`. */
  readonly query: SQL;
}

/** Of facts only the summaries are asked (`summary.ts`): their rows are too many to be gone through after every change. */
const members = (fact: string, dimension: string): SQL =>
  sql`(SELECT * FROM fact_member WHERE model_table = ${fact} AND dimension = ${dimension})`;

const unknown = (fact: string, dimension: 'product' | 'customer', effect: Finding['effect'], rule: string): Rule => {
  const table = sql.identifier(dimension);
  return {
    table: fact,
    effect,
    rule,
    query: sql`SELECT coalesce(sum(f.rows), 0) AS rows, min(f.id) AS example FROM ${members(fact, dimension)} AS f
      ANTI JOIN ${table} AS d ON d.${sql.identifier(`${dimension}_id`)} = f.id WHERE EXISTS (SELECT 1 FROM ${table})`,
  };
};

const duplicate = (table: string, keys: readonly string[]): Rule => {
  const list = sql.join(
    keys.map((key) => sql`${sql.identifier(key)}`),
    sql`, `,
  );
  return {
    table,
    effect: 'counted',
    rule: `${keys.join(' and ')} not unique`,
    query: sql`SELECT coalesce(sum(times - 1), 0) AS rows, min(example) AS example FROM (
      SELECT count(*) AS times, min(CAST(${sql.identifier(keys[0] ?? '')} AS VARCHAR)) AS example FROM ${sql.identifier(table)} GROUP BY ${list} HAVING count(*) > 1) AS d`,
  };
};

const negative = (table: string, column: 'quantity' | 'demand'): Rule => {
  const rows = sql.identifier(`negative_${column}`);
  return {
    table,
    effect: 'counted',
    rule: `${column} is negative`,
    query: sql`SELECT coalesce(sum(${rows}), 0) AS rows, min(id) FILTER (WHERE ${rows} > 0) AS example FROM ${members(table, 'product')} AS f`,
  };
};

const noPrice = (table: string): Rule => ({
  table: 'product',
  effect: 'left out',
  rule: `no ${table.replace('_', ' ')} in any year`,
  query: sql`SELECT count(*) AS rows, min(p.product_id) AS example FROM product AS p ANTI JOIN ${sql.identifier(table)} AS g ON g.product_id = p.product_id
    WHERE EXISTS (SELECT 1 FROM ${sql.identifier(table)})`,
});

const RULES: readonly Rule[] = [
  {
    ...unknown('stock', 'product', 'counted', 'product is not in the product master: counted, but in no category'),
    concerns: 'all',
  },
  { ...negative('stock', 'quantity'), concerns: 'all' },
  { ...negative('stock', 'demand'), concerns: 'all' },
  {
    table: 'stock',
    concerns: 'values',
    effect: 'left out',
    rule: 'neither unit cost nor price: left out of values',
    query: sql`SELECT coalesce(sum(s.uncosted), 0) AS rows, min(s.id) AS example FROM ${members('stock', 'product')} AS s LEFT JOIN product AS p ON p.product_id = s.id
      WHERE s.uncosted > 0 AND p.unit_price IS NULL AND (EXISTS (SELECT 1 FROM product WHERE unit_price IS NOT NULL) OR EXISTS (SELECT 1 FROM stock_state WHERE costed_rows > 0))`,
  },
  unknown('sales', 'product', 'left out', 'product is not in the product master'),
  unknown('sales', 'customer', 'left out', 'customer is not in the customer table'),
  negative('sales', 'quantity'),
  unknown('forecast', 'product', 'left out', 'product is not in the product master'),
  unknown('forecast', 'customer', 'left out', 'customer is not in the customer table'),
  unknown('gross_price', 'product', 'left out', 'product is not in the product master'),
  duplicate('gross_price', ['product_id', 'fiscal_year']),
  noPrice('gross_price'),
  unknown('manufacturing_cost', 'product', 'left out', 'product is not in the product master'),
  duplicate('manufacturing_cost', ['product_id', 'fiscal_year']),
  noPrice('manufacturing_cost'),
  unknown('pre_invoice_deduction', 'customer', 'left out', 'customer is not in the customer table'),
  duplicate('pre_invoice_deduction', ['customer_id', 'fiscal_year']),
  unknown('post_invoice_deduction', 'customer', 'left out', 'customer is not in the customer table'),
  unknown('post_invoice_deduction', 'product', 'left out', 'product is not in the product master'),
  duplicate('freight_cost', ['market', 'fiscal_year']),
  {
    table: 'customer',
    effect: 'counted',
    rule: 'market is not in the market table',
    query: sql`SELECT count(*) AS rows, min(c.market) AS example FROM customer AS c ANTI JOIN market AS m ON upper(m.market) = upper(c.market)
      WHERE c.market IS NOT NULL AND EXISTS (SELECT 1 FROM market)`,
  },
];

/** Everything that is wrong with the rows as they stand, worst first within a table. */
export async function findings(db: Pick<Database, 'query'>): Promise<readonly Finding[]> {
  const rejected =
    await db.query(sql`SELECT model_table, source, rule, coalesce(column_name, '') AS column_name, count(*) AS rows, min(value) AS example,
      min(key) AS key FROM rejected_row GROUP BY model_table, source, rule, coalesce(column_name, '') ORDER BY rows DESC, model_table, source, rule, column_name`);
  const unreadable = rejected.map(
    ({ model_table, source, rule, column_name, rows, example, key }): Finding => ({
      table: String(model_table),
      source: String(source),
      rule: column_name === '' || String(rule).startsWith('no ') ? String(rule) : `${column_name}: ${rule}`,
      rows: Number(rows),
      example: example === null || example === undefined ? String(key) : `${example} (${key})`,
      effect: 'left out',
      concerns: 'all',
    }),
  );
  const broken = await Promise.all(
    [...RULES, ...(await duplicateIds(db)), ...(await disagreements(db))].map(
      async ({ table, rule, effect, concerns = 'none', query }): Promise<Finding> => {
        const [row] = await db.query(query);
        const example = row?.example ?? null;
        return {
          table,
          source: null,
          rule,
          rows: Number(row?.rows ?? 0),
          example: example === null ? null : String(example),
          effect,
          concerns,
        };
      },
    ),
  );
  return [...unreadable, ...broken.filter(({ rows }) => rows > 0)];
}

/** Text that rows repeat of a dimension, where it is not what the dimension says. */
async function disagreements(db: Pick<Database, 'query'>): Promise<readonly Rule[]> {
  const repeats = await db.query(sql`SELECT DISTINCT f.feed, f.model_table, r.dimension, r.column_name
    FROM repeated_text AS r INNER JOIN feed AS f ON f.feed = r.feed ORDER BY f.feed, r.dimension, r.column_name`);
  return repeats.map(({ feed, model_table, dimension, column_name }): Rule => {
    const column = sql`d.${sql.identifier(String(column_name))}`;
    return {
      table: String(model_table),
      effect: 'counted',
      rule: `${column_name} is not what the ${dimension} table says, which counts`,
      query: sql`SELECT coalesce(sum(r.rows), 0) AS rows, min(r.id || ': ' || coalesce(r.value, '–') || ' for ' || coalesce(${column}, '–')) AS example
        FROM repeated_text AS r INNER JOIN ${sql.identifier(String(dimension))} AS d ON d.${sql.identifier(`${dimension}_id`)} = r.id
        WHERE r.feed = ${feed} AND r.dimension = ${dimension} AND r.column_name = ${column_name} AND upper(${column}) IS DISTINCT FROM upper(r.value)`,
    };
  });
}

/** The dimension tables keep one row for each id, so their doubles are only to be seen in the parts. */
async function duplicateIds(db: Pick<Database, 'query'>): Promise<readonly Rule[]> {
  const feeds = await db.query(
    sql`SELECT feed, model_table FROM feed WHERE model_table IN ('product', 'customer', 'market')`,
  );
  const tables = [...new Set(feeds.map(({ model_table }) => String(model_table)))];
  return tables.map((table): Rule => {
    const id = sql`upper(${sql.identifier(table === 'market' ? 'market' : `${table}_id`)})`;
    const parts = feeds
      .filter(({ model_table }) => model_table === table)
      .map(({ feed }) => sql`SELECT ${id} AS id FROM part.${sql.identifier(String(feed))}`);
    return {
      table,
      effect: 'left out',
      concerns: table === 'product' ? 'all' : 'none',
      rule: 'id is not unique: the first is kept',
      query: sql`SELECT coalesce(sum(times - 1), 0) AS rows, min(id) AS example FROM (
        SELECT id, count(*) AS times FROM (${sql.join(parts, sql` UNION ALL `)}) AS every GROUP BY id HAVING count(*) > 1) AS d`,
    };
  });
}
