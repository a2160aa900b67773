import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../support/app.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { tally } from '../support/tally.js';
import { background, holderOf, started, until } from './running.js';

const KILLS = Number(process.env.KILLS ?? 2);
const ROWS = 30_000;
/** Longest life of an instance once it answers, and of one that has just been started, in milliseconds. */
const [LIFE, BEGINNING] = [1500, 1000];

describeWithMariaDb('a running Tally that is killed', () => {
  const database = `tally_instance_${process.pid}`;
  let mysql: MariaDb;

  beforeAll(async () => {
    mysql = await startMariaDb();
    await mysql.createDatabase(database);
    for (const table of ['test', 'production']) {
      await mysql.query(`CREATE TABLE ${database}.${table} (line INT PRIMARY KEY, day DATE, item VARCHAR(20), qty INT,
        stamp DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), INDEX (day), INDEX (stamp))`);
      await mysql.query(`INSERT INTO ${database}.${table} (line, day, item, qty)
        SELECT seq, DATE '2026-03-01' + INTERVAL seq MOD 3 DAY, CONCAT('P-', seq MOD 500), 0 FROM ${database}.seq_1_to_${ROWS}`);
    }
  });
  afterAll(() => mysql?.close());

  function configured(folder: string): readonly string[] {
    const { host, port, user, password } = mysql;
    mkdirSync(folder, { recursive: true });
    const config = {
      model: { file: 'data/tally.duckdb' },
      state: { url: 'file:data/state.db' },
      refresh: { maxAge: '0s', every: '1s', budget: '20s' },
      sources: { shop: { type: 'mysql', host, port, user, password, database, tls: 'off' } },
      tables: ['test', 'production'].map((environment) => ({
        table: 'stock',
        source: 'shop',
        from: environment,
        environment,
        columns: { date: 'day', product_id: 'item', quantity: 'qty' },
        key: ['line'],
        changed: 'stamp',
        meaning: { quantity: 'flow' },
      })),
    };
    writeFileSync(join(folder, 'tally.yaml'), JSON.stringify(config));
    return ['--config', join(folder, 'tally.yaml')];
  }

  async function totals(config: readonly string[]): Promise<readonly number[]> {
    const { code, stdout, stderr } = await tally(['ask', 'stock total by environment', '--json', ...config]);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout).rows.map(({ quantity }: { quantity: number }) => quantity);
  }

  test('is started again and answers as its sources are', { timeout: 60_000 + KILLS * 20_000 }, async () => {
    const config = configured(temporaryFolder());
    for (let kill = 1; kill <= KILLS; kill++) {
      const beginning = kill % 3 === 0;
      const running = beginning ? background(['start', ...config]) : await started(config);
      await mysql.query(`UPDATE ${database}.production SET qty = ${kill}`);
      running.say('/stock total');
      await mysql.query(`UPDATE ${database}.test SET qty = ${kill}`);
      const after = Math.random() * (beginning ? BEGINNING : LIFE);
      await new Promise((resolve) => setTimeout(resolve, after));
      running.process.kill('SIGKILL');
      await running.ended();
      // Every other time the first to come is a question, and else the next instance.
      if (kill % 2 === 0)
        expect(await totals(config), `kill ${kill}, after ${after} ms`).toEqual([kill * ROWS, kill * ROWS]);
      const next = await started(config);
      expect(await totals(config), `kill ${kill}, after ${after} ms`).toEqual([kill * ROWS, kill * ROWS]);
      next.say('/stock total');
      await until(
        () => next.printed().stdout.includes('units') || next.printed().stdout.includes('Production'),
        'the answer',
      );
      const { code } = await next.leave();
      expect([code, await holderOf(config)]).toEqual([0, null]);
    }
  });
});
