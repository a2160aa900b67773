import { type SQL, sql } from 'drizzle-orm';
import type { Session } from './database.js';
import type { Feed } from './feed.js';
import { day, literal } from './literals.js';
import { partOf } from './staging.js';

/** Which dates of a feed there are, as far as that decides which rows count. */
export interface Dates {
  /**
   * By environment the latest date not after today. It is each feed's own, so that a table that is loaded later than
   * another does not vanish.
   */
  readonly latest: ReadonlyMap<string, string>;
  /** Whether rows have no date. */
  readonly undated: boolean;
}

/** By feed. */
export type Latest = ReadonlyMap<string, Dates>;

export async function latestOf(session: Session, today: string): Promise<Latest> {
  const rows = await session.query(sql`SELECT feed, environment, bool_or(date IS NULL) AS undated,
    CAST(max(CASE WHEN date <= ${day(today)} THEN date END) AS VARCHAR) AS latest FROM stock_date GROUP BY feed, environment`);
  const feeds = new Map<string, Dates>();
  for (const { feed, environment, undated, latest } of rows) {
    const known = feeds.get(String(feed));
    const dates = new Map(known?.latest);
    if (typeof latest === 'string') dates.set(String(environment), latest);
    feeds.set(String(feed), { latest: dates, undated: undated === true || known?.undated === true });
  }
  return feeds;
}

/** Spellings of warehouses and the one by which each is known, where that is another: the first by text. */
export type Spellings = ReadonlyMap<string, string>;

/** Warehouses are one when they differ only in case. */
export async function spellingsOf(session: Pick<Session, 'query'>): Promise<Spellings> {
  const several = sql`SELECT upper(warehouse) AS code, min(warehouse) AS label FROM stock_warehouse
    GROUP BY upper(warehouse) HAVING min(warehouse) <> max(warehouse)`;
  const rows = await session.query(sql`SELECT DISTINCT w.warehouse, s.label FROM (${several}) AS s
    INNER JOIN stock_warehouse AS w ON upper(w.warehouse) = s.code WHERE w.warehouse <> s.label ORDER BY w.warehouse`);
  return new Map(rows.map(({ warehouse, label }) => [String(warehouse), String(label)]));
}

/** The warehouse of a part's row as it is known. The parts keep their own, so that they depend on no other row. */
export function knownWarehouse(spellings: Spellings): SQL {
  if (spellings.size === 0) return sql`warehouse`;
  const cases = [...spellings].map(([spelling, label]) => sql`WHEN ${literal(spelling)} THEN ${literal(label)}`);
  return sql`CASE warehouse ${sql.join(cases, sql` `)} ELSE warehouse END`;
}

/** What decides which rows of stock count. */
export interface Standing {
  readonly latest: Latest;
  readonly spellings: Spellings;
}

export const isSameSpelling = (a: Spellings, b: Spellings): boolean =>
  JSON.stringify([...a]) === JSON.stringify([...b]);

type Meaning = 'complete' | 'sparse' | 'flow';

/** Days before the latest date on which rows may count as well. */
const carryOf = (feed: Feed, meaning: Meaning): number => (meaning === 'sparse' ? feed.carryDays : 0);

/**
 * What a row of stock adds to the sums of its item, all of them without nulls. paired_*: where it has a demand; `met`
 * is min(quantity, demand); costed_*: where it has a unit cost. The rows of a flow are kept added up in `stock_flow`.
 */
export const ADDENDS = {
  rows: { of: sql`1`, type: 'BIGINT' },
  quantity: { of: sql`quantity`, type: 'DECIMAL(38,4)' },
  paired_rows: { of: sql`CASE WHEN demand IS NOT NULL THEN 1 ELSE 0 END`, type: 'BIGINT' },
  paired_quantity: { of: sql`CASE WHEN demand IS NOT NULL THEN quantity ELSE 0 END`, type: 'DECIMAL(38,4)' },
  paired_demand: { of: sql`coalesce(demand, 0)`, type: 'DECIMAL(38,4)' },
  met: {
    of: sql`CASE WHEN demand < quantity THEN demand WHEN demand IS NOT NULL THEN quantity ELSE 0 END`,
    type: 'DECIMAL(38,4)',
  },
  costed_rows: { of: sql`CASE WHEN unit_cost IS NOT NULL THEN 1 ELSE 0 END`, type: 'BIGINT' },
  costed_quantity: { of: sql`CASE WHEN unit_cost IS NOT NULL THEN quantity ELSE 0 END`, type: 'DECIMAL(38,4)' },
  costed_value: {
    of: sql`coalesce(CAST(CAST(quantity AS DECIMAL(38,4)) * unit_cost AS DECIMAL(38,10)), 0)`,
    type: 'DECIMAL(38,10)',
  },
  unit_cost_sum: { of: sql`coalesce(unit_cost, 0)`, type: 'DECIMAL(38,6)' },
} as const;

/**
 * environment, product_id, warehouse and addends of the rows that count. Of a flow all rows; of a complete state those
 * of the latest date; of a sparse one each item's last rows, as long as they count. Rows without a date are of today.
 * `items`: a table of environment and product_id, for those alone.
 */
