import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Archive, BackupError, writeArchive } from '../../src/backup/index.js';
import { backup, holdsSecret } from '../../src/cli/backup.js';
import { UsageError } from '../../src/cli/failure.js';
import { restore } from '../../src/cli/restore.js';
import { ConfigError, loadConfig } from '../../src/config/index.js';
import { Database } from '../../src/model/database.js';
import { dayFiles, dayName, historyFolder } from '../../src/model/history/folder.js';
import { attachHistory } from '../../src/model/history/index.js';
import { migrate } from '../../src/model/migrate.js';
import { openState } from '../../src/state/index.js';
import { entry } from '../state/states.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { DISKS, smallDisk } from '../support/small-disk.js';
import { tally } from '../support/tally.js';

const NOW = new Date('2026-03-10T12:34:56Z');
const KEEP = 1e12;
const DAYS = ['2026-03-08', '2026-03-09'];
const FEED = 'stock:erp:dbo.Stock:test';

function listening() {
  const said = { out: '', err: '' };
  return {
    said,
    output: {
      out(text: string) {
        said.out += text;
      },
      err(text: string) {
        said.err += text;
      },
    },
  };
}

/** A folder with a configuration, recorded days and a favourite; `days` are the bytes of each. */
async function company({ days = DAYS, favourite = 'stock total', settings = '' } = {}) {
  const folder = temporaryFolder();
  const config = writeCompany(folder, { ...SMALL, settings });
  const history = historyFolder(join(folder, 'tally.duckdb'));
  for (const day of days) {
    const path = join(history, dayName(FEED, day));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `the state of ${day}`);
  }
  const state = await openState({ url: `file:${join(folder, 'state.db')}`, keepAudit: KEEP });
  onTestFinished(() => state.close());
  await state.favourites.toggle('slack', 'U1', favourite);
  return { folder, config, history, state, settings: loadConfig(config, {}) };
}

async function save(settings: ReturnType<typeof loadConfig>, to: string) {
  const { said, output } = listening();
  const code = await backup({ settings }, { to }, output, NOW);
  return { code, ...said };
}

async function putBack(request: Parameters<typeof restore>[0], environment = {}) {
  const { said, output } = listening();
  const code = await restore(request, output, { environment, now: NOW });
  return { code, ...said };
}

/** Where nothing is yet but the file of a backup. */
async function elsewhere(settings: ReturnType<typeof loadConfig>) {
  const folder = temporaryFolder();
  const from = join(folder, 'b.tar');
  await save(settings, from);
  return { folder, from, config: join(folder, 'tally.yaml'), history: join(folder, 'tally.history') };
}

async function favourites(folder: string): Promise<readonly string[]> {
  const state = await openState({ url: `file:${join(folder, 'state.db')}`, keepAudit: KEEP });
  const found = await state.favourites.of('slack', 'U1');
  await state.close();
  return found;
}

