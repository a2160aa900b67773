import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../src/app.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { toCsv } from '../../src/reply/csv.js';
import { toJson } from '../../src/reply/json.js';
import { textTable } from '../../src/reply/table.js';
import { cellsOf } from '../reply/messages.js';
import { resultOf, temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';

/** Asked once at noon; its Production was spoilt then and asked for again ten minutes later. */
async function openSpoilt() {
  const folder = temporaryFolder();
  const config = writeCompany(folder, SMALL);
  const clock = { now: new Date('2026-03-10T12:00:00Z') };
  const app = await openApp({ config, environment: {}, now: () => clock.now });
  onTestFinished(() => app.close());
  await resultOf(app, '/stock');
  writeFileSync(join(folder, 'production.csv'), 'not,a,table\n1,2,3\n');
  clock.now = new Date('2026-03-10T12:10:00Z');
  await resultOf(app, '/stock');
  clock.now = new Date('2026-03-10T12:10:02Z');
  return resultOf(app, '/stock status');
}

const SAID =
  'there (stock, production) could not be refreshed: a mapped column is not there; its figures are of 10 min ago (12:00 UTC), tried at 12:10 UTC, next try in 3 s.';

it('has each fact of a table by itself for a program, moments as ISO 8601', async () => {
  const { headline, rows, notes } = toJson(await openSpoilt());
  expect(headline).toBe('1 of 3 tables could not be refreshed');
  expect(rows[2]).toEqual({
    table: 'stock',
    environment: 'production',
    source: 'there',
    from: 'production.csv',
    as_of: '2026-03-10T12:00:00.000Z',
    age: 602_000,
    through: '2026-03-09',
    rows: 5,
    left_out: 0,
    changed: 602_000,
    state: 'failed',
    mode: 'full',
    duration: expect.any(Number),
    verified: 602_000,
    changed_at: '2026-03-10T12:00:00.000Z',
    verified_at: '2026-03-10T12:00:00.000Z',
    error: 'a mapped column is not there',
    error_at: '2026-03-10T12:10:00.000Z',
    next_try: '2026-03-10T12:10:05.000Z',
  });
  expect(rows[1]).toMatchObject({ state: 'ok', error: null, error_at: null, next_try: null });
  expect(notes).toEqual([SAID]);
});

it('fits 80 columns, the error in a sentence below', async () => {
  const result = await openSpoilt();
  const [heading = '', rule, ...lines] = textTable(result, { width: 80, colour: false, rows: 10 });
  expect(heading).toMatch(/^Table +Environment +Source +Age +Data through +Rows +Changed +State$/);
  expect(rule).toMatch(/^─+$/);
  expect(lines[2]).toMatch(/^stock +production +there +10 min +2026-03-09 +5 +10 min +failed$/);
  for (const line of [heading, ...lines.slice(0, 3)]) expect(line.length).toBeLessThanOrEqual(80);
  expect(result.notes).toEqual([SAID]);
});

it('is a table in Slack, the error among its notes', async () => {
  const message = toBlocks(await openSpoilt());
  expect(cellsOf(message)[0]).toEqual([
    'Table',
    'Environment',
    'Source',
    'Age',
    'Data through',
    'Rows',
    'Changed',
    'State',
  ]);
  expect(JSON.stringify(message.blocks)).toContain('a mapped column is not there; its figures are of 10 min ago');
});

it('has all of it as CSV, ages in milliseconds', async () => {
  const [heading, , , production] = toCsv(await openSpoilt()).split('\r\n');
  expect(heading).toMatch(/^Table,Environment,Source,As of \(UTC\),Age \(ms\),/);
  expect(production).toContain('2026-03-10T12:00:00.000Z,602000,2026-03-09');
});
