import { describe, expect, it } from 'vitest';
import { changePercent, difference } from '../../src/kpi/decimal.js';

describe('the difference of two cells', () => {
  it.each([
    ['12.5000', '2.50', '10.0000'],
    ['0.0001', '0.0002', '-0.0001'],
    ['99999999999999.9999', '-0.0001', '100000000000000.0000'],
    ['-5', '-5', '0'],
    ['-0.5', '1', '-1.5'],
  ])('of decimal texts is exact: %s − %s = %s', (value, other, expected) => {
    expect(difference(value, other)).toBe(expected);
  });

  it('of ratios and counts is a number', () => {
    expect(difference(97.5, 90)).toBe(7.5);
    expect(difference('12.5', 2)).toBe(10.5);
  });

  it('is empty where either is missing', () => {
    expect(difference(null, '1')).toBeNull();
    expect(difference('1', null)).toBeNull();
  });
});

describe('the change in percent', () => {
  it.each([
    ['110', '100', 10],
    ['-110', '-100', -10],
    ['50', '-100', 150],
    [3, 4, -25],
  ])('is over the magnitude of the other: %s after %s is %s %%', (value, other, expected) => {
    expect(changePercent(value, other)).toBe(expected);
  });

  it('is empty after zero or nothing', () => {
    expect(changePercent('5', '0.0000')).toBeNull();
    expect(changePercent('5', null)).toBeNull();
    expect(changePercent(null, '5')).toBeNull();
  });
});
