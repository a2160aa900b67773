import { describe, expect, it } from 'vitest';
import { judgeProfile } from '../../src/check/over-time.js';

const days = (items: readonly number[]) =>
  items.map((count, index) => ({ date: `2026-03-0${index + 1}`, rows: count, items: count }));
const judge = (dates: ReturnType<typeof days>) =>
  judgeProfile(
    { rows: dates.reduce((sum, { rows }) => sum + rows, 0), dates },
    'date',
    new Map(dates.map(({ date }) => [date, date])),
    '2026-03-05',
  );

describe('what the rows look like over time', () => {
  it('dates that hold nearly all items are a state', () => {
    expect(judge(days([10, 10, 9, 10, 10, 10]))).toMatchObject({
      coverage: 100,
      looksLike: ['complete', 'flow'],
      first: '2026-03-01',
      last: '2026-03-06',
      future: 10,
    });
  });

  it('dates that hold some of them are changes or movements', () => {
    expect(judge(days([10, 2, 1, 3, 2, 1])).looksLike).toEqual(['sparse', 'flow']);
  });

  it('a few dates say nothing', () => {
    expect(judge(days([10, 1])).looksLike).toBeNull();
  });

  it('counts rows whose date cannot be read, and shows one', () => {
    const dates = [
      { date: '31.12.', rows: 3, items: 3 },
      { date: null, rows: 2, items: 2 },
    ];
    expect(judgeProfile({ rows: 5, dates }, 'date', new Map([['31.12.', null]]), '2026-03-05')).toMatchObject({
      unreadable: 5,
      firstUnreadable: '31.12.',
      dates: 0,
    });
  });
});
