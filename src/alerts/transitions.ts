import type { AlertEvent } from './alert.js';
import { extentOf, type Side } from './extent.js';

/** A row that is, or was, beyond its threshold, as it is kept between two looks. */
export interface KeptRow {
  readonly key: string;
  readonly label: string;
  /** `pending`: beyond, not yet for as long as the alert holds. */
  readonly state: 'pending' | 'firing';
  readonly since: Date;
  /** The figure when it was last within; null where it was never seen so, or empty. */
  readonly before: string | null;
  readonly now: string | null;
  /** The farthest beyond since then; null where it was empty. */
  readonly worst: string | null;
  /** Whether it was beyond at the first look at the alert already. */
  readonly already: boolean;
  /** Null: it fires, but was muted all the while. */
  readonly told: Date | null;
}

/** A row as a look finds it. A row of the question that is within is among them as well. */
export interface LookedRow {
  readonly key: string;
  readonly label: string;
  /** Exact text; null where it is empty. */
  readonly figure: string | null;
  /** Of a percentage the difference itself, exact text; null where it is none. */
  readonly base: string | null;
  readonly beyond: boolean;
  /** So far within that it does not merely waver about the threshold. Never true of what is beyond. */
  readonly clear: boolean;
}

export interface Terms extends Side {
  /** Milliseconds for which a row has to be beyond. */
  readonly hold: number;
  /** Milliseconds after which a row that is still beyond is told again; null: never. */
  readonly remind: number | null;
  readonly mutedUntil: Date | null;
}

/** What is kept between two looks. */
export interface Kept {
  readonly rows: readonly KeptRow[];
  /** Figures of all other rows, by key; null: it was never looked at. */
  readonly seen: ReadonlyMap<string, string | null> | null;
}

/** What one look makes of what was kept. */
export interface Moved extends Kept {
  readonly seen: ReadonlyMap<string, string | null>;
  /** What is to be told: what is beyond already, crossed, is still beyond, recovered, each in the order of the rows. */
  readonly events: readonly AlertEvent[];
}

interface Move {
  /** Null: it is not kept as one that is beyond. */
  readonly row: KeptRow | null;
  readonly event: AlertEvent | null;
}

const ORDER: readonly AlertEvent['kind'][] = ['already', 'crossed', 'reminder', 'recovered'];

/**
 * What has happened to the rows of an alert between two looks. A row that is beyond is pending until it was so for as
 * long as the alert holds; then it fires, which is told once, and again whenever reminders are due. It recovers when it
 * is clear of the threshold, or gone; between that and the threshold it stays as it is. What is beyond at the first look
 * has not crossed: it is told as being so already.
 *
 * While the alert is muted nothing is told. A row that began to fire meanwhile is told when that is over, if it is
 * beyond still; one that was told before does not recover until that can be told as well.
 */
export function transitions(kept: Kept, current: readonly LookedRow[], terms: Terms, now: Date): Moved {
  const known = new Map(kept.rows.map((row) => [row.key, row]));
  const there = new Set(current.map(({ key }) => key));
  const time = { now, muted: terms.mutedUntil !== null && now < terms.mutedUntil };
  const moves = [
    ...current.map((row) => follow(notAhead(known.get(row.key), now), row, kept.seen, terms, time)),
    ...kept.rows.filter(({ key }) => !there.has(key)).map((row) => end(notAhead(row, now), null, time)),
  ];
  const rows = moves.flatMap(({ row }) => row ?? []);
  const events = moves.flatMap(({ event }) => event ?? []);
  const isKept = new Set(rows.map(({ key }) => key));
  return {
    rows,
    seen: new Map(current.filter(({ key }) => !isKept.has(key)).map(({ key, figure }) => [key, figure])),
    events: ORDER.flatMap((kind) => events.filter((event) => event.kind === kind)),
  };
}

interface Time {
  readonly now: Date;
  readonly muted: boolean;
}

function follow(was: KeptRow | undefined, row: LookedRow, seen: Kept['seen'], terms: Terms, time: Time): Move {
  if (was?.state === 'firing') {
    if (row.clear) return end(was, row, time);
    const kept = { ...was, ...said(row), worst: worseOf(was.worst, row.figure, terms) };
    return row.beyond ? stay(kept, row, terms, time) : { row: kept, event: null };
  }
  if (!row.beyond) return { row: null, event: null };
  const { since, before, worst, already } = was ?? {
    since: time.now,
    before: seen?.get(row.key) ?? null,
    worst: row.figure,
    already: seen === null,
  };
  const pending: KeptRow = {
    key: row.key,
    ...said(row),
    state: 'pending',
    since,
    before,
    worst: worseOf(worst, row.figure, terms),
    already,
    told: null,
  };
  const isHeld = time.now.getTime() - since.getTime() >= terms.hold;
  return isHeld ? stay({ ...pending, state: 'firing' }, row, terms, time) : { row: pending, event: null };
}

const said = ({ label, figure }: LookedRow) => ({ label, now: figure });

const worseOf = (one: string | null, other: string | null, side: Side): string | null =>
  extentOf(other, side) > extentOf(one, side) ? other : one;

/** Of one that fires and is beyond. */
function stay(row: KeptRow, { base }: LookedRow, { remind }: Terms, { now, muted }: Time): Move {
  const isDue = row.told === null || (remind !== null && now.getTime() - row.told.getTime() >= remind);
  if (muted || !isDue) return { row, event: null };
  const kind = row.told !== null ? 'reminder' : row.already ? 'already' : 'crossed';
  return { row: { ...row, told: now }, event: eventOf(kind, row, base) };
}

/** Of one that is clear of its threshold, or gone: then there is none. */
function end(was: KeptRow, row: LookedRow | null, { muted }: Time): Move {
  if (was.told === null) return { row: null, event: null };
  if (muted) return { row: was, event: null };
  const ended = { ...was, before: was.worst, now: row?.figure ?? null };
  return { row: null, event: eventOf('recovered', ended, row?.base ?? null) };
}

const eventOf = (
  kind: AlertEvent['kind'],
  { key, label, before, now, since, already }: KeptRow,
  base: AlertEvent['base'],
): AlertEvent => ({ kind, key, label, before, now, base, since: since.toISOString(), already });

/** Of the future nothing is known: the clock was stepped back. */
function notAhead<Row extends KeptRow | undefined>(row: Row, now: Date): Row {
  if (!row) return row;
  const { since, told } = row;
  return { ...row, since: earlier(since, now), told: told && earlier(told, now) };
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
