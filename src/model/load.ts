import { basename, join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import { SourceError } from '../sources/errors.js';
import type { Extraction } from '../sources/source.js';
import { cleansing } from './cleanse.js';
import type { Database, Session } from './database.js';
import { type Derivation, derive } from './derive.js';
import type { BoundFeed } from './feed.js';
import { faultyLines, fileRelation, filesOf } from './files.js';
import { Spool } from './spool.js';

export interface LoadResult {
  readonly read: number;
  readonly kept: number;
  readonly rejected: number;
  readonly durationMs: number;
}

export interface LoadOptions {
  /** Folder for the folders of spool files; each load makes and removes its own. */
  readonly folder: string;
  /** When the source was asked. */
  readonly asOf: Date;
  /** Identifies the mapping; other rows under another mapping. */
  readonly mapping: string;
  readonly derivation: Derivation;
  readonly onRows?: (rows: number) => void;
}

/** Counts loads of this process, so that no two share a table or a spool file. */
let loads = 0;

/**
 * Reads all rows of a feed into a table of its own and then swaps it in with its rejected rows, its
 * ledger entry and all that is derived from it, in one transaction: whenever the process dies, the model
 * is as before or as after.
 */
export async function loadFeed(
  db: Database,
  bound: BoundFeed,
  extraction: Extraction,
  options: LoadOptions,
): Promise<LoadResult> {
  const started = performance.now();
  const { feed } = bound;
  const number = ++loads;
  const label = `${feed.id} ${number}`;
  const incoming = sql`part.${sql.identifier(`incoming ${label}`)}`;
  const refused = sql`part.${sql.identifier(`refused ${label}`)}`;
  const repeated = sql`part.${sql.identifier(`repeated ${label}`)}`;
  const session = await db.session();
  try {
    await session.run(
      sql`CREATE TABLE ${incoming} AS SELECT *, FALSE AS lossy FROM shape.${sql.identifier(feed.table)} LIMIT 0`,
    );
    await session.run(sql`CREATE TABLE ${refused} AS SELECT key, rule, column_name, value FROM rejected_row LIMIT 0`);
    await session.run(sql`CREATE TABLE ${repeated} AS SELECT * EXCLUDE (feed) FROM repeated_text LIMIT 0`);
    const target = { session, incoming, refused, repeated };
    const counts =
      extraction.kind === 'files'
        ? await insertFiles(target, bound, extraction, options)
        : await insertStream(
            target,
            bound,
            extraction,
            new Spool(join(options.folder, String(number)), bound.extract),
            options,
          );
    const durationMs = Math.round(performance.now() - started);
    await db.transaction((writer) =>
      swapIn(writer, bound, { incoming, refused, repeated, ...counts, durationMs, options }),
    );
    return { ...counts, rejected: counts.read - counts.kept, durationMs };
  } catch (error) {
    await session.run(sql`DROP TABLE IF EXISTS ${incoming}`);
    await session.run(sql`DROP TABLE IF EXISTS ${refused}`);
    await session.run(sql`DROP TABLE IF EXISTS ${repeated}`);
    throw error;
  } finally {
    session.close();
  }
}

interface Target {
  readonly session: Session;
  readonly incoming: SQL;
  readonly refused: SQL;
  readonly repeated: SQL;
}

interface Counts {
  readonly read: number;
  readonly kept: number;
}

async function insertFiles(
  { session, incoming, refused, repeated: repeats }: Target,
  bound: BoundFeed,
  { files }: Extraction & { kind: 'files' },
  { onRows }: LoadOptions,
): Promise<Counts> {
  let read = 0;
  let kept = 0;
  for (const path of await filesOf(session, files)) {
    const columns = bound.extract.map(
      ({ name }, index) => sql`CAST(${sql.identifier(name)} AS VARCHAR) AS ${sql.raw(`c${index}`)}`,
    );
    const relation = sql`(SELECT ${sql.join(columns, sql`, `)} FROM ${fileRelation(path, files)})`;
    const { accepted, rejected, repeated } = cleansing(bound, relation);
    const fine = await session.run(sql`INSERT INTO ${incoming} ${accepted}`);
    const faulty = await faultyLines(session);
    const unreadable = await session.run(sql`INSERT INTO ${refused} ${rejected}`);
    if (repeated) await session.run(sql`INSERT INTO ${repeats} ${repeated}`);
    // The second pass meets the same faulty lines again.
    await faultyLines(session);
    for (const { line, text, fault } of faulty) {
      // It swallowed the lines after it, and what they hold cannot be told.
      if (text.includes('\n')) {
        const detail = `${basename(path)}, line ${line}: a quote is opened and not closed`;
        throw new SourceError(bound.feed.source, bound.feed.from, 'bad-file', { detail });
      }
      const key = `${basename(path)}, line ${line}`;
      await session.run(sql`INSERT INTO ${refused} VALUES (${key}, ${`malformed line: ${fault}`}, NULL, ${text})`);
    }
    read += fine + unreadable + faulty.length;
    kept += fine;
    onRows?.(read);
  }
  return { read, kept };
}

async function insertStream(
  { session, incoming, refused, repeated: repeats }: Target,
  bound: BoundFeed,
  extraction: Extraction & { kind: 'rows' },
  spool: Spool,
  { onRows }: LoadOptions,
): Promise<Counts> {
  let read = 0;
  let kept = 0;
  const take = async (chunk: { path: string; rows: number }): Promise<void> => {
    const { accepted, rejected, repeated } = cleansing(bound, spool.relation(chunk));
    const fine = await session.run(sql`INSERT INTO ${incoming} ${accepted}`);
    if (fine < chunk.rows) await session.run(sql`INSERT INTO ${refused} ${rejected}`);
    if (repeated) await session.run(sql`INSERT INTO ${repeats} ${repeated}`);
    await spool.discard(chunk);
    read += chunk.rows;
    kept += fine;
    onRows?.(read);
  };
  let loading = Promise.resolve();
  try {
    for await (const chunk of spool.chunks(extraction.batches)) {
      await loading;
      loading = take(chunk);
      // Its failure is seen at the next turn; until then it must not count as unhandled.
      loading.catch(() => undefined);
    }
    await loading;
  } finally {
    await loading.catch(() => undefined);
    await spool.remove();
  }
  return { read, kept };
}

interface Incoming extends Counts {
  readonly incoming: SQL;
  readonly refused: SQL;
  readonly repeated: SQL;
  readonly durationMs: number;
  readonly options: LoadOptions;
}

async function swapIn(session: Session, { feed }: BoundFeed, load: Incoming): Promise<void> {
  const { incoming, refused, repeated, read, kept, durationMs, options } = load;
  const part = sql`part.${sql.identifier(feed.id)}`;
  await session.run(sql`DROP TABLE IF EXISTS ${part}`);
  await session.run(sql`ALTER TABLE ${incoming} RENAME TO ${sql.identifier(feed.id)}`);
  await session.run(sql`DELETE FROM rejected_row WHERE feed = ${feed.id}`);
  await session.run(
    sql`INSERT INTO rejected_row SELECT ${feed.id}, ${feed.source}, ${feed.table}, key, rule, column_name, value FROM ${refused}`,
  );
  await session.run(sql`DROP TABLE ${refused}`);
  await session.run(sql`DELETE FROM repeated_text WHERE feed = ${feed.id}`);
  await session.run(sql`INSERT INTO repeated_text SELECT ${feed.id}, dimension, column_name, id, value, sum(rows)
    FROM ${repeated} GROUP BY dimension, column_name, id, value`);
  await session.run(sql`DROP TABLE ${repeated}`);
  const [{ lossy } = { lossy: 0 }] = await session.query(
    sql`SELECT count(*) FILTER (WHERE lossy) AS lossy FROM ${part}`,
  );
  await session.run(sql`DELETE FROM feed WHERE feed = ${feed.id}`);
  await session.run(
    sql`INSERT INTO feed VALUES (${feed.id}, ${feed.table}, ${feed.source}, ${options.mapping}, ${options.asOf.toISOString()},
      ${durationMs}, ${read}, ${kept}, ${Number(lossy)})`,
  );
  await derive(session, options.derivation, feed.table);
}
