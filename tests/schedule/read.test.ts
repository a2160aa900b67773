import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSchedule,
  SCHEDULE_EXAMPLES,
  type Schedule,
  scheduleText,
  startsSchedule,
} from '../../src/schedule/index.js';

const read = (text: string) => readSchedule(text.split(' ').filter((word) => word !== ''));

const at = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ every: fc.constantFrom('day' as const, 'weekday' as const), at }),
  fc.record({ every: fc.constant('week' as const), day: fc.constantFrom(1, 2, 3, 4, 5, 6, 7), at }),
  fc.record({
    every: fc.constant('month' as const),
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
    at,
  }),
);

describe('a schedule', () => {
  it.each([
    ['daily 08:00', 'daily 08:00'],
    ['Daily 8:00', 'daily 08:00'],
    ['daily at 8', 'daily 08:00'],
    ['every day at 8am', 'daily 08:00'],
    ['every day at 8 am', 'daily 08:00'],
    ['every day 12am', 'daily 00:00'],
    ['daily noon', 'daily 12:00'],
    ['daily 7:30pm', 'daily 19:30'],
    ['weekdays 07:30', 'weekdays 07:30'],
    ['every weekday at 7:30', 'weekdays 07:30'],
    ['weekly mon 09:00', 'weekly mon 09:00'],
    ['weekly on THURS at 9', 'weekly thu 09:00'],
    ['every monday at 8', 'weekly mon 08:00'],
    ['every week on sunday 8', 'weekly sun 08:00'],
    ['tuesdays 09:00', 'weekly tue 09:00'],
    ['monthly 1 08:00', 'monthly 1 08:00'],
    ['monthly on the 31st at 8', 'monthly 31 08:00'],
    ['every month on the last day at 17:00', 'monthly last 17:00'],
    ['monthly last 08:00', 'monthly last 08:00'],
    ['every morning at 8', 'daily 08:00'],
    ['each monday 9am', 'weekly mon 09:00'],
    ['on Mondays at 9', 'weekly mon 09:00'],
    ['on monday 9am', 'weekly mon 09:00'],
    ['mon 09:00', 'weekly mon 09:00'],
    ['on weekdays at 7.30', 'weekdays 07:30'],
    ['workdays 7:30 a.m.', 'weekdays 07:30'],
    ['mon-fri 8:00', 'weekdays 08:00'],
    ['at 08:00 daily', 'daily 08:00'],
    ['08:00 every day', 'daily 08:00'],
    ['at 8 every monday', 'weekly mon 08:00'],
    ['daily at midnight', 'daily 00:00'],
  ])('is read as people say it: %s', (text, canonical) => {
    const found = read(text);
    expect(found.ok && [scheduleText(found.schedule), found.used]).toEqual([canonical, text.split(' ').length]);
  });

  it.each(['mon', 'sun 12', 'on sun 12', '8 daily', '08:00', 'at 8', 'at 8 variance'])(
    'is none where a day or a time may be something else: %s',
    (text) => {
      expect(read(text).ok).toBe(false);
    },
  );

  it.each([
    ['daily', ['08:00']],
    ['daily 24:00', ['00:00']],
    ['daily dm', ['08:00 dm']],
    ['weekly 9am', ['mon 9am']],
    ['monthly first', ['1', '1 08:00']],
  ])('says what could stand instead: “%s”', (text, instead) => {
    expect(read(text)).toMatchObject({ ok: false, instead });
  });

  it('leaves what follows it to others', () => {
    expect(read('daily 08:00 in #C0123 Europe/Berlin')).toMatchObject({ ok: true, used: 2 });
    expect(read('every day at 8 am dm')).toMatchObject({ ok: true, used: 5 });
    expect(read('daily 8 amsterdam')).toMatchObject({ ok: true, used: 2 });
  });

  it('is written as it is read', () => {
    fc.assert(
      fc.property(schedule, (one) => {
        const words = scheduleText(one).split(' ');
        expect(readSchedule(words)).toEqual({ ok: true, schedule: one, used: words.length });
        expect(startsSchedule(words[0] ?? '')).toBe(true);
      }),
    );
  });

  it.each(SCHEDULE_EXAMPLES)('has examples that can be read: %s', (example) => {
    expect(scheduleTextOf(example)).toBe(example);
  });

  it.each([
    ['', 0, 'This is no schedule: daily 08:00, weekdays 07:30, weekly mon 09:00, monthly 1 08:00, monthly last 17:00.'],
    ['hourly', 0, /^“hourly” is no schedule: daily 08:00, /],
    ['constructor 08:00', 0, /^“constructor” is no schedule/],
    ['Daily', 1, 'After “Daily” comes a time of day: 08:00, 7:30, 8am, noon.'],
    ['daily at', 2, 'After “at” comes a time of day: 08:00, 7:30, 8am, noon.'],
    ['daily 24:00', 1, '“24:00” is not a time of day: 08:00, 7:30, 8am, noon.'],
    ['daily 8:60', 1, '“8:60” is not a time of day: 08:00, 7:30, 8am, noon.'],
    ['daily 13pm', 1, '“13pm” is not a time of day: 08:00, 7:30, 8am, noon.'],
    ['daily 0am', 1, '“0am” is not a time of day: 08:00, 7:30, 8am, noon.'],
    ['daily Monday', 1, '“Monday” is not a time of day: 08:00, 7:30, 8am, noon.'],
    ['weekly', 1, 'After “weekly” comes a day: mon, tue, wed, thu, fri, sat, sun.'],
    ['weekly mo 08:00', 1, 'After “weekly” comes a day: mon, tue, wed, thu, fri, sat, sun.'],
    ['monthly 0 08:00', 1, 'After “monthly” comes a day of the month: 1 to 31, or last.'],
    ['monthly 32 08:00', 1, 'After “monthly” comes a day of the month: 1 to 31, or last.'],
    ['monthly 08:00', 1, 'After “monthly” comes a day of the month: 1 to 31, or last.'],
    ['every 5 minutes', 1, 'After “every” comes day, weekday, a day of the week, or month.'],
    ['every toString 8', 1, 'After “every” comes day, weekday, a day of the week, or month.'],
  ])('that is none says where and what is allowed: “%s”', (text, word, message) => {
    const found = read(text);
    expect(found).toMatchObject({ ok: false, word });
    expect(found.ok ? '' : found.message).toMatch(message);
  });
});

function scheduleTextOf(text: string): string | null {
  const found = read(text);
  return found.ok ? scheduleText(found.schedule) : null;
}
