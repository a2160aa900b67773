import { expect, test } from 'vitest';
import { compactCell, writtenWithin } from '../../src/charts/compact.js';

const UNITS = { unit: 'units', signed: true, currency: '$' } as const;

test('values are written as in the table where they fit', () => {
  expect(writtenWithin([1204, null, 0, -3.5], 5, UNITS)).toEqual(['+1,204', '–', '0', '-3.5']);
  expect(writtenWithin([12.5], 9, { ...UNITS, unit: 'money' })).toEqual(['+$12.50']);
});

test('all are short where one does not fit, so that they are read alike', () => {
  expect(writtenWithin([1_204_332, null, 0, -3.5], 5, UNITS)).toEqual(['+1.2M', '–', '0', '-3.5']);
});

test('a short value has three digits, whatever its size', () => {
  expect([999_999, 0.00012345, -1234, 9e14, 1e15, -2.5e30].map((value) => compactCell(value))).toEqual([
    '1M',
    '0.000123',
    '-1.23K',
    '900T',
    '1E15',
    '-2.5E30',
  ]);
});
