import { type SQL, sql } from 'drizzle-orm';
import { columns, NOTHING } from './columns.js';
import { datesIn, isOfToday, type Timed } from './counting.js';
import { listed } from './listed.js';
import { between } from './rows.js';
import type { StockTable } from './tables.js';

/** How many distinct dates the `dates` of a group tell; null of none. */
export const distinctDates = (dates: SQL): SQL => sql`bit_count(bit_or(${dates}))`;

/** The `dates` of a group as one, to be counted or merged further. */
export const mergedDates = (dates: SQL): SQL => sql`bit_or(${dates})`;

/** A selection with a column of dates, and none in it. */
export const withoutDates = (rows: SQL): SQL => sql`SELECT *, CAST(NULL AS BIT) AS dates FROM (${rows}) AS undated`;

/**
 * Selections of the dates of each step on which items have rows, whatever those mean. Each date has a place in a string of
 * bits. The places are those of the dates that there are: a single row of the year 9999 would make it a megabyte.
 */
export function datesOf(tables: readonly StockTable[], steps: readonly Timed[]): SQL[] {
  const held = tables.flatMap(({ dates, undated }) => [
    ...steps.flatMap((step) => datesIn(dates, step)),
    ...(undated.size > 0 ? steps.filter(isOfToday).map(({ today }) => today) : []),
  ]);
  const places = new Map([...new Set(held)].sort().map((date, place) => [date, place]));
  return tables.flatMap((table) => [...dated(table, steps, places), ...today(table, steps, places)]);
}

type Places = ReadonlyMap<string, number>;

function dated(table: StockTable, steps: readonly Timed[], places: Places): SQL[] {
  const inside = steps.flatMap((one) => datesIn(table.dates, one).map((date) => ({ date, step: one.step })));
  if (inside.length === 0) return [];
  const dates = inside.map(({ date }) => date);
  const known = listed({
    date: ['DATE', dates],
    step: ['INTEGER', inside.map(({ step }) => step)],
    place: ['INTEGER', dates.map((date) => places.get(date) ?? 0)],
  });
  return [
    grouped(
      sql`SELECT d.step, s.environment, s.product_id, s.warehouse, d.place FROM ${table.rows} AS s
        INNER JOIN ${known} AS d ON d.date = s.date WHERE ${between([...dates].sort())}`,
      places,
    ),
  ];
}

function today({ rows, undated }: StockTable, steps: readonly Timed[], places: Places): SQL[] {
  if (undated.size === 0) return [];
  return steps.filter(isOfToday).map((one) => {
    const [step, place] = [one.step, places.get(one.today) ?? 0].map((number) => sql.raw(String(number)));
    return grouped(
      sql`SELECT ${step} AS step, environment, product_id, warehouse, ${place} AS place FROM ${rows} AS s WHERE date IS NULL`,
      places,
    );
  });
}

const grouped = (rows: SQL, places: Places): SQL =>
  sql`SELECT step, environment, product_id, warehouse, ${columns(NOTHING)}, bitstring_agg(place, 0, ${sql.raw(String(places.size - 1))}) AS dates
    FROM (${rows}) AS placed GROUP BY step, environment, product_id, warehouse`;
