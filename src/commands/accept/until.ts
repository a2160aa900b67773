import { addDays, addMonths } from '../../periods/days.js';
import { addUnits, startOf } from '../../periods/units.js';

/** A last day, YYYY-MM-DD, or why there is none. */
export type Until = { readonly day: string } | { readonly message: string };

interface Unit {
  readonly days: number;
  readonly most: number;
}

const DAY: Unit = { days: 1, most: 3650 };
const WEEK: Unit = { days: 7, most: 520 };
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['day', DAY],
  ['days', DAY],
  ['week', WEEK],
  ['weeks', WEEK],
]);

/** What was meant by words that cannot stand here: how many of them, and the day to write for them. */
export interface Meant {
  readonly length: number;
  readonly day: string;
}

/** `end of month`, `the end of this year`, `tomorrow` after “until”; `1 month` after “for”. */
export function meantBy(words: readonly string[], today: string): Meant | null {
  const text = words.slice(0, MOST_WORDS).join(' ').toLowerCase();
  const business = { today, fiscalYearStart: 1 };
  const [end, unit] = /^(?:the )?end of (?:the |this )?(week|month|quarter|year)\b/.exec(text) ?? [];
  if (end !== undefined && isUnit(unit)) {
    return { length: countOf(end), day: addDays(addUnits(startOf(today, unit, business), 1, unit), -1) };
  }
  const [months, count] = /^(\d{1,2}) months?\b/.exec(text) ?? [];
  if (months !== undefined) return { length: countOf(months), day: addMonths(today, Number(count)) };
  return /^tomorrow\b/.test(text) ? { length: 1, day: addDays(today, 1) } : null;
}

const MOST_WORDS = 5;
const ENDING = ['week', 'month', 'quarter', 'year'] as const;

const isUnit = (word: string | undefined): word is (typeof ENDING)[number] => ENDING.some((unit) => unit === word);
const countOf = (text: string): number => text.split(' ').length;

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A day that may be proposed. */
export const proposed = (today: string): string => addDays(today, 30);

/** `until 2026-12-01`: today or later. */
export function untilDay(text: string, today: string): Until {
  const allowed = `After “until” comes a day as YYYY-MM-DD, such as ${proposed(today)}; or say “for 30 days”.`;
  if (text === '') return { message: allowed };
  if (!isDay(text)) return { message: `“${text.slice(0, 80)}” is no day. ${allowed}` };
  if (!isInCalendar(text)) return { message: `There is no ${text} in the calendar. ${allowed}` };
  if (text < today) return { message: `${text} is over: the first day that can stand here is today, ${today}.` };
  return { day: text };
}

/** `for 30 days`, `for 2 weeks`: so many from today on. */
export function forTime(count: string, unit: string, today: string): Until {
  const found = UNITS.get(unit.toLowerCase());
  const allowed = `After “for” comes “30 days” or “2 weeks”: 1 to ${DAY.most} days, 1 to ${WEEK.most} weeks.`;
  if (count === '') return { message: allowed };
  const number = Number(count);
  if (!found || !/^\d+$/.test(count) || number < 1 || number > found.most)
    return { message: `“${`${count} ${unit}`.trim().slice(0, 80)}” cannot stand here. ${allowed}` };
  return { day: addDays(today, number * found.days) };
}

function isInCalendar(day: string): boolean {
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}
