import type { Period, TimeUnit, Versus } from '../../../src/periods/index.js';

/** Periods by walking over the days, one after the other. */

export interface Days {
  readonly first: string;
  readonly last: string;
}

export interface Calendar {
  readonly today: string;
  /** 1 to 12. */
  readonly fiscalYearStart: number;
}

const DAY = 86_400_000;

export const daysAfter = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);

export const lengthOf = ({ first, last }: Days): number => (Date.parse(last) - Date.parse(first)) / DAY + 1;

const labels = new Map<string, string>();

/** What the unit of a day is called: `2026-03-09`, `2026-W11`, `2026-03`, `Q1 2026`, `2026`, `Q1 FY2026`, `FY2026`. */
export function unitOf(day: string, unit: TimeUnit, { fiscalYearStart }: Calendar): string {
  const key = `${day} ${unit} ${fiscalYearStart}`;
  const known = labels.get(key) ?? labelOf(day, unit, fiscalYearStart);
  labels.set(key, known);
  return known;
}

function labelOf(day: string, unit: TimeUnit, fiscalYearStart: number): string {
  const date = new Date(day);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const fiscal = new Date(Date.UTC(year, month + ((13 - fiscalYearStart) % 12), 1));
  const quarter = (of: Date) => `Q${Math.floor(of.getUTCMonth() / 3) + 1}`;
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return weekOf(date);
    case 'month':
      return day.slice(0, 7);
    case 'quarter':
      return `${quarter(date)} ${year}`;
    case 'year':
      return `${year}`;
    case 'fiscal quarter':
      return `${quarter(fiscal)} FY${fiscal.getUTCFullYear()}`;
    case 'fiscal year':
      return `FY${fiscal.getUTCFullYear()}`;
  }
}

/** A week is of the year in which its Thursday is, and counted by the Thursdays of it. */
function weekOf(date: Date): string {
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY);
  const year = thursday.getUTCFullYear();
  let count = 0;
  for (let day = new Date(Date.UTC(year, 0, 1)); day <= thursday; day = new Date(day.getTime() + DAY)) {
    if (day.getUTCDay() === 4) count += 1;
  }
  return `${year}-W${String(count).padStart(2, '0')}`;
}

/** The days of that unit, found by walking both ways from one that is in it or near. */
function unitNamed(label: string, unit: TimeUnit, near: string, calendar: Calendar): Days {
  const all = around(near).filter((day) => unitOf(day, unit, calendar) === label);
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`${label} is too far from ${near}`);
  return { first, last };
}

const around = (day: string): string[] => Array.from({ length: 2400 }, (_, index) => daysAfter(day, index - 1200));

/** So many months later or earlier; the month’s last day where it has no such day. */
function monthsAfter(day: string, count: number): string {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date.getUTCDate(), last))).toISOString().slice(0, 10);
}

const MONTHS: Readonly<Record<Exclude<TimeUnit, 'day' | 'week'>, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  'fiscal quarter': 3,
  'fiscal year': 12,
};

/** The same day so many units later or earlier. */
const unitsAfter = (day: string, count: number, unit: TimeUnit): string =>
  unit === 'day' || unit === 'week'
    ? daysAfter(day, unit === 'day' ? count : 7 * count)
    : monthsAfter(day, count * MONTHS[unit]);

export function daysOf(period: Period, calendar: Calendar): Days {
  const { today } = calendar;
  const whole = (label: string, unit: TimeUnit) => unitNamed(label, unit, today, calendar);
  /** The latest unit that has begun and is called so when its year is left out. */
  const latest = (unit: 'month' | 'quarter', number: number) => {
    let day = today;
    const numberOf = () => Math.floor(new Date(day).getUTCMonth() / (unit === 'month' ? 1 : 3)) + 1;
    while (numberOf() !== number) day = daysAfter(day, -1);
    return unitNamed(unitOf(day, unit, calendar), unit, day, calendar);
  };
  switch (period.kind) {
    case 'day':
      return { first: period.date, last: period.date };
    case 'today':
      return { first: today, last: today };
    case 'yesterday':
      return { first: daysAfter(today, -1), last: daysAfter(today, -1) };
    case 'week':
      return whole(`${period.year}-W${String(period.week).padStart(2, '0')}`, 'week');
    case 'month':
      if (period.year === undefined) return latest('month', period.month);
      return whole(`${period.year}-${String(period.month).padStart(2, '0')}`, 'month');
    case 'quarter':
      if (period.year === undefined) return latest('quarter', period.quarter);
      return whole(`Q${period.quarter} ${period.year}`, 'quarter');
    case 'year':
      return whole(`${period.year}`, 'year');
    case 'fiscal':
      if (period.quarter === undefined) return whole(`FY${period.year}`, 'fiscal year');
      return whole(`Q${period.quarter} FY${period.year}`, 'fiscal quarter');
    case 'last':
      return lastUnits(period.count, period.unit, calendar);
    case 'recent':
      return { first: daysAfter(unitsAfter(today, -period.count, period.unit), 1), last: today };
    case 'this':
      return { ...whole(unitOf(today, period.unit, calendar), period.unit), last: today };
    case 'since': {
      const { first, last } = daysOf(period.from, calendar);
      return { first, last: first > today ? last : today };
    }
    case 'between':
      return { first: daysOf(period.from, calendar).first, last: daysOf(period.to, calendar).last };
  }
}

