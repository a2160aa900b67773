import { type SQL, sql } from 'drizzle-orm';
import { DAY, isByDay } from '../buckets.js';
import { tableOf } from '../dialect.js';
import { clockFrom, ServerLook } from '../look.js';
import { type LookDialect, nameOf } from '../look-queries.js';
import type { Look, SourceColumn } from '../source.js';
import { mysqlDialect } from './dialect.js';
import { lookQuery } from './queries.js';
import type { MySqlSessions } from './session.js';

export async function openMySqlLook(
  name: string,
  sessions: MySqlSessions,
  from: string,
  signal: AbortSignal,
): Promise<Look> {
  const session = await sessions.hold(from, signal);
  const [clock = '', engine] = await session.begin(lookQuery(from), signal);
  const facts = {
    source: name,
    table: from,
    from: tableOf(from),
    // Read before the snapshot is taken, so that nothing stamped earlier can be missing from it unnoticed.
    clock: clockFrom(clock ?? ''),
    consistent: engine === 'InnoDB',
    settled: null,
  };
  return new ServerLook(session, facts, lookDialect, signal);
}

/** Types whose own comparison finds every row of a text, and may find more: by case, accents and trailing blanks. */
const INDEXABLE_TEXT = /^(char|varchar|(tiny|medium|long)?text|enum|set)$/;
const INEXACT = /^(float|double)$/;

/** What CRC32 sees of a null; it begins no number, date or length. */
const NULL = sql.raw(`'~'`);

export const lookDialect: LookDialect = {
  ...mysqlDialect,
  count: sql`COUNT(*)`,
  /**
   * CRC-32 (ISO 3309) is linear over bits: swapping values between two rows leaves Σ CRC as it is in 1 of 10,000 cases.
   * The CRC-32 of its decimal digits is not: none was seen in 2,000,000, and it costs nothing that can be measured.
   */
  checksum: (columns) => sql`CRC32(CRC32(CONCAT(${sql.join(columns.map(part), sql`, `)})))`,
  mixed: (integer) => integer,
  // What an index on the date has found is in its order already; a whole table is scanned faster by the date's bytes.
  bucket(column, few) {
    if (few && column.kind === 'date') return nameOf(column);
    return sql`CAST(${isByDay(column) ? dayOf(column) : mysqlDialect.exact(nameOf(column), column)} AS BINARY)`;
  },
  value: (text, column) => value(text, column),
  day: dayOf,
  // It is shown in the session's zone, whose clocks go back now and then.
  isZoned: ({ type }) => type === 'timestamp',
  among(column, texts) {
    const name = nameOf(column);
    const values = sql.join(
      texts.map((text) => value(text, column)),
      sql`, `,
    );
    if (column.kind !== 'text' && !INEXACT.test(column.type)) return sql`${name} IN (${values})`;
    const bytes = sql.join(
      texts.map((text) => sql`CAST(${text} AS BINARY)`),
      sql`, `,
    );
    const exact = sql`CAST(CONVERT(${mysqlDialect.exact(name, column)} USING utf8mb4) AS BINARY) IN (${bytes})`;
    return INDEXABLE_TEXT.test(column.type) ? sql`(${name} IN (${values}) AND ${exact})` : exact;
  },
};

function dayOf(column: SourceColumn): SQL {
  return sql`LEFT(${nameOf(column)}, ${sql.raw(String(DAY))})`;
}

/**
 * A column's part of the text that is summed up: a number or date ends with `;`, which is in none of them; any other
 * value begins with its length in bytes. Texts count as the bytes that are stored, whatever the session's character set.
 */
function part(column: SourceColumn): SQL {
  const name = nameOf(column);
  const exact = mysqlDialect.exact(name, column);
  switch (column.kind) {
    case 'number':
    case 'date':
    case 'datetime':
      return sql`COALESCE(CONCAT(${exact}, ';'), ${NULL})`;
    case 'binary':
      return sql`COALESCE(CONCAT(LENGTH(${name}), ':', ${name}), ${NULL})`;
    case 'text':
      return sql`COALESCE(CONCAT(LENGTH(${exact}), ':', CAST(${exact} AS BINARY)), ${NULL})`;
  }
}

function value(text: string, { kind, type }: SourceColumn): SQL {
  switch (kind) {
    case 'date':
      return sql`CAST(${text} AS DATE)`;
    case 'datetime':
      return sql`CAST(${text.replace(/(\.\d{6})\d+/, '$1')} AS DATETIME(6))`;
    case 'number':
      return INEXACT.test(type) ? sql`(${text} + 0e0)` : sql`CAST(${text} AS DECIMAL(65,30))`;
    case 'binary':
      return sql`UNHEX(${text})`;
    case 'text':
      return sql`${text}`;
  }
}
