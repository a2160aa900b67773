import { daysBetween } from '../periods/index.js';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri 20 Nov`, with the year where that is not today’s. Days are YYYY-MM-DD. */
export function dayName(day: string, today: string): string {
  const date = new Date(day);
  const name = `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return day.slice(0, 4) === today.slice(0, 4) ? name : `${name} ${day.slice(0, 4)}`;
}

/** `yesterday`, `a week ago`, `Fri 20 Nov`. */
export function dayWords(day: string, today: string): string {
  switch (daysBetween(day, today)) {
    case 0:
      return 'earlier today';
    case 1:
      return 'yesterday';
    case 7:
      return 'a week ago';
    default:
      return dayName(day, today);
  }
}

/** As it stands after a figure: `yesterday`, `on Fri 20 Nov`. */
export function whenWords(day: string, today: string): string {
  const [words, name] = [dayWords(day, today), dayName(day, today)];
  return words === name ? `on ${name}` : words;
}

/** `08:00 Europe/Berlin`. */
export function clockIn(moment: Date, timeZone: string): string {
  const style = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return `${new Intl.DateTimeFormat('en-GB', style).format(moment)} ${timeZone}`;
}

/** `Sun 22 Nov, 08:00 Europe/Berlin`. */
export function momentIn(moment: Date, timeZone: string, today: string): string {
  // That of Sweden writes YYYY-MM-DD.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(moment);
  return `${dayName(day, today)}, ${clockIn(moment, timeZone)}`;
}

/** A sentence whose dates, YYYY-MM-DD, are named as the others of a digest are. */
export const withDayNames = (text: string, today: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => (Number.isNaN(Date.parse(day)) ? day : dayName(day, today)));
