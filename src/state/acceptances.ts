import { and, asc, desc, eq, gte, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Store } from './store.js';
import { acceptance, writable } from './tables.js';

/** Standing ones of all items. */
export const MOST_ACCEPTANCES = 1000;

/** What a difference is accepted of. */
export interface Acceptable {
  /** The product id, as the model has it. */
  readonly sku: string;
  /** Null: everywhere. */
  readonly warehouse: string | null;
}

export interface Acceptance extends Acceptable {
  /** The last day on which it counts, YYYY-MM-DD in the business time zone; null until it is taken back. */
  readonly until: string | null;
  readonly reason: string | null;
  /** Who accepted it: the chat and its user, such as `slack U123`. */
  readonly by: string;
  readonly at: Date;
}

/** Days are YYYY-MM-DD, `today` the business day. */
export interface Acceptances {
  /**
   * Accepts all of them or, with `full`, none: there would be too many. Where one was accepted already, the old entry
   * ends; those are given back.
   */
  accept(
    items: readonly Acceptable[],
    terms: Pick<Acceptance, 'until' | 'reason' | 'by'> & { readonly today: string },
  ): Promise<readonly Acceptance[] | 'full'>;
  /** Ends those that stand, and gives them back. */
  unaccept(
    items: readonly Acceptable[],
    taken: { readonly by: string; readonly today: string },
  ): Promise<readonly Acceptance[]>;
  /** Those that stand, the first to expire first. */
  current(today: string): Promise<readonly Acceptance[]>;
  /** Those whose last day was on `from` or later and is over, that are not accepted again; the latest first. */
  expired(from: string, today: string): Promise<readonly Acceptance[]>;
}

const SUBJECT = 'stock';

export function createAcceptances(store: Store, now: () => Date): Acceptances {
  return {
    async accept(items, { until, reason, by, today }) {
      if (items.length === 0) return [];
      const values = sql.join(
        [
          sql.param(until, acceptance.until),
          sql.param(reason, acceptance.reason),
          sql.param(by, acceptance.by),
          sql`${now().getTime()}`,
        ],
        sql`, `,
      );
      const others = sql`SELECT count(*) FROM ${acceptance} WHERE ${and(stands(acceptance, today), not(isAmong(items)))}`;
      const [added, replaced] = await store.run((db) =>
        // One transaction: what is new ends what is old, and nothing is new where there is no room.
        db.batch([
          db.run(sql`INSERT INTO ${acceptance} (subject, sku, warehouse, until, reason, by, at)
            SELECT ${SUBJECT}, value ->> 0, value ->> 1, ${values} FROM json_each(${listed(items)})
            WHERE (${others}) + ${items.length} <= ${MOST_ACCEPTANCES}`),
          db
            .update(acceptance)
            .set({ endedAt: now(), endedBy: by })
            .where(and(stands(acceptance, today), isFollowed(today)))
            .returning(),
        ]),
      );
      return added.rowsAffected === 0 ? 'full' : replaced.map(plain);
    },
    async unaccept(items, { by, today }) {
      if (items.length === 0) return [];
      const ended = await store.run((db) =>
        db
          .update(acceptance)
          .set({ endedAt: now(), endedBy: by })
          .where(and(stands(acceptance, today), isAmong(items)))
          .returning(),
      );
      return ended.map(plain);
    },
    async current(today) {
      const { until, sku, warehouse, number } = acceptance;
      const rows = await store.run((db) =>
        db
          .select()
          .from(acceptance)
          .where(stands(acceptance, today))
          .orderBy(sql`${until} IS NULL`, asc(until), asc(sku), asc(warehouse), asc(number)),
      );
      return rows.map(plain);
    },
    async expired(from, today) {
      const { until, sku, warehouse, endedAt, subject } = acceptance;
      const over = and(eq(subject, SUBJECT), isNull(endedAt), gte(until, from), lt(until, today));
      const rows = await store.run((db) =>
        db
          .select()
          .from(acceptance)
          .where(and(over, not(isFollowed(today))))
          .orderBy(desc(until), asc(sku), asc(warehouse)),
      );
      return rows.map(plain);
    },
  };
}

const later = alias(acceptance, 'later');

/** It was not taken back, and its last day is not over. */
function stands({ subject, until, endedAt }: typeof acceptance | typeof later, today: string): SQL | undefined {
  return and(eq(subject, SUBJECT), isNull(endedAt), or(isNull(until), gte(until, today)));
}

/** The same was accepted once more, and stands. */
function isFollowed(today: string): SQL {
  const again = and(
    stands(later, today),
    eq(later.sku, acceptance.sku),
    sql`${later.warehouse} IS ${acceptance.warehouse}`,
    sql`${later.number} > ${acceptance.number}`,
  );
  return sql`EXISTS (SELECT 1 FROM ${acceptance} AS later WHERE ${again})`;
}

/** Looked up, not compared with one after the other: a thousand among a thousand took more than a second so. */
function isAmong(items: readonly Acceptable[]): SQL {
  // A row with a null in it would be among nothing.
  const place = (warehouse: SQL) => sql`ifnull('=' || ${warehouse}, '')`;
  const all = sql`SELECT value ->> 0, ${place(sql`(value ->> 1)`)} FROM json_each(${listed(items)})`;
  return sql`(${acceptance.sku}, ${place(sql`${acceptance.warehouse}`)}) IN (${all})`;
}

/** One parameter, however many they are. */
function listed(items: readonly Acceptable[]): string {
  return JSON.stringify(
    items.map(({ sku, warehouse }) => [writable(sku), warehouse === null ? null : writable(warehouse)]),
  );
}

function plain({ sku, warehouse, until, reason, by, at }: typeof acceptance.$inferSelect): Acceptance {
  return { sku, warehouse, until, reason, by, at };
}
