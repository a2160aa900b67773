import { expect, it } from 'vitest';
import { freshnessOf } from '../../src/digest/freshness.js';
import { CIRCUMSTANCES } from './given.js';

const READ = [
  { source: 'erp', environment: 'test', at: '2026-11-22T08:05:00.000Z' },
  { source: 'shop', environment: 'production', at: '2026-11-22T08:00:00.000Z' },
] as const;

const said = (day: string, test: string | null, production: string | null) =>
  freshnessOf(day, {
    ...CIRCUMSTANCES,
    timeZone: 'Europe/Berlin',
    asOf: READ,
    dataThrough: [
      { source: 'erp', environment: 'test', date: test },
      { source: 'shop', environment: 'production', date: production },
    ],
  });

const MOMENT = 'read Sun 22 Nov, 09:00 Europe/Berlin.';

it.each([
  ['both', '2026-11-21', '2026-11-21', '2026-11-21', 'Test and Production through Sat 21 Nov'],
  [
    'one behind the other',
    '2026-11-21',
    '2026-11-21',
    '2026-11-22',
    'As of Sat 21 Nov, the latest day of both; Production goes through Sun 22 Nov',
  ],
  [
    'as they are now',
    '2026-11-22',
    '2026-11-20',
    '2026-11-21',
    'Test through Fri 20 Nov, Production through Sat 21 Nov',
  ],
  ['one alone', '2026-11-22', null, '2026-11-21', 'Production through Sat 21 Nov'],
])('tells the days of %s, and the earliest reading', (_, day, test, production, words) => {
  expect(said(day, test, production)).toBe(`${words}; ${MOMENT}`);
});

it('is nothing where nothing was read', () => {
  expect(freshnessOf('2026-11-22', CIRCUMSTANCES)).toBe('');
});
