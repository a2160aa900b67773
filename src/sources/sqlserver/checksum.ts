import { type SQL, sql } from 'drizzle-orm';
import { nameOf } from '../look-queries.js';
import type { SourceColumn } from '../source.js';
import { sqlServerDialect } from './dialect.js';

/**
 * BINARY_CHECKSUM is cheap and weak: it turns its sum by four bits and XORs the next value in, takes an integer as it
 * is, and is said to be blind to the sign and the scale of a decimal. So it is asked for the text of one column at a
 * time, and the columns are put together here, in BIGINT:
 *
 *     v = (… ((1·B + h₁)·B + h₂) …) mod P        checksum = v² mod P        P = 2³¹ − 1, B = 1583458089
 *
 * B is a multiplier of a good lattice for P (L'Ecuyer, Tables of Linear Congruential Generators, Math. Comp. 68, 1999):
 * no small changes of a few columns cancel. The square keeps what one row gains and another loses from cancelling in
 * the sum. All products stay below 2⁶², and Σ over 2³¹ rows too.
 */
const P = sql.raw('2147483647');
const B = sql.raw('1583458089');

/** What stands for a null: no value of an INT. */
const NULL = sql.raw('5000000029');

/** v of a row. */
export function columnsChecksum(columns: readonly SourceColumn[]): SQL {
  return columns.flatMap(hashes).reduce((v, hash) => sql`(${v} * ${B} + ${hash}) % ${P}`, sql.raw('CAST(1 AS bigint)'));
}

/** The checksum out of v. */
export const mixedChecksum = (v: SQL): SQL => sql`${v} * ${v} % ${P}`;

const INTEGERS = /^(tinyint|smallint|int|bit)$/;
const ROW_VERSION = /^(timestamp|rowversion)$/;

/** Integers that a column's value is known by, each below 2³¹ but that of a null. */
function hashes(column: SourceColumn): readonly SQL[] {
  const { type, kind } = column;
  const name = nameOf(column);
  if (INTEGERS.test(type)) return [orNull(sql`CAST(${name} AS bigint)`)];
  if (type === 'bigint') return [orNull(sql`${name} % ${P}`)];
  if (ROW_VERSION.test(type)) return [orNull(sql`CONVERT(bigint, ${name}) % ${P}`)];
  if (kind === 'text' || kind === 'binary') {
    const whole = wholeOf(column);
    // Lengths tell texts apart that differ in trailing blanks, or behind whatever the server may not look at.
    return [sql`CAST(BINARY_CHECKSUM(${whole}) AS bigint)`, sql`COALESCE(CAST(DATALENGTH(${whole}) AS bigint), -1)`];
  }
  const text = sqlServerDialect.exact(name, column);
  return [sql`CASE WHEN ${name} IS NULL THEN ${NULL} ELSE CAST(BINARY_CHECKSUM(${text}) AS bigint) END`];
}

const orNull = (hash: SQL): SQL => sql`COALESCE(${hash}, ${NULL})`;

/** The value in a type that BINARY_CHECKSUM does not pass over. */
function wholeOf(column: SourceColumn): SQL {
  if (column.type === 'image') return sql`CONVERT(varbinary(max), ${nameOf(column)})`;
  return column.kind === 'binary' ? nameOf(column) : sqlServerDialect.exact(nameOf(column), column);
}
