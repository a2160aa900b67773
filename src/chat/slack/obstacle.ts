import type { Log } from '../../observe/index.js';
import { slackError, type Wire } from './wire.js';

const PAGES = 10;
const PAGE = 1000;

const UNKNOWN =
  'There is no such channel, or it is private and Tally or you are not in it. Write /invite @Tally there first.';

/**
 * Why Tally cannot post to a channel for this person; null where it can, and where Slack does not say. Whoever is not in
 * a private channel does not learn from Tally that there is one, nor has Tally write to it.
 */
export function createObstacle({ lookups }: Pick<Wire, 'lookups'>, log: Log) {
  async function isIn(user: string, channel: string): Promise<boolean> {
    let cursor = '';
    for (let page = 0; page < PAGES; page++) {
      const paging = cursor === '' ? {} : { cursor };
      const { members = [], response_metadata } = await lookups.conversations.members({
        channel,
        limit: PAGE,
        ...paging,
      });
      if (members.includes(user)) return true;
      cursor = response_metadata?.next_cursor ?? '';
      if (cursor === '') return false;
    }
    return true;
  }

  return async (user: string, channel: string): Promise<string | null> => {
    try {
      const { channel: found } = await lookups.conversations.info({ channel });
      const { name = channel, is_archived, is_member, is_private, is_im } = found ?? {};
      if (is_im) return 'Direct messages are no channel: ask for “dm”.';
      if (is_private && !(await isIn(user, channel))) return UNKNOWN;
      if (is_archived) return `#${name} is archived: nothing can be posted there.`;
      if (!is_member) return `Tally is not in #${name}: write /invite @Tally there first.`;
      return null;
    } catch (error) {
      const code = slackError(error);
      if (code === 'channel_not_found') return UNKNOWN;
      log.warn({ err: error, slack: code }, 'channel not looked up');
      return null;
    }
  };
}

export type Obstacle = ReturnType<typeof createObstacle>;
