import { type DataThrough, ENVIRONMENTS, type Environment } from '../kpi/result.js';
import type { Feed } from '../model/feed.js';
import type { FeedStatus, Model, Through } from '../model/index.js';

/** Through which date a table of stock goes for an environment. */
export interface Standing extends Pick<Through, 'recent'> {
  readonly feed: Feed;
  readonly environment: Environment;
  /** The day of its latest rows; where they have no date, the day on which they were last known true. Null: no rows. */
  readonly end: string | null;
}

/** Of every table of stock that was read, for each environment that it is for. */
export function standingsOf(
  through: readonly Through[],
  statuses: readonly FeedStatus[],
  model: Pick<Model, 'dayOf'>,
): readonly Standing[] {
  const all = statuses.flatMap(({ feed, asOf }): Standing[] => {
    if (feed.table !== 'stock' || asOf === null) return [];
    const environments = feed.environment === null ? ENVIRONMENTS : [feed.environment];
    return environments.map((environment) => {
      const held = through.find((one) => one.feed === feed.id && one.environment === environment);
      const end = held?.undated ? model.dayOf(asOf) : (held?.date ?? null);
      return { feed, environment, end, recent: held?.recent ?? [] };
    });
  });
  // Whose rows say which environment they are of need not have some of both where another table has.
  return all.filter(
    ({ feed, environment, end }) =>
      end !== null ||
      feed.environment !== null ||
      all.every((other) => other.feed === feed || other.environment !== environment),
  );
}

/** The latest date of each source and environment. */
export function throughList(standings: readonly Standing[]): readonly DataThrough[] {
  const places = new Map(
    standings.map(({ feed: { source }, environment }) => [`${source} ${environment}`, { source, environment }]),
  );
  return [...places.values()].map(({ source, environment }) => ({
    source,
    environment,
    date: latest(standings.filter((one) => one.feed.source === source && one.environment === environment)),
  }));
}

export function latest(standings: readonly Pick<Standing, 'end'>[]): string | null {
  return (
    standings
      .flatMap(({ end }) => end ?? [])
      .sort()
      .at(-1) ?? null
  );
}
