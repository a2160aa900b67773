import { addDays, addMonths, daysBetween, firstOfMonth, monthIndex, weekday, yearOf } from './days.js';
import type { Business, NamedPeriod, TimeUnit } from './period.js';

type MonthUnit = Exclude<TimeUnit, 'day' | 'week'>;

const MONTHS_IN: Readonly<Record<MonthUnit, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  'fiscal quarter': 3,
  'fiscal year': 12,
};

/** First day of the unit that a day is in. */
export function startOf(day: string, unit: TimeUnit, business: Business): string {
  if (unit === 'day') return day;
  if (unit === 'week') return mondayOf(day);
  const ahead = unit.startsWith('fiscal') ? fiscalMonthsAhead(business) : 0;
  const months = monthIndex(day) + ahead;
  return firstOfMonth(months - (months % MONTHS_IN[unit]) - ahead);
}

/** A day so many units later; in a shorter month its last day. */
export function addUnits(day: string, count: number, unit: TimeUnit): string {
  if (unit === 'day') return addDays(day, count);
  if (unit === 'week') return addDays(day, 7 * count);
  return addMonths(day, MONTHS_IN[unit] * count);
}

/** The unit that a day is in, as a period. */
export function periodAt(day: string, unit: TimeUnit, business: Business): NamedPeriod {
  if (unit === 'day') return { kind: 'day', date: day };
  if (unit === 'week') return { kind: 'week', ...weekOf(day) };
  const fiscal = unit.startsWith('fiscal');
  const months = monthIndex(day) + (fiscal ? fiscalMonthsAhead(business) : 0);
  const year = Math.floor(months / 12);
  const quarter = Math.floor((months % 12) / 3) + 1;
  if (unit === 'month') return { kind: 'month', year, month: (months % 12) + 1 };
  if (unit === 'quarter') return { kind: 'quarter', year, quarter };
  if (unit === 'year') return { kind: 'year', year };
  return unit === 'fiscal year' ? { kind: 'fiscal', year } : { kind: 'fiscal', year, quarter };
}

/** First month of a fiscal year as an index of `days.ts`. */
export function fiscalYearStart(year: number, business: Business): number {
  return year * 12 - fiscalMonthsAhead(business);
}

/** Fiscal year = year(date + ((13 − start month) mod 12) months), as KPIS.md has it. */
const fiscalMonthsAhead = (business: Business): number => (13 - business.fiscalYearStart) % 12;

/** Monday of an ISO week; week 1 is the one with January 4th. */
export function mondayOfWeek(year: number, week: number): string {
  return addDays(mondayOf(`${year}-01-04`), 7 * (week - 1));
}

/** The ISO week that a day is in, whose year is that of its Thursday. */
export function weekOf(day: string): { readonly year: number; readonly week: number } {
  const thursday = addDays(mondayOf(day), 3);
  const year = yearOf(thursday);
  return { year, week: Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1 };
}

/** 52 or 53. December 28th is always in the last one. */
export const weeksIn = (year: number): number => weekOf(`${year}-12-28`).week;

const mondayOf = (day: string): string => addDays(day, -weekday(day));
