import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Connection, createConnection } from 'mysql2/promise';
import type { MySqlConfig } from '../../src/config/schema.js';
import { compile } from '../../src/sources/dialect.js';
import { mysqlDialect } from '../../src/sources/mysql/dialect.js';
import { openMySqlWriter } from '../../src/sources/mysql/writer.js';
import { makeCertificates } from '../support/certificates.js';
import { changeQuery, type Editor } from '../support/change.js';
import { type MariaDb, startMariaDb } from '../support/mariadb.js';
import { pemFiles } from '../support/pem.js';
import { startRelay } from '../support/relay.js';
import { FILLER, rowsOf, type TestTable } from '../support/table.js';
import {
  configure,
  type Facts,
  type FallibleEngine,
  type MortalEngine,
  type Overrides,
  type ServerConfig,
  type TlsEngine,
} from './engine.js';

export const FACTS: Facts = {
  text: 'varchar(200)',
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  awkward: 'a.b `c` [d]',
  exact: [
    {
      type: 'decimal(65,30)',
      kind: 'number',
      values: [`${'9'.repeat(35)}.${'9'.repeat(30)}`, `-${'9'.repeat(35)}.${'9'.repeat(30)}`, `0.${'0'.repeat(29)}1`],
    },
    { type: 'decimal(18,4)', kind: 'number', values: ['0.1000', '-12345678901234.5678'] },
    { type: 'bigint', kind: 'number', values: ['9223372036854775807', '-9223372036854775808', '9007199254740993'] },
    { type: 'bigint unsigned', kind: 'number', values: ['18446744073709551615', '0'] },
    { type: 'int', kind: 'number', values: ['-2147483648', '2147483647'] },
    { type: 'tinyint(1)', kind: 'number', values: ['0', '1', '-128'] },
    { type: 'year', kind: 'number', values: ['1901', '2155'] },
    { type: 'bit(8)', kind: 'number', values: [['*', '42']] },
    { type: 'double', kind: 'number', values: ['0.1', '0.30000000000000004', ['1e300', '1e+300'], '-0.5'] },
    { type: 'float', kind: 'number', values: [['0.1', '0.10000000149011612'], '16777216'] },
    { type: 'date', kind: 'date', values: ['1000-01-01', '2024-02-29', '9999-12-31'] },
    { type: 'datetime', kind: 'datetime', values: ['1000-01-01 00:00:00', '9999-12-31 23:59:59'] },
    { type: 'datetime(6)', kind: 'datetime', values: ['2024-02-29 23:59:59.999999', '2024-03-31 02:30:00.000001'] },
    { type: 'timestamp(6)', kind: 'datetime', values: ['2024-02-29 23:59:59.999999', '2024-03-31 02:30:00.000001'] },
    { type: 'time(6)', kind: 'text', values: ['-838:59:58.999999', '00:00:00.000001'] },
    { type: 'char(5)', kind: 'text', values: ['ab', 'Größe'] },
    { type: 'longtext', kind: 'text', values: ['x'.repeat(70_000)] },
    { type: "enum('in','out')", kind: 'text', values: ['out'] },
    { type: "set('a','b')", kind: 'text', values: ['a,b'] },
    { type: 'json', kind: 'text', values: ['{"a": [1, "🚚"]}'] },
    { type: 'varchar(20) character set latin1', kind: 'text', values: ['Größe'] },
    { type: 'varchar(20) collate utf8mb4_bin', kind: 'text', values: ['Größe 🚚'] },
    { type: 'binary(4)', kind: 'binary', values: [['ab', '61620000']] },
    { type: 'varbinary(8)', kind: 'binary', values: [['ÿ', 'C3BF']] },
    { type: 'blob', kind: 'binary', values: [['ÿ', 'C3BF']] },
  ],
  looseText: 'varchar(200) collate utf8mb4_general_ci',
  changes: [
    ['int', '5', '-5'],
    ['int', '0', null],
    ['bigint', '9007199254740992', '9007199254740993'],
    ['bigint unsigned', '18446744073709551615', '18446744073709551614'],
    ['decimal(18,4)', '5', '-5'],
    ['decimal(18,4)', '1', '10'],
    ['decimal(18,4)', '0', null],
    ['decimal(65,30)', '1e-30', '2e-30'],
    ['double', '0.30000000000000004', '0.3'],
    ['float', '16777216', '16777215'],
    ['bit(8)', '*', '+'],
    ['bit(64)', 'aaaaaaaa', 'aaaaaaab'],
    ['date', '2024-02-29', '2024-02-28'],
    ['datetime(6)', '2024-02-29 23:59:59.999999', '2024-02-29 23:59:59.999998'],
    ['timestamp(6)', '2024-02-29 23:59:59.000001', '2024-02-29 23:59:59'],
    ['time(6)', '00:00:00.000001', '-00:00:00.000001'],
    ['varchar(20)', '', null],
    ['varchar(20)', 'NULL', null],
    ['varchar(20)', '~', null],
    ['varchar(20)', 'a', 'A'],
    ['varchar(20)', 'a', 'a '],
    ['varchar(20)', 'e\u0301', '\u00e9'],
    ['varchar(20) character set latin1', 'Größe', 'Grösse'],
    ["enum('in','out')", 'out', 'in'],
    ['json', '{"a": 1}', '{"a": "1"}'],
    ['longtext', `${'x'.repeat(70_000)}a`, `${'x'.repeat(70_000)}b`],
    ['varbinary(8)', 'ab', 'ab\0'],
    ['varbinary(8)', 'ab', 'AB'],
    ['blob', '', null],
  ],
  stamps: [
    ['datetime(6)', ['2024-02-29 23:59:59.999998', '2024-02-29 23:59:59.999999', '2024-03-01 00:00:00.000000']],
    ['timestamp(6)', ['2024-03-31 02:30:00.000000', '2024-03-31 02:30:00.000001', '2024-03-31 03:30:00.000000']],
    ['datetime', ['2024-02-29 23:59:58', '2024-02-29 23:59:59', '2024-03-01 00:00:00']],
    ['date', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['bigint', ['9007199254740992', '9007199254740993', '9223372036854775807']],
    ['bigint unsigned', ['0', '9223372036854775808', '18446744073709551615']],
    ['decimal(30,10)', ['-1.0000000001', '-1.0000000000', '12345678901234567890.1234567890']],
    ['double', ['-0.5', '0.30000000000000004', '1e300'.replace('e', 'e+')]],
    ['varchar(40)', ['2024-02-29T23:59:59.998', '2024-02-29T23:59:59.999', '2024-03-01T00:00:00.000']],
    ['varbinary(8)', ['6161', '6162', '616200']],
  ],
  moments: [
    [
      'datetime',
      [
        '2024-02-28 23:59:59',
        '2024-02-29 00:00:00',
        '2024-02-29 12:00:00',
        '2024-02-29 23:59:59',
        '2024-03-01 00:00:00',
        '9999-12-31 23:59:59',
      ],
    ],
    [
      'datetime(6)',
      [
        '1000-01-01 00:00:00.000000',
        '2024-02-28 23:59:59.999999',
        '2024-02-29 00:00:00.000000',
        '2024-02-29 00:00:00.000001',
        '2024-02-29 23:59:59.999999',
        '2024-03-01 00:00:00.000000',
        '9999-12-31 23:59:59.999999',
      ],
    ],
    [
      'timestamp(6)',
      [
        '1970-01-01 00:00:01.000000',
        '2024-02-28 23:59:59.999999',
        '2024-02-29 00:00:00.000000',
        '2024-02-29 23:59:59.999999',
        '2024-03-01 00:00:00.000000',
        '2038-01-19 03:14:07.999999',
      ],
    ],
  ],
  rowVersion: null,
};

/** The password of every user that is made here. */
export const PASSWORD = `it's "geheim" \\ 🔑`;
/** Databases beside the one of the login; nobody may read the last. */
const SCHEMAS = ['other one', 'private'];

const quoted = (name: string) => mysqlDialect.quote(name);

export interface MySqlEngine extends FallibleEngine, MortalEngine {
  readonly server: MariaDb;
  readonly database: string;
  readonly reader: string;
  /** The table's name, in the words of the server. */
  place(table: Pick<TestTable, 'schema' | 'name'>): string;
  /** Makes a user without rights, who is gone after `close`. */
  createUser(name: string, limits?: string): Promise<string>;
}

let engines = 0;

/** Databases and users of its own on a server that is running. */
export async function startEngine(server: MariaDb): Promise<MySqlEngine> {
  const relay = await startRelay(server.port, server.host);
  const database = `tally_source_${process.pid}_${++engines}`;
  const admin = { user: server.user, password: server.password };
  const held: Connection[] = [];
  const users: string[] = [];

  const databaseOf = ({ schema }: Pick<TestTable, 'schema'>) => (schema ? `${database} ${schema}` : database);
  const place: MySqlEngine['place'] = (table) => `${quoted(databaseOf(table))}.${quoted(table.name)}`;
  const hold = async (login: { user: string; password: string }) => {
    const connection = await createConnection({ host: server.host, port: server.port, ...login });
    held.push(connection);
    return connection;
  };
  const edit = async (): Promise<Editor> => {
    const connection = await hold(admin);
    await connection.query(`SET time_zone = '+00:00'`);
    await connection.beginTransaction();
    return {
      async change(table, ...changes) {
        const at = sql`${sql.identifier(databaseOf(table))}.${sql.identifier(table.name)}`;
        for (const change of changes) {
          const { text, parameters } = compile(
            changeQuery(at, table, change, (value) => sql`${value}`),
            mysqlDialect,
          );
          await connection.query(text, [...parameters]);
        }
      },
      commit: () => connection.commit(),
      rollback: () => connection.rollback(),
    };
  };
  const createUser: MySqlEngine['createUser'] = async (name, limits = '') => {
    const user = `tally_${name}_${process.pid}_${engines}`;
    users.push(user);
    const password = PASSWORD.replaceAll('\\', '\\\\').replaceAll("'", "''");
    await server.query(`CREATE USER ${user} IDENTIFIED BY '${password}' ${limits}`);
    return user;
  };

  await server.createDatabase(database);
  for (const schema of SCHEMAS) await server.createDatabase(databaseOf({ schema }));
  await server.query(`CREATE TABLE ${quoted(database)}.digits (d INT PRIMARY KEY)`);
  await server.query(`INSERT INTO ${quoted(database)}.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)`);
  const reader = await createUser('reader');
  for (const schema of ['', 'other one']) {
    await server.query(`GRANT SELECT ON ${quoted(databaseOf({ schema }))}.* TO ${reader}`);
  }
  const config = (overrides: Overrides = {}): ServerConfig =>
    configure(
      'mysql',
      { host: '127.0.0.1', port: relay.port, database, user: reader, password: PASSWORD, tls: 'off' },
      overrides,
    );

  /** A view of numbered rows, whose number is `shown`. */
  const createNumbered = async (table: TestTable, count: number, shown = (number: string) => number) => {
    const [id = '', filler = ''] = Object.keys(table.columns);
    const digits = [...String(count)].map((_, power) => ({ name: `d${power}`, worth: 10 ** power }));
    const number = `1 + ${digits.map(({ name, worth }) => `${worth} * ${name}.d`).join(' + ')}`;
    const joined = digits.map(({ name }) => `${quoted(database)}.digits AS ${name}`).join(' JOIN ');
    await server.query(
      `CREATE VIEW ${place(table)} AS SELECT ${shown(number)} AS ${id}, '${FILLER}' AS ${filler} FROM ${joined} WHERE ${number} <= ${count}`,
    );
  };

  return {
    server,
    database,
    reader,
    relay,
    config,
    place,
    createUser,
    edit,
    greeting: 'SET SESSION time_zone',
    beginning: 'START TRANSACTION',
    writer: async () => config(admin),
    withoutDatabase: () => config({ database: 'no such database' }),

    from(table) {
      const name = /^\w+$/.test(table.name) ? table.name : `"${table.name}"`;
      return table.schema === undefined ? name : `${quoted(databaseOf(table))}.${name}`;
    },

    async create(table) {
      if ('numbered' in table.rows) return createNumbered(table, table.rows.numbered);
      await server.query(`CREATE TABLE ${place(table)} (${partsOf(table).join(', ')}) CHARACTER SET utf8mb4`);
      const writer = await openMySqlWriter(config(admin) as MySqlConfig);
      await writer.insert(place(table), Object.keys(table.columns), rowsOf(table), () => undefined);
      await writer.close();
    },

    async block(table) {
      const connection = await hold(admin);
      await connection.query(`LOCK TABLES ${place(table)} WRITE`);
      return () => connection.end();
    },

    async deadlock() {
      const table = { name: 'deadlocked', columns: { id: 'bigint', filler: FACTS.text }, rows: { numbered: 10_000 } };
      await server.query(`CREATE FUNCTION ${quoted(database)}.victim(id BIGINT) RETURNS BIGINT DETERMINISTIC NO SQL
        BEGIN
          IF id > 9000 THEN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found'; END IF;
          RETURN id;
        END`);
      await createNumbered(table, table.rows.numbered, (number) => `${quoted(database)}.victim(${number})`);
      return table;
    },

    async crowd() {
      const user = await createUser('lonely', 'WITH MAX_USER_CONNECTIONS 1');
      await hold({ user, password: PASSWORD });
      return config({ user });
    },

    kill: () => server.kill(),
    revive: () => server.restart(),

    async close() {
      for (const connection of held) connection.destroy();
      await relay.close();
      for (const user of users) await server.query(`DROP USER ${user}`);
    },
  };
}

function partsOf({ columns, unique = [], indexes = [] }: TestTable): string[] {
  const list = (names: readonly string[]) => `(${names.map(quoted).join(', ')})`;
  return [
    // MariaDB takes a TIMESTAMP to be NOT NULL unless told.
    ...Object.entries(columns).map(
      ([name, type]) => `${quoted(name)} ${type} ${/^timestamp/.test(type) ? 'NULL' : ''}`,
    ),
    ...unique.map((names, at) => `${at === 0 ? 'PRIMARY KEY' : 'UNIQUE'} ${list(names)}`),
    ...indexes.map((names) => `INDEX ${list(names)}`),
  ];
}

/** A server that encrypts, started for it, beside one that does not. */
export async function startTls(withoutTls: MariaDb): Promise<TlsEngine> {
  const [own, strangers, other] = await Promise.all([
    makeCertificates('localhost'),
    makeCertificates('localhost'),
    makeCertificates('db.example.com'),
  ]);
  const files = await pemFiles({ own: own.ca, strangers: strangers.ca, other: other.ca });
  const server = await startMariaDb({ tls: own });
  const [encrypting, plain] = [await startEngine(server), await startEngine(withoutTls)];
  const config = (overrides: Overrides) => encrypting.config({ host: 'localhost', ...overrides });
  return {
    config,
    ca: files.path('own'),
    strangersCa: files.path('strangers'),
    // MySQL says 3159 (errors.test.ts); MariaDB only that access is denied.
    demand: 'login-refused',
    async demanding(action) {
      const { host, port, user, password } = server;
      // Whoever switches it on over TCP is not let in again to switch it off.
      const admin = await createConnection({ host, port, user, password });
      await admin.query('SET GLOBAL require_secure_transport = ON');
      await action().finally(() => admin.query('SET GLOBAL require_secure_transport = OFF'));
      admin.destroy();
    },
    async misnamed() {
      const folder = dirname(server.socket ?? '');
      const parts = ['ca', 'cert', 'key'] as const;
      await Promise.all(parts.map((part) => writeFile(join(folder, `${part}.pem`), other[part])));
      await server.query('FLUSH SSL');
      return { ca: files.path('other'), config };
    },
    plain: {
      relay: plain.relay,
      config: (overrides) => plain.config({ host: 'localhost', ...overrides }),
      hasLogin: (sent) => sent.includes(plain.reader),
    },
    async close() {
      await Promise.all([encrypting.close(), plain.close(), files.close()]);
      await server.close();
    },
  };
}
