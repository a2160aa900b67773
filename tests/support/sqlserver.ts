import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { type SQL, sql } from 'drizzle-orm';
import { duckdbDialect } from '../../src/model/database.js';
import { compile } from '../../src/sources/dialect.js';
import type { SourceColumn } from '../../src/sources/source.js';
import { columnKind, sqlServerDialect } from '../../src/sources/sqlserver/dialect.js';
import {
  columnsQuery,
  isolationQuery,
  keysQuery,
  kindQuery,
  lookQuery,
  rightsQuery,
  versionQuery,
} from '../../src/sources/sqlserver/queries.js';
import { changeQuery, type Editor } from './change.js';
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
import { baseType, duckdbType, MACROS, translated } from './tds/tsql.js';

/**
 * SQL Server over the wire: what the source asks of a table is translated for DuckDB, whose transactions see one state
 * from their first statement on, as those of SNAPSHOT isolation do. What it asks about tables is answered from their
 * declarations, and anything else is refused.
 */
export interface SqlServer extends Pick<TdsServer, 'port' | 'queries' | 'connections' | 'faults'> {
  create(table: TestTable): Promise<void>;
  drop(table: TestTable): Promise<void>;
  /** Begins a transaction of somebody else's. */
  edit(): Promise<Editor>;
  close(): Promise<void>;
}

export interface SqlServerOptions extends Pick<TdsServerOptions, 'login' | 'tls'> {
  /** Rights on the database beyond reading. */
  readonly rights?: readonly string[];
  /** Whether snapshot isolation is allowed; default true. */
  readonly snapshot?: boolean;
  /** Whether committed reads are by row version; default false. It only says so. */
  readonly committed?: boolean;
}

/** Where a login looks that has no schema of its own. */
const DEFAULT_SCHEMA = 'dbo';
/** Nobody may read what is in here. */
export const PRIVATE_SCHEMA = 'private';

export async function startSqlServer(options: SqlServerOptions = {}): Promise<SqlServer> {
  const duckdb = await DuckDBInstance.create(':memory:', { threads: '1' });
  const tables = new Map<string, TestTable>();
  const versions = new RowVersions();
  /** Connections in a transaction that sees one state, by the session that began it. */
  const snapshots = new Map<number, Promise<DuckDBConnection>>();

  const connect = async () => {
    const connection = await duckdb.connect();
    await connection.run(`SET schema = '${DEFAULT_SCHEMA}'`);
    return connection;
  };
  const begin = async () => {
    const connection = await connect();
    await connection.run('BEGIN TRANSACTION');
    return connection;
  };
  const setup = await duckdb.connect();
  await setup.run(`CREATE SCHEMA ${DEFAULT_SCHEMA}`);
  setup.closeSync();
  const first = await connect();
  for (const macro of MACROS) await first.run(macro);
  first.closeSync();

  const server = await startTdsServer({
    ...options,
    transaction({ spid }, isolation) {
      if (isolation === 'snapshot') {
        const begun = begin();
        snapshots.set(spid, begun);
        // A client that has left does not ask, so that nobody else would hear that it could not begin.
        begun.catch(() => snapshots.delete(spid));
      }
      if (isolation !== null) return;
      snapshots.get(spid)?.then(
        (connection) => connection.closeSync(),
        () => undefined,
      );
      snapshots.delete(spid);
    },
    async answer(text, parameters, { spid }) {
      const facts = aboutTables(text, parameters, tables) ?? aboutServer(text, options, versions);
      if (facts) return facts;
      const denied = [...tables.values()].find((table) => isPrivate(table) && text.includes(` FROM ${placeOf(table)}`));
      if (denied) throw permissionDenied(denied.name, 'erp');
      const held = await snapshots.get(spid);
      return answered(held ?? (await connect()), text, parameters, { held: held !== undefined, tables });
    },
  });

  return {
    ...server,
    get connections() {
      return server.connections;
    },
    async create(table) {
      const connection = await begin();
      for (const statement of creation(table, versions)) await run(connection, statement);
      await connection.run('COMMIT');
      connection.closeSync();
      tables.set(idOf(table), table);
    },
    async drop(table) {
      const connection = await connect();
      await run(connection, sql`DROP ${sql.raw('numbered' in table.rows ? 'VIEW' : 'TABLE')} ${inDuckdb(table)}`);
      connection.closeSync();
      tables.delete(idOf(table));
    },
    async edit() {
      const connection = await begin();
      const given: bigint[] = [];
      const end = async (how: 'COMMIT' | 'ROLLBACK') => {
        await connection.run(how);
        connection.closeSync();
        versions.settle(given);
      };
      return {
        async change(table, ...changes) {
          for (const change of changes) {
            const version = rowVersionColumn(table);
            const stamped =
              version && 'set' in change ? { ...change, set: { ...change.set, [version]: null } } : change;
            const value = (text: string | null, type: string) => storedValue(text, type, () => versions.give(given));
            await run(connection, changeQuery(inDuckdb(table), table, stamped, value));
          }
        },
        commit: () => end('COMMIT'),
        rollback: () => end('ROLLBACK'),
      };
    },
    async close() {
      await server.close();
      await Promise.allSettled(snapshots.values());
      duckdb.closeSync();
    },
  };
}

