import type { Source } from '../../../src/sources/source.js';
import { openSource } from '../../sources/engine.js';
import { startEngine as startMariaDbEngine } from '../../sources/mysql-engine.js';
import { startEngine as startSqlServerEngine } from '../../sources/sqlserver-engine.js';
import type { Change, Editor } from '../../support/change.js';
import type { MariaDb } from '../../support/mariadb.js';
import type { SqlServerOptions } from '../../support/sqlserver.js';
import type { TestTable } from '../../support/table.js';

/** Types of columns, as a server writes them. */
export interface Types {
  readonly text: string;
  readonly stamp: string;
  /** A date-time with microseconds at least. */
  readonly moment: string;
}

/** A server with one table, somebody who changes it, and a source that reads it. */
export interface Shop {
  readonly types: Types;
  /** Opens a source; whoever did closes it. */
  open(zone?: string): Source;
  create(table: TestTable): Promise<void>;
  drop(table: TestTable): Promise<void>;
  /** Takes all rows away, at once where the server can. */
  truncate(table: TestTable): Promise<void>;
  /** A transaction of somebody else's. */
  edit(): Promise<Editor>;
  /** Changes that are committed at once. */
  change(table: TestTable, ...changes: readonly Change[]): Promise<void>;
  /** Who reads the table waits for long. */
  block(table: TestTable): Promise<() => Promise<void>>;
  /** What was asked of the table's rows since this was last called. */
  asked(table: TestTable): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface MariaDbShop extends Shop {
  /** Runs a statement as the administrator; `{table}` is the table’s name, `{digits}` that of a table of 0 to 9. */
  run(table: TestTable, statement: string): Promise<void>;
  /** Puts a view in the place of a table, of its rows that meet a condition; through it they are changed as before. */
  cover(table: TestTable, condition?: string): Promise<void>;
}

async function changed(edit: Shop['edit'], table: TestTable, changes: readonly Change[]): Promise<void> {
  const editor = await edit();
  await editor.change(table, ...changes);
  await editor.commit();
}

export async function mariaDbShop(server: MariaDb): Promise<MariaDbShop> {
  const engine = await startMariaDbEngine(server);
  const statements = async () =>
    (
      await server.query(
        `SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log WHERE command_type = 'Query' AND user_host LIKE '%${engine.reader}%'`,
      )
    ).map(({ text }) => String(text));
  await nameZone(server, 'Europe/Berlin');
  await server.query(`SET GLOBAL log_output = 'TABLE'`);
  await server.query('SET GLOBAL general_log = ON');
  return {
    types: { text: 'varchar(40)', stamp: 'datetime', moment: 'datetime(6)' },
    open: (timeZone) => openSource(engine.config(timeZone ? { timeZone } : {})),
    create: (table) => engine.create(table),
    drop: async (table) => void (await server.query(`DROP TABLE ${engine.place(table)}`)),
    truncate: async (table) => void (await server.query(`TRUNCATE TABLE ${engine.place(table)}`)),
    edit: () => engine.edit(),
    change: (table, ...changes) => changed(() => engine.edit(), table, changes),
    block: (table) => engine.block(table),
    async run(table, statement) {
      const digits = engine.place({ name: 'digits' });
      await server.query(statement.replaceAll('{table}', engine.place(table)).replaceAll('{digits}', digits));
    },
    async cover(table, condition = 'TRUE') {
      const covered = engine.place({ name: `${table.name} covered` });
      await server.query(`RENAME TABLE ${engine.place(table)} TO ${covered}`);
      await server.query(`CREATE VIEW ${engine.place(table)} AS SELECT * FROM ${covered} WHERE ${condition}`);
    },
    async asked(table) {
      const asked = (await statements()).filter((text) => text.includes(`FROM \`${table.name}\``));
      await server.query('TRUNCATE TABLE mysql.general_log');
      return asked;
    },
    close: () => engine.close(),
  };
}

/** Has a server whose time zone tables are empty know a zone by its name; its columns hold local times anyhow. */
async function nameZone(server: MariaDb, name: string): Promise<void> {
  const known = await server.query(`SELECT 1 FROM mysql.time_zone_name WHERE Name = '${name}'`);
  if (known.length > 0) return;
  await server.query(`INSERT INTO mysql.time_zone (Use_leap_seconds) VALUES ('N')`);
  const [{ id } = {}] = await server.query('SELECT MAX(Time_zone_id) AS id FROM mysql.time_zone');
  await server.query(`INSERT INTO mysql.time_zone_name (Name, Time_zone_id) VALUES ('${name}', ${id})`);
  await server.query(
    `INSERT INTO mysql.time_zone_transition_type (Time_zone_id, Transition_type_id, \`Offset\`, Is_DST, Abbreviation) VALUES (${id}, 0, 3600, 0, 'CET')`,
  );
}

export async function sqlServerShop(options: SqlServerOptions = {}): Promise<Shop> {
  const engine = await startSqlServerEngine(options);
  let told = 0;
  const edit = () => engine.edit();
  return {
    types: { text: 'nvarchar(40)', stamp: 'datetime2', moment: 'datetime2(7)' },
    open: (timeZone) => openSource(engine.config(timeZone ? { timeZone } : {})),
    create: (table) => engine.server.create(table),
    drop: (table) => engine.server.drop(table),
    async truncate(table) {
      const ids = 'numbered' in table.rows ? [] : table.rows.map(([id]) => ({ remove: id ?? '' }));
      await changed(edit, table, ids);
    },
    edit,
    change: (table, ...changes) => changed(edit, table, changes),
    block: (table) => engine.block(table),
    async asked({ name }) {
      const asked = engine.server.queries.slice(told).filter((text) => text.includes(`FROM [${name}]`));
      told = engine.server.queries.length;
      return asked;
    },
    close: () => engine.close(),
  };
}
