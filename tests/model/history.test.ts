import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/model/database.js';
import {
  dayFiles,
  dayName,
  feedFolder,
  historyFolder,
  isDayName,
  makeFolderOf,
  withTemporary,
} from '../../src/model/history/folder.js';
import { attachHistory, HistoryError } from '../../src/model/history/index.js';
import { readSealed } from '../../src/model/history/sealed.js';

import { temporaryFolder as temporary } from '../support/app.js';
import { feedOf } from '../support/feed.js';
import { historyModel, historyOf, undated } from './history-models.js';

describe('folder', () => {
  it('of a model is called like it, and not so that it goes with rm tally.duckdb*', () => {
    expect(historyFolder('/data/tally.duckdb')).toBe('/data/tally.history');
    expect(historyFolder('/data.d/model')).toBe('/data.d/model.history');
  });

  it('of a feed is safe on every file system and different for every id', () => {
    const ids = [
      'stock:erp:dbo.Stock:test',
      'stock:erp:dbo.stock:test',
      'stock:erp:dbo_Stock:test',
      'stock:erp:dbo Stock:test',
      'stock:erp:../../etc/passwd',
      'stock:erp:Lagerbestände:test',
      'stock:erp:在庫:test',
      'CON',
      '',
      `stock:erp:${'x'.repeat(500)}:test`,
      `stock:erp:${'x'.repeat(501)}:test`,
    ];
    const names = ids.map(feedFolder);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]{22,60}$/);
    for (const id of ids) expect(isDayName(dayName(id, '2026-03-10'))).toBe(true);
  });

  it.each(['../x-00000000000000000000/2026-03-10.parquet', 'a/b/c', '/etc/passwd', 'x-00000000000000000000/../y'])(
    'takes no %s',
    (name) => expect(isDayName(name)).toBe(false),
  );
});

describe('recording', () => {
  it('keeps the first read of a day, and never touches it again', async () => {
    const { load, record, folder, overTime } = await historyModel();
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    expect(await record(feed, '2026-03-09')).toBe(true);
    const [day] = dayFiles(folder);
    const bytes = readFileSync(day?.path ?? '');
    await load(feed, [['test', null, 'A', 7]]);
    expect(await record(feed, '2026-03-09')).toBe(false);
    expect(readFileSync(day?.path ?? '').equals(bytes)).toBe(true);
    expect(await overTime('2026-03-10', [feed])).toEqual(['test 2026-03-09 A 5', 'test 2026-03-10 A 7']);
  });

  it('writes into the file what it is, so that it is understood without its configuration', async () => {
    const { load, record, folder } = await historyModel();
    const feed = undated({ id: "stock:erp:Lager 'Süd':test", source: 'erp' });
    await load(feed, [
      ['test', null, 'A', 5],
      ['test', null, 'B', 0],
    ]);
    await record(feed, '2026-03-09', [feed, undated({ id: 'other' }), feedOf({ id: 'p', table: 'product' })]);
    expect(readSealed(join(folder, dayName(feed.id, '2026-03-09')))).toEqual({
      feed: "stock:erp:Lager 'Süd':test",
      table: 'stock',
      source: 'erp',
      environment: 'test',
      date: '2026-03-09',
      recordedAt: '2026-03-09T08:00:00.000Z',
      rows: 2,
      quantity: 'complete',
      demand: null,
      beside: [feed.id, 'other'],
    });
    expect(readFileSync(join(folder, 'README.txt'), 'utf8')).toContain('This is the only copy');
  });

  it('is not done for rows with dates, a table without any date to have, and one that was never read', async () => {
    const { load, record, recorded } = await historyModel();
    const dated = feedOf();
    await load(dated, [['test', '2026-03-09', 'A', 5]]);
    expect(await record(dated, '2026-03-09')).toBe(false);
    expect(await record(undated({ id: 'never' }), '2026-03-10')).toBe(false);
    expect(await record(feedOf({ id: 'p', table: 'product' }), '2026-03-09')).toBe(false);
    const constant = undated({ id: 'c', constants: { date: '2026-01-01' } });
    await load(constant, [['test', '2026-01-01', 'A', 5]]);
    expect(await record(constant, '2026-03-09')).toBe(false);
    expect(recorded()).toBe(false);
  });

  it('tells a table that takes whatever columns there are by its rows, and when it is empty by its past', async () => {
    const { db, folder, load, record } = await historyModel();
    const feed = feedOf();
    await load(feed, []);
    expect(await record(feed, '2026-03-08')).toBe(false);
    await load(feed, [['test', null, 'A', 5]]);
    expect(await record(feed, '2026-03-09')).toBe(true);
    await attachHistory(db, folder);
    await load(feed, []);
    expect(await record(feed, '2026-03-10')).toBe(true);
    expect(await historyOf(db)).toMatchObject([{ days: ['2026-03-09'], rows: 1 }]);
    await attachHistory(db, folder);
    expect(await historyOf(db)).toMatchObject([{ days: ['2026-03-09', '2026-03-10'], rows: 1 }]);
  });

  it('leaves nothing half written where it fails, says so, and is made up for by the next read', async () => {
    const { load, record, folder } = await historyModel();
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    writeFileSync(folder, 'a file where the folder should be');
    await expect(record(feed, '2026-03-09')).rejects.toThrow(HistoryError);
    await expect(record(feed, '2026-03-09')).rejects.toThrow(
      'The state of stock of erp (stock) on 2026-03-09 could not',
    );
    rmSync(folder);
    expect(await record(feed, '2026-03-09')).toBe(true);
    expect(readdirSync(dirname(dayFiles(folder)[0]?.path ?? ''))).toEqual(['2026-03-09.parquet']);
  });

  it('of a folder with signs of a pattern and quotes in its name is found again', async () => {
    const { db, load, record, overTime } = await historyModel(mkFolder("it's [a] *"));
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    await record(feed, '2026-03-09');
    await load(feed, []);
    expect(await overTime('2026-03-10', [feed])).toEqual(['test 2026-03-09 A 5']);
    expect(await historyOf(db)).toHaveLength(1);
  });
});

