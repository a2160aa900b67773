import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { NotPosted } from '../../delivery/courier.js';
import { orNotPosted } from './not-posted.js';

const MOST_PEOPLE = 10_000;

/**
 * The channel of the direct messages with somebody. A limit that Slack sets on opening them is kept for everybody whose is
 * not known yet: a thousand that are due at once would otherwise ask on and on. Rejects with NotPosted.
 */
export function createDirectChannels(client: Pick<WebClient, 'conversations'>): (owner: string) => Promise<string> {
  /** By person: the conversation with Tally stays the same for good. */
  const known = new LRUCache<string, string>({ max: MOST_PEOPLE });
  let openAgain = 0;

  async function open(owner: string): Promise<string> {
    const afterMs = openAgain - performance.now();
    if (afterMs > 0) throw new NotPosted({ kind: 'later', code: 'ratelimited', afterMs });
    const { channel } = await orNotPosted('to open', () => client.conversations.open({ users: owner }));
    if (!channel?.id) throw new Error('Slack opened a conversation without an id');
    known.set(owner, channel.id);
    return channel.id;
  }

  return async (owner) => {
    const found = known.get(owner);
    if (found !== undefined) return found;
    try {
      return await open(owner);
    } catch (error) {
      if (error instanceof NotPosted && error.problem.kind === 'later')
        openAgain = Math.max(openAgain, performance.now() + (error.problem.afterMs ?? 0));
      throw error;
    }
  };
}
