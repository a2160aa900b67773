import { type SQL, sql } from 'drizzle-orm';
import { isByDay, momentsOf, neighbourOf } from './buckets.js';
import type { Dialect } from './dialect.js';
import type { Bound, LookColumns, SourceColumn, Where } from './source.js';

/** What differs between the servers when a look asks for less than a whole table, and for checksums. */
export interface LookDialect extends Dialect {
  /** Number of rows, as an integer that does not overflow. */
  readonly count: SQL;
  /** Integer out of a row's values: NULL is told from every value, and no two columns can run into each other. */
  checksum(columns: readonly SourceColumn[]): SQL;
  /** The row's checksum out of that integer, below 2^32: what is summed. */
  mixed(integer: SQL): SQL;
  /**
   * The same for exactly those rows whose raw date is the same, whatever the server takes to be equal. `few`: of rows
   * that an index on the column has found.
   */
  bucket(column: SourceColumn, few: boolean): SQL;
  /**
   * Text of the column as a value of its type, so that an index on it serves; never above what the text says. `tried`:
   * null, and no error, where it is the text of no value.
   */
  value(text: string, column: SourceColumn, tried?: boolean): SQL;
  /** Holds for the rows whose exact text is one of these. */
  among(column: SourceColumn, texts: readonly string[]): SQL;
  /** The day of a date-time, as its exact text says it. */
  day(column: SourceColumn): SQL;
  /** Whether date-times may come in another order than their exact texts, by less than a day. */
  isZoned(column: SourceColumn): boolean;
}

/** Dates of one statement: one takes up to three parameters, and no statement shall have more than 1,000. */
const DATES = 300;

export const nameOf = ({ name }: SourceColumn): SQL => sql`${sql.identifier(name)}`;

const exactOf = (column: SourceColumn, dialect: Dialect): SQL => dialect.exact(nameOf(column), column);

/** How many rows have changed since, and the highest change value among them as exact text. */
export function changesQuery(from: SQL, changed: SourceColumn, since: Bound | null, dialect: LookDialect): SQL {
  const highest = dialect.exact(sql`MAX(${nameOf(changed)})`, changed);
  const where = since === null ? sql`` : sql` WHERE ${changedSince(changed, since, dialect)}`;
  return sql`SELECT ${dialect.count} AS c0, ${highest} AS c1 FROM ${from}${where}`;
}

/**
 * Date, rows and sum of their checksums. Without a date, that is one row, whose rows may be 0 and its sum null. `few`:
 * an index serves the condition, by the date.
 */
export function sumsQuery(
  from: SQL,
  { columns, date }: LookColumns,
  where: SQL,
  dialect: LookDialect,
  few = false,
): SQL {
  const sums = sql`${dialect.count} AS c1, SUM(${dialect.mixed(sql`v`)}) AS c2`;
  const checksum = sql`${dialect.checksum(columns)} AS v`;
  if (date === null) return sql`SELECT NULL AS c0, ${sums} FROM (SELECT ${checksum} FROM ${from}${where}) AS s`;
  const raw = isByDay(date) ? dialect.day(date) : exactOf(date, dialect);
  const rows = sql`SELECT ${raw} AS c0, ${dialect.bucket(date, few)} AS k, ${checksum} FROM ${from}${where}`;
  return sql`SELECT MIN(c0) AS c0, ${sums} FROM (${rows}) AS s GROUP BY k`;
}

/** The columns as exact text, then the row's checksum. */
export function rowsQuery(from: SQL, { columns }: LookColumns, where: SQL, dialect: LookDialect): SQL {
  const place = (at: number) => sql`${sql.identifier(`c${at}`)}`;
  const list = columns.map((column, at) => sql`${exactOf(column, dialect)} AS ${place(at)}`);
  const rows = sql`SELECT ${sql.join([...list, sql`${dialect.checksum(columns)} AS v`], sql`, `)} FROM ${from}${where}`;
  const checksum = sql`${dialect.mixed(sql`v`)} AS ${place(columns.length)}`;
  const shown = [...columns.map((_, at) => place(at)), checksum];
  return sql`SELECT ${sql.join(shown, sql`, `)} FROM (${rows}) AS s`;
}

