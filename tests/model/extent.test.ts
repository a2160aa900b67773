import { describe, expect, it } from 'vitest';
import { askable } from '../../src/model/extent.js';
import { type BoundFeed, bind } from '../../src/model/feed.js';
import { feedOf } from '../support/feed.js';

const LARGE = 50_001;

/** Stock with the columns that are named; `changed` is declared if it is among them. */
function table({ dated = true, changed = true, key = ['id'] } = {}): BoundFeed {
  const names = ['id', 'product_id', 'quantity', ...(dated ? ['date'] : []), ...(changed ? ['Changed'] : [])];
  const described = names.map((name) => ({ name, type: 'varchar', kind: 'text' as const }));
  const bound = bind(feedOf({ key, changed: changed ? 'Changed' : null }), described);
  if ('missing' in bound) throw new Error(JSON.stringify(bound.missing));
  return bound;
}

const asked = (bound: BoundFeed, indexed: readonly string[] | null, rows = LARGE) =>
  askable(bound, { indexed, unique: null }, rows);

describe('a small table', () => {
  it('is compared as a whole at each question, whatever its indexes', () => {
    expect(asked(table(), [], 50_000)).toEqual({
      extent: { changes: true, dates: 'all' },
      whole: true,
      guessed: false,
    });
    expect(asked(table({ dated: false, changed: false, key: [] }), [], 0).extent?.dates).toBe('all');
  });

  it('is not asked for changes that could not be told from other rows', () => {
    expect(asked(table({ key: [] }), [], 1).extent).toEqual({ changes: false, dates: 'all' });
  });

  it('that is a view may prove to cost much', () => {
    expect(asked(table(), null, 1)).toMatchObject({ extent: { dates: 'all' }, guessed: true });
  });
});

describe('a large table', () => {
  it('is asked for what its indexes serve', () => {
    expect(asked(table(), ['id', 'date', 'changed'])).toEqual({
      extent: { changes: true, dates: 'latest' },
      whole: true,
      guessed: false,
    });
    expect(asked(table(), ['changed'])).toMatchObject({ extent: { changes: true, dates: 'none' }, whole: true });
    expect(asked(table(), ['date'])).toMatchObject({ extent: { changes: false, dates: 'latest' }, whole: false });
    expect(asked(table(), ['id'])).toMatchObject({ extent: null, whole: false });
  });

  it('without a key is asked for changes only where their dates can be read by an index', () => {
    expect(asked(table({ key: [] }), ['changed']).extent).toBeNull();
    expect(asked(table({ key: [] }), ['changed', 'date']).extent).toEqual({ changes: true, dates: 'latest' });
  });

  it('without a date is asked for changes by its key', () => {
    const whole = { extent: { changes: true, dates: 'none' }, whole: true, guessed: false };
    expect(asked(table({ dated: false }), ['changed'])).toEqual(whole);
    expect(asked(table({ dated: false, key: [] }), ['changed']).extent).toBeNull();
  });

  it('that does not tell its indexes is tried', () => {
    expect(asked(table(), null)).toEqual({ extent: { changes: true, dates: 'latest' }, whole: true, guessed: true });
    expect(asked(table({ dated: false, changed: false }), null)).toEqual({
      extent: null,
      whole: false,
      guessed: false,
    });
  });
});
