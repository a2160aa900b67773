import { type SQL, sql } from 'drizzle-orm';
import type { Session } from './database.js';
import type { Feed } from './feed.js';
import { deriveOverTime } from './history/index.js';
import { columnsOf, type ModelTable } from './shape.js';
import { partOf } from './staging.js';
import { isSameSpelling, knownWarehouse, type Standing, spellingsOf, touchedItems } from './stock-rows.js';
import { deriveItems, deriveStock, standingOf } from './stock-state.js';
import { forgetOthers, type Movement } from './summary.js';

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
 * Rebuilds what is derived from a table's parts and their summaries: the table or view that questions read, and for
 * stock its current state. Runs in the transaction that changed the parts.
 */
export async function derive(session: Session, derivation: Derivation, table: ModelTable): Promise<void> {
  await forgetOthers(session);
  const parts = await loadedParts(session, derivation, table);
  const name = sql.identifier(table);
  const dimension = DIMENSIONS[table];
  if (dimension) {
    const rows = oneRowEach(table, dimension, union(table, parts));
    await session.run(sql`CREATE OR REPLACE TABLE ${name} AS ${rows}`);
  } else if (table !== 'stock') {
    await session.run(sql`CREATE OR REPLACE VIEW ${name} AS ${union(table, parts)}`);
  } else {
    const warehouse = sql`${knownWarehouse(await spellingsOf(session))} AS warehouse`;
    await session.run(sql`CREATE OR REPLACE VIEW stock AS ${union(table, parts, { warehouse })}`);
    await session.run(sql`CREATE OR REPLACE VIEW warehouse AS SELECT min(warehouse) AS warehouse FROM stock_warehouse
      WHERE warehouse IS NOT NULL GROUP BY upper(warehouse)`);
    await deriveOverTime(session, derivation);
    await deriveStock(session, derivation.today, parts);
  }
}

/**
 * Brings what is derived from before a movement of a feed's rows to after it, once the part and its summaries have
 * followed. Of stock only items for which other rows count are computed again.
 */
export async function deriveMovement(
  session: Session,
  derivation: Derivation,
  feed: Feed,
  movement: Movement,
  before: Standing | null,
): Promise<void> {
  if (feed.table in DIMENSIONS) return derive(session, derivation, feed.table);
  if (feed.table !== 'stock') return;
  const after = await standingOf(session, derivation.today);
  const [derived] = await session.query(sql`SELECT CAST(today AS VARCHAR) AS today FROM derived`);
  const follows = before && isSameSpelling(before.spellings, after.spellings) && derived?.today === derivation.today;
  if (!follows) return derive(session, derivation, feed.table);
  const items = sql`temp.touched_item`;
  await session.run(
    sql`CREATE OR REPLACE TEMP TABLE touched_item AS ${touchedItems(feed, before.latest, after.latest, [movement.gone, movement.incoming])}`,
  );
  await deriveItems(session, await loadedParts(session, derivation, feed.table), after, items);
  await session.run(sql`DROP TABLE ${items}`);
}

async function loadedParts(session: Session, { feeds }: Derivation, table: ModelTable): Promise<readonly Feed[]> {
  const loaded = new Set((await session.query(sql`SELECT feed FROM feed`)).map(({ feed }) => feed));
  return feeds.filter((feed) => feed.table === table && loaded.has(feed.id));
}

/** `other`: what stands for a column of the parts. */
function union(table: ModelTable, parts: readonly Feed[], other: Readonly<Record<string, SQL>> = {}): SQL {
  const columns = columnsOf(table).map(([column]) => other[column] ?? sql`${sql.identifier(column)}`);
  if (table === 'product') columns.push(sql`code`);
  const list = sql.join(columns, sql`, `);
  if (parts.length === 0) return sql`SELECT ${list} FROM shape.${sql.identifier(table)}`;
  return sql.join(
    parts.map((part) => sql`SELECT ${list} FROM ${partOf(part)}`),
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
    SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY ${order}${extra}) AS place FROM (${rows}) AS every
  ) AS ranked WHERE place = 1`;
}
