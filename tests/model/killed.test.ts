import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { CLI, tally } from '../support/tally.js';

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
