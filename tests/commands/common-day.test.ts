import { expect, it } from 'vitest';
import { commonDay } from '../../src/commands/common-day.js';
import type { Standing } from '../../src/commands/standing.js';
import { feedOf } from '../support/feed.js';
import { days, march } from './days.js';

const of = (
  environment: 'test' | 'production',
  list: readonly number[],
  quantity: 'complete' | 'sparse' | 'flow' = 'complete',
): Standing => ({
  feed: feedOf({ environment, meaning: { quantity, demand: null } }),
  environment,
  end: list.length === 0 ? null : march(list.at(-1) ?? 0),
  recent: list.toReversed().map((day) => ({ date: march(day), rows: 4 })),
});

const [TO_TENTH, TO_NINTH] = [days(1, 10), days(1, 9)];

it('is the earlier end, where one environment is a day behind', () => {
  expect(commonDay([of('test', TO_NINTH), of('production', TO_TENTH)])).toBe('2026-03-09');
  expect(commonDay([of('test', TO_TENTH), of('production', TO_NINTH)])).toBe('2026-03-09');
});

it('is of the tables of an environment together: one that ends before the others does not say when it ends', () => {
  expect(commonDay([of('test', days(1, 7)), of('test', TO_NINTH), of('production', TO_TENTH)])).toBe('2026-03-09');
});

it.each([
  ['both end on the same day', [of('test', TO_TENTH), of('production', TO_TENTH)]],
  ['one has no rows', [of('test', []), of('production', TO_TENTH)]],
  ['one is not there', [of('production', TO_TENTH)]],
  ['one has no rows on the day on which the other ends', [of('test', days(1, 9)), of('production', [7, 8, 10])]],
  ['one has fallen silent by then', [of('test', days(1, 7)), of('production', TO_TENTH)]],
  ['a day is not the whole state', [of('test', TO_NINTH, 'sparse'), of('production', TO_TENTH, 'sparse')]],
  ['a day is what has moved on it', [of('test', TO_NINTH, 'flow'), of('production', TO_TENTH, 'flow')]],
  ['rows of one have no date', [of('test', TO_NINTH), { ...of('production', []), end: march(10) }]],
])('is none where %s', (_, standings) => {
  expect(commonDay(standings)).toBeNull();
});
