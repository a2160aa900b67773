import { type SQL, sql } from 'drizzle-orm';
import { DAY, isByDay } from '../sources/buckets.js';
import type { SourceColumn } from '../sources/source.js';
import { type Binding, type BoundFeed, type Repeat, recodeKey } from './feed.js';
import { dateFormat } from './formats.js';
import { literal } from './literals.js';
import { type ColumnKind, DECIMALS, isDecimal } from './shape.js';

/**
 * Text as read → typed, cleaned values, in SQL over a relation with text columns `c0`, `c1`, … Blanks are
 * trimmed and folded, empty text is null, codes are in capitals; a value that cannot be read rejects its
 * row, which is kept with the rule that it broke. Every row keeps what it was in its source: raw_date, row_sum,
 * row_key (`staging.ts`).
 */
export interface Cleansing {
  /** Columns of a part, for the rows that can be read. */
  readonly accepted: SQL;
  /** key, rule, column_name, value, raw_date, row_sum, row_key, date for those that cannot. */
  readonly rejected: SQL;
}

/** How a relation holds the rows. */
export interface RawForm {
  /** Whether the row's checksum follows the columns. */
  readonly sums: boolean;
  /** Whether text columns of date and key stand to the letter in `x…` beside `c…`, which has lost a sign there. */
  readonly escaped: boolean;
  /** Whether a value may be `LONG` with its length, in the place of one too long to be read. */
  readonly shortened: boolean;
}

export const PLAIN: RawForm = { sums: false, escaped: false, shortened: false };

/** Begins what stands for a value that is too long. No other value has a control character. */
export const LONG = '\u001d';

export function cleansing(bound: BoundFeed, relation: SQL, form: RawForm = PLAIN): Cleansing {
  const { bindings } = bound;
  const texts = bindings.map((binding, index) => sql`${recoded(binding, index)} AS ${name('t', index)}`);
  const values = bindings.map((binding, index) => sql`${cast(binding, index)} AS ${name('v', index)}`);
  const joins = bindings.flatMap(recodeJoin);
  const written = bound.feed.table === 'product' ? sql`, t0 AS written` : sql``;
  const raw = [...bound.extract.map((_, index) => name('c', index)), ...origin(bound, form)];
  const typed = sql`
    WITH text AS (SELECT ${sql.join([...raw, ...texts], sql`, `)} FROM ${relation} AS raw${sql.join(joins, sql``)}),
    typed AS (SELECT *, ${sql.join(values, sql`, `)}${written}, ${lossy(bindings)} AS lossy FROM text)`;
  const faults = [...(form.shortened ? bindings.flatMap(tooLong) : []), ...bindings.flatMap(faultsOf)];
  const date = bindings.findIndex(({ kind }) => kind === 'date');
  const none = sql`NOT (${sql.join(
    faults.map(({ when }) => when),
    sql` OR `,
  )})`;
  const columns = bindings.map((_, index) => name('v', index));
  if (bound.feed.table === 'product') columns.push(sql`written`);
  return {
    accepted: sql`${typed} SELECT ${sql.join([...columns, sql`lossy, raw_date, row_sum, row_key`, ...bound.repeats.map(repeated)], sql`, `)}
      FROM typed WHERE ${faults.length > 0 ? none : sql`TRUE`}`,
    rejected: sql`${typed}, judged AS (SELECT *, CASE ${sql.join(
      faults.map(({ when }, index) => sql`WHEN ${when} THEN ${sql.raw(String(index))}`),
      sql` `,
    )} END AS fault FROM typed)
    SELECT ${form.shortened ? sql`replace(${keyOf(bound)}, ${literal(LONG)}, '')` : keyOf(bound)} AS key,
      CASE fault ${pick(faults.map(({ rule }) => literal(rule)))} END AS rule,
      CASE fault ${pick(faults.map(({ column }) => literal(column)))} END AS column_name,
      CASE fault ${pick(faults.map(({ value }) => value))} END AS value,
      raw_date, row_sum, row_key, ${date >= 0 ? name('v', date) : sql`CAST(NULL AS DATE)`} AS date
    FROM judged WHERE fault IS NOT NULL`,
  };
}

