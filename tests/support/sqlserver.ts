import { DuckDBInstance } from '@duckdb/node-api';
import { type SQL, sql } from 'drizzle-orm';
import { duckdbDialect } from '../../src/model/database.js';
import { compile, type Dialect, tableOf } from '../../src/sources/dialect.js';
import { extractQuery, profileQuery } from '../../src/sources/queries.js';
import type { SourceColumn, TextRow } from '../../src/sources/source.js';
import { columnKind, sqlServerDialect } from '../../src/sources/sqlserver/dialect.js';
import {
  columnsQuery,
  isolationQuery,
  keysQuery,
  kindQuery,
  rightsQuery,
  versionQuery,
} from '../../src/sources/sqlserver/queries.js';
import { FILLER, rowsOf, type TestTable } from './table.js';
import {
  invalidObjectName,
  permissionDenied,
  startTdsServer,
  type TdsAnswer,
  type TdsColumn,
  TdsError,
  type TdsParameters,
  type TdsRow,
  type TdsServer,
  type TdsServerOptions,
} from './tds/index.js';

/**
 * SQL Server over the wire, without T-SQL: the queries that the source can ask of a table are known beforehand,
 * so each is answered with the rows that the same query has in DuckDB. What the source asks about tables is
 * answered from their declarations, and anything else is refused.
 */
export interface SqlServer extends Pick<TdsServer, 'port' | 'queries' | 'connections' | 'faults'> {
  /** Adds a table. It can be read with all its columns, with any one of them, and with the lists in `reads`. */
  create(table: TestTable, reads?: readonly (readonly string[])[]): Promise<void>;
  close(): Promise<void>;
}

export interface SqlServerOptions extends Pick<TdsServerOptions, 'login' | 'tls'> {
  /** Rights on the database beyond reading. */
  readonly rights?: readonly string[];
  /** Whether snapshot isolation is allowed; default true. */
  readonly snapshot?: boolean;
}

/** Where a login looks that has no schema of its own. */
const DEFAULT_SCHEMA = 'dbo';
/** Nobody may read what is in here. */
export const PRIVATE_SCHEMA = 'private';

export async function startSqlServer(options: SqlServerOptions = {}): Promise<SqlServer> {
  const duckdb = await DuckDBInstance.create(':memory:', { threads: '1' });
  const reads = new Map<string, Read>();
  const tables = new Map<string, TestTable>();

  async function* rows({ columns, text }: Read): AsyncGenerator<TdsRow> {
    const connection = await duckdb.connect();
    try {
      const result = await connection.stream(text);
      for await (const chunk of result.yieldRows()) {
        for (const row of chunk) yield row.map((value, at) => told(columns[at], value));
      }
    } finally {
      connection.closeSync();
    }
  }

  const server = await startTdsServer({
    ...options,
    async answer(text, parameters) {
      const read = reads.get(text);
      if (read?.denied) throw permissionDenied(read.denied, 'erp');
      if (read) return { columns: read.columns, rows: rows(read) };
      const facts = aboutTables(text, parameters, tables) ?? aboutServer(text, options);
      if (facts) return facts;
      throw refusal(text, tables);
    },
  });

  return {
    ...server,
    get connections() {
      return server.connections;
    },
    async create(table, lists = []) {
      const connection = await duckdb.connect();
      for (const statement of creation(table)) {
        const { text, parameters } = compile(statement, duckdbDialect);
        await connection.run(text, [...parameters]);
      }
      connection.closeSync();
      tables.set(idOf(table), table);
      for (const [text, read] of readsOf(table, lists)) reads.set(text, read);
    },
    async close() {
      await server.close();
      duckdb.closeSync();
    },
  };
}

/** A query that the source can ask: the columns of its answer, and the text that has it in DuckDB. */
interface Read {
  readonly columns: readonly TdsColumn[];
  readonly text: string;
  /** The object that the login may not read. */
  readonly denied: string | null;
}

const schemaOf = ({ schema = DEFAULT_SCHEMA }: Pick<TestTable, 'schema'>): string => schema;
const idOf = (table: Pick<TestTable, 'schema' | 'name'>): string => `${schemaOf(table)}.${table.name}`.toLowerCase();
const inDuckdb = (table: TestTable): SQL => sql`${sql.identifier(schemaOf(table))}.${sql.identifier(table.name)}`;

