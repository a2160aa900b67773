import { type SQL, sql } from 'drizzle-orm';
import parser from 'node-sql-parser';
import { describe, expect, test } from 'vitest';
import { compile, type Dialect, tableName, tableOf } from '../../src/sources/dialect.js';
import { changesQuery, type LookDialect, partsOf, rowsQuery, sumsQuery } from '../../src/sources/look-queries.js';
import { mysqlDialect, columnKind as mysqlKind } from '../../src/sources/mysql/dialect.js';
import { lookDialect as mysqlLook } from '../../src/sources/mysql/look.js';
import * as mysqlQueries from '../../src/sources/mysql/queries.js';
import { extractQuery, profileQuery } from '../../src/sources/queries.js';
import type { SourceColumn, Where } from '../../src/sources/source.js';
import { sqlServerDialect, columnKind as sqlServerKind } from '../../src/sources/sqlserver/dialect.js';
import { lookDialect as sqlServerLook } from '../../src/sources/sqlserver/look.js';
import * as sqlServerQueries from '../../src/sources/sqlserver/queries.js';

/**
 * No SQL Server runs here, so all that is sent to one is read by a parser of its grammar; MySQL’s likewise. Each
 * stand-in below is for something that the parser does not know, and is named with the reason.
 */

const TEXTS = ['2024-02-29', '20240229', "'; DROP TABLE stock; --", '🚚', '', '0xFF'];

interface Grammar {
  readonly database: 'transactsql' | 'mysql';
  readonly dialect: Dialect;
  readonly look: LookDialect;
  readonly types: readonly string[];
  readonly kind: (type: string) => SourceColumn['kind'];
  readonly queries: Readonly<Record<string, SQL>>;
  /** What is parsed instead. */
  readonly standIn: (sql: string) => string;
  /** What the parser then makes of a name. */
  readonly named: (name: string) => string;
}

const FROM = ['stock', 'dbo.stock', '[my schema].[a.b]', '`it\'s "x"`', '"back`tick"', '[x]]y]', 'a; DROP TABLE b --'];

const GRAMMARS: readonly Grammar[] = [
  {
    database: 'transactsql',
    dialect: sqlServerDialect,
    look: sqlServerLook,
    types: [
      ...['bigint', 'int', 'smallint', 'tinyint', 'bit', 'decimal', 'numeric', 'money', 'smallmoney', 'float', 'real'],
      ...['date', 'datetime', 'datetime2', 'smalldatetime', 'datetimeoffset', 'time', 'timestamp', 'rowversion'],
      ...['char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext', 'xml', 'sql_variant', 'uniqueidentifier'],
      ...['binary', 'varbinary', 'image'],
    ],
    kind: sqlServerKind,
    queries: {
      columns: sqlServerQueries.columnsQuery('stock'),
      'columns in a schema': sqlServerQueries.columnsQuery('dbo.stock'),
      kind: sqlServerQueries.kindQuery('dbo.stock'),
      keys: sqlServerQueries.keysQuery('dbo.stock'),
      version: sqlServerQueries.versionQuery,
      isolation: sqlServerQueries.isolationQuery,
      rights: sqlServerQueries.rightsQuery,
      'the beginning of a look': sqlServerQueries.lookQuery,
    },
    // A bracket inside a name, which T-SQL doubles: the parser would end the name there. COUNT_BIG is COUNT that
    // gives a BIGINT; COLLATE may follow any expression of text, which the parser has only heard of in definitions.
    standIn: (sql) =>
      sql
        .replace(/\[(?:[^\]]|\]\])+\]/g, (name) => `[${name.slice(1, -1).replaceAll(']]', ')')}]`)
        .replaceAll('COUNT_BIG(*)', 'COUNT(*)')
        .replaceAll(' COLLATE Latin1_General_BIN2', ''),
    named: (name) => name.replaceAll(']', ')'),
  },
  {
    database: 'mysql',
    dialect: mysqlDialect,
    look: mysqlLook,
    types: [
      ...['bigint', 'int', 'mediumint', 'smallint', 'tinyint', 'bit', 'decimal', 'float', 'double', 'year'],
      ...['date', 'datetime', 'timestamp', 'time', 'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'],
      ...['enum', 'set', 'json', 'binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'],
    ],
    kind: mysqlKind,
    queries: {
      columns: mysqlQueries.columnsQuery('stock'),
      'columns in a database': mysqlQueries.columnsQuery('shop.stock'),
      kind: mysqlQueries.kindQuery('shop.stock'),
      keys: mysqlQueries.keysQuery('shop.stock'),
      version: mysqlQueries.versionQuery,
      tls: mysqlQueries.tlsQuery,
      grants: mysqlQueries.grantsQuery,
      'the beginning of a look': mysqlQueries.lookQuery('shop.stock'),
    },
    // The scope of a status and its pattern, which the parser does not know; MariaDB reads them in mysql.test.ts.
    standIn: (sql) => sql.replace(/^SHOW SESSION STATUS LIKE '\w+'$/, 'SHOW STATUS'),
    // The parser leaves a doubled quote doubled.
    named: (name) => name.replaceAll('`', '``'),
  },
];