/** Complete ones before the running one. */
function lastUnits(count: number, unit: TimeUnit, calendar: Calendar): Days {
  const { today } = calendar;
  const running = unitOf(today, unit, calendar);
  let last = today;
  while (unitOf(last, unit, calendar) === running) last = daysAfter(last, -1);
  const seen = new Set<string>();
  let first = last;
  for (let day = last; ; day = daysAfter(day, -1)) {
    seen.add(unitOf(day, unit, calendar));
    if (seen.size > count) return { first, last };
    first = day;
  }
}

export interface NamedDays extends Days {
  readonly label: string;
}

/** The units that the days touch, cut to them. */
export function unitsIn({ first, last }: Days, unit: TimeUnit, calendar: Calendar): readonly NamedDays[] {
  const units = new Map<string, NamedDays>();
  for (let day = first; day <= last; day = daysAfter(day, 1)) {
    const label = unitOf(day, unit, calendar);
    units.set(label, { label, first: units.get(label)?.first ?? day, last: day });
  }
  return [...units.values()];
}

/** So many units up to today, the running one as the last of them. */
export const upToNow = (count: number, unit: TimeUnit, calendar: Calendar): Days => ({
  first: lastUnits(count - 1, unit, calendar).first,
  last: calendar.today,
});

/** Days that are set against others. `main`: null for now. */
export interface Compared {
  readonly main: Days | null;
  readonly other: Days;
}

/** Like with like: of an unfinished period, the same elapsed days of the other one. */
export function compared(period: Period | null, versus: Versus, flow: boolean, calendar: Calendar): Compared {
  if (period === null && !flow && versus.kind === 'period') {
    return { main: null, other: throughToday(daysOf(versus.period, calendar), calendar) };
  }
  const subject = period ?? running(versus, calendar);
  const main = daysOf(subject, calendar);
  const other =
    versus.kind === 'period' ? daysOf(versus.period, calendar) : earlier(subject, main, versus.unit, calendar);
  const [mainSoFar, otherSoFar] = [throughToday(main, calendar), throughToday(other, calendar)];
  const alike = (long: Days, { first, last }: Days): Days => {
    const end = daysAfter(first, lengthOf(long) - 1);
    return { first, last: end < last ? end : last };
  };
  const result = isUnfinished(main, calendar)
    ? { main: mainSoFar, other: alike(mainSoFar, otherSoFar) }
    : isUnfinished(other, calendar)
      ? { main: alike(otherSoFar, main), other: otherSoFar }
      : { main, other };
  return period === null && !flow ? { ...result, main: null } : result;
}

const isUnfinished = ({ first, last }: Days, { today }: Calendar): boolean => first <= today && today <= last;

const throughToday = (days: Days, calendar: Calendar): Days =>
  isUnfinished(days, calendar) ? { ...days, last: calendar.today } : days;

/** What a flow without a period is about: the running unit. */
function running(versus: Versus, calendar: Calendar): Period {
  if (versus.kind === 'earlier') return { kind: 'this', unit: versus.unit };
  const { period } = versus;
  switch (period.kind) {
    case 'day':
    case 'today':
    case 'yesterday':
      return { kind: 'today' };
    case 'week':
    case 'month':
    case 'quarter':
    case 'year':
      return { kind: 'this', unit: period.kind };
    case 'fiscal':
      return { kind: 'this', unit: period.quarter === undefined ? 'fiscal year' : 'fiscal quarter' };
    default:
      return { kind: 'recent', count: lengthOf(daysOf(period, calendar)), unit: 'day' };
  }
}

/** Months stay whole months, everything else keeps its number of days. Weeks are moved by days and weeks alone. */
function earlier(period: Period, { first, last }: Days, unit: TimeUnit, calendar: Calendar): Days {
  const whole =
    period.kind === 'this' ? unitNamed(unitOf(first, period.unit, calendar), period.unit, first, calendar) : null;
  const end = daysAfter(whole?.last ?? last, 1);
  const start = unitsAfter(first, -1, unit);
  if (isOfMonths(period)) return { first: start, last: daysAfter(unitsAfter(end, -1, unit), -1) };
  return { first: start, last: daysAfter(start, lengthOf({ first, last: daysAfter(end, -1) }) - 1) };
}

function isOfMonths(period: Period): boolean {
  if (period.kind === 'last' || period.kind === 'this') return period.unit !== 'day' && period.unit !== 'week';
  if (period.kind === 'between') return isOfMonths(period.from) && isOfMonths(period.to);
  return ['month', 'quarter', 'year', 'fiscal'].includes(period.kind);
}