describe('over time', () => {
  it('rows of today are the live ones; days between are gaps, not zeros', async () => {
    const { load, record, overTime } = await historyModel();
    const feed = undated();
    for (const [day, quantity] of [
      ['2026-03-06', 6],
      ['2026-03-09', 9],
      ['2026-03-10', 10],
    ] as const) {
      await load(feed, [['test', null, 'A', quantity]]);
      await record(feed, day);
    }
    await load(feed, [['test', null, 'A', 11]]);
    const days = ['test 2026-03-06 A 6', 'test 2026-03-09 A 9'];
    expect(await overTime('2026-03-10', [feed])).toEqual([...days, 'test 2026-03-10 A 11']);
    // As long as the next day was not read, its state is what was read last.
    expect(await overTime('2026-03-11', [feed])).toEqual([...days, 'test 2026-03-10 A 10', 'test 2026-03-11 A 11']);
  });

  it('leaves the current rows alone', async () => {
    const { db, load, record, overTime } = await historyModel();
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    await record(feed, '2026-03-09');
    await overTime('2026-03-10', [feed]);
    expect(await db.query(sql`SELECT date, quantity FROM stock`)).toEqual([{ date: null, quantity: '5.0000' }]);
  });

  it('goes on after a table was renamed, without counting the day of the change twice', async () => {
    const { folder, load, record, overTime } = await historyModel();
    const [old, renamed, other] = [
      undated({ id: 'old' }),
      undated({ id: 'new' }),
      undated({ id: 'p', environment: 'production' }),
    ];
    for (const day of ['2026-03-08', '2026-03-09']) {
      await load(old, [['test', null, 'A', 5]]);
      await load(other, [['production', null, 'A', 1]]);
      await record(old, day, [old, other]);
      await record(other, day, [old, other]);
    }
    await load(renamed, [['test', null, 'A', 6]]);
    await record(renamed, '2026-03-09', [renamed, other], '2026-03-09T15:00:00.000Z');
    const days = await overTime('2026-03-10', [renamed, other]);
    // Without the new name's day the old one's counts again.
    rmSync(join(folder, dayName(renamed.id, '2026-03-09')));
    expect(await overTime('2026-03-10', [renamed, other])).toContain('test 2026-03-09 A 5');
    expect(days).toEqual([
      'production 2026-03-08 A 1',
      'production 2026-03-09 A 1',
      'production 2026-03-10 A 1',
      'test 2026-03-08 A 5',
      'test 2026-03-09 A 6',
      'test 2026-03-10 A 6',
    ]);
  });

  it('adds tables that were recorded side by side, also when one of them is gone', async () => {
    const { load, record, overTime } = await historyModel();
    const both = [undated({ id: 'north' }), undated({ id: 'south' })] as const;
    for (const feed of both) {
      await load(feed, [['test', null, 'A', 5]]);
      await record(feed, '2026-03-09', both);
    }
    expect(await overTime('2026-03-10', [both[0]])).toEqual([
      'test 2026-03-09 A 5',
      'test 2026-03-09 A 5',
      'test 2026-03-10 A 5',
    ]);
  });

  it('does not read what was recorded of a feed that has dates by now, nor of an environment without such a table', async () => {
    const { db, load, record, overTime } = await historyModel();
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    await record(feed, '2026-03-08');
    const dated = feedOf();
    await load(dated, [['test', '2026-03-09', 'A', 6]]);
    expect(await overTime('2026-03-10', [dated])).toEqual(['test 2026-03-09 A 6']);
    const elsewhere = undated({ id: 'p', environment: 'production' });
    await load(elsewhere, [['production', null, 'A', 1]]);
    expect(await overTime('2026-03-10', [elsewhere])).toEqual(['production 2026-03-10 A 1']);
    expect(await historyOf(db)).toMatchObject([{ feed: feed.id, environment: 'test', days: ['2026-03-08'] }]);
    // It comes back with the table.
    await load(feed, [['test', null, 'A', 7]]);
    expect(await overTime('2026-03-10', [feed])).toEqual(['test 2026-03-08 A 5', 'test 2026-03-10 A 7']);
  });

  it('reads rows of both environments out of one table', async () => {
    const { load, record, overTime } = await historyModel();
    const feed = undated({ environment: null, columns: { environment: 'e', product_id: 'sku', quantity: 'qty' } });
    await load(feed, [
      ['test', null, 'A', 5],
      ['production', null, 'A', 1],
    ]);
    await record(feed, '2026-03-09');
    await load(feed, []);
    expect(await overTime('2026-03-10', [feed])).toEqual(['production 2026-03-09 A 1', 'test 2026-03-09 A 5']);
  });

  it('keeps a flow and does not read it, for its days are sums that cannot be added', async () => {
    const { db, load, record, overTime } = await historyModel();
    const flow = undated({ meaning: { quantity: 'flow', demand: null } });
    await load(flow, [['test', null, 'A', 5]]);
    await record(flow, '2026-03-09');
    expect(await overTime('2026-03-10', [flow])).toEqual(['test 2026-03-10 A 5']);
    expect(await overTime('2026-03-10', [undated()])).toEqual(['test 2026-03-10 A 5']);
    expect(await historyOf(db)).toHaveLength(1);
  });

  it('gives demand only where it meant what it means now', async () => {
    const { db, load, record, overTime } = await historyModel();
    const meaning = (demand: 'flow' | 'complete') => undated({ meaning: { quantity: 'complete', demand } });
    await load(meaning('flow'), [['test', null, 'A', 5]]);
    await record(meaning('flow'), '2026-03-09');
    const demands = async () =>
      (await db.query(sql`SELECT demand FROM stock_over_time WHERE date = DATE '2026-03-09'`)).map(
        ({ demand }) => demand,
      );
    await overTime('2026-03-10', [meaning('flow')]);
    expect(await demands()).toEqual(['1.0000']);
    await overTime('2026-03-10', [meaning('complete')]);
    expect(await demands()).toEqual([null]);
  });
});

