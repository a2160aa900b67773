import { type SQL, sql } from 'drizzle-orm';
import { isByDay } from '../buckets.js';
import { tableOf } from '../dialect.js';
import { clockFrom, ServerLook } from '../look.js';
import { type LookDialect, nameOf } from '../look-queries.js';
import type { Look, SourceColumn } from '../source.js';
import { columnsChecksum, mixedChecksum } from './checksum.js';
import { sqlServerDialect } from './dialect.js';
import { lookQuery } from './queries.js';
import type { SqlServerSessions } from './session.js';
import { typedValue } from './values.js';

/**
 * Several statements see one state under SNAPSHOT isolation only, which the database has to allow; otherwise each sees
 * what is committed when it runs.
 */
export async function openSqlServerLook(
  name: string,
  sessions: SqlServerSessions,
  from: string,
  signal: AbortSignal,
): Promise<Look> {
  const { session, facts: [clock, settled, snapshot] = [] } = await sessions.hold(
    from,
    // Asked before the snapshot is taken: what is stamped below either is in it, or in whatever is read later.
    lookQuery,
    ([, , snapshot]) => snapshot === '1',
    signal,
  );
  const facts = {
    source: name,
    table: from,
    from: tableOf(from),
    clock: clockFrom(clock ?? ''),
    consistent: snapshot === '1',
    settled: { types: ROW_VERSIONS, value: settled ?? '' },
  };
  return new ServerLook(session, facts, lookDialect, signal);
}

const ROW_VERSIONS = ['timestamp', 'rowversion'];

/** Compared by the server itself, an index on it serves. */
const INDEXABLE_TEXT = /^(n?char|n?varchar|uniqueidentifier)$/;
/** Equal values of which may have different texts, beside texts themselves. */
const AMBIGUOUS = /^(float|real)$/;

const exactOf = (column: SourceColumn): SQL => sqlServerDialect.exact(nameOf(column), column);

const isAmbiguous = ({ kind, type }: SourceColumn): boolean => kind === 'text' || AMBIGUOUS.test(type);

/** Text by its code points. The stroke makes trailing blanks count, which no collation does by itself. */
const byCodePoint = (column: SourceColumn): SQL => sql`(${exactOf(column)} + N'|') COLLATE Latin1_General_BIN2`;

/** Of a date-time with an offset it is the day at that offset. */
const dateOf = (column: SourceColumn): SQL => sql`CONVERT(date, ${nameOf(column)})`;

const listOf = (texts: readonly string[], each: (text: string) => SQL): SQL => sql.join(texts.map(each), sql`, `);

export const lookDialect: LookDialect = {
  ...sqlServerDialect,
  count: sql`COUNT_BIG(*)`,
  checksum: columnsChecksum,
  mixed: mixedChecksum,
  bucket(column) {
    if (isByDay(column)) return dateOf(column);
    return isAmbiguous(column) ? byCodePoint(column) : nameOf(column);
  },
  value: (text, column, tried = false) => typedValue(text, column, tried ? 'TRY_CONVERT' : 'CONVERT'),
  day: (column) => sqlServerDialect.exact(dateOf(column), { ...column, type: 'date', kind: 'date' }),
  isZoned: ({ type }) => type === 'datetimeoffset',
  among(column, texts) {
    const values = () => listOf(texts, (text) => typedValue(text, column, 'TRY_CONVERT'));
    if (!isAmbiguous(column)) return sql`${nameOf(column)} IN (${values()})`;
    const exact = sql`${byCodePoint(column)} IN (${listOf(texts, (text) => sql`${`${text}|`}`)})`;
    const indexable = INDEXABLE_TEXT.test(column.type) || AMBIGUOUS.test(column.type);
    return indexable ? sql`(${nameOf(column)} IN (${values()}) AND ${exact})` : exact;
  },
};
