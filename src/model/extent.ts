import type { TableKeys } from '../sources/source.js';
import type { BoundFeed } from './feed.js';
import type { Extent } from './find.js';

/** What may be asked of a table at every question. */
export interface Askable {
  /** Null where it is nothing, so that the table is asked every `minInterval` only. */
  readonly extent: Extent | null;
  /** Whether that is all that can be asked for less than everything. */
  readonly whole: boolean;
  /** Whether the server does not tell its indexes, as of a view, so that only trying shows what it costs. */
  readonly guessed: boolean;
}

/** A table of up to so many rows is compared as a whole at every question: its server does that in some 20 ms. */
const SMALL = 50_000;

type Table = Pick<BoundFeed, 'feed' | 'extract' | 'origin' | 'changed'>;

/**
 * What an index serves, or what is small. Changed rows are of use where they can be told from others by their key, or
 * the dates on which they are read at little cost. `rows`: of the table, as last read.
 */
export function askable({ feed, extract, origin, changed }: Table, { indexed }: TableKeys, rows: number): Askable {
  const guessed = indexed === null;
  const keyed = feed.key.length > 0;
  if (rows <= SMALL) return { extent: { changes: keyed, dates: 'all' }, whole: true, guessed };
  const date = origin.date === null ? null : (extract[origin.date]?.name ?? null);
  const serves = (column: string | null) =>
    column !== null && (indexed === null || indexed.includes(column.toLowerCase()));
  const changes = serves(changed?.name ?? null) && (keyed || serves(date));
  const extent: Extent = { changes, dates: serves(date) ? 'latest' : 'none' };
  const some = extent.changes || extent.dates !== 'none';
  // Without a key the changed rows’ dates are compared; with one that may wait for `verify`, as it does for old dates.
  const whole = extent.changes && (keyed || date === null || extent.dates === 'latest');
  return { extent: some ? extent : null, whole, guessed: some && guessed };
}
