import type { KnownBlock } from '@slack/types';
import { type Addressee, type Courier, NotPosted } from '../../delivery/courier.js';
import type { Log } from '../../observe/index.js';
import type { Message } from '../../reply/blocks.js';
import type { Askers } from './askers.js';
import { createDirectChannels } from './direct-channels.js';
import { createEnclosures } from './enclosures.js';
import { DELIVERY_EVENT, type History } from './history.js';
import { orNotPosted } from './not-posted.js';
import type { People } from './people.js';
import type { Pictures } from './pictures.js';
import { renderContent } from './render-content.js';
import { shareFile } from './share-file.js';
import { FILE_WAITS, isTooMuch, sendWhenReady } from './simpler.js';
import { DELIVERY_TIMEOUT, type SlackMetrics, slackError, type Wire } from './wire.js';

export interface CourierOptions {
  readonly wire: Wire;
  readonly askers: Askers;
  readonly people: People;
  readonly pictures: Pictures;
  readonly history: History;
  readonly metrics: Pick<SlackMetrics, 'delivery'>;
  readonly log: Log;
}

/** Milliseconds after which nothing more is sent of a post: simpler versions, or the same with a file that was not ready. */
const LATEST_START = 8000;
/** Milliseconds after which a post is over, whatever came of it. */
export const LONGEST_POST = LATEST_START + DELIVERY_TIMEOUT;

const outOfTime = () => new NotPosted({ kind: 'later', code: 'refused_for_too_long', afterMs: null });

/**
 * Posts what is delivered without being asked. Nothing is tried again here but what Slack has refused, so that a message
 * whose answer is lost is never posted twice by this.
 */
export function createCourier(options: CourierOptions): Courier {
  const { wire, askers, people, pictures, history, metrics, log } = options;
  const { deliveries } = wire;
  const enclosures = createEnclosures(wire.enclosures, pictures);
  const directChannel = createDirectChannels(deliveries);

  async function send({ text, blocks: content }: Message, channel: string, mark: string): Promise<string> {
    const blocks = [...content] as KnownBlock[];
    const { ts } = await deliveries.chat.postMessage({
      channel,
      text,
      ...(blocks.length > 0 ? { blocks } : {}),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: DELIVERY_EVENT, event_payload: { delivery: mark } },
    });
    if (!ts) throw new Error('Slack took a message and gave it no timestamp');
    return ts;
  }

  /** The best of the versions that Slack takes: whatever it says to one of them, it has not posted it. */
  async function sendBest(versions: Iterable<Message>, channel: string, mark: string): Promise<string> {
    const waits = FILE_WAITS.slice(0, -1);
    const started = performance.now();
    const sendInTime = async (message: Message) => {
      if (performance.now() - started > LATEST_START) throw outOfTime();
      return send(message, channel, mark);
    };
    let refused: unknown = new Error('A message without a version');
    let step = -1;
    for (const message of versions) {
      step++;
      try {
        const ts = await sendWhenReady(message, waits, slackError, log, () => sendInTime(message));
        metrics.delivery(step === 0 ? 'delivered' : 'degraded');
        return ts;
      } catch (error) {
        refused = error;
        if (!isTooMuch(slackError(error))) break;
        log.warn({ err: error, step, slack: slackError(error) }, 'message refused');
      }
    }
    throw refused;
  }

  /** A mention would notify them of each post; without a name, the id has to do. */
  async function nameOf(owner: string | null): Promise<string | null> {
    return owner === null ? null : ((await people.name(owner)) ?? owner);
  }

  return {
    async asker({ owner, channel }: Addressee) {
      if (await people.isGone(owner)) return 'gone';
      return askers.at({ user: owner, channel }, channel !== null);
    },
    channelOf: async ({ owner, channel }) => channel ?? directChannel(owner),
    async prepare(_, content) {
      await Promise.all([enclosures.of(content), nameOf(content.marks.owner)]);
    },
    async post(channel, content, mark) {
      const [picture, owner] = await Promise.all([enclosures.of(content), nameOf(content.marks.owner)]);
      const versions = renderContent(content, { picture, owner });
      return orNotPosted('to post', () => sendBest(versions, channel, mark), channel);
    },
    find: history.find,
    attached: history.attached,
    attach: (channel, ts, file) => shareFile(deliveries, file, { channel, thread: ts }),
  };
}