/** `decimal(18, 4)` → `decimal`. */
const baseType = (type: string): string => type.replace(/\s*\(.*$/, '').toLowerCase();

function described({ columns }: TestTable): SourceColumn[] {
  return Object.entries(columns).map(([name, type]) => {
    const base = baseType(type);
    return { name, type: base, kind: columnKind(base) };
  });
}

/** As INFORMATION_SCHEMA has it: of exact numbers only. */
function scaleOf(type: string): number | null {
  const [, scale] = /^(?:decimal|numeric)\(\d+, ?(\d+)\)/.exec(type) ?? [];
  if (scale !== undefined) return Number(scale);
  if (/money/.test(type)) return 4;
  return /^(tinyint|smallint|int|bigint|decimal|numeric)/.test(type) ? 0 : null;
}

/** All that can be asked of a table, by each name under which it can be asked. */
function* readsOf(table: TestTable, lists: readonly (readonly string[])[]): Generator<[string, Read]> {
  const columns = described(table);
  const named = (name: string) => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw new Error(`${table.name} has no column ${name}`);
    return found;
  };
  const denied = schemaOf(table) === PRIVATE_SCHEMA ? table.name : null;
  const text = (query: SQL, dialect: Dialect) => compile(query, dialect).text;
  const choices = [...columns.map(({ name }) => name), null];
  for (const from of namesOf(table)) {
    for (const list of [columns, ...columns.map((column) => [column]), ...lists.map((list) => list.map(named))]) {
      yield [
        text(extractQuery(tableOf(from), list, sqlServerDialect), sqlServerDialect),
        {
          columns: list.map(({ type }, at) => ({ name: `c${at}`, type: isLong(type) ? 'nvarchar(max)' : 'nvarchar' })),
          text: text(extractQuery(inDuckdb(table), list, printing), duckdbDialect),
          denied,
        },
      ];
    }
    for (const profile of choices.flatMap((date) => choices.map((item) => ({ date, item })))) {
      yield [
        text(profileQuery(tableOf(from), profile, columns, sqlServerDialect), sqlServerDialect),
        {
          columns: [
            { name: 'c0', type: 'nvarchar' },
            { name: 'c1', type: 'int' },
            { name: 'c2', type: 'int' },
          ],
          text: text(profileQuery(inDuckdb(table), profile, columns, printing), duckdbDialect),
          denied,
        },
      ];
    }
  }
}

const bracketed = (name: string): string => sqlServerDialect.quote(name);

function namesOf(table: TestTable): string[] {
  const qualified = `${bracketed(schemaOf(table))}.${bracketed(table.name)}`;
  return table.schema === undefined ? [qualified, bracketed(table.name)] : [qualified];
}

const isLong = (type: string): boolean => /^(n?text|xml|sql_variant)$/.test(type);

/** DuckDB's types for those of SQL Server; what is not here has the same name in both. */
const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  nvarchar: 'VARCHAR',
  nchar: 'VARCHAR',
  char: 'VARCHAR',
  ntext: 'VARCHAR',
  bit: 'BOOLEAN',
  tinyint: 'UTINYINT',
  money: 'DECIMAL(19,4)',
  smallmoney: 'DECIMAL(10,4)',
  float: 'DOUBLE',
  datetime: 'TIMESTAMP_MS',
  smalldatetime: 'TIMESTAMP_S',
  datetime2: 'TIMESTAMP_NS',
  uniqueidentifier: 'UUID',
  varbinary: 'BLOB',
  binary: 'BLOB',
};

function* creation(table: TestTable): Generator<SQL> {
  const columns = Object.entries(table.columns).map(([name, type]) => {
    const base = baseType(type);
    return sql`${sql.identifier(name)} ${sql.raw(DUCKDB_TYPES[base] ?? type)}`;
  });
  yield sql`CREATE SCHEMA IF NOT EXISTS ${sql.identifier(schemaOf(table))}`;
  if ('numbered' in table.rows) {
    const names = sql.join(
      Object.keys(table.columns).map((name) => sql.identifier(name)),
      sql`, `,
    );
    yield sql`CREATE VIEW ${inDuckdb(table)} AS
      SELECT * FROM (SELECT range, ${sql.raw(`'${FILLER}'`)} FROM range(1, ${sql.raw(String(table.rows.numbered + 1))})) AS numbered(${names})`;
    return;
  }
  yield sql`CREATE TABLE ${inDuckdb(table)} (${sql.join(columns, sql`, `)})`;
  for (const row of rowsOf(table)) yield sql`INSERT INTO ${inDuckdb(table)} VALUES (${valuesOf(table, row)})`;
}

