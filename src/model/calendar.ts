const calendars = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone, YYYY-MM-DD. */
export function businessDate(instant: Date, timeZone: string): string {
  let calendar = calendars.get(timeZone);
  if (!calendar) {
    // Making one takes as long as a hundred uses.
    calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    calendars.set(timeZone, calendar);
  }
  return calendar.format(instant);
}
