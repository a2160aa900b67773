import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { Statements } from './database.js';

const FOLDER = fileURLToPath(new URL('../../sql/model/', import.meta.url));

/**
 * Brings the model's tables up to the numbered files in `sql/model`, each in a transaction of its own.
 * A model that a newer Tally wrote is refused, not guessed at.
 */
export async function migrate(db: Statements, folder = FOLDER): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => /^\d{3}_.+\.sql$/.test(file))
    .sort();
  await db.transaction(async (session) => {
    await session.run(sql`CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL, file VARCHAR NOT NULL)`);
  });
  const [{ done } = { done: 0 }] = await db.query(sql`SELECT coalesce(max(number), 0) AS done FROM migration`);
  if (Number(done) > files.length) throw new Error(`The model was written by a newer Tally (migration ${done}).`);
  for (const file of files.slice(Number(done))) {
    await db.transaction(async (session) => {
      await session.script(readFileSync(join(folder, file), 'utf8'));
      await session.run(sql`INSERT INTO migration VALUES (${Number.parseInt(file, 10)}, ${file})`);
    });
  }
  await checkHash(db);
}

/**
 * A row's key is known by its hash. Another DuckDB may compute another one: then all feeds are read again, by being
 * forgotten.
 */
async function checkHash(db: Statements): Promise<void> {
  const own = sql`hash('tally', 1, CAST(NULL AS VARCHAR))`;
  await db.transaction(async (session) => {
    await session.run(sql`CREATE TABLE IF NOT EXISTS hash_probe (value UBIGINT NOT NULL)`);
    const [probe] = await session.query(sql`SELECT value = ${own} AS same FROM hash_probe`);
    if (probe?.same === true) return;
    await session.run(sql`DELETE FROM hash_probe`);
    await session.run(sql`INSERT INTO hash_probe SELECT ${own}`);
    if (probe) await session.run(sql`DELETE FROM feed`);
  });
}
