import type { Bound, SourceColumn } from '../sources/source.js';

/** How far a change column has been read. Texts are as the source gives the column’s values. */
export interface Watermark {
  /** The server’s clock, UTC, when the last look began, and ours at the same moment. */
  readonly clock: string;
  readonly ours: string;
  /** The highest value that was seen. */
  readonly through: string | null;
  /** The server’s clock when the rows that are looked at again were last found to be others. */
  readonly quietSince: string;
  /** For a row version: below it nothing uncommitted can appear any more. */
  readonly settled: string | null;
  /** The server’s clock since when only later rows are looked at, because too many are near the highest value. */
  readonly crowdedSince: string | null;
  /** The rows that the next look will find again if nothing has changed. */
  readonly counted: Counted;
}

/** Rows from a bound on, the highest value among them, and the sum of their checksums as the text of an integer. */
export interface Counted {
  readonly since: Bound | null;
  readonly rows: number;
  readonly through: string | null;
  /** Null where it was not asked for. */
  readonly sum: string | null;
}

/** The server’s clock and ours, UTC, at the same moment. */
export type Moment = Pick<Watermark, 'clock' | 'ours'>;

export interface BoundOptions {
  /** Milliseconds for which a transaction may stay uncommitted after it stamped its rows. */
  readonly overlap: number;
  /** IANA zone of stamps that carry none. */
  readonly zone: string;
}

/** A day, or a moment, at the beginning of what may have more digits and an offset. */
const STAMP = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}|$)/;
const OFFSET = / ?([+-]\d{2}:\d{2}|Z)$/;
const QUARTER = 15 * 60_000;

/**
 * From where on rows may have changed since the watermark was taken; null: from the beginning.
 *
 * - Row versions: everything from what was settled then.
 * - Days and moments: min(highest value seen, clock of the last look) − overlap, so that a stamp in the future cannot
 *   stall it and a slow transaction is not lost. Once nothing has changed for longer than the overlap, the rows of the
 *   highest value are all there, and only later ones are asked for: a bulk load under one stamp is not read again.
 * - Anything else grows by itself: from the highest value on.
 * - Whatever it is: only later values while too many rows would have to be looked at again.
 */
export function boundOf(
  mark: Omit<Watermark, 'counted'>,
  now: Moment,
  column: Pick<SourceColumn, 'kind' | 'type'>,
  options: BoundOptions,
): Bound | null {
  const { through, settled } = mark;
  if (through !== null && mark.crowdedSince !== null) return { value: through, inclusive: false };
  if (settled !== null) return { value: settled, inclusive: true };
  if (through === null) {
    if (column.kind !== 'datetime') return null;
    const like = column.type === 'datetimeoffset' ? '2000-01-01 00:00:00 +00:00' : '2000-01-01T00:00:00';
    return { value: earliestStamp(mark, now, like, options), inclusive: true };
  }
  if (!STAMP.test(through)) return { value: through, inclusive: true };
  const byClock = earliestStamp(mark, now, through, options);
  if (!isBefore(through, byClock)) return { value: byClock, inclusive: true };
  if (Date.parse(mark.clock) - Date.parse(mark.quietSince) >= options.overlap)
    return { value: through, inclusive: false };
  return { value: shifted(through, -options.overlap), inclusive: true };
}

/** Stamps with an offset are compared as moments, others as they are written. */
function isBefore(one: string, other: string): boolean {
  return OFFSET.test(one) ? momentOf(one) < momentOf(other) : one < other;
}

const momentOf = (stamp: string): number => Date.parse(stamp.replace(' ', 'T').replace(/ (?=[+-])/, ''));

/** Local time goes back by an hour or two at most, so what lies further on than a day cannot be lower. */
const MOST_LOOKED_AT = 24 * 3_600_000;
/** A clock that is set back by less than this many milliseconds, and the wait for an answer, are within the overlap. */
const STEP = 30_000;

/**
 * The lowest stamp that a row can bear which was not visible at the last look. The server’s clock may have been set back
 * since then, which ours tells, and its local time too: so every moment from then on counts.
 */
function earliestStamp(last: Moment, now: Moment, like: string, { overlap, zone }: BoundOptions): string {
  const elapsed = Date.parse(now.ours) - Date.parse(last.ours);
  const back = Date.parse(last.clock) - (Date.parse(now.clock) - elapsed);
  const from = Date.parse(last.clock) - overlap - (back > STEP ? back : 0);
  if (OFFSET.test(like)) return `${written(from, like)} +00:00`;
  const moments = [from];
  const to = Math.min(Date.parse(now.clock), from + overlap + MOST_LOOKED_AT);
  for (let at = from - (from % QUARTER) + QUARTER; at <= to; at += QUARTER) moments.push(at);
  return written(Math.min(...moments.map((moment) => localTime(moment, zone))), like);
}

/** A moment on the clocks of a zone, as if that were UTC. */
function localTime(moment: number, zone: string): number {
  return Date.parse(`${new Date(moment).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`);
}

/** Seconds, or a day, in the form of a stamp that the column has; what is finer is cut off. */
function written(moment: number, like: string): string {
  const [date = '', time = ''] = new Date(moment).toISOString().split('T');
  return like.length === date.length ? date : `${date}${like[date.length]}${time.slice(0, 8)}`;
}

/** A stamp some milliseconds earlier or later, on a clock that never jumps. */
function shifted(stamp: string, milliseconds: number): string {
  const [offset = ''] = OFFSET.exec(stamp) ?? [];
  const plain = Date.parse(`${stamp.slice(0, 10)}T${stamp.slice(11, 19) || '00:00:00'}Z`);
  return `${written(plain + milliseconds, stamp)}${offset}`;
}
