import type { Bound, DateSum, Look, LookColumns } from '../sources/source.js';
import type { Watermark } from './bound.js';
import { type Changes, type ChangesOptions, findChanged, hasChanges, stillCrowded } from './changes.js';
import { compareAll, compareDates, compareLatest, type Holding, joined } from './compare.js';

/** What a look found, and what therefore is to be read. */
export interface Findings {
  /** What the source says of the raw dates that differ, all of whose rows are to be read again. */
  readonly differ: readonly DateSum[];
  /** From where on changed rows are to be read, to take the place of the rows with their keys; null: none. */
  readonly changed: Bound | null;
  /** Rows that this comes to, as far as the source has said. */
  readonly rows: number;
  /** Whether all dates were compared. */
  readonly verified: boolean;
  readonly watermark: Watermark;
}

/** What the model holds of the table. */
export interface Known {
  readonly watermark: Watermark;
  /** The latest raw dates. */
  readonly latest: readonly (string | null)[];
  /** Of these raw dates, or of all. */
  readonly held: Holding;
}

export interface FindOptions extends ChangesOptions {
  /** Whether rows can be replaced by their key. */
  readonly keyed: boolean;
  /** Most changed rows that are read by their key. */
  readonly most: number;
  readonly extent: Extent;
}

/** How much of a table a look asks for. */
export interface Extent {
  /** Rows that changed since the watermark. */
  readonly changes: boolean;
  /** Dates whose checksums are compared; rows without any date are one date. */
  readonly dates: 'none' | 'latest' | 'all';
}

/**
 * Looks for what has changed since the watermark, and for dates that differ all the same. With a key, changed rows are
 * read alone; without one, the dates of changed rows are compared, for a row that is found because of the overlap was
 * read before.
 */
export async function findChanges(
  look: Look,
  columns: LookColumns,
  known: Known,
  options: FindOptions,
): Promise<Findings> {
  const { extent } = options;
  const changes =
    extent.changes && hasChanges(columns) ? await findChanged(look, columns, known.watermark, options) : null;
  const changed = changes && changedByKey(changes, options);
  const touched = changes?.found && changed === null ? changes.dates : [];
  const verified = extent.dates === 'all' || changes?.owed === true || touched === null;
  const differ = verified
    ? await compareAll(look, columns, known.held)
    : joined(
        extent.dates === 'latest' ? await compareLatest(look, columns, known.held, known.latest) : [],
        await compareDates(look, columns, known.held, touched),
      );
  const watermark = changes?.watermark ?? known.watermark;
  return {
    differ,
    changed,
    rows: differ.reduce((sum, { rows }) => sum + rows, 0) + (changed ? (changes?.rows ?? 0) : 0),
    verified,
    watermark: changes?.owed && differ.length > 0 ? stillCrowded(watermark) : watermark,
  };
}

const changedByKey = ({ found, since, rows }: Changes, { keyed, most }: FindOptions): Bound | null =>
  keyed && found && rows <= most ? since : null;
