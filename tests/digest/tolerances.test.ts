import { describe, expect, it } from 'vitest';
import { outOf } from '../../src/digest/judge.js';
import {
  DEFAULT_TOLERANCES,
  isAvailabilityOut,
  isCostOut,
  type Tolerance,
  toleranceFor,
  varianceLimit,
} from '../../src/digest/tolerances.js';
import { costOf, figuresOf, groupOf, limit } from './given.js';

const names = (groups: readonly ReturnType<typeof groupOf>[], tolerances: readonly Tolerance[] = []) =>
  outOf(figuresOf(groups), tolerances).map(({ group }) => group.name);

describe('the tolerance of a category', () => {
  const general = limit({ percent: 10 });
  const own = limit({ categories: ['Toys', 'Food'], percent: 1 });

  it('is the one that names it, however it is written, before the one for all', () => {
    expect(toleranceFor('variance', ' toys ', [general, own])).toBe(own);
    expect(toleranceFor('variance', 'Garden', [general, own])).toBe(general);
    expect(toleranceFor('variance', null, [own, general])).toBe(general);
  });

  it('is the first of several', () => {
    expect(toleranceFor('variance', 'Toys', [own, limit({ categories: ['Toys'], percent: 2 })])).toBe(own);
  });

  it('is 5 per cent, or points, where no entry is about it', () => {
    expect(toleranceFor('variance', 'Garden', [own])).toMatchObject({ kpi: 'variance', percent: 5 });
    expect(DEFAULT_TOLERANCES.map(({ kpi, percent }) => [kpi, percent])).toEqual([
      ['variance', 5],
      ['cost', 5],
      ['availability', 5],
    ]);
  });
});

describe('variance', () => {
  it('is out beyond the per cent, either way, not at it', () => {
    const groups = [groupOf('A', 100, 105), groupOf('B', 100, 106), groupOf('C', 100, 94), groupOf('D', 100, 95)];
    expect(names(groups).toSorted()).toEqual(['B', 'C']);
  });

  it('is out beyond the units', () => {
    const groups = [groupOf('A', 1, 11), groupOf('B', 1000, 1011)];
    expect(names(groups, [limit({ absolute: 10 })])).toEqual(['B']);
  });

  it('is out beyond both where both are set: the units are a floor', () => {
    const groups = [groupOf('few', 1, 3), groupOf('little', 1000, 1011), groupOf('both', 100, 111)];
    expect(names(groups, [limit({ percent: 5, absolute: 10 })])).toEqual(['both']);
  });

  it('exceeds any per cent of nothing, and none where there is none', () => {
    expect(names([groupOf('new', 0, 1), groupOf('empty', 0, 0)], [limit({ percent: 900 })])).toEqual(['new']);
    expect(names([groupOf('new', 0, 1)], [limit({ percent: 900, absolute: 1 })])).toEqual([]);
  });

  it('leaves out what is accepted', () => {
    expect(names([groupOf('A', 100, 150, { open: '2', openPercent: 2 })])).toEqual([]);
    expect(names([groupOf('A', 100, 100, { open: '20', openPercent: 20 })])).toEqual(['A']);
  });

  it('is told worst first; what Test has nothing of, by all that Test has', () => {
    const groups = [groupOf('A', 100, 110), groupOf('new', 0, 40), groupOf('B', 100, 70)];
    expect(names(groups)).toEqual(['B', 'new', 'A']);
  });
});

describe('availability', () => {
  const of = (test: number | null, production: number | null) =>
    isAvailabilityOut(groupOf('A', 1, 1, { availability: { test, production } }), limit({ percent: 5 }));

  it('is out where Production’s is lower by more points, not where it is higher', () => {
    expect(of(80, 74)).toBe(true);
    expect(of(80, 75)).toBe(false);
    expect(of(65.1 + 5, 65.1)).toBe(false);
    expect(of(60, 100)).toBe(false);
  });

  it('is not judged where it is not known', () => {
    expect([of(null, 0), of(80, null)]).toEqual([false, false]);
    expect(isAvailabilityOut(groupOf('A', 1, 1, { availability: null }), limit({ percent: 5 }))).toBe(false);
  });

  it('makes a category one that is out, after those that variance does', () => {
    const low = { availability: { test: 100, production: 10 } };
    const found = outOf(figuresOf([groupOf('low', 100, 101, low), groupOf('far', 100, 106)]), []);
    expect(found.map(({ group, variance, availability }) => [group.name, variance, availability])).toEqual([
      ['far', true, false],
      ['low', false, true],
    ]);
  });
});

describe('cost', () => {
  it('is out beyond the per cent or the money, either way', () => {
    expect(isCostOut(costOf('A', 10, 10.6), limit({ percent: 5 }))).toBe(true);
    expect(isCostOut(costOf('A', 10, 9.4), limit({ percent: 5 }))).toBe(true);
    expect(isCostOut(costOf('A', 10, 10.4), limit({ percent: 5 }))).toBe(false);
    expect(isCostOut(costOf('A', 1000, 1001), limit({ absolute: 0.5 }))).toBe(true);
    expect(isCostOut(costOf('A', 0, 1), limit({ percent: 5 }))).toBe(true);
    expect(isCostOut(costOf('A', 7, 7), limit({ absolute: 0.5 }))).toBe(false);
  });
});

it('is written with all its limits', () => {
  expect(varianceLimit(limit({ percent: 2.5 }))).toBe('±2.5 %');
  expect(varianceLimit(limit({ percent: 5, absolute: 1200 }))).toBe('±5 % and 1,200 units');
});
