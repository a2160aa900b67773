import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MySqlConfig } from '../../src/config/schema.js';
import { mysqlDialect } from '../../src/sources/mysql/dialect.js';
import { MySqlSessions } from '../../src/sources/mysql/session.js';
import { openMySqlWriter } from '../../src/sources/mysql/writer.js';
import { makeCertificates } from '../support/certificates.js';
import { describeWithMariaDb, type MariaDb, type MariaDbOptions, startMariaDb } from '../support/mariadb.js';
import { pemFiles } from '../support/pem.js';
import { startRelay } from '../support/relay.js';
import { FILLER, rowsOf, type TestTable } from '../support/table.js';
import {
  begin,
  configure,
  expectProblem,
  type Facts,
  type FallibleEngine,
  NAME,
  type Overrides,
  openSource,
  type ServerConfig,
} from './engine.js';
import { describeOutage, describeReading, describeTrouble, type MortalEngine } from './suite.js';
import { describeTls, type TlsEngine } from './tls.js';

const FACTS: Facts = {
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
};

const READER = { user: `tally_reader_${process.pid}`, password: `it's "geheim" \\ 🔑` };
const databaseName = `tally_source_${process.pid}`;

/** Database of a schema in the suite: its own beside the one of the login. */
const databaseOf = ({ schema }: Pick<TestTable, 'schema'>): string =>
  schema ? `${databaseName} ${schema}` : databaseName;

const quoted = (name: string) => mysqlDialect.quote(name);
const place = (table: Pick<TestTable, 'schema' | 'name'>) => `${quoted(databaseOf(table))}.${quoted(table.name)}`;

interface MySqlEngine extends FallibleEngine, MortalEngine {
  readonly server: MariaDb;
}

async function startEngine(options: MariaDbOptions = {}): Promise<MySqlEngine> {
  const server = await startMariaDb(options);
  const relay = await startRelay(server.port);
  const held: Connection[] = [];
  const users = [READER.user];
  const admin = { user: server.user, password: server.password };

  const hold = async (login: { user: string; password: string }) => {
    const connection = await createConnection({ host: server.host, port: server.port, ...login });
    held.push(connection);
    return connection;
  };
  const config = (overrides: Overrides = {}): ServerConfig => {
    const { port } = relay;
    const base = { host: '127.0.0.1', port, database: databaseName, ...READER, tls: 'off' };
    return configure('mysql', base, overrides);
  };
  const createUser = async (user: string, limits = '') => {
    await server.query(
      `CREATE USER ${user} IDENTIFIED BY '${READER.password.replaceAll('\\', '\\\\').replaceAll("'", "''")}' ${limits}`,
    );
  };

  for (const schema of [undefined, 'other one', 'private'])
    await server.createDatabase(databaseOf(schema ? { schema } : {}));
  await createUser(READER.user);
  for (const schema of [undefined, 'other one']) {
    await server.query(`GRANT SELECT ON ${quoted(databaseOf(schema ? { schema } : {}))}.* TO ${READER.user}`);
  }
  await server.query(`CREATE TABLE ${quoted(databaseName)}.digits (d INT PRIMARY KEY)`);
  await server.query(`INSERT INTO ${quoted(databaseName)}.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)`);

  return {
    server,
    relay,
    config,
    greeting: 'SET SESSION time_zone',
    from: (table) => {
      const name = /^\w+$/.test(table.name) ? table.name : `"${table.name}"`;
      return table.schema === undefined ? name : `${quoted(databaseOf(table))}.${name}`;
    },
    writer: async () => config(admin),
    withoutDatabase: () => config({ database: 'no such database' }),

    async create(table) {
      for (const statement of creation(table)) await server.query(statement);
      const rows = rowsOf(table);
      if (rows.length === 0) return;
      const writer = await openMySqlWriter(config(admin) as MySqlConfig);
      await writer.insert(place(table), Object.keys(table.columns), rows, () => undefined);
      await writer.close();
    },

    async block(table) {
      const connection = await hold(admin);
      await connection.query(`LOCK TABLES ${place(table)} WRITE`);
      return () => connection.end();
    },

    async deadlock() {
      const table = {
        name: 'deadlocked',
        columns: { id: 'bigint', filler: 'varchar(200)' },
        rows: { numbered: 10_000 },
      };
      await server.query(`CREATE FUNCTION ${quoted(databaseName)}.victim(id BIGINT) RETURNS BIGINT DETERMINISTIC NO SQL
        BEGIN
          IF id > 9000 THEN
            SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found when trying to get lock';
          END IF;
          RETURN id;
        END`);
      const [view = ''] = creation(table);
      await server.query(
        view
          .replace(' AS id', ' AS id0')
          .replace(/ AS SELECT (.+?) AS id0/, ` AS SELECT ${quoted(databaseName)}.victim($1) AS id`),
      );
      return table;
    },

    async crowd() {
      const user = `tally_lonely_${process.pid}`;
      users.push(user);
      await createUser(user, 'WITH MAX_USER_CONNECTIONS 1');
      await hold({ user, password: READER.password });
      return config({ user });
    },

    kill: () => server.kill(),
    revive: () => server.restart(),

    async close() {
      for (const connection of held) connection.destroy();
      await relay.close();
      for (const user of users) await server.query(`DROP USER IF EXISTS ${user}`);
      await server.close();
    },
  };
}

