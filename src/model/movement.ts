import { type SQL, sql } from 'drizzle-orm';
import { isByDay } from '../sources/buckets.js';
import type { Change } from './apply.js';
import type { Session } from './database.js';
import type { BoundFeed, Feed } from './feed.js';
import { day, literal, textList } from './literals.js';
import { keepRejected, partOf } from './staging.js';
import type { Movement } from './summary.js';

/** The rows of the change that the writing session is at, one change at a time. */
export const MOVED: Movement = {
  gone: sql`temp.moved_gone`,
  incoming: sql`temp.moved_incoming`,
  goneRejected: sql`temp.moved_gone_rejected`,
  refused: sql`temp.moved_refused`,
};

/** How many rows move, and how many of those that can be read have a decimal that lost digits. */
export interface Moved extends Readonly<Record<keyof Movement, number>> {
  readonly goneLossy: number;
  readonly incomingLossy: number;
  /** Their raw dates. */
  readonly dates: readonly (string | null)[];
}

/** Finds the rows that staged ones replace, and takes out of both sides what is the same. */
export async function moving(session: Session, bound: BoundFeed, change: Change): Promise<Moved> {
  const part = partOf(bound.feed);
  const found = await whichRows(session, bound, change);
  const none = sql`SELECT NULL WHERE FALSE`;
  const rowids = (rows: SQL, narrowed: boolean) => (found.length > 0 ? union(found, rows, narrowed) : none);
  await session.run(
    sql`CREATE OR REPLACE TEMP TABLE moved_gone AS SELECT rowid AS id, * FROM ${part} WHERE rowid IN (${rowids(part, true)})`,
  );
  const rejected = sql`(SELECT rowid, * EXCLUDE (feed, source, model_table) FROM rejected_row WHERE feed = ${literal(bound.feed.id)}) AS r`;
  await session.run(sql`CREATE OR REPLACE TEMP TABLE moved_gone_rejected AS SELECT rowid AS id, * EXCLUDE (rowid) FROM ${rejected}
    WHERE rowid IN (${rowids(rejected, false)})`);
  const all = await count(session);
  const same = [all.gone > 0 && all.incoming > 0, all.goneRejected > 0 && all.refused > 0] as const;
  if (same[0]) await leaveSame(session, MOVED.gone, MOVED.incoming);
  if (same[1]) await leaveSame(session, MOVED.goneRejected, MOVED.refused);
  return same[0] || same[1] ? count(session) : all;
}

async function count(session: Session): Promise<Moved> {
  const tables = Object.entries(MOVED).map(([name, table]) => {
    const lossy = table === MOVED.gone || table === MOVED.incoming ? sql`count(*) FILTER (WHERE lossy)` : sql`0`;
    return sql`SELECT ${literal(name)} AS name, raw_date, count(*) AS rows, ${lossy} AS lossy FROM ${table} GROUP BY raw_date`;
  });
  const found = await session.query(sql`${sql.join(tables, sql` UNION ALL `)} ORDER BY raw_date`);
  const sum = (name: keyof Movement, what: 'rows' | 'lossy') =>
    found.reduce((total, row) => (row.name === name ? total + Number(row[what]) : total), 0);
  return {
    gone: sum('gone', 'rows'),
    incoming: sum('incoming', 'rows'),
    goneRejected: sum('goneRejected', 'rows'),
    refused: sum('refused', 'rows'),
    goneLossy: sum('gone', 'lossy'),
    incomingLossy: sum('incoming', 'lossy'),
    dates: [...new Set(found.map(({ raw_date = null }) => (raw_date === null ? null : String(raw_date))))],
  };
}

/**
 * Rows that go and come again as they were stay: each is taken out of both sides once. Equal are rows of equal hash;
 * of unequal ones that happens once in 2^64 comparisons, and then the row's checksum does not fit the source's.
 */
async function leaveSame(session: Session, going: SQL, coming: SQL): Promise<void> {
  const numbered = (rows: SQL) =>
    sql`(SELECT id, hash, row_number() OVER (PARTITION BY hash) AS number FROM (${rows}) AS r)`;
  await session.run(sql`CREATE OR REPLACE TEMP TABLE moved_same AS SELECT g.id AS going, c.id AS coming
    FROM ${numbered(sql`SELECT id, hash(*COLUMNS(* EXCLUDE (id))) AS hash FROM ${going}`)} AS g
    INNER JOIN ${numbered(sql`SELECT rowid AS id, hash(*COLUMNS(*)) AS hash FROM ${coming}`)} AS c ON c.hash = g.hash AND c.number = g.number`);
  await session.run(sql`DELETE FROM ${going} WHERE id IN (SELECT going FROM temp.moved_same)`);
  await session.run(sql`DELETE FROM ${coming} WHERE rowid IN (SELECT coming FROM temp.moved_same)`);
  await session.run(sql`DROP TABLE temp.moved_same`);
}

