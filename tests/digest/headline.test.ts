import { describe, expect, it } from 'vitest';
import { costOf, digestOf, figuresOf, groupOf, limit, yesterday } from './given.js';

const CALM = [groupOf('Food', 100, 101), groupOf('Toys', 100, 103)];

describe('a quiet day', () => {
  it('is one line with the variance and the items that match', () => {
    expect(digestOf(figuresOf(CALM))).toMatchObject({
      headline: 'Both categories within tolerance; variance +2.0 % (+4 units), 20 of 20 items match',
      mood: 'quiet',
      title: 'Environment variance · Sun 22 Nov',
      details: [],
    });
  });

  it('says how many are accepted, which alarm nobody', () => {
    const [food = groupOf('', 0, 0), toys = groupOf('', 0, 0)] = CALM;
    const figures = figuresOf([food, { ...toys, variance: '50', open: '3', openPercent: 3 }]);
    const digest = digestOf({ ...figures, total: { ...figures.total, accepted: 2 } });
    expect(digest.mood).toBe('quiet');
    expect(digest.headline).toMatch(/20 of 22 items match, 2 accepted$/);
  });

  it('tells how large the variance is without what is accepted', () => {
    const figures = figuresOf([groupOf('Food', 100, 112, { open: '2', openPercent: 2 })]);
    const digest = digestOf({ ...figures, total: { ...figures.total, open: '2', openPercent: 2 } });
    expect(digest.headline).toBe(
      '1 category within tolerance; variance +12.0 % (+12 units), +2.0 % (+2 units) without what is accepted, 10 of 10 items match',
    );
  });

  it('says what was resolved since', () => {
    const before = figuresOf([groupOf('Food', 100, 120), groupOf('Toys', 100, 140)]);
    expect(digestOf(figuresOf(CALM), { previous: yesterday(before) }).headline).toBe(
      'Both categories within tolerance (2 are back since yesterday); variance +2.0 % (+4 units), 20 of 20 items match',
    );
  });

  it('of more than two categories is of all of them', () => {
    const figures = figuresOf([...CALM, groupOf('Tools', 100, 100)]);
    expect(digestOf(figures).headline).toMatch(/^All 3 categories within tolerance; /);
  });

  it('of one category, or of items without categories, needs no “all”', () => {
    expect(digestOf(figuresOf([groupOf('Food', 100, 101)])).headline).toMatch(/^1 category within tolerance; /);
    const whole = groupOf(null, 100, 101);
    expect(digestOf(figuresOf([whole], { by: null })).headline).toBe(
      'All within tolerance; variance +1.0 % (+1 unit), 10 of 10 items match',
    );
  });

  it('has no per cent where Test has nothing', () => {
    const digest = digestOf(figuresOf([groupOf('Food', 0, 3)]), {}, { tolerances: [limit({ absolute: 5 })] });
    expect(digest.headline).toBe('1 category within tolerance; variance +3 units, 10 of 10 items match');
  });
});

