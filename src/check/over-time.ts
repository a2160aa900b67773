import type { Profile } from '../sources/source.js';

/** What the rows of a table look like over time. */
export interface OverTime {
  readonly rows: number;
  readonly dates: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly unreadable: number;
  readonly firstUnreadable: string | null;
  readonly future: number;
  /** Median of items that a date has, in % of the most that any date has; null with too few dates to tell. */
  readonly coverage: number | null;
  /** Meanings of quantity that the rows fit; null when they cannot tell. */
  readonly looksLike: readonly ('complete' | 'sparse' | 'flow')[] | null;
}

/** Fewer dates than this say nothing about the meaning of a row. */
const ENOUGH_DATES = 5;
/** From this share of items on, a date is taken for the whole state. */
const WHOLE = 80;

/** Reads a profile: a table whose dates each hold nearly all items is a state, another is not. */
export function judgeProfile(
  profile: Profile,
  dateColumn: string | null,
  read: ReadonlyMap<string, string | null>,
  today: string,
): OverTime {
  const none = {
    first: null,
    last: null,
    unreadable: 0,
    firstUnreadable: null,
    future: 0,
    coverage: null,
    looksLike: null,
  };
  if (dateColumn === null) return { rows: profile.rows, dates: 0, ...none };
  const readable = profile.dates.flatMap((one) => {
    const date = one.date === null ? null : (read.get(one.date) ?? null);
    return date === null ? [] : [{ ...one, date }];
  });
  const faulty = profile.dates.filter(({ date }) => date === null || !read.get(date));
  const dates = readable.map(({ date }) => date).sort();
  const sum = (list: readonly { rows: number }[]) => list.reduce((total, { rows }) => total + rows, 0);
  const items = readable.map((one) => one.items).sort((a, b) => a - b);
  const most = items.at(-1) ?? 0;
  const median = items[Math.floor(items.length / 2)] ?? 0;
  const coverage = items.length < ENOUGH_DATES || most === 0 ? null : Math.round((median / most) * 100);
  return {
    rows: profile.rows,
    dates: new Set(dates).size,
    first: dates[0] ?? null,
    last: dates.at(-1) ?? null,
    unreadable: sum(faulty),
    firstUnreadable: faulty[0]?.date ?? null,
    future: sum(readable.filter(({ date }) => date > today)),
    coverage,
    looksLike: coverage === null ? null : coverage >= WHOLE ? ['complete', 'flow'] : ['sparse', 'flow'],
  };
}
