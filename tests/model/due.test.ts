import { describe, expect, it } from 'vitest';
import { dueOf, type Means } from '../../src/model/due.js';
import type { Askable } from '../../src/model/extent.js';
import type { FeedStatus } from '../../src/model/feed-status.js';
import { feedOf } from '../support/feed.js';

const SECOND = 1000;
const NOW = new Date('2026-03-10T12:00:00Z');
const INTERVALS = { maxAge: 10 * SECOND, minInterval: 300 * SECOND, verify: 3600 * SECOND };

const INDEXED: Askable = { extent: { changes: true, dates: 'latest' }, whole: true, guessed: false };
const ONLY_DATES: Askable = { extent: { changes: false, dates: 'latest' }, whole: false, guessed: false };
const NOTHING: Askable = { extent: null, whole: false, guessed: false };

const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * SECOND);

/** What is due of a feed whose rows, and whose last comparison of all dates, are so many seconds old. */
function due(means: Partial<Means>, asOf: number | null, verified = asOf, status: Partial<FeedStatus> = {}) {
  const found: FeedStatus = {
    feed: feedOf(),
    asOf: asOf === null ? null : ago(asOf),
    rowsRead: 1,
    rowsKept: 1,
    lossy: 0,
    durationMs: 1,
    mode: 'full',
    changedAt: null,
    verifiedAt: verified === null ? null : ago(verified),
    refreshing: false,
    trouble: null,
    unrecorded: null,
    nextTry: null,
    ...status,
  };
  return dueOf(found, { looks: true, tells: false, askable: INDEXED, ...means }, INTERVALS, NOW);
}

describe('of a table whose indexes serve a look', () => {
  it('nothing is due as long as its rows are young enough for any question', () => {
    expect(due({}, 9)).toBeNull();
    expect(due({}, 10)).toEqual({ how: 'quick' });
  });

  it('all dates are due besides once nobody has compared them for long, and nobody waits for that', () => {
    expect(due({}, 10, 3599)).toEqual({ how: 'quick' });
    expect(due({}, 10, 3600)).toEqual({ how: 'quick', after: 'verify' });
  });
});

describe('of a table that only its dates are indexed of', () => {
  it('the latest are due at each question, and all of them every minInterval', () => {
    expect(due({ askable: ONLY_DATES }, 10, 299)).toEqual({ how: 'quick' });
    expect(due({ askable: ONLY_DATES }, 10, 300)).toEqual({ how: 'verify' });
  });
});

describe('of a table without any index', () => {
  it('everything is due every minInterval, and nothing before', () => {
    expect(due({ askable: NOTHING }, 299)).toBeNull();
    expect(due({ askable: NOTHING }, 300)).toEqual({ how: 'verify' });
  });
});

describe('of a table of which nobody knows yet what may be asked', () => {
  it('a look is due, which finds out', () => {
    expect(due({ askable: null }, 10)).toEqual({ how: 'quick' });
    expect(due({ askable: null }, 10, 3600)).toEqual({ how: 'quick', after: 'verify' });
  });
});

describe('of a source that cannot be looked at', () => {
  it('everything is due every minInterval', () => {
    expect(due({ looks: false, askable: null }, 299)).toBeNull();
    expect(due({ looks: false, askable: null }, 300)).toEqual({ how: 'full' });
  });

  it('but knows for nothing whether its files have changed, that is due at each question', () => {
    expect(due({ looks: false, tells: true, askable: null }, 9)).toBeNull();
    expect(due({ looks: false, tells: true, askable: null }, 10)).toEqual({ how: 'verify' });
  });
});

it('Every row is due of what was never read', () => {
  expect(due({ askable: null }, null)).toEqual({ how: 'full' });
});

it('Nothing is due while a source that failed rests', () => {
  const nextTry = new Date(NOW.getTime() + 1);
  expect(due({}, 900, 9000, { nextTry })).toBeNull();
  expect(due({}, null, null, { nextTry })).toBeNull();
});

it('What is of the future, because our clock was set back, is not young', () => {
  expect(due({}, -3600)).toEqual({ how: 'quick', after: 'verify' });
  expect(due({ askable: NOTHING }, -3600)).toEqual({ how: 'verify' });
});
