import { addDays, firstOfMonth, monthIndex, yearOf } from './days.js';
import type { Business, NamedPeriod, Period, Span, TimeUnit } from './period.js';
import { mustExist, PeriodError } from './possible.js';
import { addUnits, fiscalYearStart, mondayOfWeek, startOf } from './units.js';
import { periodText } from './words.js';

/**
 * The days of a period. Calendar periods are whole, with days after today; those that are counted from today are not.
 * Never empty. Throws a `PeriodError` for what no calendar has and for an end before the beginning.
 */
export function resolve(period: Period, business: Business): Span {
  mustExist(period);
  const { today } = business;
  const tomorrow = addDays(today, 1);
  switch (period.kind) {
    case 'last': {
      const to = startOf(today, period.unit, business);
      return { from: addUnits(to, -period.count, period.unit), to };
    }
    case 'recent':
      return { from: addDays(addUnits(today, -period.count, period.unit), 1), to: tomorrow };
    case 'this':
      return { from: startOf(today, period.unit, business), to: tomorrow };
    case 'since': {
      const { from, to } = resolve(period.from, business);
      return { from, to: from > today ? to : tomorrow };
    }
    case 'between': {
      const { from } = resolve(period.from, business);
      const { to } = resolve(period.to, business);
      if (to <= from) throw new PeriodError(`${periodText(period)} ends before it begins`);
      return { from, to };
    }
    default:
      return named(period, business);
  }
}

/** A running unit with its days to come. */
export function wholeUnit(unit: TimeUnit, business: Business): Span {
  const from = startOf(business.today, unit, business);
  return { from, to: addUnits(from, 1, unit) };
}

function named(period: NamedPeriod, business: Business): Span {
  switch (period.kind) {
    case 'day':
      return days(period.date, 1);
    case 'today':
      return days(business.today, 1);
    case 'yesterday':
      return days(addDays(business.today, -1), 1);
    case 'week':
      return days(mondayOfWeek(period.year, period.week), 7);
    case 'month':
      return months(inYear(period.month - 1, period.year, business), 1);
    case 'quarter':
      return months(inYear((period.quarter - 1) * 3, period.year, business), 3);
    case 'year':
      return months(period.year * 12, 12);
    case 'fiscal': {
      const start = fiscalYearStart(period.year, business);
      return period.quarter === undefined ? months(start, 12) : months(start + (period.quarter - 1) * 3, 3);
    }
  }
}

/** A month, 0 to 11, as an index of `days.ts`; without a year the latest that has begun. */
function inYear(month: number, year: number | undefined, { today }: Business): number {
  const index = (year ?? yearOf(today)) * 12 + month;
  return year === undefined && index > monthIndex(today) ? index - 12 : index;
}

const days = (from: string, count: number): Span => ({ from, to: addDays(from, count) });

const months = (index: number, count: number): Span => ({ from: firstOfMonth(index), to: firstOfMonth(index + count) });
