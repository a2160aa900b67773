import { readFile } from 'node:fs/promises';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MySqlConfig, sourceSchema } from '../../src/config/schema.js';
import { demoCompany } from '../../src/demo/company.js';
import { loadDemo } from '../../src/demo/load.js';
import { openMySqlWriter } from '../../src/sources/mysql/writer.js';
import type { SourceWriter } from '../../src/sources/writer.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';

const SCRIPTS = ['01-database.sql', '02-tables.sql', '03-views.sql', '04-login.sql'] as const;
const script = (name: string) => readFile(new URL(`../../sql/mysql/${name}`, import.meta.url), 'utf8');

describeWithMariaDb('the demo company on MySQL', () => {
  const database = `tally_demo_${process.pid}`;
  const made = `${database}_made`;
  const company = demoCompany({ products: 56, days: 40, warehouses: 2, through: '2026-10-31' });
  let server: MariaDb;
  let config: MySqlConfig;

  beforeAll(async () => {
    server = await startMariaDb();
    await server.createDatabase(database);
    config = configFor(server.user, server.password);
  });

  afterAll(async () => {
    await server.query('DROP USER IF EXISTS tally_reader');
    await server.query(`DROP DATABASE IF EXISTS ${made}`);
    await server.close();
  });

  function configFor(user: string, password: string): MySqlConfig {
    const { host, port } = server;
    const parsed = sourceSchema.parse({ type: 'mysql', host, port, database, user, password, tls: 'off' });
    if (parsed.type !== 'mysql') throw new Error('asked for mysql');
    return parsed;
  }

  async function withWriter<T>(action: (writer: SourceWriter) => Promise<T>): Promise<T> {
    const writer = await openMySqlWriter(config);
    try {
      return await action(writer);
    } finally {
      await writer.close();
    }
  }

  async function asReader(sql: string): Promise<unknown> {
    const { host, port } = server;
    const login = { host, port, database, user: 'tally_reader', password: 'Reader’s "1"' };
    const connection = await createConnection({ ...login, rowsAsArray: true, dateStrings: true });
    try {
      return (await connection.query(sql))[0];
    } finally {
      connection.destroy();
    }
  }

  test('the scripts run, and run again', async () => {
    await withWriter(async (writer) => {
      await writer.run(`SET @tally_database = '${made}', @tally_password = 'Reader’s "1"';`);
      for (const name of [...SCRIPTS, ...SCRIPTS]) await writer.run(await script(name));
    });

    expect(await server.query(`SHOW DATABASES LIKE '${made}'`)).toHaveLength(1);
    await expect(asReader('SELECT 1')).rejects.toMatchObject({ errno: 1045 });
  });

  test('the login script needs a password', async () => {
    await withWriter(async (writer) => {
      await expect(writer.run(await script('04-login.sql'))).rejects.toThrow('the server reported an error');
    });
  });

  test('loads both environments, and loads them again', async () => {
    const progress: number[] = [];
    const total = company.counts.product + company.counts.test + company.counts.production;
    const first = await loadDemo(config, 'both', company, (done, of) => {
      expect(of).toBe(total);
      progress.push(done);
    });

    // Without a date or a number: four rows of Test, nine of Production.
    expect(first).toEqual({ products: 56, stock: company.counts.test + company.counts.production - 13, leftOut: 13 });
    expect(progress.at(-1)).toBe(total);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(await loadDemo(config, 'both', company)).toEqual(first);

    const rows = await server.query(
      `SELECT environment, COUNT(*) AS number, SUM(qty_on_hand) AS quantity, SUM(qty_demanded * unit_cost) AS value
      FROM ${database}.stock_level GROUP BY environment ORDER BY environment`,
    );
    expect(rows).toEqual([expected('production'), expected('test')]);
  });

  /** The same sums, from the generator, in whole units and cents. */
  function expected(environment: 'test' | 'production') {
    let number = 0;
    let quantity = 0;
    let cents = 0;
    for (const [date, , , onHand, demand, cost] of company.stock(environment)) {
      if (date.endsWith('-02-30') || onHand === 'n/a') continue;
      number++;
      quantity += Number(onHand);
      cents += Number(demand) * Number(cost.replace('.', ''));
    }
    const value = (cents / 100).toFixed(2);
    return { environment, number, quantity: `${quantity}.0000`, value: `${value}00000000` };
  }

  test('loads one environment, Production without the product master', async () => {
    expect(await loadDemo(config, 'production', company)).toMatchObject({ products: 0 });
    expect(await server.query(`SELECT DISTINCT environment FROM ${database}.stock_level`)).toEqual([
      { environment: 'production' },
    ]);
    expect(await server.query(`SELECT * FROM ${database}.product`)).toEqual([]);
  });

  test('the reader reads the views and can do nothing else', async () => {
    await withWriter(async (writer) => {
      await writer.run(`SET @tally_require = 'NONE', @tally_password = 'Reader’s "1"';`);
      await writer.run(await script('04-login.sql'));
    });
    await loadDemo(config, 'both', company);

    expect(
      await asReader(`SELECT environment, date, product_id, warehouse, quantity, demand, unit_cost
        FROM tally_stock WHERE product_id = 'B-2001' ORDER BY date LIMIT 1`),
    ).toEqual([['production', '2026-10-26', 'B-2001', 'Hamburg', '24.0000', '2.0000', '9.900000']]);
    expect(
      await asReader(`SELECT product_id, name, category, segment, division, variant, unit_price
        FROM tally_product WHERE product_id = 'a-1001'`),
    ).toEqual([['A-1001', 'Bookshelf Speaker', 'Electronics', 'Audio', 'Technology', 'Black', expect.any(String)]]);

    for (const denied of [
      'SELECT 1 FROM stock_level',
      'DELETE FROM tally_stock',
      "UPDATE tally_product SET name = 'x'",
      "INSERT INTO tally_product (product_id, name) VALUES ('x', 'x')",
      'CREATE TABLE x (y INT)',
      'DROP VIEW tally_stock',
    ]) {
      await expect(asReader(denied), denied).rejects.toMatchObject({ errno: 1142 });
    }
  });

  test('every change renews updated_at, by its index', async () => {
    const before = await server.query(`SELECT MAX(updated_at) AS at FROM ${database}.tally_stock`);
    await server.query(`UPDATE ${database}.stock_level SET qty_on_hand = qty_on_hand + 1 LIMIT 1`);
    const changed = `FROM ${database}.tally_stock WHERE updated_at > '${before[0]?.at}'`;
    expect(await server.query(`SELECT COUNT(*) AS number ${changed}`)).toEqual([{ number: 1 }]);
    expect(await server.query(`EXPLAIN SELECT * ${changed}`)).toMatchObject([{ key: 'stock_level_updated_at' }]);
  });
});
