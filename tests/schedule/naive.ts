const MINUTE = 60_000;

/** By going through the minutes: on each day that the zone has, the first at which its clock shows `at` or later. */
export function dueMoments(at: string, zone: string, from: Date, to: Date): readonly Date[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const start = from.getTime() - 1440 * MINUTE;
  const read = Array.from({ length: (to.getTime() - start) / MINUTE + 1 }, (_, minute) => {
    const moment = new Date(start + minute * MINUTE);
    return { moment, local: clock.format(moment) };
  });
  const days = new Set(read.map(({ local }) => local.slice(0, 10)));
  const first = [...days].flatMap((day) => read.find(({ local }) => local >= `${day} ${at}`) ?? []);
  return first.map(({ moment }) => moment).filter((moment) => moment > from && moment <= to);
}