function* creation(table: TestTable): Generator<string> {
  const { columns, rows, unique = [], indexes = [] } = table;
  if ('numbered' in rows) {
    const [id = '', filler = ''] = Object.keys(columns);
    const digits = [...String(rows.numbered)].map((_, power) => ({ name: `d${power}`, worth: 10 ** power }));
    const number = `1 + ${digits.map(({ name, worth }) => `${worth} * ${name}.d`).join(' + ')}`;
    const joined = digits.map(({ name }) => `${quoted(databaseName)}.digits AS ${name}`).join(' JOIN ');
    yield `CREATE VIEW ${place(table)} AS SELECT ${number} AS ${id}, '${FILLER}' AS ${filler} FROM ${joined} WHERE ${number} <= ${rows.numbered}`;
    return;
  }
  const list = (names: readonly string[]) => `(${names.map(quoted).join(', ')})`;
  const parts = [
    ...Object.entries(columns).map(
      ([name, type]) => `${quoted(name)} ${type}${/^timestamp/.test(type) ? ' NULL' : ''}`,
    ),
    ...unique.map((names, at) => (at === 0 ? `PRIMARY KEY ${list(names)}` : `UNIQUE ${list(names)}`)),
    ...indexes.map((names) => `INDEX ${list(names)}`),
  ];
  yield `CREATE TABLE ${place(table)} (${parts.join(', ')}) CHARACTER SET utf8mb4`;
}

async function startTls(): Promise<TlsEngine> {
  const [own, strangers, other] = await Promise.all([
    makeCertificates('localhost'),
    makeCertificates('localhost'),
    makeCertificates('db.example.com'),
  ]);
  const files = await pemFiles({ own: own.ca, strangers: strangers.ca, other: other.ca });
  const [encrypting, plain] = [await startEngine({ tls: own }), await startEngine({ own: true })];
  const { server } = encrypting;
  const config = (overrides: Overrides) => encrypting.config({ host: 'localhost', ...overrides });
  return {
    config,
    ca: files.path('own'),
    strangersCa: files.path('strangers'),
    // MySQL says 3159 (errors.test.ts); MariaDB only that access is denied.
    demand: 'login-refused',
    async demanding(action) {
      // Whoever switches it on over TCP is not let in again to switch it off.
      const admin = await createConnection({
        host: server.host,
        port: server.port,
        user: server.user,
        password: server.password,
      });
      await admin.query('SET GLOBAL require_secure_transport = ON');
      await action().finally(() => admin.query('SET GLOBAL require_secure_transport = OFF'));
      admin.destroy();
    },
    async misnamed() {
      const folder = dirname(server.socket ?? '');
      await Promise.all(
        (['ca', 'cert', 'key'] as const).map((part) => writeFile(join(folder, `${part}.pem`), other[part])),
      );
      await server.query('FLUSH SSL');
      return { ca: files.path('other'), config };
    },
    plain: {
      relay: plain.relay,
      config: (overrides) => plain.config({ host: 'localhost', ...overrides }),
      hasLogin: (sent) => sent.includes(READER.user),
    },
    async close() {
      await Promise.all([encrypting.close(), plain.close(), files.close()]);
    },
  };
}

