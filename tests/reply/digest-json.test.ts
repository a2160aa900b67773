import { expect, it } from 'vitest';
import { digestJson } from '../../src/reply/digest-json.js';
import { DIGEST } from './digest-fixture.js';

it('has every part with its rows, numbers as numbers, and every item', () => {
  const json = JSON.parse(JSON.stringify(digestJson(DIGEST)));
  expect(json).toMatchObject({
    question: '/stock digest',
    headline: DIGEST.headline,
    mood: 'alarming',
    day: '2026-11-21',
    previous: 'the digest of Sat 21 Nov, 08:00 UTC',
    earlier: { previous: { day: '2026-11-20', at: '2026-11-21T08:00:00.000Z' }, weekAgo: { day: '2026-11-14' } },
    warnings: [],
    notes: ['2 accepted differences are left out of what alarms.'],
  });
  expect(json.cards[2]).toEqual({
    label: 'Variance',
    text: '+1,204 units (+8.1 %)',
    changes: [
      { against: 'yesterday', text: '+12 units', direction: 'up', better: false },
      { against: 'a week ago', text: '+545 units', direction: 'up', better: false },
    ],
  });
  expect(json.sections.map(({ name }: { name: string }) => name)).toEqual([
    'categories',
    'movers',
    'appeared',
    'costs',
    'resolved',
    'findings',
  ]);
  expect(json.sections[0].result.rows[0]).toEqual({
    category: 'Electronics',
    test: 4200,
    production: 4721,
    variance: 521,
    variance_pct: 12.4048,
    open_pct: 12.4048,
    was_pct: 3.1,
    trend: 'worse by 9.3 pp',
    why: 'variance',
    since: 'Wed 18 Nov or before',
  });
  expect(json.sections[1]).toMatchObject({ more: 32, result: null });
  expect(json.items.rows).toHaveLength(2);
});
