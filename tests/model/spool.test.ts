import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clearSpool, spoolFolder } from '../../src/model/spool.js';
import { temporaryFolder } from '../support/app.js';

it('what a killed process left is removed, and nothing else that lies in a folder of that name', () => {
  const folder = spoolFolder(join(temporaryFolder(), 'tally.duckdb'));
  for (const name of ['7', 'change 12', 'mail', 'change of plans']) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, '0.txt'), '');
  }
  writeFileSync(join(folder, 'keep.txt'), '');
  clearSpool(folder);
  expect(readdirSync(folder).sort()).toEqual(['change of plans', 'keep.txt', 'mail']);
});

it('a model in memory spools where nobody else does', () => {
  const [one, other] = [spoolFolder(':memory:'), spoolFolder(':memory:')];
  expect(one).not.toBe(other);
  expect([existsSync(one), existsSync(other)]).toEqual([false, false]);
  clearSpool(one);
});
