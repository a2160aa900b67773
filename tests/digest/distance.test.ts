import { expect, it } from 'vitest';
import { trendOf, unitsTrend } from '../../src/digest/distance.js';
import { groupOf } from './given.js';

const group = (production: number) => groupOf('Toys', 100, production);

it.each([
  ['farther above', 120, 105, 'worse by 15.0 pp'],
  ['nearer, though the figure is greater', 94, 93, 'better by 1.0 pp'],
  ['farther on the other side', 88, 107, 'worse by 5.0 pp'],
  ['as far on the other side', 90, 110, 'as far, the other way'],
  ['a little farther', 105.06, 105.04, 'worse by less than 0.1 pp'],
  ['the same as it is read', 105.01, 105.02, 'unchanged'],
])('%s', (_, now, then, words) => {
  expect(trendOf(group(now), group(then))).toBe(words);
});

it('is in units where Test has nothing', () => {
  expect(trendOf(groupOf('New', 0, 24), groupOf('New', 0, 20))).toBe('worse by 4 units');
});

it('of units is exact', () => {
  expect(unitsTrend('0.1', '-0.3')).toBe('better by 0.2 units');
  expect(unitsTrend('5', '5.0')).toBe('unchanged');
});