describe.each(GRAMMARS)('$database', ({ database, dialect, look, types, kind, queries, standIn, named }) => {
  const columns = types.map((type): SourceColumn => ({ name: `of ${type}`, type, kind: kind(type) }));

  /** Its statements, each as what it does and to which tables: `select::null::stock`. */
  function parse(query: SQL) {
    const { text } = compile(query, dialect);
    const { ast, tableList } = new parser.Parser().parse(standIn(text), { database });
    return { statements: Array.isArray(ast) ? ast.length : 1, tableList, text };
  }

  test.each(columns.map((column) => [column.type, column] as const))('an extract of %s', (_, column) => {
    expect(parse(extractQuery(tableOf('stock'), [column], dialect))).toMatchObject({
      statements: 1,
      tableList: ['select::null::stock'],
    });
  });

  test('an extract of all of them', () => {
    expect(parse(extractQuery(tableOf('stock'), columns, dialect))).toMatchObject({ statements: 1 });
  });

  test.each(columns.map((column) => [column.type, column] as const))('a profile by a date of %s', (_, { name }) => {
    for (const item of [null, 'sku']) {
      const query = profileQuery(tableOf('stock'), { date: name, item }, columns, dialect);
      expect(parse(query)).toMatchObject({ statements: 1, tableList: ['select::null::stock'] });
    }
  });

  test.each(columns.map((column) => [column.type, column] as const))(
    'a look by a date and changes of %s',
    (_, column) => {
      const looked = { columns: [column], date: column, changed: column };
      const since = { value: '1', inclusive: false };
      const wheres: Where[] = [
        { kind: 'all' },
        { kind: 'changed', since },
        { kind: 'changed', since: { ...since, inclusive: true } },
        { kind: 'from', date: '1' },
        { kind: 'dates', dates: [null, ...TEXTS] },
      ];
      const parts = wheres.flatMap((where) => partsOf(looked, where, look));
      expect(parts.length).toBeGreaterThanOrEqual(wheres.length);
      for (const query of [
        ...parts.flatMap((part) => [
          sumsQuery(tableOf('stock'), looked, part, look),
          sumsQuery(tableOf('stock'), { ...looked, date: null }, part, look),
          rowsQuery(tableOf('stock'), looked, part, look),
        ]),
        changesQuery(tableOf('stock'), column, null, look),
        changesQuery(tableOf('stock'), column, since, look),
      ]) {
        const { statements, tableList, text } = parse(query);
        expect({ statements, tableList }).toEqual({ statements: 1, tableList: ['select::null::stock'] });
        expect(text).not.toMatch(/DROP|🚚/);
        expect(compile(query, look).parameters.length).toBeLessThanOrEqual(1000);
      }
    },
  );

  test('a look at several columns together', () => {
    // The parser takes seconds for brackets within brackets of more.
    for (let first = 0; first < columns.length; first += 4) {
      const looked = { columns: columns.slice(first, first + 4), date: null, changed: null };
      for (const query of [rowsQuery, sumsQuery]) {
        expect(parse(query(tableOf('stock'), looked, sql``, look))).toMatchObject({
          statements: 1,
          tableList: ['select::null::stock'],
        });
      }
    }
  });

  test('2,500 dates, in statements of at most 1,000 parameters', () => {
    const numbers = Array.from({ length: 2500 }, (_, at) => String(at));
    const days = numbers.map((at) => new Date(Date.UTC(2020, 0, 1 + Number(at))).toISOString().slice(0, 10));
    for (const date of columns) {
      const dates = /^date/.test(date.kind) ? days : numbers;
      const parts = partsOf({ columns, date, changed: null }, { kind: 'dates', dates }, look);
      const counts = parts.map((part) => compile(part, look).parameters.length);
      expect(Math.max(0, ...counts)).toBeLessThanOrEqual(1000);
      expect(counts.length).toBeGreaterThan(1);
    }
  });

  test('a profile without a date', () => {
    expect(parse(profileQuery(tableOf('stock'), { date: null, item: null }, columns, dialect)).statements).toBe(1);
  });

  test.each(Object.entries(queries))('what is asked for %s', (_, query) => {
    expect(parse(query).statements).toBe(1);
    expect(compile(query, dialect).text).not.toContain('stock');
  });

  test.each(FROM)('a table called %s is one table, whatever its name', (from) => {
    const { statements, tableList } = parse(extractQuery(tableOf(from), columns.slice(0, 1), dialect));
    const { schema, name } = tableName(from);
    expect(statements).toBe(1);
    expect(tableList).toEqual([`select::${schema}::${named(name)}`]);
  });

  test.each([
    'Order Date (DD/MM/YYYY)',
    '] FROM x; DROP TABLE y --',
    '` FROM x; DROP TABLE y #',
    "'",
    '"',
    '/*',
    '?',
    '@p0',
  ])('a column called %s is one column', (name) => {
    const [first] = columns as [SourceColumn];
    const { statements, tableList } = parse(extractQuery(tableOf('stock'), [{ ...first, name }], dialect));
    expect({ statements, tableList }).toEqual({ statements: 1, tableList: ['select::null::stock'] });
  });
});

describe('a table’s name', () => {
  test.each([
    ['stock', null, 'stock'],
    ['dbo.stock', 'dbo', 'stock'],
    ['[dbo].[stock]', 'dbo', 'stock'],
    ['[my schema].[a.b]', 'my schema', 'a.b'],
    ['[x]]y]', null, 'x]y'],
    ['`a.b`', null, 'a.b'],
    ['`a``b`', null, 'a`b'],
    ['"a""b".c', 'a"b', 'c'],
    ["it's", null, "it's"],
    ['order lines', null, 'order lines'],
  ])('%s', (from, schema, name) => {
    expect(tableName(from)).toEqual({ schema, name });
  });
});
