import type { MySqlConfig, SqlServerConfig } from '../config/schema.js';
import type { Profile, SourceColumn, TableKeys, TextRow } from './source.js';

/** What a server's rows depend on: where it is and how it is read, not who reads it or how patiently. */
export function identityOf({ type, host, port, database, timeZone }: Server): string {
  return JSON.stringify([type, host, port, database, timeZone]);
}

type Server = Pick<MySqlConfig | SqlServerConfig, 'type' | 'host' | 'port' | 'database' | 'timeZone'>;

/** A FLOAT(10,2) has a scale too, and is no exact number for all that. */
const INEXACT = /^(float|double|real)/;

/** Rows of name, type, scale → columns; null when there are none, as a table without columns is no table. */
export function columnsFrom(
  rows: readonly TextRow[],
  kindOf: (type: string) => SourceColumn['kind'],
): readonly SourceColumn[] | null {
  if (rows.length === 0) return null;
  return rows.map(([name, type, scale]) => {
    const lower = (type ?? '').toLowerCase();
    const column = { name: name ?? '', type: lower, kind: kindOf(lower) };
    return scale === null || scale === undefined || INEXACT.test(lower) ? column : { ...column, scale: Number(scale) };
  });
}

/** Rows of date, rows, items → the profile of a table. */
export function profileFrom(rows: readonly TextRow[]): Profile {
  const dates = rows.map(([date = null, count, items]) => ({ date, rows: Number(count), items: Number(items) }));
  return { rows: dates.reduce((sum, date) => sum + date.rows, 0), dates };
}

/** Rows of index, place in it, column, 1 where the index is unique → keys. */
export function keysFrom(rows: readonly TextRow[]): TableKeys {
  const unique = new Map<string, string[]>();
  for (const [index, , column, isUnique] of rows) {
    if (isUnique !== '1' || !index || !column) continue;
    unique.set(index, [...(unique.get(index) ?? []), column.toLowerCase()]);
  }
  const leading = rows.filter(([, place]) => place === '1');
  return { indexed: leading.map(([, , column]) => (column ?? '').toLowerCase()), unique: [...unique.values()] };
}
