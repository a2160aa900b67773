import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import type { Feed } from '../model/feed.js';
import type { FeedStatus } from '../model/index.js';
import { groupsOf } from './groups.js';
import { nextTryWords } from './moments.js';

/**
 * What a question needs was never read. `message` is for whoever runs Tally, with the advice of the source’s own error;
 * `says` is for any reader: no host, no table of the source, no statement.
 */
export class NotRead extends Error {
  override readonly name = 'NotRead';
  readonly says: string;

  constructor(statuses: readonly FeedStatus[], now: Date) {
    const says = groupsOf(statuses, (status) => `${status.feed.source} ${reasonOf(status, now)}`)
      .map((group) => sentence(group, now))
      .join(' ');
    const errors = statuses.flatMap(({ trouble }) => trouble?.error ?? []);
    const advice = new Set(errors.filter(({ name }) => name === 'SourceError').map(({ message }) => message));
    super(advice.size > 0 ? [...advice].join('\n') : says, { cause: errors[0] });
    this.says = says;
  }
}

/** Throws NotRead if one of the tables was never read. */
export function requireRead(statuses: readonly FeedStatus[], now: Date): void {
  const unread = statuses.filter(({ asOf }) => asOf === null);
  if (unread.length > 0) throw new NotRead(unread, now);
}

function sentence(group: readonly [FeedStatus, ...FeedStatus[]], now: Date): string {
  const [first] = group;
  const names = [...new Set(group.map(({ feed }) => nameOf(feed)))].join(' and ');
  const one = !names.includes(' and ');
  return `${names} in ${first.feed.source} ${one ? 'has' : 'have'} ${reasonOf(first, now)}.`;
}

function reasonOf({ trouble, nextTry }: FeedStatus, now: Date): string {
  if (!trouble) return 'not been read yet, and is being read now. Ask again in a minute';
  const next = nextTryWords(nextTry, now);
  return `never been read: ${trouble.says}${next ? `; ${next}` : '. Ask again in a minute'}`;
}

function nameOf({ table, environment }: Feed): string {
  if (table === 'product') return 'The product master';
  return environment === null ? 'Stock' : `Stock of ${ENVIRONMENT_LABEL[environment]}`;
}
