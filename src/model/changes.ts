import type { Bound, Look, LookColumns, SourceColumn } from '../sources/source.js';
import { type BoundOptions, boundOf, type Counted, type Watermark } from './bound.js';

/** What a look at the change column found. */
export interface Changes {
  readonly since: Bound | null;
  /** Rows from there on, also those that were there before. */
  readonly rows: number;
  /** Whether they are others than at the last look. */
  readonly found: boolean;
  /** Their raw dates; null where they are too many to be asked for. */
  readonly dates: readonly (string | null)[] | null;
  /** Whether all dates have to be compared now, because rows were passed over, or the row version went back. */
  readonly owed: boolean;
  readonly watermark: Watermark;
}

export interface ChangesOptions extends BoundOptions {
  /** Our clock when the look began. */
  readonly ours: string;
  /** Most rows that are looked at again at each question. */
  readonly crowd: number;
}

/** Columns of a table that has a change column. */
export type ChangingColumns = LookColumns & { readonly changed: SourceColumn };

const NOTHING = { rows: 0, through: null, sum: '0' };

/**
 * Asks for what has changed since the watermark, and counts what the next look will find again. It reads nothing, so
 * that what comes in between, where the server gives no consistent look, is found at the next one.
 */
export async function findChanged(
  look: Look,
  columns: ChangingColumns,
  last: Watermark,
  options: ChangesOptions,
): Promise<Changes> {
  const now = { clock: look.clock, ours: options.ours };
  const settled = await look.settled(columns);
  const since = boundOf(last, now, columns.changed, options);
  const first = await countFrom(look, columns, since, options);
  const isQuiet = isSame(first.counted, last.counted);
  const passedOver = last.crowdedSince !== null && isOver(last.crowdedSince, look.clock, options);
  const mark = {
    ...now,
    through: first.counted.through ?? last.through,
    quietSince: isQuiet ? last.quietSince : look.clock,
    settled,
    crowdedSince: passedOver ? null : last.crowdedSince,
  };
  const next = boundOf(mark, now, columns.changed, options);
  const known = isSameBound(next, since) ? first : null;
  const following = known ?? (await countFrom(look, columns, next, options));
  // What came between the two counts is in the second; only a third can tell.
  const all = known === null && !look.consistent ? await countFrom(look, columns, since, options) : first;
  return {
    since,
    rows: all.counted.rows,
    found: all.counted.rows > 0 && !isSame(all.counted, last.counted),
    dates: all.dates,
    owed: passedOver || (settled !== null && last.settled !== null && settled < last.settled),
    watermark: crowdedOrNot({ ...mark, counted: following.counted }, options),
  };
}

/** The watermark of a table that is read whole in this look; taken before it is read. */
export async function firstWatermark(
  look: Look,
  columns: LookColumns,
  { asked, ...options }: ChangesOptions & { readonly asked: boolean },
): Promise<Watermark> {
  const { clock } = look;
  const none = { clock, ours: options.ours, quietSince: clock, crowdedSince: null };
  const counted = { since: null, ...NOTHING };
  if (!asked || !hasChanges(columns)) return { ...none, through: null, settled: null, counted };
  const { through } = await look.changes(columns, null);
  const mark = { ...none, through, settled: await look.settled(columns) };
  const next = boundOf(mark, mark, columns.changed, options);
  const following = await countFrom(look, columns, next, options);
  return crowdedOrNot({ ...mark, counted: following.counted }, options);
}

/** Shortest time for which only later rows are looked at, in milliseconds, should the overlap be shorter still. */
const CROWDED = 60_000;

/** Whether a time is over after which no transaction of its beginning can be uncommitted. */
function isOver(since: string, clock: string, { overlap }: BoundOptions): boolean {
  const lasted = Date.parse(clock) - Date.parse(since);
  return !(lasted >= 0 && lasted < Math.max(overlap, CROWDED));
}

/** The watermark where rows that had been passed over were found to be others: more of them may come. */
export const stillCrowded = (mark: Watermark): Watermark =>
  mark.through === null
    ? mark
    : { ...mark, quietSince: mark.clock, crowdedSince: mark.clock, counted: beyond(mark.through) };

const beyond = (through: string): Counted => ({ since: { value: through, inclusive: false }, ...NOTHING });

export const hasChanges = (columns: LookColumns): columns is ChangingColumns => columns.changed !== null;

interface Count {
  readonly counted: Counted;
  readonly dates: readonly (string | null)[] | null;
}

/** The sum of checksums tells a row that was changed twice under one stamp, which changes neither count nor stamp. */
async function countFrom(
  look: Look,
  columns: ChangingColumns,
  since: Bound | null,
  { crowd }: ChangesOptions,
): Promise<Count> {
  const found = await look.changes(columns, since);
  if (found.rows === 0) return { counted: { since, ...found, sum: '0' }, dates: [] };
  if (since === null || found.rows > crowd) return { counted: { since, ...found, sum: null }, dates: null };
  const sums = await look.sums(columns, { kind: 'changed', since });
  const sum = sums.reduce((total, one) => total + BigInt(one.sum), 0n);
  return { counted: { since, ...found, sum: String(sum) }, dates: sums.map(({ date }) => date) };
}

/** Where too many rows would be counted at each look, from now on only later ones are. */
function crowdedOrNot(mark: Watermark, { crowd }: ChangesOptions): Watermark {
  const { through, counted } = mark;
  if (through === null || counted.rows <= crowd) return mark;
  return { ...mark, crowdedSince: mark.clock, counted: beyond(through) };
}

/** Whether the same rows are found from the same bound on. */
const isSame = (one: Counted, other: Counted): boolean =>
  isSameBound(one.since, other.since) &&
  one.rows === other.rows &&
  one.through === other.through &&
  one.sum === other.sum;

const isSameBound = (one: Bound | null, other: Bound | null): boolean =>
  one?.value === other?.value && one?.inclusive === other?.inclusive;
