import { localTime, readSchedule, type Schedule } from '../../schedule/index.js';
import type { Subscription } from '../../state/index.js';
import { bareQuestion } from '../bare.js';
import { whereText } from './place.js';

/** `digest`, `variance by category`: a question without its command; the headline figures have no words of their own. */
export const questionText = (question: string): string => bareQuestion(question) || 'overview';

/** `weekdays 07:30 Europe/Berlin`. */
export const whenText = ({ schedule, timeZone }: Pick<Subscription, 'schedule' | 'timeZone'>): string =>
  `${schedule} ${timeZone}`;

/** `variance by category, weekdays 07:30 Europe/Berlin, in #C012ABCDEF`. */
export const termsText = (one: Subscription): string =>
  `${questionText(one.question)}, ${whenText(one)}, in ${whereText(one.channel)}`;

/** The same with its number: `#12 variance by category, …`. */
export const named = (one: Subscription): string => `#${one.id} ${termsText(one)}`;

/** `Mon 23 Nov, 07:30` on the clock of a time zone. */
export function momentText(moment: Date, timeZone: string): string {
  const { day, time } = localTime(moment, timeZone);
  return `${day}, ${time}`;
}

/** `first on Mon 23 Nov, 07:30 Europe/Berlin`. */
export function firstWords({ nextDue, timeZone, status, delivered }: Subscription): string {
  if (status === 'paused') return 'paused';
  return `${delivered === null ? 'first' : 'next'} on ${momentText(nextDue, timeZone)} ${timeZone}`;
}

/** The store holds only what was read from words. */
export function scheduleOf({ id, schedule }: Pick<Subscription, 'id' | 'schedule'>): Schedule {
  const read = readSchedule(schedule.split(' '));
  if (!read.ok) throw new Error(`Subscription ${id} has no schedule that can be read`);
  return read.schedule;
}
