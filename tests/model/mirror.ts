import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type ApplyResult, applyChange, type Change } from '../../src/model/apply.js';
import { Database } from '../../src/model/database.js';
import { derive } from '../../src/model/derive.js';
import { type BoundFeed, bind, type Feed } from '../../src/model/feed.js';
import { loadFeed } from '../../src/model/load.js';
import { type Mark, UNMARKED } from '../../src/model/mark.js';
import { migrate } from '../../src/model/migrate.js';
import { findings } from '../../src/model/quality.js';
import { MODEL_TABLES, type ModelTable } from '../../src/model/shape.js';
import type { TextRow } from '../../src/sources/source.js';
import { temporaryFolder } from '../support/app.js';

/** A row of a source: its columns' text by name. */
export type SourceRow = Readonly<Record<string, string | null>>;

export const MARK: Mark = { ...UNMARKED, asOf: new Date('2026-03-10T12:00:00Z'), mode: 'incremental' };

/** A model in memory that holds nothing yet. The caller closes it. */
export async function openModel(): Promise<Database> {
  const db = await Database.open({ file: ':memory:', memory: 128, threads: 1 });
  await migrate(db);
  await empty(db);
  return db;
}

/** Takes everything out of a model. */
export async function empty(db: Database): Promise<void> {
  const parts = await db.query(sql`SELECT table_name FROM duckdb_tables() WHERE schema_name = 'part'`);
  await db.transaction(async (session) => {
    for (const { table_name } of parts) await session.run(sql`DROP TABLE part.${sql.identifier(String(table_name))}`);
    await session.run(sql`DELETE FROM feed`);
    await session.run(sql`DELETE FROM rejected_row`);
    for (const table of Object.keys(MODEL_TABLES) as ModelTable[]) {
      await derive(session, { feeds: [], today: '2026-03-10' }, table);
    }
  });
}

/** A feed fitted to a source whose columns are all text. */
export function boundTo(feed: Feed, columns: readonly string[]): BoundFeed {
  const bound = bind(
    feed,
    columns.map((name) => ({ name, type: 'varchar', kind: 'text' as const })),
  );
  if ('missing' in bound) throw new Error(JSON.stringify(bound.missing));
  return bound;
}

/** A checksum that tells rows apart, as a source computes one. */
export function checksum(row: TextRow): string {
  let sum = 0;
  for (const sign of JSON.stringify(row)) sum = (sum * 31 + sign.charCodeAt(0)) % 4_294_967_291;
  return String(sum);
}

/** Rows as a look gives them: the columns, then the checksum. */
export async function* streamed({ extract }: BoundFeed, rows: readonly SourceRow[]): AsyncGenerator<TextRow[]> {
  const texts = rows.map((row) => extract.map(({ name }) => row[name] ?? null));
  if (rows.length > 0) yield texts.map((row) => [...row, checksum(row)]);
}

export interface Stand {
  readonly feeds: readonly Feed[];
  readonly today: string;
  readonly folder?: string;
}

/** Reads all rows of a feed. */
export function load(db: Database, bound: BoundFeed, rows: readonly SourceRow[], stand: Stand) {
  const { folder = join(temporaryFolder(), 'spool'), ...derivation } = stand;
  const extraction = { kind: 'rows' as const, batches: streamed(bound, rows) };
  return loadFeed(db, bound, extraction, { folder, asOf: MARK.asOf, mapping: 'one', derivation, sums: true });
}

/** Applies changed rows; `null` takes rows away only. */
export function apply(
  db: Database,
  bound: BoundFeed,
  { rows, ...change }: Omit<Change, 'rows'> & { readonly rows: readonly SourceRow[] | null },
  stand: Stand,
  mark = MARK,
): Promise<ApplyResult> {
  const { folder = join(temporaryFolder(), 'spool'), ...derivation } = stand;
  return applyChange(db, bound, { ...change, rows: rows && streamed(bound, rows) }, { folder, mark, derivation });
}

/** Everything that the model holds and derives, in an order of its own, without what says when and how it was read. */
export async function everything(db: Pick<Database, 'query'>): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables =
    await db.query(sql`SELECT schema_name, table_name AS name FROM duckdb_tables() WHERE schema_name IN ('main', 'part')
    UNION ALL SELECT 'main', view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1, 2`);
  const all: Record<string, readonly unknown[]> = {};
  for (const { schema_name, name } of tables) {
    if (name === 'migration' || name === 'hash_probe') continue;
    const columns = name === 'feed' ? sql`feed, rows_read, rows_kept, lossy` : sql`CAST(COLUMNS(*) AS VARCHAR)`;
    const table = sql`${sql.identifier(String(schema_name))}.${sql.identifier(String(name))}`;
    const rows = await db.query(sql`SELECT ${columns} FROM ${table} ORDER BY ALL`);
    all[`${schema_name}.${name}`] = rows.map((row) => Object.values(row).join(' | '));
  }
  all.findings = await findings(db);
  return all;
}