describe('tally backup', () => {
  it('saves what exists nowhere else, in one file for its owner, and says what', async () => {
    const { folder, settings } = await company();
    const { code, out, err } = await save(settings, folder);
    const target = join(folder, 'tally-backup-20260310-123456.tar');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`Saved in ${target} (${Math.ceil(statSync(target).size / 1000)} kB):
  2 recorded days of 1 table, 2026-03-08 to 2026-03-09
  what Tally remembers: who asked what, favourites
  the configuration, tally.yaml
`);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const archive = await Archive.open(target, () => true);
    expect(archive.manifest.files.map(({ name }) => name)).toEqual([
      ...DAYS.map((day) => `history/${dayName(FEED, day)}`),
      'state.db',
      'tally.yaml',
    ]);
    await archive.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('.tally') || name.includes('partial'))).toEqual([]);
  });

  it('works beside a Tally that goes on remembering', async () => {
    const { state, settings } = await company();
    let asked = 0;
    const asking = setInterval(() => void state.audit.record(entry({ id: `r${asked++}` })), 1);
    const { folder, from, config } = await elsewhere(settings);
    clearInterval(asking);
    expect(await putBack({ from, config })).toMatchObject({ code: 0, err: '' });
    expect(await favourites(folder)).toEqual(['stock total']);
  });

  it('says that there is no recorded day yet, and leaves a store on a server to the server', async () => {
    const { folder, settings } = await company({ days: [] });
    const state = { ...settings.config.state, url: 'https://state.example.com' };
    const { code, out, err } = await save(
      { ...settings, config: { ...settings.config, state } },
      join(folder, 'b.tar'),
    );
    expect(code).toBe(0);
    expect(out).toContain('no recorded day: there is none yet, or every table has dates');
    expect(err).toBe('! What Tally remembers is on a server (state.url) and is not in it: save it there.\n');
  });

  it('leaves out a configuration with a password in it, and says so', async () => {
    const { folder, config, settings } = await company();
    writeFileSync(config, `${readFileSync(config, 'utf8')}\n# was: hunter2hunter2\n`);
    const { out, err } = await save({ ...settings, secrets: ['hunter2hunter2'] }, join(folder, 'b.tar'));
    expect(out).not.toContain('configuration');
    expect(err).toBe(
      `! The configuration is not in it: a password is written out in ${config}. Write it as \${VARIABLE}.\n`,
    );
    expect(readFileSync(join(folder, 'b.tar')).includes('hunter2')).toBe(false);
  });

  it('replaces no file and needs a folder', async () => {
    const { folder, settings } = await company();
    await save(settings, join(folder, 'b.tar'));
    await expect(save(settings, join(folder, 'b.tar'))).rejects.toThrow('b.tar is there already. Name another file.');
    await expect(save(settings, join(folder, 'none', 'b.tar'))).rejects.toThrow('There is no folder');
  });

  it('tells one day as one, and not as a span', async () => {
    const { folder, settings } = await company({ days: ['2026-03-08'] });
    expect((await save(settings, join(folder, 'b.tar'))).out).toContain('  1 recorded day of 1 table, 2026-03-08\n');
  });

  it.each(DISKS)('says that there is no room, and leaves nothing, by %s', async (kind) => {
    const disk = smallDisk(kind);
    const path = join(temporaryFolder(), 'days');
    writeFileSync(path, 'x'.repeat(10_000));
    disk.fill();
    const saving = writeArchive(join(disk.folder, 'b.tar'), [{ name: 'days', path }], NOW);
    await expect(saving).rejects.toEqual(new BackupError(`There is no room for ${join(disk.folder, 'b.tar')}.`));
    disk.makeRoom();
    expect(readdirSync(disk.folder)).toEqual([]);
  });

  it('is of a configuration, and never of the demo', async () => {
    const folder = temporaryFolder();
    const missing = 'tally.yaml\n  there is no such file; docs/configuration.md shows how to write one\n';
    expect(await tally(['backup'], { cwd: folder })).toEqual({ code: 2, stdout: '', stderr: missing });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing behind where it fails', async () => {
    const { folder, settings, history } = await company();
    rmSync(join(history, dayName(FEED, '2026-03-08')));
    mkdirSync(join(history, dayName(FEED, '2026-03-08')));
    await expect(save(settings, join(folder, 'b.tar'))).rejects.toThrow();
    expect(readdirSync(folder).filter((name) => /partial|b\.tar|^\.tally/.test(name))).toEqual([]);
  });
});

describe('a secret', () => {
  it.each([
    ['password: ${MYSQL_PASSWORD}', false],
    ['password: "${A}${B}"', false],
    ["password: ''", false],
    ['password: hunter2', true],
    ['password: x${MYSQL_PASSWORD}', true],
    ['state: { authToken: abc }', true],
    ['sources: [{ password: [a] }]', false],
    ['quickchart: https://me:secret@charts.example.com', true],
    ['quickchart: https://charts.example.com:8080/x', false],
    ['state: { url: "libsql://${USER}:${PASSWORD}@x" }', false],
    ['# hunter2 was it', false],
  ])('in %s: %s', (text, expected) => expect(holdsSecret(text, [])).toBe(expected));

  it('that is in use is found wherever it stands', () => {
    expect(holdsSecret('# it is hunter2', ['hunter2'])).toBe(true);
    expect(holdsSecret('# it is x', ['x'])).toBe(false);
  });
});

