import { type SQL, sql } from 'drizzle-orm';
import type { Dialect } from './dialect.js';
import type { ProfileColumns, SourceColumn } from './source.js';

/** All rows of a table: the named columns as exact text, in their order. */
export function extractQuery(from: SQL, columns: readonly SourceColumn[], dialect: Dialect): SQL {
  const list = columns.map(
    (column, index) =>
      sql`${dialect.exact(sql`${sql.identifier(column.name)}`, column)} AS ${sql.identifier(`c${index}`)}`,
  );
  return sql`SELECT ${sql.join(list, sql`, `)} FROM ${from}`;
}

/** Rows and items per date, as text, count and count: what `tally check` shows of a table's shape over time. */
export function profileQuery(
  from: SQL,
  columns: ProfileColumns,
  described: readonly SourceColumn[],
  dialect: Dialect,
): SQL {
  const items = columns.item === null ? sql`COUNT(*)` : sql`COUNT(DISTINCT ${sql.identifier(columns.item)})`;
  const counts = sql`COUNT(*) AS c1, ${items} AS c2`;
  const date = described.find(({ name }) => name === columns.date);
  if (!date) return sql`SELECT NULL AS c0, ${counts} FROM ${from}`;
  const name = sql`${sql.identifier(date.name)}`;
  const day = date.kind === 'datetime' ? sql`CAST(${name} AS date)` : name;
  const type: SourceColumn = date.kind === 'datetime' ? { ...date, type: 'date', kind: 'date' } : date;
  return sql`SELECT ${dialect.exact(day, type)} AS c0, ${counts} FROM ${from} GROUP BY ${day}`;
}