function valuesOf(table: TestTable, row: TextRow): SQL {
  const types = Object.values(table.columns).map(baseType);
  const values = row.map((value, at) =>
    /binary$/.test(types[at] ?? '') ? sql`from_hex(${value?.replace(/^0x/, '') ?? null})` : sql`${value}`,
  );
  return sql.join(values, sql`, `);
}

/** Values as SQL Server prints them in the styles that the source asks for. */
const printing: Dialect = {
  ...duckdbDialect,
  exact(column, { type }) {
    switch (type) {
      case 'bit':
        return sql`CAST(CAST(${column} AS UTINYINT) AS VARCHAR)`;
      case 'float':
      case 'real':
        return sql`regexp_replace(format('{:.16e}', CAST(${column} AS DOUBLE)), 'e([+-])(..)$', 'e\\10\\2')`;
      case 'datetime':
      case 'datetime2':
      case 'smalldatetime':
        return sql`replace(CAST(${column} AS VARCHAR), ' ', 'T')`;
      case 'uniqueidentifier':
        return sql`upper(CAST(${column} AS VARCHAR))`;
      case 'binary':
      case 'varbinary':
        return sql`'0x' || hex(${column})`;
      default:
        return duckdbDialect.exact(column, { name: '', type, kind: columnKind(type) });
    }
  },
};

/** A value as the wire wants it: counts come as bigint. */
function told(column: TdsColumn | undefined, value: unknown): string | number | null {
  if (value === null || typeof value === 'string') return value;
  if (column?.type === 'int' && typeof value === 'bigint') return Number(value);
  throw new Error(`${column?.name}: unexpected ${typeof value}`);
}

const textOf = (query: SQL): string => compile(query, sqlServerDialect).text;
const COLUMNS = [textOf(columnsQuery('table')), textOf(columnsQuery('schema.table'))];
const KIND = textOf(kindQuery('table'));
const KEYS = textOf(keysQuery('table'));

const int = (name: string): TdsColumn => ({ name, type: 'int' });
const nvarchar = (name: string): TdsColumn => ({ name, type: 'nvarchar' });

function aboutTables(
  text: string,
  parameters: TdsParameters,
  tables: ReadonlyMap<string, TestTable>,
): TdsAnswer | undefined {
  const given = [...parameters.values()].map(String);
  if (COLUMNS.includes(text)) {
    const [schema = '', name = ''] = given.length > 1 ? given : [DEFAULT_SCHEMA, ...given];
    const table = tables.get(idOf({ schema, name }));
    const visible = table && schemaOf(table) !== PRIVATE_SCHEMA ? described(table) : [];
    return {
      columns: [nvarchar('COLUMN_NAME'), nvarchar('DATA_TYPE'), int('NUMERIC_SCALE')],
      rows: visible.map(({ name, type }) => [name, type, scaleOf(table?.columns[name] ?? type)]),
    };
  }
  if (text !== KIND && text !== KEYS) return undefined;
  const table = [...tables.values()].find((one) => namesOf(one).includes(given[0] ?? ''));
  if (text === KIND) return { columns: [int('is_table')], rows: [[table && !('numbered' in table.rows) ? 1 : 0]] };
  return {
    columns: [int('index_id'), int('key_ordinal'), nvarchar('name'), int('is_unique')],
    rows: [...(table?.unique ?? []), ...(table?.indexes ?? [])].flatMap((columns, index) =>
      columns.map((column, at) => [index + 1, at + 1, column, index < (table?.unique?.length ?? 0) ? 1 : 0]),
    ),
  };
}

function aboutServer(text: string, { rights = [], snapshot = true }: SqlServerOptions): TdsAnswer | undefined {
  switch (text) {
    case textOf(versionQuery):
      return { columns: [nvarchar('version'), nvarchar('edition')], rows: [['16.0.1000.6', 'Developer Edition']] };
    case textOf(isolationQuery):
      return { columns: [int('snapshot'), int('committed')], rows: [[snapshot ? 1 : 0, 0]] };
    case textOf(rightsQuery):
      return { columns: [nvarchar('permission_name')], rows: rights.map((right) => [right]) };
    default:
      return undefined;
  }
}

/** A known table in an unknown query can only be asked for a column that it lacks. */
function refusal(text: string, tables: ReadonlyMap<string, TestTable>): TdsError {
  const [, from] = / FROM (.+?)(?: GROUP BY .+)?$/.exec(text) ?? [];
  if (!from) return new TdsError(102, `Incorrect syntax near '${text.slice(0, 40)}'.`);
  const known = [...tables.values()].some((table) => namesOf(table).includes(from));
  return known ? new TdsError(207, 'Invalid column name.') : invalidObjectName(from);
}