/** What tells which row of the source it is: `raw_date`, `row_sum` and `row_key`. */
function origin({ origin: { date, key }, extract }: BoundFeed, { sums, escaped }: RawForm): SQL[] {
  const exact = (index: number) => name(escaped && isExact(extract[index]) ? 'x' : 'c', index);
  // Of several values DuckDB's hash tells apart where one ends and the next begins, and NULL from empty text.
  const hash = sql`hash(${sql.join(key.map(exact), sql`, `)})`;
  return [
    sql`${date === null ? sql`CAST(NULL AS VARCHAR)` : rawDate(exact(date), extract[date])} AS raw_date`,
    sql`${sums ? sql`CAST(${name('c', extract.length)} AS BIGINT)` : sql`CAST(NULL AS BIGINT)`} AS row_sum`,
    sql`${key.length > 0 ? hash : sql`CAST(NULL AS UBIGINT)`} AS row_key`,
  ];
}

/** As `rawDateOf` has it. */
const rawDate = (text: SQL, column: SourceColumn | undefined): SQL =>
  column && isByDay(column) ? sql`left(${text}, ${sql.raw(String(DAY))})` : text;

/** Whether a column of date or key can hold text that is changed when it is spooled: empty, or with control characters. */
export const isExact = (column: SourceColumn | undefined): boolean =>
  column?.kind === 'text' || column?.kind === 'binary';

/** What the row says of a dimension's text. */
const repeated = ({ raw }: Repeat, index: number): SQL =>
  sql`${folded(name('c', raw), 'text')} AS ${name('repeat_', index)}`;

const name = (prefix: string, index: number): SQL => sql.raw(`${prefix}${index}`);

const pick = (choices: readonly SQL[]): SQL =>
  sql.join(
    choices.map((choice, index) => sql`WHEN ${sql.raw(String(index))} THEN ${choice}`),
    sql` `,
  );

/** Trimmed, inner blanks folded into one, null when nothing is left; most texts are so already. */
function folded(column: SQL, kind: ColumnKind): SQL {
  if (kind !== 'code' && kind !== 'text') return sql`nullif(trim(${column}), '')`;
  return sql`CASE WHEN regexp_full_match(${column}, '[!-~]+( [!-~]+)*') THEN ${column}
    ELSE nullif(trim(regexp_replace(${column}, '[\\s\\x{A0}\\x{FEFF}]+', ' ', 'g')), '') END`;
}

function recoded({ from, kind, recode, typed }: Binding, index: number): SQL {
  if (from === null) return sql`CAST(NULL AS VARCHAR)`;
  if ('constant' in from) return literal(from.constant);
  const column = sql`raw.${name('c', from.raw)}`;
  if (typed) return column;
  const text = folded(column, kind);
  return Object.keys(recode).length > 0 ? sql`coalesce(${name('r', index)}.new, ${text})` : text;
}

function recodeJoin(binding: Binding, index: number): SQL[] {
  if (binding.from === null || 'constant' in binding.from) return [];
  const entries = new Map(Object.entries(binding.recode).map(([old, replacement]) => [recodeKey(old), replacement]));
  if (entries.size === 0) return [];
  const rows = [...entries].map(([old, replacement]) => sql`(${literal(old)}, ${literal(replacement)})`);
  const table = name('r', index);
  const text = folded(sql`raw.${name('c', binding.from.raw)}`, 'code');
  return [sql` LEFT JOIN (VALUES ${sql.join(rows, sql`, `)}) AS ${table}(old, new) ON ${table}.old = upper(${text})`];
}

function cast({ kind, format, typed }: Binding, index: number): SQL {
  const text = name('t', index);
  if (typed) return sql`TRY_CAST(${text} AS ${sql.raw(isDecimal(kind) ? `DECIMAL(18,${DECIMALS[kind]})` : 'DATE')})`;
  switch (kind) {
    case 'code':
      return sql`upper(${text})`;
    case 'text':
      return sql`${text}`;
    case 'environment':
      return sql`CASE WHEN lower(${text}) IN ('test', 'production') THEN lower(${text}) END`;
    case 'year':
      return sql`CASE WHEN regexp_full_match(${text}, '[12][0-9]{3}') THEN CAST(${text} AS INTEGER) END`;
    case 'date':
      return dateOf(text, format);
    default:
      return decimal(text, DECIMALS[kind]);
  }
}

/** Without a format ISO 8601, with or without a time. A year of fewer than four digits is not read. */
export function dateOf(text: SQL, format: string | null): SQL {
  const form = format === null ? null : dateFormat(format);
  if (form !== null) {
    const parsed = sql`CAST(try_strptime(${text}, ${literal(form)}) AS DATE)`;
    return sql`CASE WHEN ${parsed} BETWEEN DATE '1000-01-01' AND DATE '9999-12-31' THEN ${parsed} END`;
  }
  const parsed = sql`TRY_CAST(left(${text}, 10) AS DATE)`;
  const iso = sql`${text} < ':' AND (length(${text}) <= 10 OR substr(${text}, 11, 1) IN (' ', 'T'))`;
  return sql`CASE WHEN ${iso} AND ${parsed} >= DATE '1000-01-01' THEN ${parsed} END`;
}

