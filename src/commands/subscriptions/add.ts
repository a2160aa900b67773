import { MOST_SUBSCRIPTIONS, type Subscription } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { askedFor, type Wanted } from './asked.js';
import { alsoThere } from './beside.js';
import { mistaken, ONLY_IN_SLACK } from './mistakes.js';
import { subscriptionReply } from './reply.js';
import { firstWords, named } from './say.js';

const SUBSCRIBE = { said: 'subscribe', skipped: 1 } as const;

/** `/stock subscribe`. */
export async function subscribe(text: string, desk: Desk): Promise<Reply> {
  if (desk.asker.chat !== 'slack') return mistaken('refused', ONLY_IN_SLACK, text, ['/stock subscriptions']);
  const asked = await askedFor(text, SUBSCRIBE, desk);
  if ('mistake' in asked) return { kind: 'mistake', mistake: asked.mistake };
  const { owner, did, ...what } = asked.wanted;
  const own = await desk.subscriptions.list({ owner });
  const same = own.find((one) => keyOf(one) === keyOf(what));
  if (same) {
    const headline = `You have that already: ${named(same)}, ${firstWords(same)}`;
    return subscriptionReply('subscribe', headline, same, desk, asked.notes);
  }
  const added = await desk.subscriptions.add({ ...what, owner, name: null, quiet: 'line' });
  if (added === 'full') return full(text);
  const headline = `Subscribed: ${named(added)}, ${firstWords(added)}`;
  const notes = [...asked.notes, ...(await alsoThere(added, desk))];
  return { ...subscriptionReply('subscribe', headline, added, desk, notes), did };
}

function full(text: string): Reply {
  const message = `You have ${MOST_SUBSCRIPTIONS} subscriptions, paused ones included, and there is no room for another. Delete one first.`;
  return mistaken('conflict', message, text, ['/stock subscriptions']);
}

const keyOf = ({
  question,
  schedule,
  timeZone,
  channel,
}: Omit<Wanted, 'owner' | 'nextDue' | 'did'> | Subscription): string =>
  JSON.stringify([question, schedule, timeZone, channel]);
