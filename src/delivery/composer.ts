import { LRUCache } from 'lru-cache';
import { alertMessage } from '../commands/alert-look/index.js';
import { NotRead } from '../commands/not-read.js';
import type { Asker, Questions } from '../commands/questions.js';
import { DIGEST } from '../commands/subscriptions/question.js';
import type { Digest } from '../digest/digest.js';
import { toCsv } from '../reply/csv.js';
import type { Alerts, Deliveries, Delivery, Subscription, Subscriptions } from '../state/index.js';
import type { Compose, Composed } from './compose.js';
import type { Attachment, Marks } from './content.js';

type Result = Digest['full'];

export interface ComposerOptions {
  readonly subscriptions: Pick<Subscriptions, 'get'>;
  readonly deliveries: Pick<Deliveries, 'lastRecord'>;
  readonly alerts: Pick<Alerts, 'get'>;
  readonly questions: Pick<Questions, 'deliver' | 'digest' | 'deskFor'>;
  /** The result’s chart as PNG; null when it has none. */
  readonly draw: (result: Result) => Promise<Uint8Array | null>;
  readonly log: { error(fields: object, message: string): void };
}

const OUR_FAULT = 'It failed inside Tally, whose log says why.';

/** Pictures in the thread of a digest, one for each category out of tolerance. */
const MOST_DETAILS = 8;
/** Answers that several deliveries share; those of one due time come one after another. */
const REMEMBERED = 100;
/** Milliseconds: a thousand take some eight minutes. */
const REMEMBERED_FOR = 15 * 60_000;

type Told = Pick<Marks, 'late' | 'mayBeRepeat'>;
type Made = Awaited<ReturnType<Questions['digest']>>;

/** Equal questions of equal rights that are due at the same time are computed once, and drawn once. */
export function createComposer(options: ComposerOptions): Compose {
  const { subscriptions, deliveries, alerts, questions, draw, log } = options;
  const made = new LRUCache<string, Promise<Made>>({ max: REMEMBERED, ttl: REMEMBERED_FOR, ttlAutopurge: true });
  const pictures = new WeakMap<Result, Promise<Uint8Array>>();

  async function subscribed(delivery: Delivery, asker: Asker, told: Told): Promise<Composed> {
    const subscription = delivery.of === null ? null : await subscriptions.get(delivery.of);
    if (subscription === null) return { kind: 'gone' };
    const { question, quiet } = subscription;
    const marks = { ...told, schedule: scheduleOf(subscription), owner: ownerOf(delivery) };
    const { answered, record } = await answerTo(subscription, delivery, asker);
    switch (answered.kind) {
      case 'digest': {
        const { digest } = answered;
        if (digest.mood === 'quiet' && quiet === 'nothing') return { kind: 'quiet', record };
        return { kind: 'post', content: { kind: 'digest', digest, marks }, attachments: filesOf(digest), record };
      }
      case 'result': {
        const attachments = csvOf(answered.result, answered.result.title);
        return { kind: 'post', content: { kind: 'answer', answered, marks }, attachments, record };
      }
      case 'mistake':
        return refusal(answered.mistake.message, asker);
      case 'failure':
        return { kind: 'failed', says: answered.error instanceof NotRead ? answered.error.says : OUR_FAULT };
      default:
        return { kind: 'refused', says: `“${question}” is no question that can be posted.` };
    }
  }

  async function answerTo({ id, question, timeZone }: Subscription, { due }: Delivery, asker: Asker): Promise<Made> {
    const isDigest = question === DIGEST;
    const previous = isDigest ? await deliveries.lastRecord(id) : null;
    const { rights } = questions.deskFor(asker);
    const key = JSON.stringify([question, ...(isDigest ? [previous, timeZone] : []), due.getTime(), rights]);
    return shared(made, key, async () => {
      if (isDigest) return questions.digest(asker, { previous, record: true, timeZone });
      return { answered: await questions.deliver(question, asker), record: null };
    });
  }

  function filesOf(digest: Digest): readonly Attachment[] {
    if (digest.mood === 'quiet') return [];
    return [
      ...csvOf(digest.full, 'every item that does not match'),
      ...digest.details.slice(0, MOST_DETAILS).map(({ category, result }, index) => ({
        name: `${index + 1}-${fileName(category)}.png`,
        title: result.title,
        bytes: () => pictureOf(result),
      })),
    ];
  }

  async function drawn(result: Result): Promise<Uint8Array> {
    const bytes = await draw(result);
    if (bytes === null) throw new Error('A category of a digest without a picture');
    return bytes;
  }

  async function pictureOf(result: Result): Promise<Uint8Array> {
    const known = pictures.get(result);
    if (known !== undefined) return known;
    const drawing = drawn(result);
    pictures.set(result, drawing);
    drawing.catch(() => pictures.delete(result));
    return drawing;
  }

  async function alerted(delivery: Delivery, asker: Asker, told: Told): Promise<Composed> {
    const alert = delivery.of === null ? null : await alerts.get(delivery.of);
    if (alert === null || delivery.payload === null) return { kind: 'gone' };
    const message = await alertMessage(alert, delivery.payload, questions.deskFor(asker));
    // What may be seen has changed since it was looked at: the next look finds what there is to tell now.
    if ('refusal' in message) return { kind: 'failed', says: message.refusal };
    const marks = { ...told, schedule: null, owner: ownerOf(delivery) };
    return { kind: 'post', content: { kind: 'alert', alert: message, marks }, attachments: [], record: null };
  }

  async function compose(delivery: Delivery, asker: Asker, told: Told): Promise<Composed> {
    switch (delivery.kind) {
      case 'subscription':
        return subscribed(delivery, asker, told);
      case 'alert':
        return alerted(delivery, asker, told);
      case 'notice': {
        const marks = { ...told, schedule: null, owner: null };
        const text = delivery.payload ?? '';
        return { kind: 'post', content: { kind: 'notice', text, marks }, attachments: [], record: null };
      }
    }
  }

  return async (delivery, asker, told) => {
    try {
      return await compose(delivery, asker, told);
    } catch (error) {
      log.error({ err: error, delivery: delivery.id }, 'delivery not composed');
      return { kind: 'failed', says: OUR_FAULT };
    }
  };
}

/** A failure is not remembered: what is tried again is computed again. */
function shared(made: LRUCache<string, Promise<Made>>, key: string, make: () => Promise<Made>): Promise<Made> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const making = make().then(
    (value) => {
      if (value.answered.kind === 'failure') made.delete(key);
      return value;
    },
    (error: unknown) => {
      made.delete(key);
      throw error;
    },
  );
  made.set(key, making);
  return making;
}

/** Where it could not be told who somebody is, less is open than may be: that passes, and pauses nothing. */
function refusal(says: string, { unknownGroups }: Asker): Composed {
  return { kind: unknownGroups.length > 0 ? 'failed' : 'refused', says };
}

function csvOf(result: Result, title: string): readonly Attachment[] {
  if (result.rows.length === 0) return [];
  return [{ name: `${result.kpi}.csv`, title, bytes: async () => Buffer.from(toCsv(result)) }];
}

const scheduleOf = ({ id, schedule, timeZone }: Subscription): string => `#${id} · ${schedule} ${timeZone}`;
/** Where others read, they are told whose it is. */
const ownerOf = ({ channel, owner }: Delivery): string | null => (channel === null ? null : owner);

const fileName = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40) || 'category';
