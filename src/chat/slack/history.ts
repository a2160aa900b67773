import type { WebClient } from '@slack/web-api';
import { notPosted } from './not-posted.js';
import { slackError } from './wire.js';

/** The type of the metadata of a delivered message. */
export const DELIVERY_EVENT = 'tally_delivery';

const PAGES = 20;
const PAGE = 200;
/** Milliseconds: Slack’s clock may be behind this one. */
const EARLIER = 60_000;

/** Where Tally may not read back what it posted. */
const CLOSED: ReadonlySet<string> = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'thread_not_found',
  'no_permission',
  'is_archived',
  'method_not_supported_for_channel_type',
]);

/** Looks for Tally’s own messages. Rejects with NotPosted where Slack does not say. */
export interface History {
  /** Timestamp of the message with this mark; `unknown` where Tally may not look, or there is too much to look through. */
  find(channel: string, mark: string, since: Date): Promise<string | null | 'unknown'>;
  /** Names of the files that Tally put into a thread. */
  attached(channel: string, ts: string): Promise<readonly string[] | 'unknown'>;
}

interface Told {
  readonly ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
  readonly files?: readonly { readonly name?: string | null }[];
}

interface Page {
  readonly messages?: readonly Told[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

export function createHistory(
  client: Pick<WebClient, 'conversations'>,
  own: { readonly user: string; readonly botId: string },
): History {
  const isOwn = ({ user, bot_id }: Told): boolean => bot_id === own.botId || user === own.user;

  /** Goes through Tally’s own messages until `look` finds what it seeks; null where it is not there. */
  async function through<T>(
    pageAt: (paging: { readonly limit: number; readonly cursor?: string }) => Promise<Page>,
    look: (message: Told) => T | null,
  ): Promise<T | null | 'unknown'> {
    let cursor = '';
    for (let page = 0; page < PAGES; page++) {
      const { messages = [], response_metadata } = await pageAt({ limit: PAGE, ...(cursor === '' ? {} : { cursor }) });
      for (const message of messages.filter(isOwn)) {
        const found = look(message);
        if (found !== null) return found;
      }
      cursor = response_metadata?.next_cursor ?? '';
      if (cursor === '') return null;
    }
    return 'unknown';
  }

  async function unlessClosed<T>(looking: Promise<T>): Promise<T | 'unknown'> {
    try {
      return await looking;
    } catch (error) {
      if (CLOSED.has(slackError(error) ?? '')) return 'unknown';
      throw notPosted(error, 'to look');
    }
  }

  return {
    find(channel, mark, since) {
      const oldest = ((since.getTime() - EARLIER) / 1000).toFixed(6);
      const range = { channel, oldest, include_all_metadata: true };
      return unlessClosed(
        through(
          (paging) => client.conversations.history({ ...range, ...paging }) as Promise<Page>,
          (message) => (markOf(message) === mark ? (message.ts ?? null) : null),
        ),
      );
    },
    async attached(channel, ts) {
      const names: string[] = [];
      const gone = await unlessClosed(
        through(
          (paging) => client.conversations.replies({ channel, ts, ...paging }) as Promise<Page>,
          ({ files = [] }) => {
            names.push(...files.flatMap(({ name }) => name ?? []));
            return null;
          },
        ),
      );
      return gone === 'unknown' ? 'unknown' : names;
    },
  };
}

function markOf({ metadata }: Told): string | null {
  const { event_type, event_payload = {} } = metadata ?? {};
  return event_type === DELIVERY_EVENT && 'delivery' in event_payload ? String(event_payload.delivery) : null;
}
