import { isByDay, rawDateOf } from '../sources/buckets.js';
import { SourceError } from '../sources/errors.js';
import { lent } from '../sources/lent.js';
import type { Look, LookColumns, Source, TableKeys, TextRow } from '../sources/source.js';
import { applyChange, Unexplained } from './apply.js';
import { firstWatermark } from './changes.js';
import type { Database } from './database.js';
import type { Derivation } from './derive.js';
import { type Askable, askable } from './extent.js';
import { type BoundFeed, bind, type Feed } from './feed.js';
import { type Extent, type Findings, findChanges } from './find.js';
import { latestDates, ledgerOf } from './ledger.js';
import { type LoadResult, loadFeed } from './load.js';
import { type KnownMark, markOf } from './mark.js';
import type { Remembered } from './remembered.js';

/**
 * `quick`: what has changed, as far as indexes serve it, with the latest dates compared. `verify`: what has changed,
 * with all dates compared. `full`: every row.
 */
export type How = 'quick' | 'verify' | 'full';

export interface ReadContext {
  readonly db: Database;
  readonly source: Source;
  /** Zone of the source’s date-times that carry none. */
  readonly zone: string;
  /** Folder for spool files. */
  readonly folder: string;
  /** Milliseconds for which a transaction may stay uncommitted. */
  readonly overlap: number;
  readonly now: () => Date;
  readonly derivation: () => Derivation;
  readonly mapping: string;
  readonly signal: AbortSignal;
  /** What indexes the table's server has told of, to ask again only when a table is read or verified. */
  readonly keys: (bound: BoundFeed, anew: boolean) => Promise<TableKeys>;
  /** Has the read of a whole table wait for its turn. */
  readonly inTurn: <T>(read: () => Promise<T>) => Promise<T>;
  /** Of this feed; forgotten where its rows have changed. */
  readonly remembered: Remembered;
  /** Told when the server has answered, whatever comes of the rest. */
  readonly onAnswer: () => void;
  readonly onRows: (rows: number) => void;
}

export interface ReadResult extends LoadResult {
  readonly mode: 'full' | 'incremental';
  /** Whether the model’s rows are others than before. */
  readonly changed: boolean;
  readonly askable: Askable;
  /** Whether the source was asked for rows, so that they are as of now. */
  readonly asked: boolean;
  /** When the read began. */
  readonly began: Date;
}

/** Dates that are compared at every look. */
const LATEST = 2;

/**
 * Brings one feed up to date: only what changed where that can be told, else every row. A quick read of a table of which
 * nothing may be asked does nothing, and leaves as of what it was. Throws SourceError.
 */
export async function readFeed(context: ReadContext, feed: Feed, how: How): Promise<ReadResult> {
  const { db, source, now, signal, inTurn, onAnswer } = context;
  const started = performance.now();
  const asOf = now();
  const { remembered } = context;
  const mark = remembered.mark ?? (await markOf(db, feed));
  if (how !== 'full' && mark !== null && (await isUnchanged(source, feed, mark.asOf))) {
    remembered.mark = { ...mark, asOf, verifiedAt: asOf };
    return { ...NOTHING, durationMs: since(started), mode: 'full', askable: UNASKED, asked: true, began: asOf };
  }
  const bound = await unlessCalledOff(boundTo(source, feed), signal);
  onAnswer();
  if (source.look === undefined) return inTurn(() => readWhole(context, bound, asOf));
  const keys = await unlessCalledOff(context.keys(bound, how !== 'quick'), signal);
  const asks = askable(bound, keys, mark?.rows ?? 0);
  const reading = { ...context, bound, asOf };
  if (how !== 'full' && mark?.watermark && mark.columns === signatureOf(bound)) {
    const extent = how === 'quick' ? asks.extent : { changes: asks.extent?.changes ?? false, dates: 'all' as const };
    if (extent === null) {
      return { ...NOTHING, mode: 'incremental', askable: asks, asked: false, began: asOf };
    }
    const lookOnce = (trusting: boolean) =>
      looking(reading, (look, ours) => readThrough({ ...reading, look, ours }, mark, extent, trusting));
    const read = async () => {
      const found = await lookOnce(true);
      return found === 'unexplained' ? lookOnce(false) : found;
    };
    // A comparison of everything holds a connection for seconds, as a full read does.
    const found = await (how === 'quick' ? read() : inTurn(read));
    if (found !== null && found !== 'unexplained') return { ...found, askable: asks, asked: true, began: asOf };
  }
  const asked = asks.extent?.changes ?? false;
  const read = await inTurn(() => looking(reading, (look, ours) => readAll({ ...reading, look, ours }, asked)));
  return { ...read, askable: askable(bound, keys, read.read), asked: true, began: asOf };
}

