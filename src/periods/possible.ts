import { addDays, firstOfMonth, monthIndex } from './days.js';
import type { Period, Span, TimeUnit } from './period.js';
import { weeksIn } from './units.js';
import { countText, nameOf, periodText } from './words.js';

/** A period that the calendar has not, or that ends before it begins: the user’s to mend. The message is for people. */
export class PeriodError extends RangeError {
  override readonly name = 'PeriodError';
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** All days that can be asked for. */
export const ASKABLE: Span = { from: `${FIRST_YEAR}-01-01`, to: `${LAST_YEAR + 1}-01-01` };

/** The days, weeks … of those years, and of the fiscal years that begin before them. */
const MOST: Readonly<Record<TimeUnit, number>> = {
  day: 110_000,
  week: 15_700,
  month: 3_600,
  quarter: 1_200,
  year: 300,
  'fiscal quarter': 1_200,
  'fiscal year': 300,
};

/** Throws a `PeriodError` for what no calendar has. Periods within a period are looked at when they are resolved. */
export function mustExist(period: Period): void {
  if ('count' in period) countMustBeAskable(period);
  else if (period.kind === 'day') dayMustExist(period.date);
  else calendarMustHave(period);
}

function calendarMustHave(period: Exclude<Period, { kind: 'day' } | { count: number }>): void {
  if ('year' in period && period.year !== undefined) yearMustBeAskable(period.year, nameOf(period));
  if ('month' in period) within(period.month, 12, nameOf(period), 'months are 01 to 12');
  if ('quarter' in period && period.quarter !== undefined) {
    within(period.quarter, 4, nameOf(period), 'quarters are Q1 to Q4');
  }
  if ('week' in period) {
    const weeks = weeksIn(period.year);
    within(period.week, weeks, nameOf(period), `${period.year} has weeks W01 to W${weeks}`);
  }
}

function dayMustExist(date: string): void {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (year === undefined) throw new PeriodError(`${date} is no day: days are written YYYY-MM-DD`);
  yearMustBeAskable(Number(year), date);
  within(Number(month), 12, date, 'months are 01 to 12');
  const last = addDays(firstOfMonth(monthIndex(date) + 1), -1);
  within(Number(day), Number(last.slice(8)), date, `${last.slice(0, 7)} has days 01 to ${last.slice(8)}`);
}

function yearMustBeAskable(year: number, name: string): void {
  if (Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR) return;
  throw new PeriodError(`${name} cannot be asked: years are ${FIRST_YEAR} to ${LAST_YEAR}`);
}

function countMustBeAskable(period: Extract<Period, { count: number }>): void {
  const { count, unit } = period;
  if (Number.isInteger(count) && count >= 1 && count <= MOST[unit]) return;
  throw new PeriodError(`${periodText(period)} cannot be asked: 1 to ${countText(MOST[unit], unit)} can`);
}

function within(value: number, last: number, name: string, allowed: string): void {
  if (!Number.isInteger(value) || value < 1 || value > last)
    throw new PeriodError(`${name} does not exist: ${allowed}`);
}