describe('tally restore', () => {
  it('puts everything back where there is nothing yet', async () => {
    const source = await company();
    const { folder, from, config, history } = await elsewhere(source.settings);
    const { code, out, err } = await putBack({ from, config });
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`Restored from ${from}, made 2026-03-10 12:34 UTC:
  2 recorded days
  the configuration, as ${config}
  what Tally remembers, as ${join(folder, 'state.db')}
`);
    expect(dayFiles(history).map(({ path }) => readFileSync(path, 'utf8'))).toEqual(
      DAYS.map((day) => `the state of ${day}`),
    );
    expect(readFileSync(config, 'utf8')).toBe(readFileSync(source.config, 'utf8'));
    expect(statSync(join(folder, 'state.db')).mode & 0o777).toBe(0o600);
    expect(await favourites(folder)).toEqual(['stock total']);
  });

  it('changes nothing the second time', async () => {
    const { folder, from, config, history } = await elsewhere((await company()).settings);
    await putBack({ from, config });
    const before = dayFiles(history);
    const { code, out } = await putBack({ from, config });
    expect([code, out]).toEqual([
      0,
      `Restored from ${from}, made 2026-03-10 12:34 UTC:
  0 recorded days, 2 were there already
  the configuration ${config} stays as it is
  what Tally remembers stays: ${join(folder, 'state.db')} is there; --force replaces it
`,
    ]);
    expect(dayFiles(history)).toEqual(before);
  });

  it('adds days that are missing, and touches nothing where one of them differs, unless it is forced', async () => {
    const { settings } = await company();
    const other = await company({ days: ['2026-03-09', '2026-03-10'], favourite: 'stock cost' });
    const { from } = await elsewhere(settings);
    const theirs = join(other.history, dayName(FEED, '2026-03-09'));
    writeFileSync(theirs, 'another state');
    const refused = await putBack({ from, config: other.config });
    expect(refused).toEqual({
      code: 1,
      out: '',
      err: `Nothing was restored: of 1 recorded day there is another state already. --force replaces it.\n  ${theirs}\n`,
    });
    expect(dayFiles(other.history).map(({ date }) => date)).toEqual(['2026-03-09', '2026-03-10']);
    const { code, out } = await putBack({ from, config: other.config, force: true });
    expect(code).toBe(0);
    expect(out).toContain(
      '2 recorded days, 1 of them in place of another, kept beside it as *.replaced-20260310123456\n',
    );
    expect(readFileSync(theirs, 'utf8')).toBe('the state of 2026-03-09');
    expect(dayFiles(other.history)).toHaveLength(3);
  });

  it('keeps a recorded day that it replaces beside the new one, where nobody takes it for a day', async () => {
    const other = await company({ days: ['2026-03-09'] });
    const { folder, from } = await elsewhere((await company({ days: ['2026-03-09'] })).settings);
    const theirs = join(other.history, dayName(FEED, '2026-03-09'));
    const kept = `${theirs}.replaced-20260310123456`;
    writeFileSync(theirs, 'another state');
    expect((await putBack({ from, config: other.config, force: true })).code).toBe(0);
    expect(readFileSync(theirs, 'utf8')).toBe('the state of 2026-03-09');
    expect(readFileSync(kept, 'utf8')).toBe('another state');

    const db = await Database.open({ file: ':memory:', memory: 96, threads: 1 });
    onTestFinished(() => db.close());
    await migrate(db);
    const { problems } = await attachHistory(db, other.history);
    expect(problems.map(({ file }) => file)).toEqual([dayName(FEED, '2026-03-09')]);
    expect(existsSync(kept)).toBe(true);
    await save(other.settings, join(folder, 'again.tar'));
    const archive = await Archive.open(join(folder, 'again.tar'), () => true);
    onTestFinished(() => archive.close());
    expect(archive.manifest.files.map(({ name }) => name).filter((name) => name.includes('replaced'))).toEqual([]);
  });

  it('does not write over what it has set aside in the same second', async () => {
    const other = await company({ days: ['2026-03-09'] });
    const { from } = await elsewhere((await company({ days: ['2026-03-09'] })).settings);
    const theirs = join(other.history, dayName(FEED, '2026-03-09'));
    const kept = `${theirs}.replaced-20260310123456`;
    writeFileSync(theirs, 'another state');
    writeFileSync(kept, 'a third state');
    expect(await putBack({ from, config: other.config, force: true })).toEqual({
      code: 1,
      out: '',
      err: `Nothing was restored: ${kept} is there already. Try again.\n`,
    });
    expect([theirs, kept].map((path) => readFileSync(path, 'utf8'))).toEqual(['another state', 'a third state']);
  });

  it('leaves nothing behind where it refuses, not even the configuration', async () => {
    const { folder, from, config, history } = await elsewhere((await company()).settings);
    const theirs = join(history, dayName(FEED, '2026-03-09'));
    mkdirSync(dirname(theirs), { recursive: true });
    writeFileSync(theirs, 'another state');
    const before = readdirSync(folder, { recursive: true });
    expect(await putBack({ from, config })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was restored: of 1 recorded day'),
    });
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  it('leaves nothing behind where the configuration in the backup does not hold, and says how to change it', async () => {
    const source = await company();
    writeFileSync(source.config, `${readFileSync(source.config, 'utf8')}currency: \${SET_THERE}\n`);
    const { folder, from, config } = await elsewhere(source.settings);
    await expect(putBack({ from, config })).rejects.toEqual(
      new UsageError(`tally.yaml in ${from}
  currency: the environment variable SET_THERE is not set
Nothing was restored. If the configuration is to be another one here, take it out (tar -xf ${from} tally.yaml), change it and restore again.`),
    );
    expect(readdirSync(folder)).toEqual([basename(from)]);
    expect((await putBack({ from, config }, { SET_THERE: '€' })).code).toBe(0);
  });

  it('replaces what Tally remembers when it is forced, and keeps the one before', async () => {
    const other = await company({ favourite: 'stock cost' });
    await other.state.close();
    const { from } = await elsewhere((await company()).settings);
    const { out } = await putBack({ from, config: other.config, force: true });
    expect(out).toContain(`state.db; the one before is ${join(other.folder, 'state.db')}.replaced-20260310123456`);
    expect(await favourites(other.folder)).toEqual(['stock total']);
    expect(readdirSync(other.folder)).toContain('state.db.replaced-20260310123456');
  });

  it('does not replace what a running Tally remembers', async () => {
    const other = await company();
    writeFileSync(join(other.folder, 'tally.duckdb.open'), `${process.ppid}\n`);
    const { from } = await elsewhere((await company()).settings);
    expect(await putBack({ from, config: other.config, force: true })).toMatchObject({
      code: 1,
      err: `Nothing was restored: Tally is running (process ${process.ppid}). Close it first. If that is no Tally, remove ${join(other.folder, 'tally.duckdb.open')}.\n`,
    });
    const { code, out } = await putBack({ from, config: other.config });
    expect(code).toBe(0);
    expect(out).not.toContain('takes them in');
    rmSync(join(other.history, dayName(FEED, '2026-03-08')));
    expect((await putBack({ from, config: other.config })).out).toContain(
      '1 recorded day, 1 was there already; Tally, which is running, takes them in tomorrow or when it is started again',
    );
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['not whole', (bytes) => bytes.subarray(0, bytes.length - 3000), 'is not whole: its end is missing.'],
    [
      'damaged',
      (bytes) => bytes.fill('X', bytes.indexOf('the state of'), bytes.indexOf('the state of') + 1),
      'is damaged: history/',
    ],
    ['no backup', () => Buffer.from('Meeting of Tuesday. '.repeat(100)), 'is no backup of Tally.'],
    [
      'newer',
      (bytes) => replaced(bytes, '"version": 1', '"version": 2'),
      'was made by a newer Tally. Update this one.',
    ],
    [
      'compressed',
      () => Buffer.concat([Buffer.from('1f8b08', 'hex'), Buffer.alloc(1000)]),
      'is compressed; decompress it first.',
    ],
  ])('refuses a file that is %s before it touches anything', async (_, harm, says) => {
    const { folder, from, config } = await elsewhere((await company()).settings);
    writeFileSync(from, harm(readFileSync(from)));
    const { code, out, err } = await putBack({ from, config });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`The file ${from} ${says}`);
    expect(readdirSync(folder)).toEqual([basename(from)]);
  });

  it.each(['../evil.parquet', '/etc/evil', 'history/../../evil', 'history/x/2026-03-08.parquet', 'tally.duckdb'])(
    'refuses a backup with a file called %s',
    async (name) => {
      const folder = temporaryFolder();
      const from = join(folder, 'b.tar');
      writeFileSync(join(folder, 'x'), 'evil');
      await writeArchive(from, [{ name, path: join(folder, 'x') }], NOW);
      const { code, err } = await putBack({ from, config: join(folder, 'tally.yaml') });
      expect([code, err]).toEqual([
        1,
        `The file ${from} holds ${JSON.stringify(name)}, which is no part of a backup.\n`,
      ]);
      expect(existsSync(join(folder, 'tally.yaml'))).toBe(false);
    },
  );

  it('says what it lacks: the file, a configuration, a variable', async () => {
    const { folder, from, config } = await elsewhere((await company()).settings);
    expect(await putBack({ from: join(folder, 'no.tar'), config })).toMatchObject({
      code: 1,
      err: `There is no file ${join(folder, 'no.tar')}.\n`,
    });
    expect(await putBack({ from: folder, config })).toMatchObject({
      code: 1,
      err: `${folder} is a folder. Name the backup in it.\n`,
    });
    writeFileSync(join(folder, 'x'), 'state');
    await writeArchive(join(folder, 'bare.tar'), [{ name: 'state.db', path: join(folder, 'x') }], NOW);
    await expect(putBack({ from: join(folder, 'bare.tar'), config })).rejects.toThrow(
      `There is no configuration ${config}, nor one in the backup.`,
    );
    writeFileSync(
      config,
      `${readFileSync(join(dirname((await company()).config), 'tally.yaml'), 'utf8')}currency: \${NOT_SET}\n`,
    );
    await expect(putBack({ from, config })).rejects.toThrow(ConfigError);
  });
});