describeWithMariaDb('MySQL', () => {
  describe('reading', () => describeReading(FACTS, startEngine));
  describe('in trouble', () => describeTrouble(FACTS, startEngine));
});

describeWithMariaDb(
  'MySQL, a server of its own',
  () => {
    describe('with TLS', () => describeTls(startTls));
    describe('that dies', () => describeOutage(FACTS, () => startEngine({ own: true })));
  },
  { own: true },
);

describeWithMariaDb('a session on MySQL', () => {
  const TABLE: TestTable = { name: 'one', columns: { id: 'int' }, rows: [['1']] };
  let engine: MySqlEngine;
  beforeAll(async () => {
    engine = await startEngine();
    await engine.create(TABLE);
    await engine.create({ name: 'many', columns: { id: 'bigint', filler: 'text' }, rows: { numbered: 300_000 } });
  });
  afterAll(() => engine?.close());

  test.each([
    sql`INSERT INTO one VALUES (2)`,
    sql`UPDATE one SET id = 2`,
    sql`DELETE FROM one`,
    sql`DROP TABLE one`,
    sql`TRUNCATE TABLE one`,
    sql`CREATE TABLE two (id INT)`,
  ])('cannot write, although its login could: %#', async (statement) => {
    const config = (await engine.writer()) as MySqlConfig;
    const sessions = new MySqlSessions(NAME, config);
    await expect(sessions.rows(statement)).rejects.toMatchObject({ problem: 'failed', cause: { errno: 1792 } });
    expect(await sessions.rows(sql`SELECT id FROM one`)).toEqual([['1']]);
    await sessions.close();
  });

  test('ends its read on the server when it is called off, not a minute later', async () => {
    const source = openSource(engine.config());
    const batches = await begin(source, 'many');
    await batches.next();
    await engine.relay.quiet();
    const reading = () =>
      engine.server.query(
        `SELECT info FROM information_schema.processlist WHERE user = '${READER.user}' AND command = 'Query'`,
      );
    expect(await reading()).toHaveLength(1);
    await batches.return?.();
    await expect.poll(reading, { timeout: 10_000 }).toEqual([]);
    await source.close();
  });

  test('sees the times of its time zone', async () => {
    const zones = { UTC: '2024-07-01 12:00:00', '+02:00': '2024-07-01 14:00:00' };
    for (const [timeZone, noon] of Object.entries(zones)) {
      const sessions = new MySqlSessions(NAME, engine.config({ timeZone }) as MySqlConfig);
      expect(await sessions.rows(sql`SELECT FROM_UNIXTIME(1719835200)`)).toEqual([[noon]]);
      await sessions.close();
    }
  });

  test('says when the server does not know the time zone', async () => {
    const source = openSource(engine.config({ timeZone: 'Mars/Olympus' }));
    await expectProblem(source.inspect(), 'no-time-zone', null);
    await source.close();
  });

  test('finds out each way of writing that a login has', async () => {
    const { server } = engine;
    const user = `tally_writer_${process.pid}`;
    await server.createDatabase(`${databaseName} TO let`);
    await server.query(`CREATE USER ${user} IDENTIFIED BY 'x'`);
    await server.query(`GRANT SELECT, SHOW VIEW ON ${quoted(databaseName)}.* TO ${user}`);
    await server.query(`GRANT INSERT, DELETE ON ${quoted(`${databaseName} TO let`)}.* TO ${user}`);
    await server.query(`GRANT SELECT (id), UPDATE (id) ON ${place(TABLE)} TO ${user}`);
    const source = openSource(engine.config({ user, password: 'x' }));
    expect((await source.inspect()).writes.toSorted()).toEqual([
      `DELETE on ${databaseName} TO let.*`,
      `INSERT on ${databaseName} TO let.*`,
      `UPDATE on ${databaseName}.one`,
    ]);
    await source.close();
    await server.query(`DROP USER ${user}`);
  });
});