/** Row versions of a database: each is given once, and is active until the transaction that has it is over. */
class RowVersions {
  private next = 2001n;
  private active: bigint[] = [];

  give(to: bigint[]): string {
    this.next += 1n;
    this.active.push(this.next);
    to.push(this.next);
    return shown(this.next);
  }

  settle(given: readonly bigint[]): void {
    this.active = this.active.filter((version) => !given.includes(version));
  }

  /** MIN_ACTIVE_ROWVERSION(). */
  get lowest(): string {
    return shown([...this.active].sort((a, b) => (a < b ? -1 : 1))[0] ?? this.next + 1n);
  }
}

const shown = (version: bigint): string => `0x${version.toString(16).toUpperCase().padStart(16, '0')}`;

async function run(connection: DuckDBConnection, statement: SQL): Promise<void> {
  const { text, parameters } = compile(statement, duckdbDialect);
  await connection.run(text, [...parameters]);
}

/** The answer that DuckDB has, over a connection that is closed behind it unless it is held. */
async function answered(
  connection: DuckDBConnection,
  text: string,
  parameters: TdsParameters,
  { held, tables }: { held: boolean; tables: ReadonlyMap<string, TestTable> },
): Promise<TdsAnswer> {
  const close = () => {
    if (!held) connection.closeSync();
  };
  try {
    const result = await connection.stream(translated(text), Object.fromEntries(parameters));
    const long = [...tables.values()].some((table) =>
      Object.entries(table.columns).some(([name, type]) => isLong(type) && text.includes(bracketed(name))),
    );
    const columns = columnsOf(result, long);
    return { columns, rows: rows(result, close) };
  } catch (error) {
    close();
    throw refusal(error, text);
  }
}

function columnsOf(result: DuckDBResult, long: boolean): readonly TdsColumn[] {
  return result.columnNames().map((name, at): TdsColumn => {
    const type = String(result.columnTypes()[at]);
    if (type === 'BIGINT' || type === 'HUGEINT') return { name, type: 'bigint' };
    if (type === 'INTEGER') return { name, type: 'int' };
    return { name, type: long ? 'nvarchar(max)' : 'nvarchar' };
  });
}

async function* rows(result: DuckDBResult, close: () => void): AsyncGenerator<TdsRow> {
  try {
    for await (const chunk of result.yieldRows()) {
      for (const row of chunk) yield row.map(told);
    }
  } finally {
    close();
  }
}

function told(value: unknown): string | number | bigint | null {
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number')
    return value;
  throw new Error(`unexpected ${typeof value}`);
}

/** DuckDB's error as SQL Server puts it. */
function refusal(error: unknown, text: string): TdsError {
  const message = error instanceof Error ? error.message : String(error);
  if (/^Catalog Error: Table/.test(message))
    return invalidObjectName(/ FROM (\[.+?)(?: WHERE |\)| GROUP BY |$)/.exec(text)?.[1] ?? '');
  if (/^Binder Error: .*(not found|does not have a column)/.test(message))
    return new TdsError(207, 'Invalid column name.');
  if (/^Conversion Error/.test(message)) return new TdsError(241, 'Conversion failed.');
  return new TdsError(102, `Incorrect syntax near '${text.slice(0, 40)}': ${message}`);
}

