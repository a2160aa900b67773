import { expect, it } from 'vitest';
import { almostSchedule, readSchedule } from '../../src/schedule/index.js';

it.each([
  ['8am', 1, 'daily 08:00'],
  ['at 8 in the morning', 2, 'daily 08:00'],
  ['8:30 p.m.', 2, 'daily 20:30'],
  ['17:15 variance', 1, 'daily 17:15'],
  ['tomorrow', 1, 'daily 08:00'],
  ['Tomorrow at 9am', 3, 'daily 09:00'],
  ['tonight', 1, 'daily 08:00'],
  ['Monday', 1, 'weekly mon 08:00'],
  ['thursday 9', 2, 'weekly thu 09:00'],
  ['hourly', 1, 'daily 08:00'],
])('“%s” says when, and could mean a schedule', (text, used, instead) => {
  const almost = almostSchedule(text.split(' '));
  expect(almost).toMatchObject({ used });
  expect(almost?.instead[0]).toBe(instead);
  expect(almost?.message).toContain(`“${text.split(' ').slice(0, used).join(' ')}”`);
  for (const schedule of almost?.instead ?? []) expect(readSchedule(schedule.split(' ')).ok).toBe(true);
});

it.each(['variance', '8', '8 variance', 'mon', 'sun', 'at', 'at all', 'noon', '25:00', ''])(
  '“%s” may be of a question',
  (text) => {
    expect(almostSchedule(text.split(' '))).toBeNull();
  },
);
