import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../reply/messages.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { tally } from '../support/tally.js';

function company() {
  const folder = temporaryFolder();
  return { folder, config: ['--config', writeCompany(folder, SMALL)] };
}

const shapeOf = (png: Buffer) => ({ kind: png.toString('latin1', 1, 4), width: png.readUInt32BE(16) });

describe('tally digest', () => {
  it('shows the digest in words, with or without --preview, and posts nothing', async () => {
    const { config } = company();
    const { code, stdout, stderr } = await tally(['digest', '--preview', ...config]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Test total +14 units/);
    expect(stdout).toMatch(/Production total +19 units/);
    expect(stdout).toMatch(/^ {2}\/stock digest$/m);
    const untimed = (text: string) => text.replaceAll(/\d\d:\d\d(:\d\d)?/g, '');
    expect(untimed((await tally(['digest', ...config])).stdout)).toBe(untimed(stdout));
  });

  it('is the same digest as JSON, CSV and blocks, and in an answer to ask', async () => {
    const { config } = company();
    const json = JSON.parse((await tally(['digest', '--json', ...config])).stdout);
    expect(json).toMatchObject({ question: '/stock digest', currency: '$' });
    expect(json.cards[0]).toMatchObject({ label: 'Test total', text: '14 units' });
    const csv = (await tally(['digest', '--csv', ...config])).stdout.trimEnd().split('\r\n');
    expect(csv).toHaveLength(1 + json.items.rows.length);
    const message = JSON.parse((await tally(['digest', '--blocks', ...config])).stdout);
    expect(problemsOf(message)).toEqual([]);
    const asked = JSON.parse((await tally(['ask', 'stock digest', '--json', ...config])).stdout);
    expect(asked.headline).toBe(json.headline);
  });

  it('draws its picture where it is wanted, and says where that is', async () => {
    const { config, folder } = company();
    const file = join(folder, 'new', 'digest.png');
    const { code, stdout } = await tally(['digest', '--chart', file, ...config]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}picture: .*digest\.png\n$/);
    expect(shapeOf(readFileSync(file))).toEqual({ kind: 'PNG', width: 1600 });
    const json = await tally(['digest', '--json', '--chart', file, ...config]);
    expect(JSON.parse(json.stdout).question).toBe('/stock digest');
  });

  it('takes one form at a time', async () => {
    const { config, folder } = company();
    const { code, stderr } = await tally(['digest', '--json', '--csv', ...config]);
    expect(code).toBe(2);
    expect(stderr).toContain("option '--json' cannot be used with option '--csv'");
    expect(existsSync(join(folder, 'tally.duckdb'))).toBe(false);
  });

  it('is told in the chat of the terminal too, with its picture beside the model', async () => {
    const { config, folder } = company();
    const { code, stdout } = await tally(['start', ...config], { input: 'digest\n' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Test total +14 units/);
    expect(stdout).toMatch(/ {2}picture: .*charts\/digest-/);
    expect(readdirSync(join(folder, 'charts'))).toHaveLength(1);
  });
});
