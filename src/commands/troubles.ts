import { formatAge } from '../kpi/format.js';
import type { FeedStatus, Model } from '../model/index.js';
import { groupsOf } from './groups.js';
import { ageOf, clock, nextTryWords } from './moments.js';

/** What keeps tables from being up to date, a sentence for each source and reason. */
export function troublesOf(
  statuses: readonly FeedStatus[],
  { now, maxAge }: Pick<Model, 'now' | 'maxAge'>,
): readonly string[] {
  const groups = groupsOf(statuses, (status) => `${status.feed.source} ${reasonOf(status, now, maxAge)}`);
  const sentences = groups.flatMap((group) => {
    const [first] = group;
    const reason = reasonOf(first, now, maxAge);
    if (reason === null) return [];
    const facts = [figuresOf(group, now), ...triesOf(first, now)].filter((fact) => fact !== '').join(', ');
    return [`${namesOf(group, statuses)} ${reason}${facts === '' ? '' : `; ${facts}`}.`];
  });
  const unrecorded = groupsOf(
    statuses.filter((status) => status.unrecorded !== null),
    ({ feed }) => feed.source,
  );
  return [
    ...sentences,
    ...unrecorded.map(
      (group) => `${namesOf(group, statuses)} could not be recorded as it is today; its figures are right.`,
    ),
  ];
}

function reasonOf({ asOf, trouble, refreshing }: FeedStatus, now: Date, maxAge: number): string | null {
  if (trouble) return `${asOf ? 'could not be refreshed' : 'has never been read'}: ${trouble.says}`;
  if (asOf === null) return refreshing ? 'is being read for the first time' : null;
  // What is compared once more in the background is young enough.
  return refreshing && now.getTime() - asOf.getTime() >= maxAge ? 'is still being refreshed' : null;
}

function namesOf(group: readonly [FeedStatus, ...FeedStatus[]], all: readonly FeedStatus[]): string {
  return `${group[0].feed.source} (${group.map((status) => tableOf(status, all)).join('; ')})`;
}

/** The model's table and the environment, and the source's own table where that is not one alone. */
function tableOf({ feed }: FeedStatus, all: readonly FeedStatus[]): string {
  const { source, table, environment, shown } = feed;
  const alike = all.filter(
    ({ feed: other }) => other.source === source && other.table === table && other.environment === environment,
  );
  return [alike.length > 1 ? `${table} ${shown}` : table, environment].filter((part) => part !== null).join(', ');
}

function figuresOf(group: readonly FeedStatus[], now: Date): string {
  const [oldest] = group.flatMap(({ asOf }) => asOf ?? []).sort((a, b) => a.getTime() - b.getTime());
  return oldest ? `its figures are of ${formatAge(ageOf(oldest, now))} ago (${clock(oldest, now)})` : '';
}

function triesOf({ trouble, nextTry, refreshing }: FeedStatus, now: Date): readonly string[] {
  if (!trouble) return [];
  const next = refreshing ? 'and again now' : nextTryWords(nextTry, now);
  return [`tried at ${clock(trouble.at, now)}`, ...(next === null ? [] : [next])];
}