/** The rows in parts of which none has a row of another, each a condition for a statement of its own. */
export function partsOf({ date, changed }: LookColumns, where: Where, dialect: LookDialect): readonly SQL[] {
  switch (where.kind) {
    case 'all':
      return [sql``];
    case 'changed':
      if (changed === null) throw new Error('A look was asked for changes of a table without a change column');
      return [sql` WHERE ${changedSince(changed, where.since, dialect)}`];
    case 'from':
      return date === null ? [] : [sql` WHERE ${fromDate(date, where.date, dialect)}`];
    case 'dates':
      return datesIn(date, [...new Set(where.dates)], dialect);
  }
}

function changedSince(changed: SourceColumn, { value, inclusive }: Bound, dialect: LookDialect): SQL {
  return sql`${nameOf(changed)} ${sql.raw(inclusive ? '>=' : '>')} ${dialect.value(value, changed)}`;
}

function datesIn(date: SourceColumn | null, wanted: readonly (string | null)[], dialect: LookDialect): readonly SQL[] {
  const dateless = wanted.includes(null);
  if (date === null) return dateless ? [sql``] : [];
  // What is no value of the column's type is in no row, and must not be bent into one by the server.
  const texts = wanted.filter((text): text is string => text !== null && isRawDate(text, date));
  const parts = Array.from({ length: Math.ceil(texts.length / DATES) }, (_, at) => {
    const some = texts.slice(at * DATES, (at + 1) * DATES);
    return isByDay(date)
      ? sql.join(
          some.map((day) => onDay(date, day, dialect)),
          sql` OR `,
        )
      : dialect.among(date, some);
  });
  if (dateless) parts.push(sql`${nameOf(date)} IS NULL`);
  return parts.map((part) => sql` WHERE ${part}`);
}

/**
 * The day’s rows, by a range that an index serves. Where another order may put them outside it, the range is wider, and
 * the day itself decides.
 */
function onDay(date: SourceColumn, day: string, dialect: LookDialect): SQL {
  const zoned = dialect.isZoned(date);
  const [first] = momentsOf(zoned ? neighbourOf(day, -1) : day);
  const [, last] = momentsOf(zoned ? neighbourOf(day, 1) : day);
  const range = sql`${nameOf(date)} BETWEEN ${dialect.value(first, date, true)} AND ${dialect.value(last, date, true)}`;
  return zoned ? sql`(${range} AND ${dialect.day(date)} = ${day})` : range;
}

function fromDate(date: SourceColumn, text: string, dialect: LookDialect): SQL {
  const later = (bound: string) => sql`${nameOf(date)} >= ${dialect.value(bound, date)}`;
  if (!isByDay(date)) return later(text);
  if (!dialect.isZoned(date)) return later(momentsOf(text)[0]);
  return sql`${later(momentsOf(neighbourOf(text, -1))[0])} AND ${dialect.day(date)} >= ${text}`;
}

const DAY = String.raw`\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])`;
const FORMS: Readonly<Record<SourceColumn['kind'], RegExp>> = {
  date: new RegExp(`^${DAY}$`),
  datetime: new RegExp(`^${DAY}([ T]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?( ?[+-]\\d\\d:\\d\\d)?)?$`),
  number: /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i,
  binary: /^(0x)?([\dA-F]{2})*$/i,
  text: /^/,
};

/** Whether it is the text of a value that a column of its type can have: MySQL takes any other for NULL or 0. */
export function fits(text: string, { kind }: SourceColumn): boolean {
  return FORMS[kind].test(text);
}

/** Whether rows of the column can have this raw date. */
export function isRawDate(text: string, column: SourceColumn): boolean {
  return isByDay(column) ? FORMS.date.test(text) : fits(text, column);
}
