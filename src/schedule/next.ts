import { Cron } from 'croner';
import type { Schedule } from './index.js';
import { isTimeZone } from './zones.js';

/**
 * The first due moment after `after`, never `after` itself. A time that a day does not have, as the clocks go forward, is
 * due at the first moment that it has after it; one that a day has twice is due the first time only. `timeZone` is an IANA
 * name; RangeError where it is none.
 */
export function nextDue(schedule: Schedule, timeZone: string, after: Date): Date {
  if (!isTimeZone(timeZone)) throw new RangeError(`There is no time zone ${timeZone}`);
  const moments = patternsOf(schedule).map((pattern) => new Cron(pattern, { timezone: timeZone }).nextRun(after));
  const times = moments.flatMap((moment) => moment?.getTime() ?? []);
  if (times.length === 0) throw new RangeError(`Nothing is due after ${after.toISOString()}`);
  return new Date(Math.min(...times));
}

/** Several where no single pattern says it: whichever comes first. */
function patternsOf(schedule: Schedule): readonly string[] {
  const [hour, minute] = schedule.at.split(':').map(Number);
  const at = `0 ${minute} ${hour}`;
  switch (schedule.every) {
    case 'day':
      return [`${at} * * *`];
    case 'weekday':
      return [`${at} * * 1-5`];
    case 'week':
      return [`${at} * * ${schedule.day}`];
    case 'month':
      return monthDays(schedule.day).map((days) => `${at} ${days} *`);
  }
}

/** Only February has fewer than 30 days. */
function monthDays(day: number | 'last'): readonly string[] {
  if (day === 'last' || day === 31) return ['L *'];
  return day <= 28 ? [`${day} *`] : [`${day} 1,3-12`, 'L 2'];
}
