import { type SQL, sql } from 'drizzle-orm';
import { tableName } from '../dialect.js';

/** What SQL Server (2016 or later) is asked besides the rows themselves. */

/** Name, type and scale of each column; a float has no scale. */
export const columnsQuery = (from: string): SQL => {
  const { schema, name } = tableName(from);
  return sql`SELECT COLUMN_NAME, DATA_TYPE, NUMERIC_SCALE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ${schema === null ? sql`SCHEMA_NAME()` : schema} AND TABLE_NAME = ${name} ORDER BY ORDINAL_POSITION`;
};

/** 1 where it is a table, 0 where it is a view or anything else. */
export const kindQuery = (from: string): SQL =>
  sql`SELECT CAST(COALESCE(OBJECTPROPERTY(OBJECT_ID(${quoted(from)}), 'IsUserTable'), 0) AS int) AS is_table`;

/** Index of all rows that is in use, place of the column in it, column, 1 where the index is unique. */
export const keysQuery = (from: string): SQL =>
  sql`SELECT i.index_id, ic.key_ordinal, c.name, CAST(i.is_unique AS int) AS is_unique FROM sys.indexes AS i INNER JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id INNER JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id WHERE i.object_id = OBJECT_ID(${quoted(from)}) AND ic.key_ordinal > 0 AND i.is_disabled = 0 AND i.is_hypothetical = 0 AND i.has_filter = 0 ORDER BY i.index_id, ic.key_ordinal`;

export const versionQuery = sql`SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(60)) AS version, CAST(SERVERPROPERTY('Edition') AS nvarchar(200)) AS edition`;

/** Whether reads can be consistent: snapshot isolation allowed, committed reads by row version. */
export const isolationQuery = sql`SELECT CAST(snapshot_isolation_state AS int) AS snapshot, CAST(is_read_committed_snapshot_on AS int) AS committed FROM sys.databases WHERE database_id = DB_ID()`;

/**
 * The clock in UTC, the lowest row version that is not committed or not yet given, and 1 where snapshot isolation is
 * allowed.
 */
export const lookQuery = sql`SELECT CONVERT(varchar(33), SYSUTCDATETIME(), 126) AS clock, CONVERT(varchar(18), CONVERT(binary(8), MIN_ACTIVE_ROWVERSION()), 1) AS settled, (SELECT CAST(snapshot_isolation_state AS int) FROM sys.databases WHERE database_id = DB_ID()) AS snapshot`;

/** Rights on the database that allow more than reading. */
export const rightsQuery = sql`SELECT permission_name FROM fn_my_permissions(NULL, 'DATABASE') WHERE permission_name IN ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'CONTROL', 'CREATE TABLE', 'EXECUTE')`;

/** The name as OBJECT_ID reads it, each part in brackets. */
function quoted(from: string): string {
  const { schema, name } = tableName(from);
  const bracketed = (part: string) => `[${part.replaceAll(']', ']]')}]`;
  return schema === null ? bracketed(name) : `${bracketed(schema)}.${bracketed(name)}`;
}
