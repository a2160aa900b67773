import { type SQL, sql } from 'drizzle-orm';
import type { TestTable } from './table.js';

/** What somebody else does to a table while it is looked at; the first column says to which row. */
export type Change =
  | { readonly insert: readonly (string | null)[] }
  | { readonly update: string; readonly set: Readonly<Record<string, string | null>> }
  | { readonly remove: string };

/** Somebody who writes to a server's tables, in one transaction. */
export interface Editor {
  change(table: TestTable, ...changes: readonly Change[]): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** The statement that makes a change; `value` is how the server takes the text of a value of that type. */
export function changeQuery(
  place: SQL,
  { columns }: TestTable,
  change: Change,
  value: (text: string | null, type: string) => SQL,
): SQL {
  const types = Object.entries(columns);
  const [[key, keyType] = ['', '']] = types;
  const row = (id: string) => sql`WHERE ${sql.identifier(key)} = ${value(id, keyType)}`;
  if ('remove' in change) return sql`DELETE FROM ${place} ${row(change.remove)}`;
  if ('insert' in change) {
    const values = types.map(([, type], at) => value(change.insert[at] ?? null, type));
    return sql`INSERT INTO ${place} VALUES (${sql.join(values, sql`, `)})`;
  }
  const sets = types
    .filter(([name]) => name in change.set)
    .map(([name, type]) => sql`${sql.identifier(name)} = ${value(change.set[name] ?? null, type)}`);
  return sql`UPDATE ${place} SET ${sql.join(sets, sql`, `)} ${row(change.update)}`;
}