const schemaOf = ({ schema = DEFAULT_SCHEMA }: Pick<TestTable, 'schema'>): string => schema;
const idOf = (table: Pick<TestTable, 'schema' | 'name'>): string => `${schemaOf(table)}.${table.name}`.toLowerCase();
const isPrivate = (table: TestTable): boolean => schemaOf(table) === PRIVATE_SCHEMA;
const inDuckdb = (table: TestTable): SQL => sql`${sql.identifier(schemaOf(table))}.${sql.identifier(table.name)}`;

function described({ columns }: TestTable): SourceColumn[] {
  return Object.entries(columns).map(([name, type]) => {
    const base = typeNamed(type);
    return { name, type: base, kind: columnKind(base) };
  });
}

/** As INFORMATION_SCHEMA has it, which calls a row version a timestamp. */
const typeNamed = (type: string): string => baseType(type).replace('rowversion', 'timestamp');

/** As INFORMATION_SCHEMA has it: of exact numbers only. */
function scaleOf(type: string): number | null {
  const [, scale] = /^(?:decimal|numeric)\(\d+, ?(\d+)\)/.exec(type) ?? [];
  if (scale !== undefined) return Number(scale);
  if (/money/.test(type)) return 4;
  return /^(tinyint|smallint|int|bigint|decimal|numeric)/.test(type) ? 0 : null;
}

const bracketed = (name: string): string => sqlServerDialect.quote(name);
const placeOf = (table: TestTable): string => `${bracketed(schemaOf(table))}.${bracketed(table.name)}`;

function namesOf(table: TestTable): string[] {
  return table.schema === undefined ? [placeOf(table), bracketed(table.name)] : [placeOf(table)];
}

const isLong = (type: string): boolean => /^(n?text|xml|sql_variant)$/.test(type);

function* creation(table: TestTable, versions: RowVersions): Generator<SQL> {
  const columns = Object.entries(table.columns).map(
    ([name, type]) => sql`${sql.identifier(name)} ${sql.raw(duckdbType(type))}`,
  );
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
  const given: bigint[] = [];
  const value = (text: string | null, type: string) => storedValue(text, type, () => versions.give(given));
  for (const row of rowsOf(table)) yield changeQuery(inDuckdb(table), table, { insert: row }, value);
  versions.settle(given);
}

const isRowVersion = (type: string): boolean => /^(rowversion|timestamp)$/.test(type);
const rowVersionColumn = ({ columns }: TestTable): string | undefined =>
  Object.entries(columns).find(([, type]) => isRowVersion(type))?.[0];

function storedValue(text: string | null, type: string, version: () => string): SQL {
  if (baseType(type) === 'datetimeoffset') return sql`offset_moment(${text})`;
  const value = isRowVersion(type) ? version() : text;
  return isRowVersion(type) || /binary/.test(type)
    ? sql`from_hex(${value?.replace(/^0x/, '') ?? null})`
    : sql`${value}`;
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

function aboutServer(
  text: string,
  { rights = [], snapshot = true, committed = false }: SqlServerOptions,
  versions: RowVersions,
): TdsAnswer | undefined {
  switch (text) {
    case textOf(versionQuery):
      return { columns: [nvarchar('version'), nvarchar('edition')], rows: [['16.0.1000.6', 'Developer Edition']] };
    case textOf(isolationQuery):
      return { columns: [int('snapshot'), int('committed')], rows: [[snapshot ? 1 : 0, committed ? 1 : 0]] };
    case textOf(lookQuery):
      return {
        columns: [nvarchar('clock'), nvarchar('settled'), int('snapshot')],
        rows: [[new Date().toISOString().replace('Z', '4567'), versions.lowest, snapshot ? 1 : 0]],
      };
    case textOf(rightsQuery):
      return { columns: [nvarchar('permission_name')], rows: rights.map((right) => [right]) };
    default:
      return undefined;
  }
}
