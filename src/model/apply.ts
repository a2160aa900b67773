import { join } from 'node:path';
import type { DateSum, TextRow } from '../sources/source.js';
import { differing } from './compare.js';
import type { Database, Session } from './database.js';
import { type Derivation, deriveMovement } from './derive.js';
import type { BoundFeed } from './feed.js';
import { ledgerOf } from './ledger.js';
import { type Mark, markFeed } from './mark.js';
import { dropMoved, MOVED, moveRows, moving } from './movement.js';
import { type Chunk, Spool } from './spool.js';
import { createStaging, type Staging, stage } from './staging.js';
import { standingOf } from './stock-state.js';
import { shiftSummaries } from './summary.js';

/** Rows of a feed that take the place of others. */
export interface Change {
  /** Raw dates all of whose rows are replaced; null is the bucket of rows without one. */
  readonly dates: readonly (string | null)[];
  /** Whether incoming rows replace rows of the same key as well; of no effect where the feed has no key. */
  readonly byKey: boolean;
  /**
   * Columns of `bound.extract`, then the checksum, each row of the source once. Null when rows are only taken away.
   */
  readonly rows: AsyncIterable<readonly TextRow[]> | null;
}

export interface ApplyOptions {
  /** Folder for the folders of spool files; each change makes and removes its own. */
  readonly folder: string;
  /** What the feed's entry becomes in the same transaction; where rows changed, `changedAt` becomes `asOf`. */
  readonly mark: Mark;
  readonly derivation: Derivation;
  /** What the source holds of these dates, and the model should after the change; else it throws Unexplained. */
  readonly expected?: readonly DateSum[];
  readonly onRows?: (rows: number) => void;
}

export interface ApplyResult {
  /** Rows that came, of which so many could be read. */
  readonly read: number;
  readonly kept: number;
  readonly rejected: number;
  /** Rows that are no more, rejected ones included; those that came again as they were are not counted. */
  readonly deleted: number;
  /** Rows that are new, rejected ones included, counted in the same way. */
  readonly inserted: number;
  /** Whether any row is another than before. If not, the model's rows and all that is derived stayed untouched. */
  readonly changed: boolean;
  /** Raw dates of the rows that went and came. */
  readonly dates: readonly (string | null)[];
  readonly durationMs: number;
}

/** The change is not all that makes these dates what the source says. The model is as before. */
export class Unexplained extends Error {
  constructor(readonly dates: readonly (string | null)[]) {
    super('Rows have changed that were not read');
  }
}

/** Counts changes of this process, so that no two share a spool file. */
let changes = 0;

/**
 * Replaces rows of a feed that was loaded before, with its rejected rows, its ledger entry and all that is derived
 * from it, in one transaction: whenever the process dies, the model is as before or as after. Rows that come again as
 * they were stay where they are.
 */
export async function applyChange(
  db: Database,
  bound: BoundFeed,
  change: Change,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const started = performance.now();
  const spool = new Spool(join(options.folder, `change ${++changes}`), bound, true);
  try {
    const chunks: Chunk[] = [];
    let read = 0;
    for await (const chunk of spool.chunks(change.rows ?? nothing())) {
      chunks.push(chunk);
      read += chunk.rows;
      options.onRows?.(read);
    }
    const applied = await db.transaction(async (session) => {
      const staging: Staging = { session, incoming: MOVED.incoming, refused: MOVED.refused };
      await createStaging(staging, bound.feed, true);
      let kept = 0;
      for (const chunk of chunks) kept += await stage(staging, bound, spool.relation(chunk), chunk.form, chunk.rows);
      return { kept, ...(await replace(session, bound, change, options)) };
    });
    const durationMs = Math.round(performance.now() - started);
    return {
      read,
      rejected: read - applied.kept,
      changed: applied.deleted + applied.inserted > 0,
      ...applied,
      durationMs,
    };
  } finally {
    await spool.remove();
  }
}

async function* nothing(): AsyncGenerator<readonly TextRow[]> {}

type Replaced = Pick<ApplyResult, 'deleted' | 'inserted' | 'dates'>;

async function replace(
  session: Session,
  bound: BoundFeed,
  change: Change,
  { derivation, mark, expected = [] }: ApplyOptions,
): Promise<Replaced> {
  const { feed } = bound;
  const moved = await moving(session, bound, change);
  const deleted = moved.gone + moved.goneRejected;
  const inserted = moved.incoming + moved.refused;
  if (deleted + inserted > 0) {
    const before = feed.table === 'stock' ? await standingOf(session, derivation.today) : null;
    await moveRows(session, feed, moved);
    await shiftSummaries(session, feed, MOVED);
    await deriveMovement(session, derivation, feed, MOVED, before);
  }
  const dates = expected.map(({ date }) => date);
  const unexplained = dates.length > 0 ? differing(expected, await ledgerOf(session, feed, dates), dates) : [];
  if (unexplained.length > 0) throw new Unexplained(unexplained);
  await markFeed(session, feed, deleted + inserted > 0 ? { ...mark, changedAt: mark.asOf } : mark);
  await dropMoved(session);
  return { deleted, inserted, dates: moved.dates };
}
