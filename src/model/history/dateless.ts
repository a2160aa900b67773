import { sql } from 'drizzle-orm';
import type { Session } from '../database.js';
import { type Feed, isMapped } from '../feed.js';
import { MODEL_TABLES, type ModelColumn, type ModelTable } from '../shape.js';
import { partOf } from '../staging.js';

/** Tables whose rows may come without a date: their days are recorded. */
export const RECORDABLE = (Object.keys(MODEL_TABLES) as ModelTable[]).filter((table) => {
  const columns: Readonly<Record<string, ModelColumn>> = MODEL_TABLES[table];
  return columns.date?.required === false;
});

/**
 * Whether the feed's table has no date. Its rows tell; before there are any the mapping does, unless it takes whatever
 * columns the source has; then whether days of it have been recorded.
 */
export async function isDateless(session: Session, feed: Feed): Promise<boolean> {
  if (!RECORDABLE.includes(feed.table) || 'date' in feed.constants) return false;
  const [row] = (await isLoaded(session, feed))
    ? await session.query(sql`SELECT date IS NULL AS dateless FROM ${partOf(feed)} LIMIT 1`)
    : [];
  if (row) return row.dateless === true;
  if (feed.columns !== null) return !isMapped(feed, 'date');
  const recorded = await session.query(sql`SELECT 1 FROM history.day WHERE feed = ${feed.id} LIMIT 1`);
  return recorded.length > 0;
}

export async function isLoaded(session: Session, { id }: Feed): Promise<boolean> {
  const found = await session.query(
    sql`SELECT 1 FROM duckdb_tables() WHERE schema_name = 'part' AND table_name = ${id}`,
  );
  return found.length > 0;
}
