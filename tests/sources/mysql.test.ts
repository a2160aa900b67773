import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MySqlConfig } from '../../src/config/schema.js';
import { MySqlSessions } from '../../src/sources/mysql/session.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import type { TestTable } from '../support/table.js';
import { begin, expectProblem, NAME, openSource } from './engine.js';
import { FACTS, type MySqlEngine, PASSWORD, startEngine, startTls } from './mysql-engine.js';
import { describeOutage, describeReading, describeTls, describeTrouble } from './suite.js';

describeWithMariaDb('MySQL', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  describe('reading', () => describeReading(FACTS, () => startEngine(server)));
  describe('in trouble', () => describeTrouble(FACTS, () => startEngine(server)));
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
