import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { Database } from '../../src/model/database.js';
import { migrate } from '../../src/model/migrate.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { feedOf } from '../support/feed.js';
import { CLI, tally } from '../support/tally.js';
import { everything } from './mirror.js';
import { rebuild } from './rebuild.js';

const ROWS = 40_000;

/** Both tables hold this many pieces of each sku, so that a half-loaded model could not hide. */
const stock = (pieces: number) =>
  `date,product_id,quantity\n${Array.from({ length: ROWS }, (_, index) => `2026-03-09,P-${index},${pieces}`).join('\n')}\n`;

/** Starts a refresh and kills it without warning after some milliseconds. */
function killedRefresh(config: string, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, 'refresh', 'stock', '--config', config], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

it('a refresh that is killed leaves the model as before or as after, never between', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const meaning = '{ quantity: complete }';
  const config = writeCompany(folder, {
    files: { 'test.csv': stock(1), 'production.csv': stock(1) },
    tables: `  - { table: stock, source: here, from: test.csv, environment: test, meaning: ${meaning} }
  - { table: stock, source: there, from: production.csv, environment: production, meaning: ${meaning} }`,
  });
  const totals = async () => {
    const { stdout } = await tally(['ask', 'stock total by environment', '--json', '--config', config]);
    return JSON.parse(stdout).rows.map(({ quantity }: { quantity: number }) => quantity);
  };
  expect(await totals()).toEqual([ROWS, ROWS]);
  let pieces = 1;
  for (const milliseconds of [120, 200, 260, 320, 380, 450, 550, 700]) {
    writeFileSync(join(folder, 'test.csv'), stock(pieces + 1));
    writeFileSync(join(folder, 'production.csv'), stock(pieces + 1));
    await killedRefresh(config, milliseconds);
    for (const quantity of await totals()) expect([pieces * ROWS, (pieces + 1) * ROWS]).toContain(quantity);
    await tally(['refresh', 'stock', '--config', config]);
    pieces += 1;
    expect(await totals()).toEqual([pieces * ROWS, pieces * ROWS]);
  }
});

const APPLYING = fileURLToPath(new URL('applying.js', import.meta.url));
const KILLS = Number(process.env.KILLS ?? 20);
const CHANGED = 1500;
/** Each sku has rows of both days, so that those of the second count. */
const LAST_ROWS = CHANGED / 3;

/**
 * Lets a process change all rows again and again, and kills it some milliseconds after it has begun; where they are
 * null, after the first change. Yields how long that took.
 */
function killedChange(file: string, folder: string, milliseconds: number | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [APPLYING, file, folder, String(CHANGED)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [began, took, errors] = [0, 0, ''];
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('ready')) {
        began = performance.now();
        if (milliseconds !== null) setTimeout(() => child.kill('SIGKILL'), milliseconds);
      }
      if (!text.includes('changed') || took > 0) return;
      took = performance.now() - began;
      if (milliseconds === null) child.kill('SIGKILL');
    });
    child.on('close', (_, signal) => (signal === 'SIGKILL' ? resolve(took) : reject(new Error(errors))));
  });
}

it('a change that is killed leaves the model as before or as after, never between', {
  timeout: 60_000 + KILLS * 8000,
}, async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'tally.duckdb');
  const feed = feedOf({ id: 'stock', meaning: { quantity: 'sparse', demand: null }, key: ['line'] });
  const versions = new Set<number>();
  const change = await killedChange(file, folder, null);
  for (let kill = 0; kill < KILLS; kill++) {
    const milliseconds = Math.round(Math.random() * 4 * change);
    await killedChange(file, folder, milliseconds);
    const db = await Database.open({ file, memory: 128, threads: 2 });
    await migrate(db);
    const [held] = await db.query(sql`SELECT CAST(read_columns AS INTEGER) AS version, rows_read, rows_kept,
      (SELECT CAST(min(quantity) AS INTEGER) FROM stock) AS least, (SELECT CAST(max(quantity) AS INTEGER) FROM stock) AS most,
      (SELECT CAST(sum(quantity) AS INTEGER) FROM stock_state) AS state, (SELECT count(*) FROM rejected_row) AS rejected,
      (SELECT CAST(sum(sum) AS BIGINT) FROM ledger) AS sum FROM feed`);
    const version = Number(held?.version);
    const sum = (CHANGED * (CHANGED - 1)) / 2 + CHANGED * version;
    expect(held, `killed after ${milliseconds} ms`).toEqual({
      version,
      rows_read: CHANGED,
      rows_kept: (CHANGED / 3) * 2,
      least: version,
      most: version,
      state: version * LAST_ROWS,
      rejected: CHANGED / 3,
      sum,
    });
    const before = await everything(db);
    await db.transaction((session) => rebuild(session, { today: '2026-03-10', feeds: [feed] }, 'stock'));
    expect(await everything(db)).toEqual(before);
    db.close();
    versions.add(version);
  }
  // It got on from kill to kill.
  expect(versions.size).toBeGreaterThan(KILLS / 8);
});
