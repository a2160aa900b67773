import { expect, test } from 'vitest';
import { ownRange, roundRange } from '../../src/charts/ranges.js';

test('a round range holds all values and zero, with whole steps for whole values', () => {
  expect(roundRange([3, 480], 3)).toEqual({ min: 0, max: 600, step: 200 });
  expect(roundRange([-30, 70], 3)).toEqual({ min: -50, max: 100, step: 50 });
  expect(roundRange([0, 7], 3)).toEqual({ min: 0, max: 9, step: 3 });
  expect(roundRange([0, 0.7], 3)).toEqual({ min: 0, max: 0.75, step: 0.25 });
  expect(roundRange([92.5, 98.7], 3)).toEqual({ min: 90, max: 100, step: 5 });
});

test('a round range leaves zero out where all values are far from it', () => {
  expect(roundRange([900, 1000], 3)).toEqual({ min: 900, max: 1000, step: 50 });
  expect(roundRange([9e12, 9e12 + 14], 3)).toEqual({ min: 9e12, max: 9e12 + 15, step: 5 });
});

test('no range is empty', () => {
  expect(roundRange([], 3).max).toBeGreaterThan(0);
  expect(roundRange([0, 0], 3)).toMatchObject({ min: 0, max: 1 });
  expect(ownRange([40])).toEqual({ min: 38, max: 42, step: 4 });
  expect(ownRange([])).toEqual({ min: 0, max: 1, step: 1 });
  expect(ownRange([-5, -5])).toEqual({ min: -5.25, max: -4.75, step: 0.5 });
});

test('an own range ends at its values', () => {
  expect(ownRange([12, 3])).toEqual({ min: 0, max: 12, step: 12 });
  expect(ownRange([97, 99])).toEqual({ min: 97, max: 99, step: 2 });
});

test('an own range has values in its middle that hardly differ', () => {
  expect(ownRange([999, 1001])).toEqual({ min: 989.99, max: 1010.01, step: 20.02 });
  expect(ownRange([0, 0])).toEqual({ min: -1, max: 1, step: 2 });
});
