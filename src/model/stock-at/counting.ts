import { addDays, earlierOf, laterOf } from '../../periods/days.js';
import type { Span } from '../../periods/index.js';
import type { StockTable } from './tables.js';

export type Environment = 'test' | 'production';

/** One of the spans of a question. */
export interface Timed extends Span {
  readonly step: number;
  /** No period: it has no end on either side. */
  readonly always: boolean;
  /** Business day, YYYY-MM-DD. */
  readonly today: string;
}

/** Dates whose rows count in a step: all that there are from the first to the last. */
export interface Reach {
  readonly step: number;
  /** Null: of every environment. */
  readonly environment: Environment | null;
  readonly first: string;
  readonly last: string;
}

/** Whether what is of today counts in it. */
export const isOfToday = ({ from, to, today, always }: Timed): boolean => always || (from <= today && today < to);

/** Of a flow every date of the span counts. */
export function flowing(table: StockTable, steps: readonly Timed[]): Reach[] {
  return steps.flatMap((step) => {
    const dates = datesIn(table.dates, step);
    const [first, last] = [dates[0], dates.at(-1)];
    return first === undefined || last === undefined ? [] : [{ step: step.step, environment: null, first, last }];
  });
}

/** Of a complete state the latest date of the span counts, each environment's own. */
export function latest(table: StockTable, steps: readonly Timed[]): Reach[] {
  return steps.flatMap((step): Reach[] => {
    const own = [...table.days.keys()].flatMap((environment) => {
      const day = latestOf(table, environment, step);
      return day === null ? [] : [{ step: step.step, environment, first: day, last: day }];
    });
    const [one, ...others] = own;
    if (one === undefined || others.some(({ last }) => last !== one.last)) return own;
    // An environment that is not among them has no rows on that date.
    return own.length === table.days.size || table.relieved.size === 0 ? [{ ...one, environment: null }] : own;
  });
}

function latestOf({ days, relieved }: StockTable, environment: Environment, step: Timed): string | null {
  if (relieved.has(environment) && isOfToday(step)) return null;
  return datesIn(days.get(environment) ?? [], step).at(-1) ?? null;
}

/**
 * The day whose state a span asks of a sparse table: its last, but none after the table's own latest date where that is
 * inside or later, nor one that is still to come where the span holds today. Null where nothing is carried to it.
 */
export function sparseDay(
  { days, carryDays }: StockTable,
  environment: Environment,
  { from, to, today }: Timed,
): string | null {
  const dates = days.get(environment) ?? [];
  const end = addDays(to, -1);
  const held = dates[countBefore(dates, to) - 1];
  if (held === undefined) return null;
  const reached = end > today ? dates.at(-1) : dates[countUpTo(dates, today) - 1];
  const day = held >= from ? earlierOf(end, reached ?? held) : from <= today ? earlierOf(end, today) : end;
  return held >= addDays(day, -carryDays) ? day : null;
}

export function throughOf(
  tables: readonly StockTable[],
  steps: readonly Timed[],
): Readonly<Record<Environment, readonly (string | null)[]>> {
  const of = (environment: Environment) =>
    steps.map((step) => {
      const days = tables.map((table) => throughIn(table, environment, step)).filter((day) => day !== null);
      return days.sort().at(-1) ?? null;
    });
  return { test: of('test'), production: of('production') };
}

function throughIn(table: StockTable, environment: Environment, step: Timed): string | null {
  const day = datedThrough(table, environment, step);
  const now = table.undated.has(environment) && isOfToday(step) ? step.today : null;
  return day !== null && now !== null ? laterOf(day, now) : (day ?? now);
}

function datedThrough(table: StockTable, environment: Environment, step: Timed): string | null {
  const dates = table.days.get(environment) ?? [];
  if (table.quantity === 'flow') return datesIn(dates, step).at(-1) ?? null;
  if (step.always) return table.current ? (dates[countUpTo(dates, step.today) - 1] ?? null) : null;
  return table.quantity === 'sparse' ? sparseDay(table, environment, step) : latestOf(table, environment, step);
}

export const datesIn = (dates: readonly string[], { from, to, always }: Timed): readonly string[] =>
  always ? dates : dates.slice(countBefore(dates, from), countBefore(dates, to));

/** How many of some ascending dates are before a day. */
export const countBefore = (dates: readonly string[], day: string): number => countWhile(dates, (date) => date < day);

/** How many of some ascending dates are before a day or on it. */
export const countUpTo = (dates: readonly string[], day: string): number => countWhile(dates, (date) => date <= day);

function countWhile(dates: readonly string[], holds: (date: string) => boolean): number {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(dates[middle] ?? '')) low = middle + 1;
    else high = middle;
  }
  return low;
}
