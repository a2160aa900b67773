import { sql } from 'drizzle-orm';
import mssql from 'mssql';
import type { SqlServerConfig } from '../../src/config/schema.js';
import { compile } from '../../src/sources/dialect.js';
import { sqlServerOptions } from '../../src/sources/sqlserver/connection.js';
import { sqlServerDialect } from '../../src/sources/sqlserver/dialect.js';
import { openSqlServerWriter } from '../../src/sources/sqlserver/writer.js';
import { type Change, changeQuery } from '../support/change.js';
import { FILLER, rowsOf, type TestTable } from '../support/table.js';
import { configure, type Engine, type Overrides } from './engine.js';

const { quote } = sqlServerDialect;

/**
 * A real SQL Server, which `sqlserver://user:password@host:port/database?tls=insecure` names. The login has to
 * be able to create schemas, tables and views: all that is made is in schemas of its own, and dropped again.
 */
export async function startRealSqlServer(url: URL): Promise<Engine> {
  const base = {
    host: url.hostname,
    port: Number(url.port || 1433),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: url.searchParams.get('tls') ?? 'insecure',
  };
  const config = (overrides: Overrides = {}) => configure('sqlserver', base, overrides) as SqlServerConfig;
  const writer = await openSqlServerWriter(config());
  const made: string[] = [];

  const schemaOf = ({ schema = '' }: Pick<TestTable, 'schema'>) => `tally_test_${process.pid} ${schema}`.trim();
  const place = (table: Pick<TestTable, 'schema' | 'name'>) => `${quote(schemaOf(table))}.${quote(table.name)}`;
  const make = async (kind: 'SCHEMA' | 'TABLE' | 'VIEW', name: string, definition = '') => {
    await writer.run(`CREATE ${kind} ${name} ${definition}`);
    made.unshift(`DROP ${kind} ${name}`);
  };

  const statementOf = (table: TestTable, change: Change): string => {
    const at = sql`${sql.identifier(schemaOf(table))}.${sql.identifier(table.name)}`;
    return compile(
      changeQuery(at, table, change, (value, type) => sql.raw(literal(value, type))),
      sqlServerDialect,
    ).text;
  };

  return {
    config,
    async edit() {
      const pool = await new mssql.ConnectionPool(sqlServerOptions(config())).connect();
      const transaction = await pool.transaction().begin();
      return {
        async change(table, ...changes) {
          for (const change of changes) await transaction.request().batch(statementOf(table, change));
        },
        commit: () => transaction.commit().finally(() => pool.close()),
        rollback: () => transaction.rollback().finally(() => pool.close()),
      };
    },
    from: (table) => `${quote(schemaOf(table))}."${table.name}"`,
    async create(table) {
      const schema = quote(schemaOf(table));
      if (!made.includes(`DROP SCHEMA ${schema}`)) await make('SCHEMA', schema);
      if ('numbered' in table.rows) {
        await make('VIEW', place(table), numbered(table, table.rows.numbered));
        return;
      }
      await make('TABLE', place(table), `(${partsOf(table).join(', ')})`);
      for (const row of rowsOf(table)) {
        await writer.run(statementOf(table, { insert: row }));
      }
    },
    async close() {
      for (const statement of made) await writer.run(statement);
      await writer.close();
    },
  };
}

function numbered({ columns }: TestTable, count: number): string {
  const [id = '', filler = ''] = Object.keys(columns);
  return `AS SELECT CAST(n AS bigint) AS ${id}, CAST(N'${FILLER}' AS nvarchar(200)) AS ${filler}
    FROM (SELECT TOP (${count}) ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) AS n
      FROM sys.all_columns AS a CROSS JOIN sys.all_columns AS b) AS numbered`;
}

function partsOf({ columns, unique = [], indexes = [] }: TestTable): string[] {
  const list = (names: readonly string[]) => `(${names.map(quote).join(', ')})`;
  const [primary = []] = unique;
  return [
    ...Object.entries(columns).map(
      ([name, type]) => `${quote(name)} ${type} ${primary.includes(name) ? 'NOT NULL' : 'NULL'}`,
    ),
    ...unique.map((names, at) => `${at === 0 ? 'PRIMARY KEY' : 'UNIQUE'} ${list(names)}`),
    ...indexes.map((names, at) => `INDEX ${quote(`index ${at}`)} ${list(names)}`),
  ];
}

function literal(value: string | null, type: string): string {
  if (/^(rowversion|timestamp)$/.test(type)) return 'DEFAULT';
  if (value === null) return 'NULL';
  return /binary/.test(type) ? value : `N'${value.replaceAll("'", "''")}'`;
}
