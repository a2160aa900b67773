import { type SQL, sql } from 'drizzle-orm';
import type { Session } from './database.js';
import type { Feed } from './feed.js';
import { columnsOf, type ModelTable } from './shape.js';
import { deriveStock } from './stock-state.js';

export interface Derivation {
  /** Business day, YYYY-MM-DD. */
  readonly today: string;
  readonly feeds: readonly Feed[];
}

/** Dimension tables with their id and the columns whose spelling is made one. */
const DIMENSIONS: Partial<Record<ModelTable, { id: string; labels: readonly string[] }>> = {
  product: { id: 'product_id', labels: ['name', 'category', 'segment', 'division', 'variant'] },
  customer: { id: 'customer_id', labels: ['name', 'platform', 'channel', 'market'] },
  market: { id: 'market', labels: ['sub_zone', 'region'] },
};

/**
 * Rebuilds what is derived from a table's parts: the table or view that questions read, and for stock its
 * current state. Runs in the transaction that changed the parts.
 */
export async function derive(session: Session, derivation: Derivation, table: ModelTable): Promise<void> {
  const loaded = new Set((await session.query(sql`SELECT feed FROM feed`)).map(({ feed }) => feed));
  const parts = derivation.feeds.filter((feed) => feed.table === table && loaded.has(feed.id));
  const name = sql.identifier(table);
  const rows = union(table, parts);
  const dimension = DIMENSIONS[table];
  if (dimension) await session.run(sql`CREATE OR REPLACE TABLE ${name} AS ${oneRowEach(table, dimension, rows)}`);
  else await session.run(sql`CREATE OR REPLACE VIEW ${name} AS ${rows}`);
  if (table === 'stock') await deriveStock(session, derivation.today, parts);
}

function union(table: ModelTable, parts: readonly Feed[]): SQL {
  const columns = columnsOf(table).map(([column]) => sql`${sql.identifier(column)}`);
  if (table === 'product') columns.push(sql`code`);
  const list = sql.join(columns, sql`, `);
  if (parts.length === 0) return sql`SELECT ${list} FROM shape.${sql.identifier(table)}`;
  return sql.join(
    parts.map(({ id }) => sql`SELECT ${list} FROM part.${sql.identifier(id)}`),
    sql` UNION ALL `,
  );
}

/**
 * One row for each id (of several, the first by text: `/stock quality` lists the others), and one
 * spelling for labels that differ only in case.
 */
function oneRowEach(table: ModelTable, { id, labels }: { id: string; labels: readonly string[] }, rows: SQL): SQL {
  const key = sql`upper(${sql.identifier(id)})`;
  const columns = columnsOf(table).map(([column]) => {
    const name = sql.identifier(column);
    return labels.includes(column)
      ? sql`CASE WHEN ${name} IS NOT NULL THEN min(${name}) OVER (PARTITION BY lower(${name})) END AS ${name}`
      : sql`${name}`;
  });
  const extra = table === 'product' ? sql`, code` : sql``;
  const order = sql.join(
    columnsOf(table).map(([column]) => sql`${sql.identifier(column)}`),
    sql`, `,
  );
  return sql`SELECT ${sql.join(columns, sql`, `)}${extra} FROM (
    SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY ${order}) AS place FROM (${rows}) AS every
  ) AS ranked WHERE place = 1`;
}
