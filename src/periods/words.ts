import { addDays, padded } from './days.js';
import { type NamedPeriod, type Period, type Span, type TimeUnit, UNITS_OF_TIME, type Versus } from './period.js';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** Names and abbreviations of months, folded, to 1 to 12. */
export const MONTH_NAMES: ReadonlyMap<string, number> = new Map([
  ...MONTHS.flatMap((name, index): [string, number][] => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]),
  ['sept', 9],
]);

/** Units in the singular and the plural, folded. */
export const UNIT_WORDS: ReadonlyMap<string, TimeUnit> = new Map(
  UNITS_OF_TIME.flatMap((unit): [string, TimeUnit][] => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** The words of the canonical question: parsed, they are the same period again. */
export function periodText(period: Period): string {
  switch (period.kind) {
    case 'last':
      return period.count === 1 ? `last ${period.unit}` : `last ${countText(period.count, period.unit)}`;
    case 'recent':
      return countText(period.count, period.unit);
    case 'this':
      return `this ${period.unit}`;
    case 'since':
      return `since ${nameOf(period.from)}`;
    case 'between':
      return `from ${nameOf(period.from)} to ${nameOf(period.to)}`;
    case 'day':
      return `on ${period.date}`;
    default:
      return nameOf(period);
  }
}

/** `vs last week`, `vs 2026-10-01`: the words of the canonical question. */
export function versusText(versus: Versus): string {
  if (versus.kind === 'earlier') return versus.unit === 'day' ? 'vs yesterday' : `vs last ${versus.unit}`;
  const { period } = versus;
  return `vs ${period.kind === 'day' ? period.date : periodText(period)}`;
}

/** Days for people: `2026-10-31`, or `2026-10-01 to 2026-10-31` with both ends in it. */
export function spanText({ from, to }: Span): string {
  const last = addDays(to, -1);
  return last === from ? from : `${from} to ${last}`;
}

/** What a period is called within another one, or as a label: a day has no “on”. */
export function nameOf(period: NamedPeriod): string {
  switch (period.kind) {
    case 'day':
      return period.date;
    case 'today':
    case 'yesterday':
      return period.kind;
    case 'week':
      return `${padded(period.year, 4)}-W${padded(period.week, 2)}`;
    case 'month':
      return monthName(period);
    case 'quarter':
      return period.year === undefined ? `Q${period.quarter}` : `Q${period.quarter} ${padded(period.year, 4)}`;
    case 'year':
      return padded(period.year, 4);
    case 'fiscal':
      return `${period.quarter === undefined ? '' : `Q${period.quarter} `}FY${padded(period.year, 4)}`;
  }
}

function monthName({ month, year }: { readonly month: number; readonly year?: number }): string {
  if (year !== undefined) return `${padded(year, 4)}-${padded(month, 2)}`;
  return MONTHS[month - 1] ?? `month ${month}`;
}

export const countText = (count: number, unit: TimeUnit): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
