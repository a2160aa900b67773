import { AsyncResource } from 'node:async_hooks';
import { basename, join } from 'node:path';
import { bulkhead } from 'cockatiel';
import { type SQL, sql } from 'drizzle-orm';
import { SourceError } from '../sources/errors.js';
import type { Extraction } from '../sources/source.js';
import { cleansing } from './cleanse.js';
import type { Database, Session } from './database.js';
import { type Derivation, derive } from './derive.js';
import type { BoundFeed, Feed } from './feed.js';
import { faultyLines, fileRelation, filesOf } from './files.js';
import { type Mark, markFeed, UNMARKED } from './mark.js';
import { type Chunk, Spool } from './spool.js';
import { createStaging, dropStaging, keepRejected, partOf, type Staging, stage } from './staging.js';
import { summarise } from './summary.js';

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
  /** Whether the streamed rows end in their checksum. */
  readonly sums?: boolean;
  /** What else the ledger entry says; nothing that a source without a change column could not know. */
  readonly mark?: Partial<Omit<Mark, 'asOf' | 'mode'>>;
  readonly onRows?: (rows: number) => void;
}

/** Each file that is read into the model needs a good part of its memory, so one is read at a time. */
const alone = bulkhead(1, Number.POSITIVE_INFINITY);

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
  const session = await db.session();
  const staging = { session, incoming, refused };
  try {
    await createStaging(staging, feed);
    const counts =
      extraction.kind === 'files'
        ? await insertFiles(staging, bound, extraction, options)
        : await insertStream(
            staging,
            bound,
            extraction,
            new Spool(join(options.folder, String(number)), bound, options.sums ?? false),
            options,
          );
    const durationMs = Math.round(performance.now() - started);
    await db.transaction((writer) => swapIn(writer, feed, { incoming, refused, ...counts, durationMs, options }));
    return { ...counts, rejected: counts.read - counts.kept, durationMs };
  } catch (error) {
    await dropStaging(staging);
    throw error;
  } finally {
    session.close();
  }
}

interface Counts {
  readonly read: number;
  readonly kept: number;
}

async function insertFiles(
  staging: Staging,
  bound: BoundFeed,
  { files }: Extraction & { kind: 'files' },
  { onRows }: LoadOptions,
): Promise<Counts> {
  const { session, incoming, refused } = staging;
  let read = 0;
  let kept = 0;
  for (const path of await filesOf(session, files)) {
    const columns = bound.extract.map(
      ({ name }, index) => sql`CAST(${sql.identifier(name)} AS VARCHAR) AS ${sql.raw(`c${index}`)}`,
    );
    const relation = sql`(SELECT ${sql.join(columns, sql`, `)} FROM ${fileRelation(path, files)})`;
    const { accepted, rejected } = cleansing(bound, relation);
    const fine = await session.run(sql`INSERT INTO ${incoming} ${accepted}`);
    const faulty = await faultyLines(session);
    const unreadable = await session.run(sql`INSERT INTO ${refused} ${rejected}`);
    // The second pass meets the same faulty lines again.
    await faultyLines(session);
    for (const { line, text, fault } of faulty) {
      // It swallowed the lines after it, and what they hold cannot be told.
      if (text.includes('\n')) {
        const detail = `${basename(path)}, line ${line}: a quote is opened and not closed`;
        throw new SourceError(bound.feed.source, bound.feed.from, 'bad-file', { detail });
      }
      const key = `${basename(path)}, line ${line}`;
      await session.run(
        sql`INSERT INTO ${refused} (key, rule, value) VALUES (${key}, ${`malformed line: ${fault}`}, ${text})`,
      );
    }
    read += fine + unreadable + faulty.length;
    kept += fine;
    onRows?.(read);
  }
  return { read, kept };
}

async function insertStream(
  staging: Staging,
  bound: BoundFeed,
  extraction: Extraction & { kind: 'rows' },
  spool: Spool,
  { onRows }: LoadOptions,
): Promise<Counts> {
  let read = 0;
  let kept = 0;
  const take = async (chunk: Chunk): Promise<void> => {
    kept += await alone.execute(
      AsyncResource.bind(() => stage(staging, bound, spool.relation(chunk), chunk.form, chunk.rows)),
    );
    await spool.discard(chunk);
    read += chunk.rows;
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
  readonly durationMs: number;
  readonly options: LoadOptions;
}

async function swapIn(session: Session, feed: Feed, load: Incoming): Promise<void> {
  const { incoming, refused, read, kept, durationMs, options } = load;
  const part = partOf(feed);
  await session.run(sql`DROP TABLE IF EXISTS ${part}`);
  await session.run(sql`ALTER TABLE ${incoming} RENAME TO ${sql.identifier(feed.id)}`);
  await session.run(sql`DELETE FROM rejected_row WHERE feed = ${feed.id}`);
  await keepRejected(session, feed, refused);
  await session.run(sql`DROP TABLE ${refused}`);
  const [{ lossy } = { lossy: 0 }] = await session.query(
    sql`SELECT count(*) FILTER (WHERE lossy) AS lossy FROM ${part}`,
  );
  await session.run(sql`DELETE FROM feed WHERE feed = ${feed.id}`);
  await session.run(
    sql`INSERT INTO feed (feed, model_table, source, mapping, as_of, duration_ms, rows_read, rows_kept, lossy) VALUES
      (${feed.id}, ${feed.table}, ${feed.source}, ${options.mapping}, ${options.asOf.toISOString()}, ${durationMs}, ${read}, ${kept}, ${Number(lossy)})`,
  );
  await markFeed(session, feed, { ...UNMARKED, ...options.mark, asOf: options.asOf, mode: 'full' });
  await summarise(session, feed);
  await derive(session, options.derivation, feed.table);
}
