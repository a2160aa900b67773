import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { placeOf } from '../../src/instance/index.js';
import { isOurs } from '../../src/instance/place.js';
import { temporaryFolder } from '../support/app.js';
import { serving } from './serving.js';

/** A temporary folder of the test's own, short enough for a socket. */
function temporary(): string {
  const folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return folder;
}

function deep(): string {
  const folder = join(temporaryFolder(), 'd'.repeat(60), 'e'.repeat(60));
  mkdirSync(folder, { recursive: true });
  return join(folder, 'tally.duckdb');
}

describe('where an instance listens', () => {
  it('is beside the model, and each model of a folder has its own', () => {
    expect(placeOf('/srv/tally/tally.duckdb')).toBe('/srv/tally/tally.duckdb.sock');
    expect(placeOf('/srv/tally/other.duckdb')).toBe('/srv/tally/other.duckdb.sock');
  });

  it('is in a folder of the user under the temporary one where the path would be too long', async () => {
    const folder = temporary();
    const model = deep();
    const { place, ask } = await serving(async () => 0, { place: placeOf(model) });
    expect(place).toMatch(new RegExp(`^${folder}/tally-${process.getuid?.()}/[0-9a-f]{16}\\.sock$`));
    expect(placeOf(`${model}2`)).not.toBe(place);
    expect([statSync(dirname(place)).mode & 0o777, statSync(place).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(await ask()).toMatchObject({ kind: 'answered' });
  });

  it('is the same by whatever link the folder is called', () => {
    temporary();
    const model = deep();
    const link = join(temporaryFolder(), 'l'.repeat(90));
    symlinkSync(dirname(model), link);
    expect(placeOf(join(link, 'tally.duckdb'))).toBe(placeOf(model));
  });

  it.each([80, 81, 82, 83, 84, 85, 86, 87, 88, 103, 104, 200])(
    'can be listened at, in a folder of %i bytes',
    async (length) => {
      temporary();
      const base = temporaryFolder();
      const folder = join(base, 'f'.repeat(Math.max(1, length - base.length - 1)));
      mkdirSync(folder);
      const { ask } = await serving(async () => 0, { place: placeOf(join(folder, 'm')) });
      expect(await ask()).toMatchObject({ kind: 'answered' });
    },
  );
});

describe('what is not this user’s alone', () => {
  it('is not listened at, nor asked', async () => {
    temporary();
    const place = placeOf(deep());
    const { ask } = await serving(async () => 0, { place });
    chmodSync(dirname(place), 0o755);
    expect(isOurs(place)).toBe(false);
    expect(await ask()).toEqual({ kind: 'absent' });
    await expect(serving(async () => 0, { place })).rejects.toThrow('is not this user’s alone');
    chmodSync(dirname(place), 0o700);
    expect(isOurs(place)).toBe(true);
  });

  it('may be a link that leads elsewhere', async () => {
    const { place } = await serving(async () => 0);
    const link = join(temporaryFolder(), 'tally.duckdb.sock');
    symlinkSync(place, link);
    expect([isOurs(place), isOurs(link)]).toEqual([true, false]);
    rmSync(link);
    expect(isOurs(link)).toBe(false);
  });
});