it('a backup that is made by the program is restored by it in an empty folder, for a person to go on', async () => {
  const { config, folder } = await company();
  const target = join(temporaryFolder(), 'b.tar');
  expect(await tally(['backup', '--to', target, '--config', config])).toMatchObject({ code: 0, stderr: '' });
  const elsewhere = temporaryFolder();
  const { code, stdout } = await tally(['restore', target], { cwd: elsewhere });
  expect(code).toBe(0);
  expect(stdout).toContain(`  the configuration, as ${join(realpathSync(elsewhere), 'tally.yaml')}\n`);
  expect(dayFiles(historyFolder(join(elsewhere, 'tally.duckdb')))).toHaveLength(2);
  expect(readFileSync(join(elsewhere, 'tally.yaml'), 'utf8')).toBe(readFileSync(join(folder, 'tally.yaml'), 'utf8'));
  const none = await tally(['restore', join(elsewhere, 'none.tar')], { cwd: elsewhere });
  expect(none).toEqual({ code: 1, stdout: '', stderr: `There is no file ${join(elsewhere, 'none.tar')}.\n` });
});

function replaced(bytes: Buffer, old: string, next: string): Buffer {
  const copy = Buffer.from(bytes);
  copy.write(next, copy.indexOf(old));
  return copy;
}