/** Puts the movement into the part, the rejected rows and the counts of the feed. */
export async function moveRows(session: Session, feed: Feed, moved: Moved): Promise<void> {
  const { gone, incoming, goneRejected, refused } = MOVED;
  const part = partOf(feed);
  if (moved.gone > 0) await session.run(sql`DELETE FROM ${part} WHERE rowid IN (SELECT id FROM ${gone})`);
  if (moved.incoming > 0) await session.run(sql`INSERT INTO ${part} SELECT * FROM ${incoming}`);
  if (moved.goneRejected > 0) {
    await session.run(sql`DELETE FROM rejected_row WHERE rowid IN (SELECT id FROM ${goneRejected})`);
  }
  if (moved.refused > 0) await keepRejected(session, feed, refused);
  const kept = moved.incoming - moved.gone;
  const read = kept + moved.refused - moved.goneRejected;
  await session.run(sql`UPDATE feed SET rows_read = rows_read + ${read}, rows_kept = rows_kept + ${kept},
    lossy = lossy + ${moved.incomingLossy - moved.goneLossy} WHERE feed = ${feed.id}`);
}

export async function dropMoved(session: Session): Promise<void> {
  await session.script(
    'DROP TABLE temp.moved_gone; DROP TABLE temp.moved_incoming; DROP TABLE temp.moved_gone_rejected; DROP TABLE temp.moved_refused',
  );
}

/** A condition on rows, and one on `date` that all such rows of a part fulfil, so that most of it is passed over. */
interface Which {
  readonly when: SQL;
  readonly dated: SQL | null;
}

const union = (which: readonly Which[], rows: SQL, narrowed: boolean): SQL =>
  sql.join(
    which.map(
      ({ when, dated }) =>
        sql`SELECT rowid FROM ${rows} WHERE ${when}${dated && narrowed ? sql` AND ${dated}` : sql``}`,
    ),
    sql` UNION ALL `,
  );

/** The rows that go: those of the dates and, by key, those that come again. */
async function whichRows(session: Session, bound: BoundFeed, { dates, byKey }: Change): Promise<readonly Which[]> {
  const { feed, origin } = bound;
  const which: Which[] = [];
  const texts = dates.filter((date) => date !== null);
  if (texts.length > 0) {
    const when = sql`raw_date IN (${textList(texts)})`;
    const entries = sql`ledger WHERE feed = ${literal(feed.id)} AND ${when}`;
    which.push({ when, dated: isOneDate(bound) ? await span(session, entries) : null });
  }
  if (dates.includes(null)) which.push({ when: sql`raw_date IS NULL`, dated: null });
  if (!byKey || origin.key.length === 0) return which;
  const staged = (columns: SQL) =>
    sql`(SELECT ${columns} FROM ${MOVED.incoming} UNION ALL SELECT ${columns} FROM ${MOVED.refused})`;
  const [{ rows } = { rows: 0 }] = await session.query(sql`SELECT count(*) AS rows FROM ${staged(sql`row_key`)}`);
  if (rows === 0) return which;
  const when = sql`row_key IN ${staged(sql`row_key`)}`;
  // Where the date is a part of the key, rows of one key are of one date; of rows without one the part has none.
  const keyed = origin.date !== null && origin.key.includes(origin.date);
  which.push({ when, dated: keyed ? await span(session, sql`${staged(sql`date`)}`) : null });
  return which;
}

/** Whether rows of one raw date are of one date. They need not be where a day’s moments are read in a way of their own. */
function isOneDate({ bindings, extract, origin }: BoundFeed): boolean {
  const column = origin.date === null ? undefined : extract[origin.date];
  if (column === undefined || !isByDay(column)) return true;
  return bindings.every(({ kind, format, recode }) => kind !== 'date' || (format === null && isEmpty(recode)));
}

const isEmpty = (entries: Readonly<Record<string, string>>): boolean => Object.keys(entries).length === 0;

/** The first to the last date of some rows. */
async function span(session: Session, rows: SQL): Promise<SQL> {
  const [found] = await session.query(
    sql`SELECT CAST(min(date) AS VARCHAR) AS first, CAST(max(date) AS VARCHAR) AS last FROM ${rows}`,
  );
  if (typeof found?.first !== 'string' || typeof found.last !== 'string') return sql`FALSE`;
  return sql`date BETWEEN ${day(found.first)} AND ${day(found.last)}`;
}