/** Has a decimal text more digits behind the point than the column keeps, or an exponent? */
const needsRounding = (text: SQL, scale: number): SQL =>
  sql`((strpos(${text}, '.') > 0 AND length(${text}) - strpos(${text}, '.') > ${sql.raw(String(scale))}) OR contains(lower(${text}), 'e'))`;

/**
 * Exact where it fits; else rounded half-even, as KPIS.md asks: DuckDB rounds half away from zero, so a
 * tie that went to an odd digit is taken back. An underscore, which DuckDB would skip, is no number.
 * `contains`, not IN: a longer list becomes a join, which runs for every row and made a load five times slower.
 */
function decimal(text: SQL, scale: number): SQL {
  const type = sql.raw(`DECIMAL(18,${scale})`);
  const unit = sql.raw(`CAST(${(10 ** -scale).toFixed(scale)} AS DECIMAL(18,${scale}))`);
  const half = sql.raw(`CAST(0.${'0'.repeat(scale)}5 AS DECIMAL(38,20))`);
  const exact = sql`TRY_CAST(${text} AS DECIMAL(38,20))`;
  const near = sql`TRY_CAST(${exact} AS ${type})`;
  return sql`CASE WHEN contains(${text}, '_') THEN NULL
    WHEN NOT ${needsRounding(text, scale)} THEN TRY_CAST(${text} AS ${type})
    WHEN abs(${exact} - CAST(${near} AS DECIMAL(38,20))) = ${half} AND contains('13579', right(CAST(${near} AS VARCHAR), 1))
      THEN CAST(${near} - sign(${exact}) * ${unit} AS ${type})
    ELSE ${near} END`;
}

/** Did any decimal of the row lose digits? CASE, because AND works out both its sides. */
function lossy(bindings: readonly Binding[]): SQL {
  const lost = bindings.flatMap(({ kind, from, typed }, index) => {
    if (!isDecimal(kind) || from === null || typed) return [];
    const text = name('t', index);
    const differs = sql`TRY_CAST(${text} AS DECIMAL(38,20)) <> CAST(${name('v', index)} AS DECIMAL(38,20))`;
    return [sql`CASE WHEN ${needsRounding(text, DECIMALS[kind])} THEN coalesce(${differs}, FALSE) ELSE FALSE END`];
  });
  return lost.length > 0 ? sql.join(lost, sql` OR `) : sql`FALSE`;
}

const UNREADABLE: Readonly<Record<ColumnKind, string>> = {
  code: 'not an id',
  text: 'not a text',
  environment: 'neither test nor production',
  date: 'not a date',
  quantity: 'not a number',
  price: 'not a number',
  rate: 'not a number',
  year: 'not a year',
};

interface Fault {
  readonly when: SQL;
  readonly rule: string;
  readonly column: string;
  readonly value: SQL;
}

/** Before all others, because what was put in the place of the value breaks them as well. */
function tooLong({ column, from }: Binding): Fault[] {
  if (from === null || 'constant' in from) return [];
  const text = name('c', from.raw);
  return [
    {
      when: sql`coalesce(starts_with(${text}, ${literal(LONG)}), FALSE)`,
      rule: 'value too long',
      column,
      value: sql`substr(${text}, 2)`,
    },
  ];
}

function faultsOf({ column, kind, required, from }: Binding, index: number): Fault[] {
  if (from === null) return [];
  const text = name('t', index);
  const faults: Fault[] = [];
  // A mapped date is as necessary as a required column: a row without its day says nothing.
  if (required || kind === 'date') {
    faults.push({ when: sql`${text} IS NULL`, rule: `no ${column}`, column, value: sql`${text}` });
  }
  if (kind !== 'code' && kind !== 'text') {
    const when = sql`(${text} IS NOT NULL AND ${name('v', index)} IS NULL)`;
    faults.push({ when, rule: UNREADABLE[kind], column, value: sql`${text}` });
  }
  return faults;
}

/** What tells a rejected row from others: all that is not a measure, as it was read. */
function keyOf({ bindings }: BoundFeed): SQL {
  const parts = bindings.flatMap(({ column, kind, from }, index) =>
    from !== null && ['code', 'date', 'year', 'environment'].includes(kind)
      ? [sql`${literal(`${column}=`)} || coalesce(${name('t', index)}, '')`]
      : [],
  );
  return parts.length > 0 ? sql`concat_ws(' ', ${sql.join(parts, sql`, `)})` : sql`''`;
}
