import { sql } from 'drizzle-orm';
import type { Session } from '../database.js';
import { columnsOf } from '../shape.js';
import { RECORDABLE } from './dateless.js';

/**
 * Makes the tables that hold what is read from the files, where they are missing or of another shape; derived ones, so
 * that no migration makes them. `counts`: a day's state is made of the feeds that were configured together when its
 * last part was recorded; so a table that was renamed or moved on that day does not count twice.
 */
export async function createTables(session: Session): Promise<void> {
  await session.run(sql`CREATE SCHEMA IF NOT EXISTS history`);
  await session.run(sql`CREATE TABLE IF NOT EXISTS history.day (id INTEGER, file VARCHAR, bytes BIGINT, modified BIGINT,
    problem VARCHAR, feed VARCHAR, model_table VARCHAR, source VARCHAR, environment VARCHAR, date DATE,
    recorded_at VARCHAR, rows BIGINT, quantity VARCHAR, demand VARCHAR, beside VARCHAR[], counts BOOLEAN)`);
  for (const table of RECORDABLE) {
    const name = sql`history.${sql.identifier(table)}`;
    const columns = await session.query(
      sql`SELECT column_name FROM duckdb_columns() WHERE schema_name = 'history' AND table_name = ${table} ORDER BY column_index`,
    );
    const wanted = ['day', ...columnsOf(table).map(([column]) => column)];
    if (columns.map(({ column_name }) => column_name).join() === wanted.join()) continue;
    await session.run(sql`DELETE FROM history.day WHERE model_table = ${table}`);
    await session.run(
      sql`CREATE OR REPLACE TABLE ${name} AS SELECT CAST(NULL AS INTEGER) AS day, * FROM shape.${sql.identifier(table)} LIMIT 0`,
    );
  }
}
