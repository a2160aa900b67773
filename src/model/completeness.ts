import type { DayRows, Through } from './freshness.js';

/** What is wrong with the dates of a table that is loaded day by day. */
export type Gap =
  /** The latest date has far fewer or more rows than dates usually have: a load that is not finished. */
  | { readonly kind: 'unfinished'; readonly date: string; readonly rows: number; readonly usual: number }
  /** Days without rows between the latest date and the one before, where there usually are some; both ends included. */
  | { readonly kind: 'missing'; readonly from: string; readonly to: string }
  /** There should be rows of a later date by now. */
  | { readonly kind: 'silent'; readonly since: string };

/** Fewer dates than this have nothing usual about them. */
const ENOUGH = 5;
/** Share by which the rows of a date may differ from the median before it counts as unfinished. */
const FAR = 0.2;
/** Many loads bring the day before. */
const GRACE = 1;
/** Days after which a table that gets no more rows is an archive. */
export const ARCHIVE = 60;

/** What the rows of each date say; for a table where every date is the whole state. */
export function unfinished({ recent }: Pick<Through, 'recent'>): Gap | null {
  const [latest, ...before] = recent;
  if (!latest || before.length < ENOUGH) return null;
  const usual = median(before.map(({ rows }) => rows));
  return Math.abs(latest.rows - usual) > FAR * usual ? { kind: 'unfinished', ...latest, usual } : null;
}

/** Days that should have rows and have none; for a table that gets rows on all days, or on certain ones. */
export function gapsOf({ recent }: Pick<Through, 'recent'>, today: string): readonly Gap[] {
  const [latest, previous] = recent;
  const rhythm = rhythmOf(recent);
  if (!latest || !previous || rhythm === null) return [];
  const between = rhythm.daysAfter(previous.date, latest.date);
  const [from] = between;
  const to = between.at(-2);
  const missing = from && to && between.length > rhythm.longest;
  const current = daysApart(latest.date, today) <= ARCHIVE;
  const silent = current && rhythm.daysAfter(latest.date, today).length > rhythm.longest + GRACE;
  return [
    ...(silent ? [{ kind: 'silent' as const, since: latest.date }] : []),
    ...(missing ? [{ kind: 'missing' as const, from, to }] : []),
  ];
}

/**
 * Whether a table that ends earlier than another should have had rows by the other's end. Without enough dates to tell
 * it should have.
 */
export function isBehind({ recent }: Pick<Through, 'recent'>, end: string, otherEnd: string): boolean {
  const rhythm = rhythmOf(recent);
  return rhythm === null || rhythm.daysAfter(end, otherEnd).length >= rhythm.longest;
}

/** Days from one date to another, both YYYY-MM-DD. */
export const daysApart = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

const DAY = 86_400_000;
const WEEK = 7;

interface Rhythm {
  /** Days from one date to the next, at most, counting those of `daysAfter` only. */
  readonly longest: number;
  /** Days after one date up to another, of those on which there usually are rows. */
  daysAfter(from: string, to: string): readonly string[];
}

/**
 * How the dates before the latest one follow each other. Where for two weeks or more none went by without rows, weekdays
 * that never had any do not count, so that a Wednesday that is missing shows though weekends are longer.
 */
function rhythmOf([, ...before]: readonly DayRows[]): Rhythm | null {
  if (before.length < ENOUGH) return null;
  const dates = before.map(({ date }) => date).reverse();
  const steps = dates.slice(1).map((date, index) => [dates[index] ?? date, date] as const);
  const long = daysApart(dates[0] ?? '', dates.at(-1) ?? '') >= 2 * WEEK - 1;
  const weekly = long && steps.every(([from, to]) => daysApart(from, to) <= WEEK);
  const weekdays = new Set(dates.map(weekday));
  const daysAfter = (from: string, to: string) =>
    Array.from({ length: Math.max(0, daysApart(from, to)) }, (_, index) => dayAfter(from, index + 1)).filter(
      (day) => !weekly || weekdays.has(weekday(day)),
    );
  return { longest: Math.max(...steps.map(([from, to]) => daysAfter(from, to).length)), daysAfter };
}

const weekday = (date: string): number => new Date(date).getUTCDay();

const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
