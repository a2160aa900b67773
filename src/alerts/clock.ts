/** `09:12`, or `Mon 16 Nov, 09:12` where that is another day than now, on the clock of a time zone. */
export function clockOf(moment: Date, { now, timeZone }: { readonly now: Date; readonly timeZone: string }): string {
  const time = moment.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const [day, today] = [moment, now].map((one) => dayOf(one, timeZone));
  return day === today ? time : `${day}, ${time}`;
}

const dayOf = (moment: Date, timeZone: string): string =>
  moment.toLocaleDateString('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In the largest unit that says it in whole numbers: `90 min`, `2 h`, `1 day`. */
export function durationText(milliseconds: number): string {
  if (milliseconds % DAY === 0) return `${milliseconds / DAY} ${milliseconds === DAY ? 'day' : 'days'}`;
  return milliseconds % HOUR === 0 ? `${milliseconds / HOUR} h` : `${Math.round(milliseconds / MINUTE)} min`;
}
