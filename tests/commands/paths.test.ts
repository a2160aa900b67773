import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../src/app.js';
import { homeOf } from '../../src/commands/home.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { toCsv } from '../../src/reply/csv.js';
import { toJson } from '../../src/reply/json.js';
import { resultText } from '../../src/reply/text.js';
import { resultOf, temporaryFolder, writeCompany } from '../support/app.js';
import { days, stockOn } from './days.js';

const MEANING = 'meaning: { quantity: complete }';

/** Files in folders; of Production’s one is a day behind, and then cannot be read any more. */
async function openSpoilt() {
  const folder = temporaryFolder();
  const config = writeCompany(folder, {
    files: {
      'exports/secret/test.csv': stockOn(days(1, 10)),
      'exports/secret/east.csv': stockOn(days(1, 10)),
      'exports/secret/west.csv': stockOn(days(1, 9)),
    },
    tables: `  - { table: stock, source: here, from: exports/secret/test.csv, environment: test, ${MEANING} }
  - { table: stock, source: there, from: exports/secret/east.csv, environment: production, ${MEANING} }
  - { table: stock, source: there, from: exports/secret/we*.csv, environment: production, ${MEANING} }`,
  });
  const clock = { now: new Date('2026-03-10T12:00:00Z') };
  const app = await openApp({ config, environment: {}, now: () => clock.now });
  onTestFinished(() => app.close());
  await resultOf(app, '/stock');
  writeFileSync(join(folder, 'exports/secret/west.csv'), 'not,a,table\n1,2,3\n');
  clock.now = new Date('2026-03-10T12:10:00Z');
  await resultOf(app, '/stock');
  return { app, folder };
}

it('in a chat files are named without their folders', async () => {
  const { app } = await openSpoilt();
  const { warnings, notes, rows } = await resultOf(app, '/stock status');
  expect(rows.map(({ from }) => from)).toEqual(['test.csv', 'east.csv', 'we*.csv']);
  expect(warnings).toEqual(['we*.csv of Production ends 2026-03-09, before the others']);
  expect(notes).toEqual([expect.stringMatching(/^there \(stock we\*\.csv, production\) could not be refreshed: /)]);
});

it.each(['/stock', '/stock variance', '/stock status', '/stock quality'])(
  'nobody reads a path in %s',
  async (question) => {
    const { app, folder } = await openSpoilt();
    const result = await resultOf(app, question);
    const said = [
      JSON.stringify(toBlocks(result)),
      JSON.stringify(toJson(result)),
      toCsv(result),
      resultText(result, { width: 250, colour: false, rows: 50 }),
      JSON.stringify(await homeOf(app.desk)),
    ].join('\n');
    expect(said).toContain('we*.csv');
    expect(said).not.toContain('secret');
    expect(said).not.toContain(folder);
  },
);
