import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import { Database } from '../../src/model/database.js';
import { dayFiles, historyFolder } from '../../src/model/history/folder.js';
import { resultOf, temporaryFolder, writeCompany } from '../support/app.js';
import { smallDisk } from '../support/small-disk.js';

/** A company whose table of Test has no date, and a clock that a test sets. */
function company(disk = temporaryFolder()) {
  const folder = temporaryFolder();
  const file = join(disk, 'tally.duckdb');
  const have = (pieces: number) => writeFileSync(join(folder, 'test.csv'), `product_id,quantity\nA-1,${pieces}\n`);
  const production = 'date,product_id,quantity\n2026-03-09,A-1,5\n';
  const config = writeCompany(folder, {
    files: { 'production.csv': production },
    tables: `  - { table: stock, source: here, from: test.csv, environment: test, meaning: { quantity: complete } }
  - { table: stock, source: there, from: production.csv, environment: production, meaning: { quantity: complete } }`,
    settings: `state: { url: 'file:${folder}/state.db' }`,
  });
  // The sources are not on the disk of the model.
  writeFileSync(config, readFileSync(config, 'utf8').replace('file: tally.duckdb', `file: ${file}`));
  have(1);
  let now = new Date('2026-03-10T12:00:00Z');
  return {
    file,
    have,
    at: (moment: string) => {
      now = new Date(moment);
    },
    async open(): Promise<App> {
      const app = await openApp({ config, environment: {}, now: () => now });
      onTestFinished(() => app.close());
      return app;
    },
  };
}

const ask = (app: App) => resultOf(app, '/stock total by environment');

/** What a question about a period reads of Test: `2026-03-10 1`. */
async function overTime(app: App): Promise<readonly string[]> {
  await app.model.followCalendar();
  const rows = await app.model.query(sql`SELECT date || ' ' || CAST(quantity AS INTEGER) AS said FROM stock_over_time
    WHERE environment = 'test' ORDER BY said`);
  return rows.map(({ said }) => String(said));
}

it('yesterday’s state is history from the moment on at which today begins', async () => {
  const { open, have, at } = company();
  const app = await open();
  await ask(app);
  expect(await overTime(app)).toEqual(['2026-03-10 1']);
  at('2026-03-11T00:00:01Z');
  expect(await overTime(app)).toEqual(['2026-03-10 1', '2026-03-11 1']);
  have(2);
  await ask(app);
  await app.model.refresher.settled();
  expect(await overTime(app)).toEqual(['2026-03-10 1', '2026-03-11 2']);
});

it('a table that is read before anybody asks on a new day hides nothing of yesterday', async () => {
  const { open, have, at } = company();
  const app = await open();
  await ask(app);
  at('2026-03-11T06:00:00Z');
  have(2);
  await Promise.all(app.model.feeds.map((feed) => app.model.refresher.refresh(feed)));
  expect(await overTime(app)).toEqual(['2026-03-10 1', '2026-03-11 2']);
});

it('many questions at midnight make the day turn once', async () => {
  const { open, at } = company();
  const app = await open();
  await ask(app);
  at('2026-03-11T00:00:00Z');
  await app.model.followCalendar();
  const transactions = vi.spyOn(Database.prototype, 'transaction');
  onTestFinished(() => transactions.mockRestore());
  at('2026-03-12T00:00:00Z');
  await Promise.all(Array.from({ length: 20 }, () => app.model.followCalendar()));
  // One looks for recorded days, one derives.
  expect(transactions.mock.calls).toHaveLength(2);
});

it('recorded days outlive a model that is damaged', async () => {
  const { file, open, have, at } = company();
  const before = await open();
  await ask(before);
  await before.close();
  truncateSync(file, statSync(file).size / 2);
  at('2026-03-11T06:00:00Z');
  have(2);
  const app = await open();
  await ask(app);
  expect(app.model.notices(new Date(0)).map(({ kind }) => kind)).toEqual(['set-aside']);
  expect(await overTime(app)).toEqual(['2026-03-10 1', '2026-03-11 2']);
});

it('a recorded day that is damaged is a gap, and is told of once', async () => {
  const { file, open, at } = company();
  const before = await open();
  await ask(before);
  await before.close();
  const [day] = dayFiles(historyFolder(file));
  const path = day?.path ?? '';
  writeFileSync(path, readFileSync(path).fill(0, 10, 20));
  at('2026-03-11T06:00:00Z');
  const app = await open();
  await ask(app);
  expect(await overTime(app)).toEqual(['2026-03-11 1']);
  at('2026-03-12T06:00:00Z');
  expect(await overTime(app)).toEqual(['2026-03-11 1', '2026-03-12 1']);
  const notices = app.model.notices(new Date(0));
  expect(notices).toMatchObject([
    { kind: 'history', says: 'Recorded days that cannot be read are gaps in a period: 2026-03-10.' },
  ]);
  expect(notices[0]?.detail).toBe(`${day?.name} is damaged`);
  expect(readdirSync(join(path, '..'))).toContain('2026-03-10.parquet');
});

it('recorded days for which there is no room do not keep Tally from answering, and are taken in when there is', async () => {
  const disk = smallDisk();
  const { open, have, at } = company(disk.folder);
  const before = await open();
  await ask(before);
  at('2026-03-11T06:00:00Z');
  expect(await overTime(before)).toEqual(['2026-03-10 1', '2026-03-11 1']);
  // As when files were put back that the model does not know.
  for (const table of ['day', 'stock']) await before.model.query(sql`DELETE FROM history.${sql.identifier(table)}`);
  await before.close();
  disk.fill();
  const app = await open();
  expect((await ask(app)).rows).toMatchObject([{ quantity: '1.0000' }, { quantity: '5.0000' }]);
  const says = 'Recorded days are not all read in yet, so that a period may have gaps.';
  expect(app.model.notices(new Date(0)).map((notice) => notice.says)).toEqual([says]);
  expect(await overTime(app)).toEqual(['2026-03-11 1']);
  disk.makeRoom();
  have(2);
  at('2026-03-11T07:00:00Z');
  await ask(app);
  await app.model.refresher.settled();
  expect(await overTime(app)).toEqual(['2026-03-10 1', '2026-03-11 2']);
});
