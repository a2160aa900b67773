import { type SQL, sql } from 'drizzle-orm';
import { addDays } from '../../periods/days.js';
import { countBefore, countUpTo, type Environment, sparseDay, type Timed } from './counting.js';
import { listed } from './listed.js';
import { between, TAKEN } from './rows.js';
import type { StockTable } from './tables.js';

/**
 * Up to so many steps each item's last date before each is looked up; for more the rows are put in order of date. Of
 * 600,000 rows, one day takes a tenth of the time so. Thirty days take as long, and do not fit into 96 MB.
 */
const MOST_LOOKED_UP = 12;

/**
 * Selections of step and columns of a sparse table's rows: of each item those of its last date, as long as they count.
 * The days that steps ask for are numbered in order. Rows count from the first such day that is not before them up to
 * the one at which the item has later rows or they are too old, so that more steps do not mean more scans.
 */
export function carried(table: StockTable, steps: readonly Timed[]): SQL[] {
  const { asked, dates } = calendarOf(table, steps);
  if (dates.length === 0) return [];
  const where = between(dates.map(({ date }) => date).sort());
  const several = table.days.size > 1;
  const calendar = listed({
    date: ['DATE', dates.map(({ date }) => date)],
    since: ['INTEGER', dates.map(({ since }) => since)],
    until: ['INTEGER', dates.map(({ until }) => until)],
    ...(several ? { environment: ['VARCHAR', dates.map(({ environment }) => environment)] } : {}),
  });
  const dated = sql`${table.rows} AS s INNER JOIN ${calendar} AS d
    ON d.date = s.date${several ? sql` AND d.environment = s.environment` : sql``} WHERE ${where}`;
  const lasting = steps.length > MOST_LOOKED_UP ? inOrder(dated) : lookedUp(dated, table, where);
  const numbers = listed({
    number: ['INTEGER', asked.map(({ number }) => number)],
    step: ['INTEGER', asked.map(({ step }) => step)],
  });
  return [
    sql`SELECT a.step, ${TAKEN} FROM (
        SELECT ${TAKEN}, unnest(range(s.since, least(s.until, coalesce(s.next, s.until)))) AS number FROM (${lasting}) AS s
      ) AS s INNER JOIN ${numbers} AS a ON a.number = s.number`,
  ];
}

const ITEM = sql`s.environment, s.product_id, s.warehouse`;

/** Rows with the numbers of the days for which they count: `since`, before `until` and, where the item has later rows, before `next`. */
const inOrder = (dated: SQL): SQL => sql`SELECT ${TAKEN}, d.since, d.until,
  first_value(d.since) OVER (PARTITION BY ${ITEM} ORDER BY s.date GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next FROM ${dated}`;

/** The same, without rows that count for none. */
const lookedUp = (dated: SQL, { rows }: StockTable, where: SQL): SQL => sql`SELECT ${TAKEN}, c.since, c.until, c.next
  FROM ${rows} AS s INNER JOIN (
    SELECT *, lead(since) OVER (PARTITION BY environment, product_id, warehouse ORDER BY since) AS next FROM (
      SELECT ${ITEM}, d.since, max(s.date) AS date, max(d.until) AS until FROM ${dated} GROUP BY ${ITEM}, d.since
    ) AS last
  ) AS c ON c.date = s.date AND c.environment = s.environment AND c.product_id = s.product_id
    AND c.warehouse IS NOT DISTINCT FROM s.warehouse WHERE ${where}`;

interface Calendar {
  /** Steps by the number of the day that they ask for; an environment's own. */
  readonly asked: readonly { readonly number: number; readonly step: number }[];
  /** Dates whose rows may count for days from number `since` on and before number `until`. */
  readonly dates: readonly {
    readonly environment: Environment;
    readonly date: string;
    readonly since: number;
    readonly until: number;
  }[];
}

function calendarOf(table: StockTable, steps: readonly Timed[]): Calendar {
  const asked: { number: number; step: number }[] = [];
  const dates: Calendar['dates'][number][] = [];
  let numbered = 0;
  for (const [environment, known] of table.days) {
    const start = numbered;
    const wanted = steps.flatMap((step) => {
      const day = sparseDay(table, environment, step);
      return day === null ? [] : [{ step: step.step, day }];
    });
    const days = [...new Set(wanted.map(({ day }) => day))].sort();
    const oldest = days.map((day) => addDays(day, -table.carryDays));
    asked.push(...wanted.map(({ step, day }) => ({ step, number: start + countBefore(days, day) })));
    for (const date of known) {
      const since = countBefore(days, date);
      const until = countUpTo(oldest, date);
      if (since < until) dates.push({ environment, date, since: start + since, until: start + until });
    }
    numbered += days.length;
  }
  return { asked, dates };
}
