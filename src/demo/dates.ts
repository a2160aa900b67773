const DAY = 86_400_000;

/** Whether the text is a day of the calendar, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

export interface Day {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 0 is January. */
  readonly month: number;
  /** How much of the month has passed, 0 to 1. */
  readonly elapsed: number;
  readonly weekend: boolean;
}

/** That many days, the last of which is `through` (YYYY-MM-DD). */
export function daysThrough(through: string, days: number): readonly Day[] {
  const last = Date.parse(`${through}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) => {
    const instant = new Date(last - (days - 1 - index) * DAY);
    return {
      date: instant.toISOString().slice(0, 10),
      month: instant.getUTCMonth(),
      elapsed: (instant.getUTCDate() - 1) / 31,
      weekend: instant.getUTCDay() % 6 === 0,
    };
  });
}
