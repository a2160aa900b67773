import { describe, expect, it } from 'vitest';
import { isTimeZone, localTime, zoneNamed } from '../../src/schedule/index.js';

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['us/eastern', 'America/New_York'],
    ['asia/calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['utc', 'UTC'],
    ['berlin', null],
    ['+02:00', null],
    ['', null],
    ['dm', null],
  ])('is found by its name: %s', (text, name) => {
    expect(zoneNamed(text)).toBe(name);
    expect(isTimeZone(text)).toBe(name !== null);
  });

  it('has names that are found again', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const found = zoneNamed(name) ?? '';
      expect(zoneNamed(found)).toBe(found);
    }
  });

  it('has a clock', () => {
    expect(localTime(new Date('2026-11-23T07:00:00Z'), 'Europe/Berlin')).toEqual({ day: 'Mon 23 Nov', time: '08:00' });
    expect(localTime(new Date('2026-11-23T00:00:00Z'), 'UTC')).toEqual({ day: 'Mon 23 Nov', time: '00:00' });
  });
});
