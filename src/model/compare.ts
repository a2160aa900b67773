import type { DateSum, Look, LookColumns } from '../sources/source.js';
import type { LedgerEntry } from './ledger.js';

/** Yields what is held of these raw dates, or of all. */
export type Holding = (dates: readonly (string | null)[] | null) => Promise<ReadonlyMap<string | null, LedgerEntry>>;

/** Compares all dates and yields what the source says of those that differ; of a table without any, all rows. */
export async function compareAll(look: Look, columns: LookColumns, held: Holding): Promise<readonly DateSum[]> {
  const said = await look.sums(columns, { kind: 'all' });
  const ledger = await held(null);
  return toldOf(differing(said, ledger, [...ledger.keys()]), said);
}

export async function compareDates(
  look: Look,
  columns: LookColumns,
  held: Holding,
  dates: readonly (string | null)[],
): Promise<readonly DateSum[]> {
  if (dates.length === 0) return [];
  const said = await look.sums(columns, { kind: 'dates', dates });
  return toldOf(differing(said, await held(dates), dates), said);
}

/**
 * Compares the latest dates that the model holds, and what is later still where the server tells what that is. What is
 * no date at all, as MySQL’s `0000-00-00`, is later than nothing.
 */
export async function compareLatest(
  look: Look,
  columns: LookColumns,
  held: Holding,
  latest: readonly (string | null)[],
): Promise<readonly DateSum[]> {
  const ordered = columns.date?.kind === 'date' || columns.date?.kind === 'datetime';
  const dates = latest.filter((date): date is string => ordered && date !== null && isDay(date));
  const others = latest.filter((date) => date === null || !dates.includes(date));
  const differ = await compareDates(look, columns, held, others);
  const [first] = dates.toSorted();
  if (first === undefined) return differ;
  const said = await look.sums(columns, { kind: 'from', date: first });
  const ledger = await held([...new Set([...dates, ...said.map(({ date }) => date)])]);
  return joined(differ, toldOf(differing(said, ledger, dates), said));
}

/** What is said of the dates of either. */
export function joined(one: readonly DateSum[], other: readonly DateSum[]): readonly DateSum[] {
  const known = new Set(one.map(({ date }) => date));
  return [...one, ...other.filter(({ date }) => !known.has(date))];
}

function isDay(text: string): boolean {
  const day = text.slice(0, 10);
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

/** Of a date without rows nothing was said. */
function toldOf(dates: readonly (string | null)[], said: readonly DateSum[]): readonly DateSum[] {
  const there = new Map(said.map((one) => [one.date, one]));
  return dates.map((date) => there.get(date) ?? { date, rows: 0, sum: '0' });
}

/**
 * Raw dates on which the source and the model do not hold the same rows: other counts or checksums, dates that only the
 * source has, and of those that were `asked` for the ones that only the model has.
 */
export function differing(
  said: readonly DateSum[],
  held: ReadonlyMap<string | null, LedgerEntry>,
  asked: readonly (string | null)[],
): readonly (string | null)[] {
  const there = new Map(said.map((one) => [one.date, one]));
  const dates = new Set([...there.keys(), ...asked]);
  return [...dates].filter((date) => {
    const [theirs, ours] = [there.get(date), held.get(date)];
    return (theirs?.rows ?? 0) !== (ours?.rows ?? 0) || (theirs?.sum ?? '0') !== (ours?.sum ?? '0');
  });
}