describe('an alarming day', () => {
  it('tells how many are out, the worst, and what it was', () => {
    const before = figuresOf([groupOf('Food', 100, 101), groupOf('Toys', 1000, 1031), groupOf('Tools', 100, 100)]);
    const now = figuresOf([groupOf('Food', 100, 107), groupOf('Toys', 1000, 1124), groupOf('Tools', 100, 100)]);
    expect(digestOf(now, { previous: yesterday(before) })).toMatchObject({
      headline: '2 of 3 categories out of tolerance; worst: Toys +12.4 %, was +3.1 % yesterday',
      mood: 'alarming',
      previous: 'the digest of Sat 21 Nov, 08:00 UTC',
      weekAgo: null,
    });
  });

  it('says that the worst is as it was rather than the same figure twice', () => {
    const now = figuresOf([groupOf('Food', 100, 107)]);
    expect(digestOf(now, { previous: yesterday(now) }).headline).toMatch(
      /worst: Food \+7\.0 %, unchanged since yesterday$/,
    );
  });

  it('says nothing of before where nothing is known of it', () => {
    const now = figuresOf([groupOf('Food', 100, 107)]);
    const headline = '1 of 1 category out of tolerance; worst: Food +7.0 %';
    expect(digestOf(now).headline).toBe(headline);
    expect(digestOf(now, { previous: yesterday(figuresOf([groupOf('Toys', 1, 1)])) }).headline).toBe(headline);
  });

  it('names items without a category, and units where Test has none', () => {
    const now = figuresOf([groupOf(null, 0, 24)]);
    expect(digestOf(now).headline).toBe('1 of 1 category out of tolerance; worst: (no category) +24 units');
  });

  it('tells availability where only that is out', () => {
    const now = figuresOf([groupOf('Toys', 100, 101, { availability: { test: 80, production: 60 } })]);
    expect(digestOf(now).headline).toBe(
      '1 of 1 category out of tolerance; worst: Toys with availability 60.0 % in Production, 80.0 % in Test',
    );
  });

  it('tells costs, alone or beside the categories', () => {
    const costs = [costOf('A', 10, 11), costOf('B', 10, 13)];
    expect(digestOf(figuresOf(CALM, { costs }))).toMatchObject({
      headline: 'Both categories within tolerance, but not the cost of 2 items; worst: B +30.0 %',
      mood: 'alarming',
    });
    expect(digestOf(figuresOf([groupOf('Food', 100, 107)], { costs: costs.slice(0, 1) })).headline).toBe(
      '1 of 1 category out of tolerance; worst: Food +7.0 %; the cost of 1 item as well',
    );
  });

  it('tells a cost that Test has at nothing in money', () => {
    expect(digestOf(figuresOf(CALM, { costs: [costOf('A', 0, 11)] })).headline).toMatch(/; worst: A \+\D*11/);
  });

  it('of items without categories tells all of them', () => {
    expect(digestOf(figuresOf([groupOf(null, 100, 120)], { by: null })).headline).toBe('Out of tolerance: +20.0 %');
  });
});

describe('what makes the figures untrue', () => {
  it('comes first, at most three things, and is no day to be sure of', () => {
    const warnings = ['Production looks incomplete on 2026-11-22: 2 rows, usually 4'];
    expect(digestOf(figuresOf(CALM), {}, { warnings })).toMatchObject({
      headline:
        'Production looks incomplete on 2026-11-22: 2 rows, usually 4. On these figures, both categories within tolerance; variance +2.0 % (+4 units), 20 of 20 items match',
      mood: 'unsure',
    });
    expect(digestOf(figuresOf(CALM), {}, { warnings: ['a', 'b', 'c', 'd', 'e'] }).headline).toMatch(
      /^a; b; c; 2 more below\. On these figures, /,
    );
  });

  it('leaves nothing to compare where an environment is missing', () => {
    const findings = [{ source: null, rule: 'quantity is negative', rows: 2 }];
    const digest = digestOf(
      figuresOf([groupOf('Food', 100, 0)], { findings }),
      {},
      { known: new Set(['test']), warnings: ['Production has no rows up to today'] },
    );
    expect(digest).toMatchObject({
      headline: 'Production has no rows up to today. Nothing can be compared',
      mood: 'unsure',
      chart: null,
      details: [],
    });
    expect(digest.cards.map(({ label }) => label)).toEqual(['Test total', 'Availability Test']);
    expect(digest.sections.map(({ name }) => name)).toEqual(['findings']);
    expect(digest.full.rows).toEqual([]);
  });
});

it('a narrowed view is named in the title', () => {
  const digest = digestOf(figuresOf(CALM), {}, { narrowing: 'warehouse NORTH only' });
  expect(digest.title).toBe('Environment variance · Sun 22 Nov · warehouse NORTH only');
});
