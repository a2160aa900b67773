import { type Days, daysAfter, lengthOf } from './calendar.js';
import type { Cleansed, StockRow } from './cleansed.js';
import { type Company, SIDES, type Side } from './company.js';

/** Which rows count for a question, and which of them say what was asked for. */
export interface Counted {
  readonly quantity: readonly StockRow[];
  readonly demand: readonly StockRow[];
  /** Calendar days, those after today left out. */
  readonly days: number;
  /** Environments that have rows, but none of them here: nothing is known of them. */
  readonly unknown: readonly Side[];
}

/** Days over which demand is added up where a question about cover has no period. */
const COVER_DAYS = 30;

/** `days`: null for now. `summed`: demand is added up over the days, whatever a row’s demand says over time. */
export function counted(company: Company, { rows }: Cleansed, days: Days | null, summed: boolean): Counted {
  const tables = company.tables.map((_, table) => rows.filter((row) => row.table === table));
  const quantity = tables.flatMap((table) => ofMeaning(company.quantity, table, days, company));
  const isKnown = (side: Side) =>
    days === null || !rows.some((row) => row.side === side) || quantity.some((row) => row.side === side);
  return {
    quantity,
    demand: demandRows(company, tables, quantity, days, summed).filter(({ demand }) => demand !== null),
    days: daysIn(days, company),
    unknown: SIDES.filter((side) => !isKnown(side)),
  };
}

function daysIn(days: Days | null, { today }: Company): number {
  if (days === null) return COVER_DAYS;
  const last = days.first <= today && today < days.last ? today : days.last;
  return lengthOf({ first: days.first, last });
}

function demandRows(
  company: Company,
  tables: readonly (readonly StockRow[])[],
  quantity: readonly StockRow[],
  days: Days | null,
  summed: boolean,
): readonly StockRow[] {
  const { today } = company;
  if (company.demand === null) return [];
  if (summed)
    return tables.flat().filter(within(days ?? { first: daysAfter(today, -COVER_DAYS), last: daysAfter(today, -1) }));
  if (isOfOneRow(company)) return quantity;
  return tables.flatMap((table) => ofMeaning(company.demand ?? 'flow', table, days, company));
}

/** Quantity and demand of a row may be set against each other. */
export const isOfOneRow = ({ quantity, demand }: Company): boolean =>
  demand !== null && (quantity === 'flow') === (demand === 'flow');

function ofMeaning(
  meaning: Company['quantity'],
  table: readonly StockRow[],
  days: Days | null,
  company: Company,
): readonly StockRow[] {
  switch (meaning) {
    case 'flow':
      return days ? table.filter(within(days)) : table;
    case 'complete': {
      const date = latest(table.filter(within(days ?? { first: '', last: company.today })));
      return table.filter((row) => row.date === date);
    }
    case 'sparse':
      return lastKnown(table, days, company);
  }
}

const within =
  ({ first, last }: Days) =>
  ({ date }: StockRow): boolean =>
    first <= date && date <= last;

const latest = (rows: readonly StockRow[]): string | undefined =>
  rows
    .map(({ date }) => date)
    .sort()
    .at(-1);

/** The last rows of each sku in a warehouse, as long as they are no older than they may be. */
function lastKnown(table: readonly StockRow[], days: Days | null, { today, carryDays }: Company): readonly StockRow[] {
  const day = dayOf(table, days, today);
  if (day === null) return [];
  const rows = table.filter(within({ first: daysAfter(day, -carryDays), last: day }));
  const itemOf = ({ id, warehouse }: StockRow) => JSON.stringify([id, warehouse]);
  return rows.filter((row) => row.date === latest(rows.filter((other) => itemOf(other) === itemOf(row))));
}

/**
 * The day whose state is asked: the last of the period, but none of which the table says nothing yet, which are those
 * after its latest date (after its latest one up to today, where the period ends by then). A period that begins after
 * that is carried on to its end, or to today where that is within it.
 */
function dayOf(table: readonly StockRow[], days: Days | null, today: string): string | null {
  const soFar = latest(table.filter(({ date }) => date <= today)) ?? null;
  if (days === null) return soFar;
  const { first, last } = days;
  const before = latest(table.filter(({ date }) => date <= last)) ?? null;
  if (before === null) return null;
  if (before >= first) {
    const reached = (last > today ? latest(table) : soFar) ?? before;
    return earlier(reached, last);
  }
  if (first > today) return last;
  const open = before > today ? before : today;
  return earlier(open, last);
}

/** As text, which Math.min does not compare. */
const earlier = (one: string, other: string): string => [one, other].sort()[0] ?? one;
