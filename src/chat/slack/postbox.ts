import type { KnownBlock } from '@slack/types';
import type { Log } from '../../observe/index.js';
import type { Message } from '../../reply/blocks.js';
import { ResponseUrlError, respond } from './response-url.js';
import { FILE_WAITS, isTooMuch, sendWhenReady } from './simpler.js';
import { type SlackMetrics, slackError, type Wire } from './wire.js';

/** Where a message may go. */
export type Place =
  /** To the address that came with a command or a click; private unless `open`. */
  | {
      readonly kind: 'response';
      readonly url: string;
      readonly open: boolean;
      readonly replace: boolean;
      readonly thread?: string;
    }
  /** Seen by one person in a channel. */
  | { readonly kind: 'ephemeral'; readonly channel: string; readonly user: string; readonly thread?: string }
  | { readonly kind: 'post'; readonly channel: string; readonly thread?: string }
  | { readonly kind: 'update'; readonly channel: string; readonly ts: string }
  /** To a person’s direct messages. */
  | { readonly kind: 'direct'; readonly user: string };

/** Where a message came to stand; `ts` is null where it cannot be updated. */
export interface Delivered {
  readonly place: Place;
  readonly channel: string | null;
  readonly ts: string | null;
}

export interface Postbox {
  /**
   * Delivers one of `versions`, which say the same in ever simpler blocks, to the first of `places` that takes it.
   * Rejects when none does, which counts as lost unless there is a way `besides`.
   */
  deliver(
    versions: Iterable<Message>,
    places: readonly Place[],
    options?: { readonly besides: boolean },
  ): Promise<Delivered>;
  /** Channel of a person’s direct messages. */
  directChannel(user: string): Promise<string>;
}

export function createPostbox(wire: Wire, metrics: SlackMetrics, log: Log): Postbox {
  async function directChannel(user: string): Promise<string> {
    const { channel } = await wire.answers.conversations.open({ users: user });
    if (!channel?.id) throw new Error('Slack opened a conversation without an id');
    return channel.id;
  }

  async function send({ text, blocks: content }: Message, place: Place): Promise<Delivered> {
    const blocks = [...content] as KnownBlock[];
    const body = { text, ...(blocks.length > 0 ? { blocks } : {}) };
    switch (place.kind) {
      case 'response': {
        const { url, open, replace, thread } = place;
        await respond(url, {
          ...body,
          response_type: open ? 'in_channel' : 'ephemeral',
          replace_original: replace,
          ...(thread ? { thread_ts: thread } : {}),
        });
        return { place, channel: null, ts: null };
      }
      case 'ephemeral': {
        const { channel, user, thread } = place;
        await wire.answers.chat.postEphemeral({ ...body, channel, user, ...(thread ? { thread_ts: thread } : {}) });
        return { place, channel, ts: null };
      }
      case 'update': {
        const { channel, ts } = place;
        await wire.answers.chat.update({ text, blocks, channel, ts });
        return { place, channel, ts };
      }
      case 'direct':
        return post(body, await directChannel(place.user), place);
      case 'post':
        return post(body, place.channel, place);
    }
  }

  async function post(
    body: { text: string; blocks?: KnownBlock[] },
    channel: string,
    place: Place,
  ): Promise<Delivered> {
    const thread = place.kind === 'post' ? place.thread : undefined;
    const { ts = null } = await wire.answers.chat.postMessage({
      ...body,
      channel,
      unfurl_links: false,
      unfurl_media: false,
      ...(thread ? { thread_ts: thread } : {}),
    });
    return { place, channel, ts };
  }

  return {
    directChannel,
    async deliver(versions, places, { besides } = { besides: false }) {
      const failures: unknown[] = [];
      const waits = [...FILE_WAITS];
      for (const place of places) {
        let step = -1;
        for (const message of versions) {
          step++;
          try {
            const delivered = await sendWhenReady(message, waits, codeOf, log, () => send(message, place));
            metrics.delivery(step === 0 && failures.length === 0 ? 'delivered' : 'degraded');
            return delivered;
          } catch (error) {
            failures.push(error);
            log.warn({ err: error, place: place.kind, step, slack: codeOf(error) }, 'message refused');
            if (!isTooMuch(codeOf(error))) break;
          }
        }
      }
      if (!besides) metrics.delivery('lost');
      throw new AggregateError(failures, 'No place took the message');
    },
  };
}

const codeOf = (error: unknown): string | null => (error instanceof ResponseUrlError ? error.slack : slackError(error));
