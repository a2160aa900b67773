import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AuditEntry, openState } from '../../src/state/index.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { tally } from '../support/tally.js';

const ASKED: readonly AuditEntry[] = [
  {
    at: new Date('2026-11-01T08:00:00Z'),
    id: 'r1',
    chat: 'slack',
    user: 'U1',
    channel: 'C1',
    public: true,
    question: 'stock  variance electronics',
    canonical: '/stock variance category:Electronics',
    kpi: 'variance',
    outcome: 'answered',
    rows: 1204,
    durationMs: 87,
    asOf: '2026-11-01T07:59:58.000Z',
  },
  {
    at: new Date('2026-11-02T23:59:59Z'),
    id: 'r2',
    chat: 'terminal',
    user: 'anna',
    channel: null,
    public: false,
    question: '=cmd|"calc"!A1',
    canonical: null,
    kpi: null,
    outcome: 'failed',
    rows: null,
    durationMs: 5,
    asOf: null,
  },
];

/** A configuration, and the store beside its model where questions are given. */
async function company(entries: readonly AuditEntry[] | null = ASKED) {
  const folder = temporaryFolder();
  const config = ['--config', writeCompany(folder, SMALL)];
  const file = join(folder, 'state.db');
  if (entries !== null) {
    const state = await openState({ url: `file:${file}`, keepAudit: 1e12 });
    for (const entry of entries) await state.audit.record(entry);
    await state.close();
  }
  return { config, file };
}

describe('tally audit', () => {
  it('lists who asked what, newest first, and does not open the model', async () => {
    const { config, file } = await company();
    const { code, stdout, stderr } = await tally(['audit', ...config]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`\
Time (UTC)           User  Channel  Outcome    Rows  ms  Question
────────────────────────────────────────────────────────────────────────────────────
2026-11-02 23:59:59  anna  –        failed        –   5  =cmd|"calc"!A1
2026-11-01 08:00:00  U1    C1       answered  1,204  87  stock  variance electronics
`);
    expect(existsSync(join(file, '..', 'tally.duckdb'))).toBe(false);
  });

  it.each([
    ['user', ['--user', 'U1'], ['r1']],
    ['channel', ['--channel', 'C1'], ['r1']],
    ['outcome', ['--outcome', 'failed'], ['r2']],
    ['first day', ['--since', '2026-11-02'], ['r2']],
    ['last day, all of it', ['--until', '2026-11-02'], ['r2', 'r1']],
    ['the day before', ['--until', '2026-11-01'], ['r1']],
    ['moments', ['--since', '2026-11-01T08:00Z', '--until', '2026-11-02T23:59:59Z'], ['r1']],
    ['number', ['--limit', '1'], ['r2']],
  ])('takes a %s', async (_, args, ids) => {
    const { stdout } = await tally(['audit', '--json', ...args, ...(await company()).config]);
    const lines = stdout.split('\n').filter(Boolean);
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(ids);
  });

  it('reads beside a Tally that runs and goes on recording', async () => {
    const { config, file } = await company();
    const running = await openState({ url: `file:${file}`, keepAudit: 1e12 });
    onTestFinished(() => running.close());
    for (const [index, entry] of ASKED.entries()) {
      await running.audit.record(entry);
      const { code, stdout } = await tally(['audit', '--json', ...config]);
      expect([code, stdout.split('\n').filter(Boolean).length]).toEqual([0, ASKED.length + index + 1]);
    }
  });

  it('exports every field, as a JSON object per line', async () => {
    const { stdout } = await tally(['audit', '--json', '--user', 'U1', ...(await company()).config]);
    expect(JSON.parse(stdout)).toEqual({ ...ASKED[0], at: '2026-11-01T08:00:00.000Z' });
  });

  it('exports CSV in which no question is a formula', async () => {
    const { stdout } = await tally(['audit', '--csv', ...(await company()).config]);
    expect(stdout.split('\r\n')).toEqual([
      'at,id,chat,user,channel,public,question,canonical,kpi,outcome,rows,durationMs,asOf',
      `2026-11-02T23:59:59.000Z,r2,terminal,anna,,false,"'=cmd|""calc""!A1",,,failed,,5,`,
      '2026-11-01T08:00:00.000Z,r1,slack,U1,C1,true,stock  variance electronics,/stock variance category:Electronics,variance,answered,1204,87,2026-11-01T07:59:58.000Z',
      '',
    ]);
  });

  it('shows fifty and says that there are more; an export is whole', async () => {
    const [first] = ASKED;
    const { config } = await company(first ? Array(51).fill(first) : []);
    const { stdout } = await tally(['audit', ...config]);
    expect(stdout.split('\n')).toHaveLength(2 + 50 + 1 + 1);
    expect(stdout).toContain('There are older ones: --limit 200 shows more, --csv all.');
    expect((await tally(['audit', '--csv', ...config])).stdout.split('\r\n')).toHaveLength(1 + 51 + 1);
  });

  it('says that nobody has asked anything where there is no store, and makes none', async () => {
    const { config, file } = await company(null);
    const nothing = { code: 0, stdout: 'Nobody has asked anything yet.\n', stderr: '' };
    expect(await tally(['audit', ...config])).toEqual(nothing);
    expect(await tally(['audit', '--json', ...config])).toMatchObject({ code: 0, stdout: '' });
    expect(existsSync(file)).toBe(false);
    expect(await tally(['audit', ...(await company([])).config])).toEqual(nothing);
  });

  it('tells apart that nobody asked and that nothing matches', async () => {
    const { stdout } = await tally(['audit', '--user', 'U9', ...(await company()).config]);
    expect(stdout).toBe('No question matches.\n');
  });

  it.each([
    [['--since', '2026-11-31'], '--since 2026-11-31 is no date. It takes a day, as 2026-11-01, or a moment in UTC'],
    [['--until', 'yesterday'], '--until yesterday is no date.'],
    [['--since', '2026-11-02', '--until', '2026-11-01'], '--since 2026-11-02 is not before --until 2026-11-01.'],
    [['--limit', '0'], '--limit 0 shows nothing; it takes 1 or more.'],
    [['--outcome', 'lost'], 'Allowed choices are answered, mistake, refused, help, limited, failed.'],
    [['--json', '--csv'], 'cannot be used with'],
  ])('ends with 2 for %j', async (args, message) => {
    const { code, stdout, stderr } = await tally(['audit', ...args, ...(await company(null)).config]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('ends with 1 and names the file where the store is damaged', async () => {
    const { config, file } = await company(null);
    writeFileSync(file, 'not a database, whatever its name may say. '.repeat(50));
    const { code, stdout, stderr } = await tally(['audit', ...config]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`The state store ${file} is damaged, or no state of Tally.`);
  });
});
