import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Claimant } from './deliveries.js';
import type { Store } from './store.js';
import { lease } from './tables.js';

/** A lease that somebody holds, or held last. `until` is by the holder’s clock, and another one with each renewal. */
export interface Held {
  readonly holder: string;
  /** One more with each new holder. */
  readonly term: number;
  readonly until: Date;
}

/** Which of several instances on one store does what only one may do. */
export interface Leases {
  /**
   * Takes or renews it, and notes that it is for until `until`: whoever holds it keeps it. Another gets it where nobody
   * does, and where the lease is still `lapsed`: one that was seen to be renewed no more. Whether it is, is the other’s to
   * find out, as no two clocks need to agree. Yields the term, or null where another holds it. A holder that comes back
   * after another had it gets a new term.
   */
  take(
    name: string,
    holder: string,
    how: { readonly until: Date; readonly lapsed?: Held | null },
  ): Promise<number | null>;
  /** Lets go of it at once, where it is still this holder’s. */
  release(name: string, holder: string): Promise<void>;
  /** Null where nobody ever took it, or the last holder let go of it. */
  held(name: string): Promise<Held | null>;
}

/** Of posting: digests, subscriptions and alerts. */
export const POSTING = 'posting';

export function createLeases(store: Store): Leases {
  return {
    async take(name, holder, { until, lapsed = null }) {
      const own = eq(lease.holder, holder);
      const [taken] = await store.run((db) =>
        db
          .insert(lease)
          .values({ name, holder, term: 1, until })
          .onConflictDoUpdate({
            target: lease.name,
            set: { holder, until, term: sql`CASE WHEN ${own} THEN ${lease.term} ELSE ${lease.term} + 1 END` },
            setWhere: sql`${lease.holder} IS NULL OR ${own} OR ${isStill(lapsed)}`,
          })
          .returning({ term: lease.term }),
      );
      return taken?.term ?? null;
    },
    async release(name, holder) {
      // The row stays: the next holder's term has to be a later one.
      await store.run((db) =>
        db
          .update(lease)
          .set({ holder: null, until: new Date(0) })
          .where(and(eq(lease.name, name), eq(lease.holder, holder))),
      );
    },
    async held(name) {
      const [row] = await store.run((db) => db.select().from(lease).where(eq(lease.name, name)));
      return row?.holder ? { holder: row.holder, term: row.term, until: row.until } : null;
    },
  };
}

function isStill(seen: Held | null): SQL | undefined {
  if (seen === null) return sql`false`;
  return and(eq(lease.holder, seen.holder), eq(lease.term, seen.term), eq(lease.until, seen.until));
}

/** In a statement: this claimant holds the lease of posting, in this term. Its `until` is for whoever takes it over. */
export function holdsPosting({ holder, term }: Claimant): SQL {
  const own = and(eq(lease.name, POSTING), eq(lease.holder, holder), eq(lease.term, term));
  return sql`EXISTS (SELECT 1 FROM ${lease} WHERE ${own})`;
}
