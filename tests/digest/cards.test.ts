import { describe, expect, it } from 'vitest';
import { digestOf, figuresOf, groupOf, weekAgo, yesterday } from './given.js';

const at = (test: number, production: number, changes: Parameters<typeof groupOf>[3] = {}) => {
  const group = groupOf('Food', test, production, changes);
  return figuresOf([group], { total: { ...group, name: null } });
};

describe('cards', () => {
  it('are both totals, the variance, the match rate and availability', () => {
    const now = at(1000, 1204, { match: 8, differ: 1, accepted: 1, availability: { test: 95, production: 90.5 } });
    expect(digestOf(now).cards).toEqual([
      { label: 'Test total', text: '1,000 units', changes: [] },
      { label: 'Production total', text: '1,204 units', changes: [] },
      { label: 'Variance', text: '+204 units, +20.4 %', changes: [] },
      { label: 'Match rate', text: '90.0 %', changes: [] },
      { label: 'Availability Test', text: '95.0 %', changes: [] },
      { label: 'Availability Production', text: '90.5 %', changes: [] },
    ]);
  });

  it('have each change since yesterday, then since a week ago', () => {
    const now = at(100, 90, { match: 9, differ: 1, availability: { test: 95, production: 90 } });
    const before = at(100, 95, { match: 10, availability: { test: 95, production: 92.5 } });
    const week = at(98, 80, { match: 8, differ: 2, availability: { test: 95, production: 80 } });
    const { cards } = digestOf(now, { previous: yesterday(before), weekAgo: weekAgo(week) });
    expect(cards.map(({ label, changes }) => [label, ...changes.map(({ text, better }) => [text, better])])).toEqual([
      ['Test total', ['no change', null], ['+2 units', null]],
      ['Production total', ['-5 units', null], ['+10 units', null]],
      // Ten away from nothing is worse than five, and better than eighteen.
      ['Variance', ['-5 units', false], ['+8 units', true]],
      ['Match rate', ['-10.0 pp', false], ['+10.0 pp', true]],
      ['Availability Test', ['no change', null], ['no change', null]],
      ['Availability Production', ['-2.5 pp', false], ['+10.0 pp', true]],
    ]);
    expect(cards[1]?.changes).toEqual([
      { against: 'yesterday', text: '-5 units', direction: 'down', better: null },
      { against: 'a week ago', text: '+10 units', direction: 'up', better: null },
    ]);
  });

  it('are neither better nor worse on the other side of nothing', () => {
    const { cards } = digestOf(at(100, 90), { previous: yesterday(at(100, 110)) });
    expect(cards[2]?.changes).toEqual([{ against: 'yesterday', text: '-20 units', direction: 'down', better: null }]);
  });

  it('do not call a small change none', () => {
    const of = (production: number) => at(1, 1, { availability: { test: 95, production } });
    const { cards } = digestOf(of(90.04), { previous: yesterday(of(90)) });
    expect(cards.at(-1)?.changes[0]).toMatchObject({ text: 'less than 0.1 pp', direction: 'up', better: true });
  });

  it('leave out what is not told', () => {
    const { cards } = digestOf(at(1, 1, { availability: null }));
    expect(cards.map(({ label }) => label)).toEqual(['Test total', 'Production total', 'Variance', 'Match rate']);
  });

  it('say of when they are where a source is too old', () => {
    const { cards } = digestOf(at(1, 1), {}, { stale: new Map([['production', 'Sat 21 Nov, 08:00']]) });
    expect(cards.map(({ label }) => label).filter((label) => label.includes('as of'))).toEqual([
      'Production total, as of Sat 21 Nov, 08:00',
      'Availability Production, as of Sat 21 Nov, 08:00',
    ]);
  });

  it('are exact where a float would not be', () => {
    const exact = { variance: '0.3', open: '0.3' };
    const before = { variance: '0.1', open: '0.1' };
    const { cards } = digestOf(at(1, 1, exact), { previous: yesterday(at(1, 1, before)) });
    expect(cards[2]?.changes[0]?.text).toBe('+0.2 units');
  });
});
