import { type SQL, sql } from 'drizzle-orm';

/** Text inside a statement that cannot take parameters, or whose plan depends on the value. */
export function literal(text: string): SQL {
  // A statement ends where it has a NUL.
  if (text.includes('\u0000')) return sql.raw(`url_decode('${encodeURIComponent(text).replaceAll("'", '%27')}')`);
  return sql.raw(`'${text.replaceAll("'", "''")}'`);
}

/**
 * A day, YYYY-MM-DD. A parameter is not known yet when DuckDB plans a scan, so that no part of the table is passed
 * over: measured 2 ms against 20 for one date of 183.
 */
export const day = (text: string): SQL => sql`CAST(${literal(text)} AS DATE)`;

export const textList = (texts: readonly string[]): SQL => sql.join(texts.map(literal), sql`, `);
