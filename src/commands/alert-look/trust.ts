import { formatAge } from '../../kpi/format.js';
import type { FeedStatus, Model } from '../../model/index.js';
import { ageOf } from '../moments.js';
import { troublesOf } from '../troubles.js';

/** Milliseconds. */
export interface Freshness {
  /** Rows that are older are not looked at. */
  readonly youngerThan: number;
}

/** Longest that a table may take to be read, from when it is due, before what is known of it counts as too old. */
const SLACK = 60_000;

/** How old rows are at most after a round in which all goes well. `refresh`: as in the configuration. */
export const freshness = (refresh: {
  readonly maxAge: number;
  readonly minInterval: number;
  readonly every: number;
}): Freshness => ({ youngerThan: Math.max(refresh.maxAge, refresh.minInterval, refresh.every) + SLACK });

/** Why figures of these tables are not to be looked at, in sentences; null where they are fresh. */
export function staleness(
  statuses: readonly FeedStatus[],
  { now, maxAge }: Pick<Model, 'now' | 'maxAge'>,
  { youngerThan }: Freshness,
): string | null {
  const stale = statuses.filter(
    ({ asOf, trouble }) => trouble !== null || asOf === null || ageOf(asOf, now) > youngerThan,
  );
  if (stale.length === 0) return null;
  const troubles = troublesOf(stale, { now, maxAge });
  if (troubles.length > 0) return troubles.join(' ');
  const sources = [...new Set(stale.map(({ feed }) => feed.source))].join(' and ');
  const oldest = Math.max(...stale.map(({ asOf }) => (asOf === null ? Number.POSITIVE_INFINITY : ageOf(asOf, now))));
  return Number.isFinite(oldest)
    ? `The figures of ${sources} are of ${formatAge(oldest)} ago, which is too old.`
    : `${sources} has not been read yet.`;
}
