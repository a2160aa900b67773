import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetOf } from '../../src/cli/target.js';
import { loadConfig } from '../../src/config/index.js';
import { temporaryFolder } from '../support/app.js';
import { SMALL } from '../support/small.js';

const REST = `sources:\n  here: { type: files, folder: . }\n  there: { type: files, folder: . }\ntables:\n${SMALL.tables}\n`;

function write(head: string): string {
  const file = join(temporaryFolder(), 'tally.yaml');
  writeFileSync(file, `${head}\n${REST}`);
  return file;
}

describe('the model of a configuration', () => {
  it.each([
    ['by default', ''],
    ['where the key has no file', 'model: { threads: 1 }'],
    ['relative', 'model: { file: a/../b.duckdb }'],
    ['absolute', 'model: { file: /var/lib/tally/tally.duckdb }'],
    ['from the environment', 'model: { file: "${PLACE}/x.duckdb" }'],
    ['over several lines', 'model:\n  file: >-\n    my model.duckdb'],
    ['by an anchor', 'timeZone: &zone UTC\nmodel: { file: *zone }'],
  ])('is the one that the schema finds: %s', (_, head) => {
    const file = write(head);
    const environment = { PLACE: 'models' };
    expect(targetOf(file, environment)?.model).toBe(loadConfig(file, environment).config.model.file);
  });

  it.each([
    ['no file', () => '/nowhere/tally.yaml'],
    ['a folder', () => temporaryFolder()],
    ['no YAML', () => write('model: { file: [')],
    ['no path', () => write('model: { file: 7 }')],
    ['a variable that is not set', () => write('model: { file: "${NOT_SET}" }')],
  ])('is nothing, and reading it in full says why: %s', (_, path) => {
    const file = path();
    expect(targetOf(file, {})).toBeNull();
    expect(() => loadConfig(file, {})).toThrow();
  });

  it('needs no password', () => {
    const file = write('');
    writeFileSync(file, 'model: { file: m }\nsources: { a: { password: "${SECRET}" } }');
    expect(targetOf(file, {})).not.toBeNull();
  });
});

describe('the digest of a configuration', () => {
  it('changes with its text and with its place, not with the link it is called by', () => {
    const [one, two, changed] = [write(''), write(''), write('currency: $')];
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'etc'));
    const link = join(folder, 'etc', 'tally.yaml');
    symlinkSync(one, link);
    const digest = (file: string) => targetOf(file, {})?.config.digest;
    expect(new Set([one, two, changed].map(digest)).size).toBe(3);
    expect(digest(link)).toBe(digest(one));
  });
});
