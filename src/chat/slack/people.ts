import { LRUCache } from 'lru-cache';
import type { Log } from '../../observe/index.js';
import { slackError, type Wire } from './wire.js';

/** Milliseconds for which a time zone and a name are believed. */
const KEPT = 60 * 60_000;
/** And for which it is that somebody is still there; that it could not be told is not asked again so soon, either. */
const KEPT_PRESENT = 5 * 60_000;
const MOST_PEOPLE = 10_000;

interface Profile {
  readonly name: string | null;
  readonly timeZone: string | null;
  readonly gone: boolean;
  readonly at: number;
}

/** What Slack says of people; needs users:read. None of it rejects. */
export interface People {
  /** As others see it in Slack; null where it cannot be told. */
  name(user: string): Promise<string | null>;
  /** IANA name; null where it cannot be told. */
  timeZone(user: string): Promise<string | null>;
  /** Whether the account is deactivated or no more; false where that cannot be told. */
  isGone(user: string): Promise<boolean>;
}

export function createPeople({ lookups }: Pick<Wire, 'lookups'>, log: Log): People {
  const known = new LRUCache<string, Profile>({ max: MOST_PEOPLE });

  async function profileOf(user: string, within: number): Promise<Profile> {
    const before = known.get(user);
    if (before && performance.now() - before.at < within) return before;
    const found = { ...(await look(user, before)), at: performance.now() };
    known.set(user, found);
    return found;
  }

  async function look(user: string, before: Profile | undefined): Promise<Omit<Profile, 'at'>> {
    try {
      const { user: profile } = await lookups.users.info({ user });
      const { deleted = false, tz, real_name, profile: shown } = profile ?? {};
      const name = shown?.display_name || real_name || profile?.name;
      return { name: name ?? before?.name ?? null, timeZone: tz ?? before?.timeZone ?? null, gone: deleted };
    } catch (error) {
      const code = slackError(error);
      if (code === 'user_not_found') return { name: before?.name ?? null, timeZone: null, gone: true };
      log.warn({ err: error, slack: code }, 'person not looked up');
      return { name: before?.name ?? null, timeZone: before?.timeZone ?? null, gone: before?.gone ?? false };
    }
  }

  return {
    name: async (user) => (await profileOf(user, KEPT)).name,
    timeZone: async (user) => (await profileOf(user, KEPT)).timeZone,
    isGone: async (user) => (await profileOf(user, KEPT_PRESENT)).gone,
  };
}
