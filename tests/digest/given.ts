import type { Circumstances } from '../../src/digest/circumstances.js';
import type { Against, CostFigures, Figures, GroupFigures, ItemFigures } from '../../src/digest/figures.js';
import { compose, type Earlier, type Tolerance } from '../../src/digest/index.js';

/** A group with so much in Test and in Production, of ten items that match. */
export function groupOf(
  name: string | null,
  test: number,
  production: number,
  changes: Partial<GroupFigures> = {},
): GroupFigures {
  const variance = production - test;
  const percent = test === 0 ? null : (100 * variance) / test;
  return {
    name,
    test: String(test),
    production: String(production),
    variance: String(variance),
    percent,
    open: String(variance),
    openPercent: percent,
    match: 10,
    differ: 0,
    onlyTest: 0,
    onlyProduction: 0,
    accepted: 0,
    availability: { test: 100, production: 100 },
    since: null,
    ...changes,
  };
}

/** An item of Toys that both environments have, unless one has none of it. */
export function itemOf(id: string, test: number, production: number, changes: Partial<ItemFigures> = {}): ItemFigures {
  const variance = String(production - test);
  return {
    id,
    label: `Thing ${id}`,
    group: 'Toys',
    test: String(test),
    production: String(production),
    variance,
    percent: test === 0 ? null : (100 * (production - test)) / test,
    open: variance,
    status: test === 0 ? 'only in production' : production === 0 ? 'only in test' : 'differs',
    ...changes,
  };
}

export const costOf = (id: string, test: number, production: number): CostFigures => ({
  id,
  label: null,
  group: 'Toys',
  test,
  production,
  deviation: production - test,
  percent: test === 0 ? null : (100 * (production - test)) / test,
});

/** Of Sunday, 22 November 2026. The total is the sum of the groups. */
export function figuresOf(groups: readonly GroupFigures[], changes: Partial<Figures> = {}): Figures {
  const sum = (key: 'test' | 'production') => groups.reduce((all, group) => all + Number(group[key]), 0);
  const match = groups.reduce((all, group) => all + group.match, 0);
  return {
    version: 1,
    day: '2026-11-22',
    by: 'category',
    doubts: [],
    total: groupOf(null, sum('test'), sum('production'), { match }),
    groups: [...groups],
    items: [],
    costs: [],
    findings: [],
    ...changes,
  };
}

/** The digest of the day before. */
export const yesterday = (figures: Figures): Against => ({
  figures: { ...figures, day: '2026-11-21' },
  words: 'yesterday',
  when: 'yesterday',
  of: 'the digest of Sat 21 Nov, 08:00 UTC',
  at: '2026-11-21T08:00:00.000Z',
});

export const weekAgo = (figures: Figures): Against => ({
  figures: { ...figures, day: '2026-11-15' },
  words: 'a week ago',
  when: 'a week ago',
  of: 'a week ago (recorded Sun 15 Nov, 08:00 UTC)',
  at: '2026-11-15T08:00:00.000Z',
});

export const CIRCUMSTANCES: Circumstances = {
  question: '/stock digest',
  at: '2026-11-22T08:00:00.000Z',
  timeZone: 'UTC',
  today: '2026-11-22',
  narrowing: null,
  warnings: [],
  notes: [],
  asOf: [],
  dataThrough: [],
  currency: '€',
  known: new Set(['test', 'production']),
  stale: new Map(),
  stocked: new Set(),
  tolerances: [],
  questions: {},
};

export const limit = (changes: Partial<Tolerance>): Tolerance => ({ kpi: 'variance', categories: [], ...changes });

export function digestOf(figures: Figures, earlier: Partial<Earlier> = {}, circumstances: Partial<Circumstances> = {}) {
  return compose(figures, { previous: null, weekAgo: null, ...earlier }, { ...CIRCUMSTANCES, ...circumstances });
}

export const partOf = (digest: ReturnType<typeof digestOf>, name: string) =>
  digest.sections.find((section) => section.name === name);
