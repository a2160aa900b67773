import { expect, test } from 'vitest';
import { timeLabels } from '../../src/charts/time-labels.js';
import { daysFrom } from './results.js';

const WIDTH = 680;
const written = (steps: readonly string[], width = WIDTH) => timeLabels(steps, width).filter((label) => label !== '');

test('few steps are all written', () => {
  expect(written(['FY2024', 'FY2025', 'FY2026'])).toEqual(['FY2024', 'FY2025', 'FY2026']);
});

test('of a month of days every so many-th, back from the latest', () => {
  expect(written(daysFrom(31))).toEqual([
    '2026-10-01',
    '2026-10-07',
    '2026-10-13',
    '2026-10-19',
    '2026-10-25',
    '2026-10-31',
  ]);
});

test('of many days the beginnings of months, the same every year', () => {
  expect(written(daysFrom(400))).toEqual(['2026-10-01', '2027-01-01', '2027-04-01', '2027-07-01', '2027-10-01']);
});

test('of many months the beginnings of quarters, halves or years', () => {
  const months = Array.from(
    { length: 36 },
    (_, at) => `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
  );
  expect(written(months)).toEqual(['2024-01', '2024-07', '2025-01', '2025-07', '2026-01', '2026-07']);
});

test('weeks are counted back from the latest', () => {
  const weeks = Array.from({ length: 26 }, (_, at) => `2026-W${at + 10}`);
  expect(written(weeks)).toEqual(['2026-W10', '2026-W15', '2026-W20', '2026-W25', '2026-W30', '2026-W35']);
});

test.each([1, 2, 8, 31, 60, 100, 400, 1100])(
  'of %i days no two touch, and none stands over the right edge',
  (count) => {
    const steps = daysFrom(count);
    const slot = WIDTH / Math.max(1, count - 1);
    const places = timeLabels(steps, WIDTH).flatMap((label, at) => (label === '' ? [] : [at * slot]));
    expect(places.length).toBeGreaterThan(0);
    expect(places.slice(1).every((place, at) => place - (places[at] ?? 0) > 85)).toBe(true);
    // The latest itself has its room.
    expect(places.every((place) => place === WIDTH || place + 42 < WIDTH + 20 || count === 1)).toBe(true);
  },
);
