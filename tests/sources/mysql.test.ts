import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MySqlConfig } from '../../src/config/schema.js';
import { rawDateOf } from '../../src/sources/buckets.js';
import { partsOf, rowsQuery, sumsQuery } from '../../src/sources/look-queries.js';
import { lookDialect } from '../../src/sources/mysql/look.js';
import { MySqlSessions } from '../../src/sources/mysql/session.js';
import type { Source, SourceColumn, Where } from '../../src/sources/source.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { rowsOf, type TestTable } from '../support/table.js';
import { begin, beginLook, columnsOf, expectProblem, lookedRows, NAME, openSource, readAll } from './engine.js';
import { FACTS, type MySqlEngine, PASSWORD, startEngine, startTls } from './mysql-engine.js';
import {
  describeChecksums,
  describeLooks,
  describeLookTrouble,
  describeOutage,
  describeReading,
  describeTls,
  describeTrouble,
} from './suite.js';

const ID: SourceColumn = { name: 'id', type: 'int', kind: 'number', scale: 0 };

describeWithMariaDb('MySQL', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  describe('reading', () => describeReading(FACTS, () => startEngine(server)));
  describe('in trouble', () => describeTrouble(FACTS, () => startEngine(server)));
  describe('looked at', () => describeLooks(FACTS, () => startEngine(server)));
  describe('summed up', () => describeChecksums(FACTS, () => startEngine(server)));
  describe('looked at in trouble', () => describeLookTrouble(FACTS, () => startEngine(server)));
  describe('session', () => describeSession(() => startEngine(server)));
});

describeWithMariaDb(
  'MySQL, a server of our own',
  () => {
    let server: MariaDb;
    beforeAll(async () => {
      server = await startMariaDb({ own: true });
    });
    afterAll(() => server?.close());

    describe('with TLS', () => describeTls(() => startTls(server)));
    describe('that dies', () => describeOutage(FACTS, () => startEngine(server)));
    describe('whose defaults are others', () => describeDefaults(() => startEngine(server)));
  },
  { own: true },
);

