import { localTime } from '../schedule/index.js';

/** `Mon 23 Nov, 08:00 Europe/Berlin`. */
export function momentWords(moment: Date, timeZone: string): string {
  const { day, time } = localTime(moment, timeZone);
  return `${day}, ${time} ${timeZone}`;
}

/** A sentence without its full stop, for another to end with. */
export const clause = (text: string): string => text.replace(/\.$/, '');
