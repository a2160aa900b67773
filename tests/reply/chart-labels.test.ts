import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chartLabels } from '../../src/reply/chart-labels.js';

it('keeps short names and cuts the end of long ones', () => {
  expect(chartLabels(['Lamp', 'Power Bank, 10000 mAh'], 20)).toEqual(['Lamp', 'Power Bank, 10000 m…']);
});

it('cuts the middle of names that would look alike', () => {
  expect(
    chartLabels(
      [
        'Bookshelf Speaker, Black',
        'Bookshelf Speaker, White',
        'Mechanical Keyboard, UK layout',
        'Mechanical Keyboard, German layout',
      ],
      20,
    ),
  ).toEqual(['Bookshelf Spea…Black', 'Bookshelf Spea…White', 'Mechanical…UK layout', 'Mechan…German layout']);
});

it('numbers what is alike even so', () => {
  expect(chartLabels(['Radio', 'Radio', 'Radio (2)', 'Radio'], 20)).toEqual([
    'Radio',
    'Radio (3)',
    'Radio (2)',
    'Radio (4)',
  ]);
  const long = 'x'.repeat(3000);
  expect(chartLabels([long, long], 20)).toEqual([`${'x'.repeat(19)}…`, `${'x'.repeat(15)}… (2)`]);
});

it('has a sign for an empty name', () => {
  expect(chartLabels(['', ' '], 20)).toEqual(['–', '– (2)']);
});

it('of any names are short, different and whole', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom('a', ' ', '🙂', '(2)', 'Keyboard, ', '\u202e', 'x'.repeat(30)), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 20 }), (names) => {
      const labels = chartLabels(names, 20);
      expect(labels).toHaveLength(names.length);
      expect(new Set(labels).size).toBe(names.length);
      for (const label of labels) {
        expect(label.trim()).not.toBe('');
        expect(label.length).toBeLessThanOrEqual(20);
        expect(label).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
      }
    }),
    { numRuns: 2000, seed: 11 },
  );
});
