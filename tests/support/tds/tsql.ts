/**
 * The T-SQL that the source asks of tables, in the words of DuckDB: names in brackets, parameters, conversions with a
 * style, code-point collation. It is a translation of what is known to be asked, and no parser of T-SQL.
 */

/** DuckDB's types for those of SQL Server; what is not here has the same name in both. */
const TYPES: Readonly<Record<string, string>> = {
  // As the collation of a server that was installed without a thought: case-insensitive.
  varchar: 'VARCHAR COLLATE NOCASE',
  nvarchar: 'VARCHAR COLLATE NOCASE',
  nchar: 'VARCHAR COLLATE NOCASE',
  char: 'VARCHAR COLLATE NOCASE',
  ntext: 'VARCHAR',
  text: 'VARCHAR',
  bit: 'BOOLEAN',
  tinyint: 'UTINYINT',
  money: 'DECIMAL(19,4)',
  smallmoney: 'DECIMAL(10,4)',
  float: 'DOUBLE',
  datetime: 'TIMESTAMP_MS',
  smalldatetime: 'TIMESTAMP_S',
  datetime2: 'TIMESTAMP_NS',
  // Its moment in UTC, by which it is compared, and its text: `offset_moment`.
  datetimeoffset: 'VARCHAR',
  uniqueidentifier: 'UUID',
  varbinary: 'BLOB',
  binary: 'BLOB',
  timestamp: 'BLOB',
  rowversion: 'BLOB',
};

/** `decimal(18, 4)` → `decimal`. */
export const baseType = (type: string): string => type.replace(/\s*\(.*$/, '').toLowerCase();

export const duckdbType = (type: string): string => TYPES[baseType(type)] ?? type;

/**
 * Functions that DuckDB lacks. BINARY_CHECKSUM is not the real one, which nobody has published: it is what people have
 * found out about it, four bits to the left and XOR with the next character, so that it is as weak as that.
 */
export const MACROS: readonly string[] = [
  `CREATE MACRO rotated(t) AS list_reduce(
    list_transform(string_split(chr(1) || CAST(t AS VARCHAR), ''), lambda c: CAST(unicode(c) AS BIGINT)),
    lambda h, b: xor(((h << 4) | (h >> 28)) & 4294967295, b))`,
  `CREATE MACRO binary_checksum(t) AS CASE
    WHEN t IS NULL THEN 2147483647
    WHEN rotated(t) >= 2147483648 THEN rotated(t) - 4294967296
    ELSE rotated(t) END`,
  'CREATE MACRO datalength(t) AS strlen(CAST(t AS VARCHAR))',
  `CREATE MACRO printed(t) AS CASE typeof(t)
    WHEN 'BOOLEAN' THEN CASE CAST(t AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END
    WHEN 'UUID' THEN upper(CAST(t AS VARCHAR))
    ELSE CAST(t AS VARCHAR) END`,
  // A datetime2(7) with all its digits, a datetime with three unless they are zeros.
  `CREATE MACRO printed_time(t) AS CASE
    WHEN typeof(t) = 'TIMESTAMP_NS' THEN rpad(strftime(t, '%Y-%m-%dT%H:%M:%S.%n'), 27, '0')[:27]
    WHEN contains(CAST(t AS VARCHAR), '.') THEN rpad(replace(CAST(t AS VARCHAR), ' ', 'T'), 23, '0')
    ELSE replace(CAST(t AS VARCHAR), ' ', 'T') END`,
  `CREATE MACRO offset_of(t) AS coalesce(nullif(regexp_extract(t, '[+-]\\d\\d:\\d\\d$'), ''), '+00:00')`,
  `CREATE MACRO offset_minutes(o) AS
    CAST(left(o, 1) || '1' AS BIGINT) * (60 * CAST(substr(o, 2, 2) AS BIGINT) + CAST(substr(o, 5, 2) AS BIGINT))`,
  `CREATE MACRO fraction_of(t) AS '.' || rpad(regexp_extract(t, '\\.(\\d+)', 1), 7, '0')`,
  `CREATE MACRO offset_moment(t) AS
    strftime(TRY_CAST(left(t, 19) AS TIMESTAMP) - to_minutes(offset_minutes(offset_of(t))), '%Y-%m-%d %H:%M:%S')
    || fraction_of(t) || '|' || left(t, 19) || fraction_of(t) || ' ' || offset_of(t)`,
  `CREATE MACRO day_of(t) AS CAST(left(regexp_replace(CAST(t AS VARCHAR), '^.*\\|', ''), 10) AS DATE)`,
  `CREATE MACRO printed_float(t) AS
    regexp_replace(format('{:.16e}', CAST(t AS DOUBLE)), 'e([+-])(..)$', 'e\\10\\2')`,
];

const TOKEN = /\[(?:[^\]]|\]\])+\]|N?'(?:[^']|'')*'|@\w+|[A-Za-z_]\w*|\d+|\s+|[^\s]/g;

export function translated(sql: string): string {
  return translate(sql.match(TOKEN) ?? []);
}

function translate(tokens: readonly string[]): string {
  let text = '';
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    if (/^(TRY_)?CONVERT$/.test(token)) {
      const end = closing(tokens, at + 1);
      text += conversion(token === 'TRY_CONVERT' ? 'TRY_CAST' : 'CAST', split(tokens.slice(at + 2, end)));
      at = end;
    } else {
      text += word(token, tokens.slice(at + 1));
    }
  }
  return text;
}

function word(token: string, next: readonly string[]): string {
  if (token.startsWith('[')) return `"${token.slice(1, -1).replaceAll(']]', ']').replaceAll('"', '""')}"`;
  if (token.startsWith("N'")) return token.slice(1);
  if (token.startsWith('@')) return `$${token.slice(1)}`;
  if (token === '+' && next.find((one) => one.trim() !== '')?.startsWith("N'")) return '||';
  if (token === 'COUNT_BIG') return 'COUNT';
  return token === 'Latin1_General_BIN2' ? 'C' : token;
}

/** Place of the bracket that closes the one at `open`. */
function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth += 1;
    if (tokens[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a bracket is not closed');
}

/** Arguments of a call. */
function split(tokens: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** CONVERT of a value to text in a style, or of text to a value. */
function conversion(cast: 'CAST' | 'TRY_CAST', [target = [], from = [], style = []]: readonly (readonly string[])[]) {
  const type = target.join('').trim();
  const value = translate(from).trim();
  const isParameter = value.startsWith('$');
  switch (`${baseType(type)} ${style.join('').trim()}`) {
    case 'varchar 1':
      return `('0x' || hex(${value}))`;
    case 'varchar 3':
      return `printed_float(${value})`;
    case 'varchar 126':
      return `printed_time(${value})`;
    case 'varchar 121':
      return `split_part(${value}, '|', 2)`;
    case 'datetimeoffset 121':
      return `offset_moment(${value})`;
    case 'binary 1':
    case 'varbinary 1':
      return `from_hex(substr(${value}, 3))`;
    case 'binary ':
    case 'varbinary ':
      return value;
    case 'date ':
      return `day_of(${value})`;
    case 'bigint ':
      // Of a row version.
      if (!isParameter) return `CAST('0x' || hex(${value}) AS BIGINT)`;
  }
  if (/^n?(var)?char/.test(type)) return isParameter ? value : `printed(${value})`;
  return `${cast}(${value} AS ${duckdbType(type)})`;
}
