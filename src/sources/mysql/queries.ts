import { type SQL, sql } from 'drizzle-orm';
import { tableName } from '../dialect.js';

/** What MySQL and MariaDB are asked besides the rows themselves. */

const inSchema = (from: string): SQL => {
  const { schema, name } = tableName(from);
  return sql`table_schema = ${schema === null ? sql`DATABASE()` : schema} AND table_name = ${name}`;
};

/** Name, type and scale of each column; a float has no scale. */
export const columnsQuery = (from: string): SQL =>
  sql`SELECT column_name, data_type, numeric_scale FROM information_schema.columns WHERE ${inSchema(from)} ORDER BY ordinal_position`;

/** Index, place of the column in it, column, 1 where the index is unique. */
export const keysQuery = (from: string): SQL =>
  sql`SELECT index_name, seq_in_index, column_name, 1 - non_unique FROM information_schema.statistics WHERE ${inSchema(from)} AND index_type = 'BTREE' ORDER BY index_name, seq_in_index`;

export const kindQuery = (from: string): SQL =>
  sql`SELECT table_type, engine FROM information_schema.tables WHERE ${inSchema(from)}`;

export const versionQuery = sql`SELECT VERSION(), @@version_comment, @@session.time_zone`;
export const tlsQuery = sql`SHOW SESSION STATUS LIKE 'Ssl_version'`;
export const grantsQuery = sql`SHOW GRANTS`;

/** The clock in UTC, and the engine of a table; null for a view and where there is none of that name. */
export const lookQuery = (from: string): SQL =>
  sql`SELECT UTC_TIMESTAMP(6), (SELECT MAX(engine) FROM information_schema.tables WHERE ${inSchema(from)} AND table_type = 'BASE TABLE')`;
