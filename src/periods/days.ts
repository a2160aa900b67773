const DAY_MS = 86_400_000;

/** `count` days after a day, before it where negative. Days are YYYY-MM-DD. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of the month `count` months later; the month’s last where it has no such day. */
export function addMonths(day: string, count: number): string {
  const month = monthIndex(day) + count;
  const last = addDays(firstOfMonth(month + 1), -1);
  return earlierOf(firstOfMonth(month).slice(0, 8) + day.slice(8), last);
}

/** Days in a half-open span, or the signed distance of two days. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** 0 on Mondays to 6 on Sundays. */
export function weekday(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** Months since year 0, so that months are added by adding. */
export function monthIndex(day: string): number {
  return yearOf(day) * 12 + Number(day.slice(5, 7)) - 1;
}

export function firstOfMonth(index: number): string {
  return `${padded(Math.floor(index / 12), 4)}-${padded((index % 12) + 1, 2)}-01`;
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));

// Of one length, days are ordered as their texts are.
export const earlierOf = (a: string, b: string): string => (a < b ? a : b);
export const laterOf = (a: string, b: string): string => (a > b ? a : b);

export const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