describe('attaching', () => {
  it('reads everything back into a new model', async () => {
    const first = await historyModel();
    const feed = undated();
    for (let day = 10; day < 30; day++) {
      await first.load(feed, [['test', null, 'A', day]]);
      await first.record(feed, `2026-01-${day}`);
    }
    const second = await historyModel();
    cpSync(first.folder, second.folder, { recursive: true });
    expect(await attachHistory(second.db, second.folder)).toEqual({ days: 20, problems: [] });
    expect(await attachHistory(second.db, second.folder)).toEqual({ days: 0, problems: [] });
    const days = await second.overTime('2026-03-10', [feed]);
    expect([days.length, days[0], days.at(-1)]).toEqual([20, 'test 2026-01-10 A 10', 'test 2026-01-29 A 29']);
  });

  it('follows the files: what is gone is forgotten, what was replaced is read again', async () => {
    const { db, folder, load, record, overTime } = await historyModel();
    const feed = undated();
    for (const day of ['2026-03-07', '2026-03-08']) {
      await load(feed, [['test', null, 'A', 5]]);
      await record(feed, day);
    }
    await load(feed, []);
    await overTime('2026-03-10', [feed]);
    for (const { path } of dayFiles(folder)) rmSync(path);
    await load(feed, [
      ['test', null, 'B', 1],
      ['test', null, 'C', 2],
    ]);
    await record(feed, '2026-03-08');
    await load(feed, []);
    expect(await overTime('2026-03-10', [feed])).toEqual(['test 2026-03-08 B 1', 'test 2026-03-08 C 2']);
    expect(await historyOf(db)).toMatchObject([{ days: ['2026-03-08'], rows: 2 }]);
  });

  it('leaves out what is damaged, misplaced or newer, says which, and reads the rest', async () => {
    const { db, folder, load, record, overTime } = await historyModel();
    const feed = undated();
    for (const day of ['2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08']) {
      await load(feed, [['test', null, 'A', 5]]);
      await record(feed, day);
    }
    const path = (day: string) => join(folder, dayName(feed.id, day));
    const bytes = readFileSync(path('2026-03-05'));
    bytes.writeUInt8(bytes.readUInt8(10) ^ 1, 10);
    writeFileSync(path('2026-03-05'), bytes);
    writeFileSync(path('2026-03-06'), '');
    copyFileSync(path('2026-03-07'), path('2026-03-09'));
    const newer = readFileSync(path('2026-03-08')).toString('latin1').replace('"tallyDay":1', '"tallyDay":2');
    writeFileSync(path('2026-03-08'), newer, 'latin1');
    const name = (day: string) => dayName(feed.id, day);
    expect((await attachHistory(db, folder)).problems).toEqual([
      { file: name('2026-03-05'), problem: 'is damaged' },
      { file: name('2026-03-06'), problem: 'is damaged, or no recorded day' },
      { file: name('2026-03-08'), problem: 'was recorded by a newer Tally' },
      { file: name('2026-03-09'), problem: 'is a copy of 2026-03-07' },
    ]);
    await load(feed, []);
    expect(await overTime('2026-03-10', [feed])).toEqual(['test 2026-03-07 A 5']);
  });

  it('removes what a killed process was writing, and nothing else', async () => {
    const { db, folder, load, record } = await historyModel();
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    await record(feed, '2026-03-09');
    const own = dirname(join(folder, dayName(feed.id, '2026-03-09')));
    writeFileSync(join(own, '2026-03-10.parquet.4711.tmp'), 'half');
    writeFileSync(join(own, 'notes.txt'), 'of a person');
    await attachHistory(db, folder);
    expect(readdirSync(own)).toEqual(['2026-03-09.parquet', 'notes.txt']);
  });

  it('does not remove what this process is just writing', async () => {
    const { db, folder } = await historyModel();
    const path = join(folder, dayName('stock:erp:stock:test', '2026-03-09'));
    makeFolderOf(folder, path);
    const kept = await withTemporary(path, async (temporary) => {
      writeFileSync(temporary, 'half of a day');
      await attachHistory(db, folder);
      return existsSync(temporary);
    });
    expect([kept, readdirSync(dirname(path))]).toEqual([true, []]);
  });

  it('needs no folder for a model in memory', async () => {
    const { db } = await historyModel();
    expect(await attachHistory(db, null)).toEqual({ days: 0, problems: [] });
    expect(await historyOf(db)).toEqual([]);
  });

  it('finds a damaged byte wherever it is', async () => {
    const { folder, load, record } = await historyModel();
    const feed = undated();
    await load(feed, [['test', null, 'A', 5]]);
    await record(feed, '2026-03-09');
    const path = join(folder, dayName(feed.id, '2026-03-09'));
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 4) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 7)), at);
      writeFileSync(path, damaged);
      expect(readSealed(path), `byte ${at}`).toHaveProperty('problem');
    }
    for (let length = 0; length < bytes.length; length += 7) {
      writeFileSync(path, bytes.subarray(0, length));
      expect(readSealed(path), `${length} bytes`).toHaveProperty('problem');
    }
    writeFileSync(path, bytes);
    expect(readSealed(path)).not.toHaveProperty('problem');
  });
});

it('a recorded day is a Parquet file like any other', async () => {
  const { load, record, folder } = await historyModel();
  const feed = undated();
  await load(feed, [['test', null, 'A', 5]]);
  await record(feed, '2026-03-09');
  const other = await Database.open({ file: ':memory:', memory: 96, threads: 1 });
  const path = join(folder, dayName(feed.id, '2026-03-09'));
  expect(existsSync(path)).toBe(true);
  expect(await other.query(sql`SELECT * FROM read_parquet(${path})`)).toEqual([
    {
      environment: 'test',
      date: '2026-03-09',
      product_id: 'A',
      warehouse: 'Main',
      quantity: '5.0000',
      demand: '1.0000',
      unit_cost: null,
    },
  ]);
  await other.close();
});

function mkFolder(name: string): string {
  const folder = join(temporary(), name);
  mkdirSync(folder);
  return folder;
}
