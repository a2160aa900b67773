import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StateError } from '../../src/state/index.js';
import { migrate } from '../../src/state/migrate.js';
import * as tables from '../../src/state/tables.js';
import { temporaryFolder } from '../support/app.js';
import { freshUrl, open } from './states.js';

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

const SHIPPED = fileURLToPath(new URL('../../sql/state/', import.meta.url));

/** As it stands in a table’s definition. */
const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));

const rowsOf = async (db: Client, sql: string) => (await db.execute(sql)).rows.map((row) => Object.values(row));

const TABLES = Object.values(tables)
  .filter((value) => value instanceof SQLiteTable)
  .map((table) => getTableConfig(table));

describe('migrations', () => {
  it.each(TABLES)('make the table that queries are written for: $name', async ({ name, columns, primaryKeys }) => {
    const url = freshUrl();
    await open({ url });
    const keys = primaryKeys.flatMap(({ columns }) => columns);
    const made = await client(url).execute(`PRAGMA table_info(${name})`);
    expect(
      made.rows.map((row) => ({
        name: row.name,
        type: String(row.type).toLowerCase(),
        // SQLite does not call a key that is the row's number NOT NULL, which it is.
        notNull: row.notnull === 1 || Number(row.pk) > 0,
        key: Number(row.pk) > 0,
        default: row.dflt_value,
      })),
    ).toEqual(
      columns.map((column) => ({
        name: column.name,
        type: column.getSQLType(),
        notNull: column.notNull,
        key: column.primary || keys.includes(column),
        default: column.hasDefault && column.default !== undefined ? literal(column.default) : null,
      })),
    );
  });

  it('are all of the tables that there are', async () => {
    const url = freshUrl();
    await open({ url });
    const made = await rowsOf(client(url), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    // Those beside are of migrations and of SQLite, for numbers that are never given twice.
    expect(made.flat()).toEqual([...TABLES.map(({ name }) => name), 'migration', 'sqlite_sequence'].sort());
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
    const db = client(url);
    const [first = ''] = readdirSync(SHIPPED).sort();
    await migrate(db, 'here', folderOf({ [first]: readFileSync(join(SHIPPED, first), 'utf8') }));
    await db.execute("INSERT INTO favourite (chat, user, question, at) VALUES ('slack', 'U1', '/stock', 0)");
    const state = await open({ url });
    expect(await state.favourites.of('slack', 'U1')).toEqual(['/stock']);
    expect(await state.acceptances.current('2026-03-10')).toEqual([]);
    expect(await state.subscriptions.list()).toEqual([]);
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
    expect(await rowsOf(client(url), 'SELECT number FROM migration')).toEqual([[1], [2], [3]]);
  });

  it('refuse a store that a newer Tally wrote, and leave it alone', async () => {
    const url = freshUrl();
    await (await open({ url })).close();
    await client(url).execute("INSERT INTO migration VALUES (4, '004_later.sql')");
    await expect(open({ url })).rejects.toThrow(
      new StateError(
        `The state store ${url.slice('file:'.length)} was written by a newer Tally (migration 4, this one knows 3). Update this Tally, or give it another state.url.`,
      ),
    );
    expect(await rowsOf(client(url), 'SELECT max(number) FROM migration')).toEqual([[4]]);
  });
});
