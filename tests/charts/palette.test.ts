import { expect, test } from 'vitest';
import {
  ENVIRONMENT_COLOURS,
  ENVIRONMENT_INKS,
  INK,
  LESS_COLOUR,
  MORE_COLOUR,
  MUTED_INK,
  SEGMENT_COLOURS,
  seriesColours,
} from '../../src/charts/palette.js';

const { test: TEST, production: PRODUCTION } = ENVIRONMENT_COLOURS;

/** WCAG 2 contrast with white. */
function contrast(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

test('environments stand out on white, text more so', () => {
  expect(contrast(TEST)).toBeGreaterThan(3);
  expect(contrast(PRODUCTION)).toBeGreaterThan(3);
  expect(contrast(INK)).toBeGreaterThan(7);
  expect(contrast(MUTED_INK)).toBeGreaterThan(4.5);
});

test('a series belongs to an environment by a word of its key', () => {
  expect(seriesColours(['production', 'test'])).toEqual([PRODUCTION, TEST]);
  expect(seriesColours(['test_share', 'shareProduction'])).toEqual([TEST, PRODUCTION]);
  expect(seriesColours(['latest', 'productions'])).not.toContain(TEST);
});

test('every series of a chart has a colour of its own', () => {
  const keys = ['test', 'test_before', 'production', 'production_before', 'demand', 'both'];
  expect(new Set(seriesColours(keys)).size).toBe(keys.length);
});

test('no segment looks like an environment', () => {
  expect(SEGMENT_COLOURS).not.toContain(TEST);
  expect(SEGMENT_COLOURS).not.toContain(PRODUCTION);
});

test('above and below zero differ in lightness, and both stand out on white', () => {
  expect(contrast(LESS_COLOUR)).toBeGreaterThan(3);
  expect(contrast(MORE_COLOUR) / contrast(LESS_COLOUR)).toBeGreaterThan(1.8);
});

test('words in the colour of an environment are as easy to read as others', () => {
  expect(contrast(ENVIRONMENT_INKS.test)).toBeGreaterThan(4.5);
  expect(contrast(ENVIRONMENT_INKS.production)).toBeGreaterThan(4.5);
});
