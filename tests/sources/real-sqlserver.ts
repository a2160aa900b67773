import type { SqlServerConfig } from '../../src/config/schema.js';
import { sqlServerDialect } from '../../src/sources/sqlserver/dialect.js';
import { openSqlServerWriter } from '../../src/sources/sqlserver/writer.js';
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

  return {
    config,
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
        const types = Object.values(table.columns);
        const values = row.map((value, at) => literal(value, types[at] ?? ''));
        await writer.run(`INSERT INTO ${place(table)} VALUES (${values.join(', ')})`);
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
  if (value === null) return 'NULL';
  return /binary/.test(type) ? value : `N'${value.replaceAll("'", "''")}'`;
}