/** Nobody waits for a server that does not answer once the read is called off. */
function unlessCalledOff<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return lent(
    work,
    signal,
    () => new Error('The read was called off', { cause: signal.reason }),
    () => undefined,
  );
}

const NOTHING = { read: 0, kept: 0, rejected: 0, durationMs: 0, changed: false };
const UNASKED: Askable = { extent: null, whole: true, guessed: false };

/** Whether the source can tell without reading that nothing has changed. */
async function isUnchanged(source: Source, feed: Feed, since: Date): Promise<boolean> {
  try {
    return (await source.unchangedSince?.(feed.from, since)) ?? false;
  } catch (error) {
    // Reading it will say what is wrong.
    if (error instanceof SourceError) return false;
    throw error;
  }
}

async function looking<T>(
  { source, bound, signal, now }: Pick<Reading, 'source' | 'bound' | 'signal' | 'now'>,
  work: (look: Look, ours: string) => Promise<T>,
): Promise<T> {
  if (source.look === undefined) throw new Error(`${source.name} cannot be looked at`);
  const look = await source.look(bound.feed.from, signal);
  try {
    return await work(look, now().toISOString());
  } finally {
    await look.close();
  }
}

async function boundTo(source: Source, feed: Feed): Promise<BoundFeed> {
  const described = await source.describe(feed.from);
  if (described === null)
    throw new SourceError(feed.source, feed.from, source.kind === 'files' ? 'no-file' : 'no-table');
  const bound = bind(feed, described);
  if ('missing' in bound) {
    const detail = bound.missing
      .map(({ column, mapped }) => (mapped ? `${mapped} for ${column}` : `none for ${column}`))
      .join(', ');
    throw new SourceError(feed.source, feed.from, 'no-column', { detail });
  }
  const demand = bound.bindings.find(({ column }) => column === 'demand');
  if (demand?.from && feed.meaning.demand === null) throw new SourceError(feed.source, feed.from, 'no-meaning');
  return bound;
}

async function readWhole(context: ReadContext, bound: BoundFeed, asOf: Date): Promise<ReadResult> {
  const { feed } = bound;
  const extraction = await context.source.extract(feed.from, bound.extract, context.signal);
  const mark = { verifiedAt: asOf, changedAt: asOf };
  const options = { ...context, asOf, mark, derivation: context.derivation() };
  const result = await loadFeed(context.db, bound, extraction, options);
  return { ...result, mode: 'full', changed: true, askable: UNASKED, asked: true, began: asOf };
}

type Read = Omit<ReadResult, 'askable' | 'asked' | 'began'>;

interface Reading extends ReadContext {
  readonly look: Look;
  /** Our clock when the look began. */
  readonly ours: string;
  readonly bound: BoundFeed;
  readonly asOf: Date;
}

/**
 * Reads what has changed; null where the whole table is to be read. `trusting`: changed rows are taken for all that makes
 * their dates differ; where they are not, nothing is done and it is `unexplained`.
 */
async function readThrough(
  reading: Reading,
  mark: KnownMark,
  extent: Extent,
  trusting: boolean,
): Promise<Read | null | 'unexplained'> {
  const { db, bound, look, derivation, remembered } = reading;
  const started = performance.now();
  const { feed } = bound;
  if (mark.watermark === null) return null;
  const columns = columnsOf(bound);
  const most = Math.max(mark.rows * MOST, FEW);
  const { today } = derivation();
  const latest = () => remembered.recall(`latest ${today}`, () => latestDates(db, feed, LATEST, today));
  const known = {
    watermark: mark.watermark,
    latest: extent.dates === 'latest' ? await latest() : [],
    held: (dates: readonly (string | null)[] | null) =>
      // Of a big table there may be as many dates as rows, where they are texts.
      dates === null && mark.rows > FEW
        ? ledgerOf(db, feed)
        : remembered.recall(`held ${JSON.stringify(dates)}`, () => ledgerOf(db, feed, dates ?? undefined)),
  };
  const options = { ...reading, keyed: feed.key.length > 0, most, extent, crowd: CROWD };
  const found = await findChanges(look, columns, known, options);
  const read = await readFound(reading, columns, mark, found, trusting, most);
  return read === null || read === 'unexplained' ? read : { ...read, durationMs: since(started) };
}

