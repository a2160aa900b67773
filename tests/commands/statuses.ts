import type { FeedStatus } from '../../src/model/index.js';
import { SourceError } from '../../src/sources/errors.js';
import { feedOf } from '../support/feed.js';

/** Noon. */
export const NOW = new Date('2026-03-10T12:00:00Z');
export const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
export const ahead = (seconds: number): Date => ago(-seconds);

/** Stock of Test in erp, read five seconds ago, of which a test changes what it is about. */
export function statusOf({
  feed,
  ...changes
}: Partial<Omit<FeedStatus, 'feed'>> & { feed?: Parameters<typeof feedOf>[0] } = {}): FeedStatus {
  return {
    feed: feedOf(feed),
    asOf: ago(5),
    rowsRead: 4,
    rowsKept: 4,
    lossy: 0,
    durationMs: 12,
    mode: 'full',
    changedAt: ago(5),
    verifiedAt: ago(5),
    refreshing: false,
    trouble: null,
    unrecorded: null,
    nextTry: null,
    ...changes,
  };
}

export function troubleOf(problem: ConstructorParameters<typeof SourceError>[2], secondsAgo: number, source = 'erp') {
  const error = new SourceError(source, 'dbo.stock', problem);
  return { says: error.says, at: ago(secondsAgo), error };
}
