import type { Schedule, Weekday } from './index.js';

export const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  1: 'mon',
  2: 'tue',
  3: 'wed',
  4: 'thu',
  5: 'fri',
  6: 'sat',
  7: 'sun',
};

/** As `readSchedule` reads it: `daily 08:00`, `weekdays 07:30`, `weekly mon 09:00`, `monthly last 17:00`. */
export function scheduleText(schedule: Schedule): string {
  switch (schedule.every) {
    case 'day':
      return `daily ${schedule.at}`;
    case 'weekday':
      return `weekdays ${schedule.at}`;
    case 'week':
      return `weekly ${DAY_NAMES[schedule.day]} ${schedule.at}`;
    case 'month':
      return `monthly ${schedule.day} ${schedule.at}`;
  }
}