/** Share of a table from which on reading it at once is faster than applying changes, unless these are few. */
const MOST = 0.25;
const FEW = 10_000;
/** Most rows near the highest change value that are counted again at each question: some 20 ms of the server. */
const CROWD = 50_000;

/** `asked`: whether the table may be asked for its changes. */
async function readAll(reading: Reading, asked: boolean): Promise<Read> {
  const { db, look, bound, asOf, signal } = reading;
  const columns = columnsOf(bound);
  const watermark = await firstWatermark(look, columns, { ...reading, crowd: CROWD, asked });
  const batches = closing(await look.rows(columns, { kind: 'all' }, signal), look);
  const mark = { watermark, columns: signatureOf(bound), verifiedAt: asOf, changedAt: asOf };
  const options = { ...reading, derivation: reading.derivation(), sums: true, mark };
  const result = await loadFeed(db, bound, { kind: 'rows', batches }, options);
  return { ...result, mode: 'full', changed: true };
}

/** The transaction at the server is not kept open while the model works. */
async function* closing(rows: AsyncIterable<readonly TextRow[]>, look: Look): AsyncGenerator<readonly TextRow[]> {
  yield* rows;
  await look.close();
}

/** Null where that would be too many rows. */
async function readFound(
  reading: Reading,
  columns: LookColumns,
  last: KnownMark,
  { differ, changed, rows, watermark, verified }: Findings,
  trusting: boolean,
  most: number,
): Promise<Read | null | 'unexplained'> {
  const { db, bound, look, asOf, folder, onRows, derivation } = reading;
  const verifiedAt = verified ? asOf : last.verifiedAt;
  const mark: KnownMark = { ...last, asOf, mode: 'incremental', watermark, verifiedAt };
  if (differ.length === 0 && changed === null) {
    reading.remembered.mark = mark;
    return { ...NOTHING, mode: 'incremental' };
  }
  const options = { folder, mark, derivation: derivation(), onRows };
  const apply = async (dates: readonly (string | null)[], expected: typeof differ = []): Promise<Read> => {
    const rows = closing(rowsOf(reading, columns, dates, changed), look);
    const change = { dates, byKey: changed !== null, rows };
    const result = await applyChange(db, bound, change, { ...options, expected });
    if (!result.changed) reading.remembered.mark = mark;
    return { ...result, mode: 'incremental' };
  };
  if (trusting && changed !== null && differ.length > 0) {
    try {
      return await apply([], differ);
    } catch (error) {
      if (error instanceof Unexplained) return 'unexplained';
      throw error;
    }
  }
  return rows > most ? null : apply(differ.map(({ date }) => date));
}

/** Changed rows but those of the dates that are read whole, then these. */
async function* rowsOf(
  { look, bound, signal }: Reading,
  columns: LookColumns,
  dates: readonly (string | null)[],
  changed: Findings['changed'],
): AsyncGenerator<readonly TextRow[]> {
  const whole = new Set(dates);
  const { date: place } = bound.origin;
  const dateOf = (row: TextRow) => (place === null ? null : rawDateOf(row[place] ?? null, columns.date));
  if (changed !== null) {
    for await (const batch of await look.rows(columns, { kind: 'changed', since: changed }, signal))
      yield batch.filter((row) => !whole.has(dateOf(row)));
  }
  if (dates.length === 0) return;
  yield* await look.rows(columns, columns.date === null ? { kind: 'all' } : { kind: 'dates', dates }, signal);
}

const columnsOf = ({ extract, origin, changed }: BoundFeed): LookColumns => ({
  columns: extract,
  date: origin.date === null ? null : (extract[origin.date] ?? null),
  changed,
});

/** Checksums compare only over the same columns of the same types, of rows with the same raw date. */
function signatureOf(bound: BoundFeed): string {
  const { extract, changed } = bound;
  const { date } = columnsOf(bound);
  const columns = [...extract, ...(changed ? [changed] : [])].map(({ name, type, scale }) => [
    name,
    type,
    scale ?? null,
  ]);
  return JSON.stringify(date && isByDay(date) ? [...columns, 'by day'] : columns);
}

const since = (started: number): number => Math.round(performance.now() - started);