/** What only a session on MySQL has. */
function describeSession(start: () => Promise<MySqlEngine>): void {
  const TABLE: TestTable = { name: 'one', columns: { id: 'int' }, rows: [['1']] };
  let engine: MySqlEngine;
  beforeAll(async () => {
    engine = await start();
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
        `SELECT info FROM information_schema.processlist WHERE user = '${engine.reader}' AND command = 'Query'`,
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

  test('looks at one state of InnoDB’s tables, and cannot tell of others', async () => {
    const place = (name: string) => engine.place({ name });
    await engine.server.query(`CREATE TABLE ${place('old')} (id INT) ENGINE = MyISAM`);
    await engine.server.query(`CREATE VIEW ${place('view of one')} AS SELECT id FROM ${place('one')}`);
    const source = openSource(engine.config());
    const consistent: Record<string, boolean> = {};
    for (const name of ['one', 'old', 'view of one', 'nowhere']) {
      const look = await beginLook(source, name);
      consistent[name] = look.consistent;
      await look.close();
    }
    expect(consistent).toEqual({ one: true, old: false, 'view of one': false, nowhere: false });
    await source.close();
  });

  test('is told of its look’s end by the server', async () => {
    const source = openSource(engine.config({ limits: { connections: 1 } }));
    const columns = { columns: [ID], date: null, changed: ID };
    const look = await beginLook(source, 'one');
    const [{ id } = {}] = await engine.server.query(
      `SELECT id FROM information_schema.processlist WHERE user = '${engine.reader}'`,
    );
    await engine.server.query(`KILL ${id}`);
    await expectProblem(look.changes(columns, null), 'interrupted', 'one');
    await look.close();
    expect(await readAll(source, 'one')).toEqual([['1']]);
    await source.close();
  });

  test('is told when a table was altered before its look could read it', async () => {
    const table: TestTable = { name: 'altered', columns: { id: 'int' }, rows: [['1']] };
    await engine.create(table);
    const source = openSource(engine.config());
    const look = await beginLook(source, 'altered');
    await engine.server.query(`ALTER TABLE ${engine.place(table)} FORCE`);
    await expectProblem(look.changes({ columns: [ID], date: null, changed: ID }, null), 'deadlock', 'altered');
    await look.close();
    await source.close();
  });

  test('lets the server use indexes for a part of the rows', async () => {
    const types = { day: 'date', at: 'datetime', stamp: 'timestamp(6)', number: 'bigint', text: 'varchar(30)' };
    const table: TestTable = {
      name: 'indexed',
      columns: { id: 'int', ...types, filler: 'varchar(100)' },
      rows: Array.from({ length: 2000 }, (_, at) => {
        const time = new Date(Date.UTC(2024, 0, 1 + (at % 500), 1, at % 60))
          .toISOString()
          .slice(0, 19)
          .replace('T', ' ');
        return [String(at), time.slice(0, 10), time, time, String(at), time, 'x'.repeat(100)];
      }),
      indexes: Object.keys(types).map((name) => [name]),
    };
    await engine.create(table);
    await engine.server.query(`ANALYZE TABLE ${engine.place(table)}`);
    const sessions = new MySqlSessions(NAME, engine.config() as MySqlConfig);
    const source = openSource(engine.config());
    const columns = await columnsOf(source, 'indexed');
    const [last = []] = rowsOf(table).slice(499, 500);
    for (const [place, column] of columns.entries()) {
      const value = last[place] ?? '';
      if (!(column.name in types)) continue;
      const looked = { columns, date: column, changed: column };
      const date = rawDateOf(value, column) ?? '';
      const wheres: Where[] = [
        { kind: 'dates', dates: [date] },
        { kind: 'dates', dates: [null] },
        ...(column.name === 'number' ? [] : [{ kind: 'from', date } as const]),
        ...(column.name === 'number' ? [] : [{ kind: 'changed', since: { value, inclusive: true } } as const]),
      ];
      for (const where of wheres) {
        for (const part of partsOf(looked, where, lookDialect)) {
          for (const query of [
            rowsQuery(sql`indexed`, looked, part, lookDialect),
            sumsQuery(sql`indexed`, looked, part, lookDialect, where.kind === 'from'),
          ]) {
            const steps = await sessions.rows(sql`EXPLAIN ${query}`);
            const [, , , how, , key] = steps.at(-1) ?? [];
            expect([column.name, where, how, key]).toEqual([
              column.name,
              where,
              expect.stringMatching(/range|ref/),
              column.name,
            ]);
          }
        }
      }
    }
    await source.close();
    await sessions.close();
  });

  test('finds out each way of writing that a login has', async () => {
    const { server, database } = engine;
    const other = `${database} TO let`;
    await server.createDatabase(other);
    const user = await engine.createUser('writer');
    await server.query(`GRANT SELECT, SHOW VIEW ON \`${database}\`.* TO ${user}`);
    await server.query(`GRANT INSERT, DELETE ON \`${other}\`.* TO ${user}`);
    await server.query(`GRANT SELECT (id), UPDATE (id) ON ${engine.place(TABLE)} TO ${user}`);
    const source = openSource(engine.config({ user, password: PASSWORD }));
    expect((await source.inspect()).writes.toSorted()).toEqual([
      `DELETE on ${other}.*`,
      `INSERT on ${other}.*`,
      `UPDATE on ${database}.one`,
    ]);
    await source.close();
  });
}

/** A server that is set up in another way than it is delivered. */
function describeDefaults(start: () => Promise<MySqlEngine>): void {
  /** UTC; a clock of Back, an hour ahead of it, was set back to 23:30 of the day before when it was 00:30. */
  const TWICE = ['2024-10-26 22:45:00', '2024-10-26 23:15:00', '2024-10-26 23:45:00', '2024-10-27 00:15:00'];
  const DATES = ["it's", "\\'; DROP TABLE dated; --", '\\', '"', null];
  const INVALID = ['2024-02-31', '0000-00-00', '2024-00-00', '2024-02-29'];
  const TIMES = ['00:00:00.000000', '12:00:00.000000', '23:59:59.999999'];
  const TABLE: TestTable = {
    name: 'dated',
    columns: { id: 'int', written: 'varchar(100)', padded: 'char(20)' },
    rows: DATES.map((date, at) => [String(at), date, `${at}`]),
  };
  let engine: MySqlEngine;
  let source: Source;
  beforeAll(async () => {
    engine = await start();
    await engine.create(TABLE);
    const fill = async (name: string, type: string, values: readonly string[]) => {
      const place = engine.place({ name });
      await engine.server.query(`CREATE TABLE ${place} (day ${type}, INDEX (day))`);
      const rows = values.map((value) => `('${value}')`).join(', ');
      await engine.server.query(
        `SET STATEMENT sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00' FOR INSERT INTO ${place} VALUES ${rows}`,
      );
    };
    await fill('invalid', 'DATE', INVALID);
    for (const digits of [0, 6]) {
      const moments = INVALID.flatMap((day) => TIMES.map((time) => `${day} ${digits === 0 ? time.slice(0, 8) : time}`));
      await fill(`invalid moments ${digits}`, `DATETIME(${digits})`, moments);
    }
    await fill('zero', 'TIMESTAMP', ['0000-00-00 00:00:00', '2024-02-29 00:00:00']);
    await fill('twice', 'TIMESTAMP', TWICE);
    const modes = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH,NO_ZERO_DATE,NO_ZERO_IN_DATE';
    await engine.server.query(`SET GLOBAL sql_mode = '${modes}'`);
    await engine.server.query('SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED');
    source = openSource(engine.config());
  });
  afterAll(async () => {
    await source?.close();
    await engine?.close();
  });

  async function lookedAt(table: string, date: string, dates: readonly (string | null)[], by = source) {
    const columns = await columnsOf(by, table);
    const looked = { columns, date: columns.find(({ name }) => name === date) ?? null, changed: null };
    const look = await beginLook(by, table);
    const rows = await lookedRows(look, looked, { kind: 'dates', dates });
    await look.close();
    return rows.map((row) => row.slice(0, -1));
  }

  /** Days and how many rows they have. */
  async function summedUp(table: string, where: Where, by = source) {
    const columns = await columnsOf(by, table);
    const look = await beginLook(by, table);
    const sums = await look.sums({ columns, date: columns[0] ?? null, changed: null }, where);
    await look.close();
    return sums.map(({ date, rows }) => [date, rows]).toSorted();
  }

  /** Makes a time zone known: from which second on it is so many seconds ahead of UTC. */
  async function nameZone(zone: string, transitions: readonly (readonly [from: number, ahead: number])[]) {
    const { server } = engine;
    await server.query(`INSERT INTO mysql.time_zone (Use_leap_seconds) VALUES ('N')`);
    const [{ id } = {}] = await server.query('SELECT MAX(Time_zone_id) AS id FROM mysql.time_zone');
    await server.query(`INSERT INTO mysql.time_zone_name VALUES ('${zone}', ${id})`);
    for (const [type, [from, ahead]] of transitions.entries()) {
      await server.query(
        `INSERT INTO mysql.time_zone_transition_type VALUES (${id}, ${type}, ${ahead}, 0, 'T${type}')`,
      );
      await server.query(`INSERT INTO mysql.time_zone_transition VALUES (${id}, ${from}, ${type})`);
    }
  }

  test('quotes mean what they mean to the driver', async () => {
    for (const [at, date] of DATES.entries()) {
      expect(await lookedAt('dated', 'written', [date])).toEqual([[String(at), date, String(at)]]);
    }
  });

  test('dates that are none are found', async () => {
    for (const day of INVALID) expect(await lookedAt('invalid', 'day', [day])).toEqual([[day]]);
  });

  test.each([0, 6])('days that are none are found, of moments with %i digits', async (digits) => {
    const name = `invalid moments ${digits}`;
    const momentsOf = (day: string) => TIMES.map((time) => [`${day} ${digits === 0 ? time.slice(0, 8) : time}`]);
    for (const day of INVALID) expect((await lookedAt(name, 'day', [day])).toSorted()).toEqual(momentsOf(day));
    expect(await lookedAt(name, 'day', ['2024-02-30', '2024-03-01', '2024-02-00', '0000-00-01'])).toEqual([]);
    expect(await summedUp(name, { kind: 'all' })).toEqual(INVALID.map((day) => [day, 3]).toSorted());
    expect(await summedUp(name, { kind: 'from', date: '2024-02-29' })).toEqual([
      ['2024-02-29', 3],
      ['2024-02-31', 3],
    ]);
  });

  test('the timestamp that is none is found', async () => {
    expect(await lookedAt('zero', 'day', ['0000-00-00'])).toEqual([['0000-00-00 00:00:00']]);
    expect(await lookedAt('zero', 'day', ['2024-02-29'])).toEqual([['2024-02-29 00:00:00']]);
    expect(await summedUp('zero', { kind: 'from', date: '2024-02-29' })).toEqual([['2024-02-29', 1]]);
  });

  test('a day has its timestamps though its clock was set back behind its beginning', async () => {
    await nameZone('Back', [
      [0, 3600],
      [Date.parse('2024-10-26T23:30:00Z') / 1000, 0],
    ]);
    const local = openSource(engine.config({ timeZone: 'Back' }));
    expect(await lookedAt('twice', 'day', ['2024-10-26'], local)).toEqual([
      ['2024-10-26 23:45:00'],
      ['2024-10-26 23:45:00'],
    ]);
    expect(await lookedAt('twice', 'day', ['2024-10-27'], local)).toEqual([
      ['2024-10-27 00:15:00'],
      ['2024-10-27 00:15:00'],
    ]);
    expect(await summedUp('twice', { kind: 'from', date: '2024-10-27' }, local)).toEqual([['2024-10-27', 2]]);
    await local.close();
  });

  test('a look sees one state', async () => {
    const look = await beginLook(source, 'dated');
    const columns = { columns: [ID], date: null, changed: ID };
    expect(await look.changes(columns, null)).toEqual({ rows: 5, through: '4' });
    const editor = await engine.edit();
    await editor.change(TABLE, { insert: ['9', null, null] });
    await editor.commit();
    expect(await look.changes(columns, null)).toEqual({ rows: 5, through: '4' });
    await look.close();
  });
}
