import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { tally } from '../support/tally.js';

function company() {
  const folder = temporaryFolder();
  return {
    folder,
    config: ['--config', writeCompany(folder, { ...SMALL, settings: 'refresh: { maxAge: 1ms, minInterval: 1ms }' })],
  };
}

it('says that nothing was read, and asks no source for it', async () => {
  const { folder, config } = company();
  for (const name of Object.keys(SMALL.files)) rmSync(join(folder, name));
  const { code, stdout, stderr } = await tally(['status', ...config]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^3 of 3 tables were not read yet\n\nTable +Environment +Source /);
  expect(stdout.match(/not read(?! yet)/g)).toHaveLength(3);
  expect(stdout).not.toContain('!');
});

it('is the same as its question, as text and as JSON', async () => {
  const { config } = company();
  await tally(['ask', 'stock', ...config]);
  const [own, asked] = await Promise.all([
    tally(['status', '--json', ...config]),
    tally(['ask', 'stock status', '--json', ...config]),
  ]);
  const [a, b] = [own, asked].map(({ stdout }) => JSON.parse(stdout));
  expect(a.columns).toEqual(b.columns);
  expect(a.rows.map(({ table, through, state }: Record<string, unknown>) => [table, through, state])).toEqual([
    ['product', null, 'ok'],
    ['stock', '2026-03-09', 'ok'],
    ['stock', '2026-03-09', 'ok'],
  ]);
  expect(a.rows[0].as_of).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect((await tally(['status', ...config])).stdout).toMatch(
    /\nstock +production +there +[\d:. -]+ \d+ (ms|s|min) +2026-03-09 /,
  );
});