export function addends(feed: Feed, meaning: Meaning, standing: Standing, items: SQL | null): SQL {
  const names = Object.keys(ADDENDS).map((name) => sql`${sql.identifier(name)}`);
  const warehouse = sql`${knownWarehouse(standing.spellings)} AS warehouse`;
  if (meaning === 'flow') {
    const columns = sql.join([sql`s.environment, s.product_id`, warehouse, ...names], sql`, `);
    return sql`SELECT ${columns} FROM stock_flow AS s${only(items)} WHERE s.feed = ${literal(feed.id)}`;
  }
  const added = Object.entries(ADDENDS).map(([name, { of }]) => sql`${of} AS ${sql.identifier(name)}`);
  const columns = sql.join([sql`environment, product_id, warehouse`, ...added], sql`, `);
  return sql`SELECT ${columns} FROM ${rowsThatCount(feed, meaning, standing, items, warehouse)} AS counted`;
}

const only = (items: SQL | null): SQL =>
  items ? sql` SEMI JOIN ${items} AS i ON i.environment = s.environment AND i.product_id = s.product_id` : sql``;

function rowsThatCount(
  feed: Feed,
  meaning: 'complete' | 'sparse',
  standing: Standing,
  items: SQL | null,
  warehouse: SQL,
): SQL {
  const those = (when: SQL) =>
    sql`SELECT s.environment, s.date, s.product_id, ${warehouse}, s.quantity, s.demand, s.unit_cost FROM ${partOf(feed)} AS s${only(items)} WHERE ${when}`;
  const carry = sql.raw(String(carryOf(feed, meaning)));
  const { latest: dates, undated = false } = standing.latest.get(feed.id) ?? {};
  const latest = [...(dates ?? [])];
  // An environment that is not among them has no date up to today, so that one date of all needs no more said.
  const several = new Set(latest.map(([, date]) => date)).size > 1;
  const spans = (several ? latest : latest.slice(0, 1)).map(([environment, date]) => {
    const span = sql`s.date BETWEEN ${day(date)} - ${carry} AND ${day(date)}`;
    return those(several ? sql`s.environment = ${literal(environment)} AND ${span}` : span);
  });
  if (undated) spans.push(those(sql`s.date IS NULL`));
  // One branch for each condition, so that whole blocks without such rows are passed over.
  const rows = spans.length > 0 ? sql.join(spans, sql` UNION ALL `) : those(sql`FALSE`);
  if (meaning === 'complete') return sql`(${rows})`;
  return sql`(SELECT * EXCLUDE (last) FROM (
    SELECT *, max(date) OVER (PARTITION BY environment, product_id, warehouse) AS last FROM (${rows}) AS every
  ) AS carried WHERE date IS NULL OR date = last)`;
}

/**
 * Environments and product ids for which other rows of a feed may count than before: those of rows that came or
 * went inside a span of dates that counts before or after, and where such a span moved, those of the rows that only
 * one of both holds.
 */
export function touchedItems(feed: Feed, before: Latest, after: Latest, moved: readonly SQL[]): SQL {
  const meanings = [feed.meaning.quantity, feed.meaning.demand].filter((meaning) => meaning !== null);
  const carries = [...new Set(meanings.flatMap((meaning) => (meaning === 'flow' ? [] : [carryOf(feed, meaning)])))];
  const was = before.get(feed.id)?.latest;
  const is = after.get(feed.id)?.latest;
  const spans = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap((environment) =>
    carries.map((carry) => ({
      environment,
      was: spanOf(was?.get(environment), carry),
      is: spanOf(is?.get(environment), carry),
    })),
  );
  const counted = spans.flatMap((span) =>
    [span.was, span.is].flatMap((one) =>
      one ? [sql`(environment = ${literal(span.environment)} AND date BETWEEN ${one.from} AND ${one.to})`] : [],
    ),
  );
  const counts = meanings.includes('flow') ? sql`TRUE` : sql.join([sql`date IS NULL`, ...counted], sql` OR `);
  const items = moved.map((rows) => sql`SELECT environment, product_id FROM ${rows} WHERE ${counts}`);
  for (const span of spans) {
    if (was?.get(span.environment) === is?.get(span.environment)) continue;
    const sides = [
      [span.was, span.is],
      [span.is, span.was],
    ] as const;
    for (const [one, other] of sides) {
      if (!one) continue;
      const not = other ? sql` AND NOT date BETWEEN ${other.from} AND ${other.to}` : sql``;
      items.push(sql`SELECT environment, product_id FROM ${partOf(feed)}
        WHERE environment = ${literal(span.environment)} AND date BETWEEN ${one.from} AND ${one.to}${not}`);
    }
  }
  return sql.join(items, sql` UNION `);
}

function spanOf(latest: string | undefined, carry: number): { from: SQL; to: SQL } | null {
  return latest === undefined ? null : { from: sql`(${day(latest)} - ${sql.raw(String(carry))})`, to: day(latest) };
}
