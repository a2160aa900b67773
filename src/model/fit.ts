import { sql } from 'drizzle-orm';
import type { Source } from '../sources/source.js';
import type { Statements } from './database.js';
import { type Derivation, derive } from './derive.js';
import { ModelUnusable } from './fault.js';
import { mappingOf } from './refresh.js';
import { MODEL_TABLES, type ModelTable } from './shape.js';

/** Drops parts that no mapping made, or another one, and what loads that broke off left; rebuilds the rest. */
export async function fitToMapping(
  db: Statements,
  derivation: Derivation,
  sources: ReadonlyMap<string, Source>,
): Promise<void> {
  const wanted = new Map(derivation.feeds.map((feed) => [feed.id, mappingOf(feed, sources)]));
  const stored = await db.query(sql`SELECT feed, mapping FROM feed`);
  const kept = new Set(
    stored.filter(({ feed, mapping }) => wanted.get(String(feed)) === mapping).map(({ feed }) => String(feed)),
  );
  const parts = await db.query(sql`SELECT table_name FROM duckdb_tables() WHERE schema_name = 'part'`);
  const others = parts.map(({ table_name }) => String(table_name)).filter((name) => !kept.has(name));
  const fits = stored.length === kept.size && others.every(isLeftOver) && (await isDerived(db));
  if (fits) return tidy(db, others);
  await db.transaction(async (session) => {
    for (const name of others) await session.run(sql`DROP TABLE part.${sql.identifier(name)}`);
    for (const { feed } of stored) {
      if (kept.has(String(feed))) continue;
      await session.run(sql`DELETE FROM feed WHERE feed = ${feed}`);
      await session.run(sql`DELETE FROM rejected_row WHERE feed = ${feed}`);
      await session.run(sql`DELETE FROM repeated_text WHERE feed = ${feed}`);
    }
    for (const table of Object.keys(MODEL_TABLES) as ModelTable[]) await derive(session, derivation, table);
  });
}

/** Nothing is derived from what a load has not swapped in. */
const isLeftOver = (name: string): boolean => /^(incoming|refused) /.test(name);

async function isDerived(db: Statements): Promise<boolean> {
  const found = await db.query(sql`SELECT 1 FROM duckdb_tables() WHERE table_name = 'stock_state'
    UNION ALL SELECT 1 FROM duckdb_views() WHERE view_name = 'stock_recorded_day'`);
  return found.length === 2;
}

async function tidy(db: Statements, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  try {
    await db.transaction(async (session) => {
      for (const name of names) await session.run(sql`DROP TABLE part.${sql.identifier(name)}`);
    });
  } catch (error) {
    // Questions are answered all the same; it is tried again at the next start.
    if (!(error instanceof ModelUnusable && error.kind === 'full')) throw error;
  }
}
