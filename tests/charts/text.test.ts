import { expect, test } from 'vitest';
import { emWidth, shorten, wrap } from '../../src/charts/text.js';

test('a wide letter counts more than a narrow one, a Chinese one most', () => {
  expect(emWidth('illi')).toBeLessThan(emWidth('mama'));
  expect(emWidth('日本')).toBeCloseTo(2.2);
});

test('what fits is left alone', () => {
  expect(shorten('Storage', 10)).toBe('Storage');
  expect(wrap(['Desktop', '&', 'Notebook'], 20, 2)).toEqual(['Desktop & Notebook']);
});

test('the middle is given up, and no separator is left before the gap', () => {
  expect(shorten('AQ Digit 1 - Premium Misty Green', 10)).toBe('AQ Digit 1…Green');
});

test('a shortened text fits, and no emoji is cut in two', () => {
  const text = '👩‍👩‍👧‍👦'.repeat(20);
  expect(emWidth(shorten(text, 9))).toBeLessThanOrEqual(9);
  expect(shorten(text, 9).replaceAll('👩‍👩‍👧‍👦', '')).toBe('…');
});

test('lines break between words, the last one takes the rest', () => {
  expect(wrap(['Desktop', '&', 'Notebook'], 7, 2)).toEqual(['Desktop &', 'Notebook']);
  expect(wrap('one two three four five six'.split(' '), 5, 2)).toEqual(['one two', 'three…six']);
});

test('a word that is too long for a line is shortened', () => {
  expect(wrap(['Donaudampfschifffahrt'], 6, 2)).toEqual(['Donau…ahrt']);
});

test('parts can be kept together', () => {
  expect(wrap(['in units', 'as of now', 'all'], 10, 3, ' · ')).toEqual(['in units · as of now', 'all']);
});
