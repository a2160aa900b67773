import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StateError } from '../../src/state/index.js';
import { migrate } from '../../src/state/migrate.js';
import { acceptance, audit, event, favourite } from '../../src/state/tables.js';
import { temporaryFolder } from '../support/app.js';
import { entry, freshUrl, open } from './states.js';

function client(url: string): Client {
  const client = createClient({ url, timeout: 1000 });
  onTestFinished(() => client.close());
  return client;
}

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const rowsOf = async (db: Client, sql: string) => (await db.execute(sql)).rows.map((row) => Object.values(row));

describe('migrations', () => {
  it.each([audit, favourite, event, acceptance])('make the tables that queries are written for: %#', async (table) => {
    const url = freshUrl();
    await open({ url });
    const { name, columns } = getTableConfig(table);
    const made = await client(url).execute(`PRAGMA table_info(${name})`);
    expect(
      made.rows.map((row) => ({
        name: row.name,
        type: String(row.type).toLowerCase(),
        // SQLite does not call a key that is the row's number NOT NULL, which it is.
        notNull: row.notnull === 1 || row.pk === 1,
        key: row.pk === 1,
      })),
    ).toEqual(
      columns.map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        notNull: column.notNull,
        key: column.primary,
      })),
    );
  });

  it('are all of the tables that there are', async () => {
    const url = freshUrl();
    await open({ url });
    expect(await rowsOf(client(url), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).toEqual([
      ['acceptance'],
      ['audit'],
      ['event'],
      ['favourite'],
      ['migration'],
    ]);
  });

  it('run once each, in their order, the new ones only', async () => {
    const db = client(freshUrl());
    const first = { '001_one.sql': 'CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1);', 'notes.txt': 'no' };
    await migrate(db, 'here', folderOf(first));
    await migrate(db, 'here', folderOf(first));
    await migrate(db, 'here', folderOf({ ...first, '002_two.sql': 'INSERT INTO t VALUES (2)' }));
    expect(await rowsOf(db, 'SELECT n FROM t')).toEqual([[1], [2]]);
    expect(await rowsOf(db, 'SELECT number, file FROM migration')).toEqual([
      [1, '001_one.sql'],
      [2, '002_two.sql'],
    ]);
  });

  it('bring a store of before up to date and leave what it holds', async () => {
    const url = freshUrl();
    const state = await open({ url });
    await state.audit.record(entry());
    await state.close();
    const db = client(url);
    await db.executeMultiple('DROP TABLE acceptance; DELETE FROM migration WHERE number > 1');
    const again = await open({ url });
    expect(await again.audit.list({})).toHaveLength(1);
    expect(await again.acceptances.current('2026-03-10')).toEqual([]);
  });

  it('leave nothing behind when one fails', async () => {
    const db = client(freshUrl());
    const broken = {
      '001_one.sql': 'CREATE TABLE t (n INTEGER);',
      '002_two.sql': 'INSERT INTO t VALUES (1); NONSENSE;',
    };
    await expect(migrate(db, 'here', folderOf(broken))).rejects.toThrow('NONSENSE');
    expect(await rowsOf(db, 'SELECT name FROM sqlite_master')).toEqual([]);
  });

  it('are done once by many that start at the same time', async () => {
    const url = freshUrl();
    const states = await Promise.all(Array.from({ length: 8 }, () => open({ url })));
    await Promise.all(states.map((state) => state.ping()));
    expect(await rowsOf(client(url), 'SELECT number FROM migration')).toEqual([[1], [2]]);
  });

  it('refuse a store that a newer Tally wrote, and leave it alone', async () => {
    const url = freshUrl();
    await (await open({ url })).close();
    await client(url).execute("INSERT INTO migration VALUES (3, '003_digests.sql')");
    await expect(open({ url })).rejects.toThrow(
      new StateError(
        `The state store ${url.slice('file:'.length)} was written by a newer Tally (migration 3, this one knows 2). Update this Tally, or give it another state.url.`,
      ),
    );
    expect(await rowsOf(client(url), 'SELECT max(number) FROM migration')).toEqual([[3]]);
  });
});
