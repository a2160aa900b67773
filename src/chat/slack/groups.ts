import { LRUCache } from 'lru-cache';
import type { Asker } from '../../commands/questions.js';
import type { Log } from '../../observe/index.js';
import { slackError, type Wire } from './wire.js';

/** Milliseconds for which a membership is believed. */
const KEPT = 5 * 60_000;
/** And for which it is while Slack does not say: who has left a group is not to keep its rights for good. */
const KEPT_AT_MOST = 60 * 60_000;

/** In which of the groups that access rules name somebody is, and of which that cannot be told. */
export type Membership = Pick<Asker, 'groups' | 'unknownGroups'>;

/**
 * Memberships of the `named` user groups. Where Slack does not say, the last that it said counts for an hour; then,
 * and where it never said, the membership is unknown, which opens nothing.
 */
export function createGroups(named: readonly string[], wire: Pick<Wire, 'lookups'>, log: Log) {
  const members = new LRUCache<string, { readonly users: ReadonlySet<string>; readonly at: number }>({
    max: Math.max(1, named.length),
    ttl: KEPT,
    allowStale: true,
    noDeleteOnStaleGet: true,
    allowStaleOnFetchRejection: true,
    fetchMethod: async (group) => {
      const { users = [] } = await wire.lookups.usergroups.users.list({ usergroup: group });
      return { users: new Set(users), at: performance.now() };
    },
  });

  /** Null where it cannot be told. */
  async function isIn(group: string, user: string): Promise<boolean | null> {
    try {
      const known = await members.fetch(group, { allowStale: false });
      return known && performance.now() - known.at < KEPT_AT_MOST ? known.users.has(user) : null;
    } catch (error) {
      log.error({ err: error, group, slack: slackError(error) }, 'user group not read');
      return null;
    }
  }

  return {
    async of(user: string): Promise<Membership> {
      const found = await Promise.all(named.map(async (group) => ({ group, member: await isIn(group, user) })));
      const where = (wanted: boolean | null) =>
        found.filter(({ member }) => member === wanted).map(({ group }) => group);
      return { groups: where(true), unknownGroups: where(null) };
    },
  };
}

export type Groups = ReturnType<typeof createGroups>;
