/**
 * When something is due: the words, and the moments that croner makes of them. Pure; the only home of croner. Tested in
 * `tests/schedule`.
 */
export { almostSchedule } from './almost.js';
export { nextDue } from './next.js';
export { type ReadSchedule, readSchedule, SCHEDULE_EXAMPLES, startsSchedule } from './read.js';
export { scheduleText } from './text.js';
export { isTimeZone, localTime, zoneNamed } from './zones.js';

/** `at` is HH:MM on the clock of a time zone. */
export type Schedule =
  | { readonly every: 'day' | 'weekday'; readonly at: string }
  /** 1 is Monday. */
  | { readonly every: 'week'; readonly day: Weekday; readonly at: string }
  /** A month that is shorter has it on its last day. */
  | { readonly every: 'month'; readonly day: number | 'last'; readonly at: string };

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
