import { plural } from '../../kpi/format.js';
import type { Subscription } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { verbFirst } from '../verb-first.js';
import { listed, notYours, ofConfiguration, ownOf } from './manage.js';
import { mistaken } from './mistakes.js';
import { checkedFor } from './question.js';
import { named, questionText } from './say.js';

/** Questions that are proposed. */
const SUGGESTED = 5;
const NOTHING = 'You have no subscription of your own.';

/** `/stock unsubscribe [12 | QUESTION | digest | all]`. */
export async function unsubscribe(text: string, desk: Desk): Promise<Reply> {
  const rest = text.replace(/^\s*\S+\s*(?:from\s+)?(?:subscription\s+(?=#?\d))?/i, '').trim();
  const alert = /^alerts?\s/i.test(rest) ? verbFirst(text) : null;
  if (alert) return { kind: 'mistake', mistake: alert };
  const own = await ownOf(desk);
  const number = /^#?(\d{1,9})$/.exec(rest)?.[1];
  if (number !== undefined) {
    const one = own.find(({ id }) => id === Number(number));
    return one ? ended([one], text, desk) : notYours(Number(number), text, desk);
  }
  // Whoever runs Tally sees what is everybody’s, and names what is meant.
  if (desk.asker.chat !== 'slack') return which(own, text, 'Say which, by its number.');
  const mine = own.filter(({ name }) => name === null);
  if (mine.length === 0) return mistaken('unknown', NOTHING, text, ['/stock subscriptions']);
  if (/^all$/i.test(rest)) return ended(mine, text, desk);
  const [only, ...others] = rest === '' ? mine : await asking(rest, mine, desk);
  if (only && others.length === 0) return ended([only], text, desk);
  if (only) return which([only, ...others], text, 'Which one is meant?');
  return which(mine, text, `You are not subscribed to “${rest.slice(0, 80)}”.`);
}

/** Those of a question, however it is written. */
async function asking(question: string, own: readonly Subscription[], desk: Desk): Promise<readonly Subscription[]> {
  const channels = [...new Set(own.map(({ channel }) => channel))];
  const found = await Promise.all(
    channels.map(async (channel) => {
      const asked = await checkedFor(channel, question, desk);
      return asked.ok ? own.filter((one) => one.channel === channel && one.question === asked.question) : [];
    }),
  );
  return found.flat();
}

async function ended(meant: readonly Subscription[], text: string, desk: Desk): Promise<Reply> {
  const [first, ...others] = meant;
  if (first && first.name !== null) return ofConfiguration(first, text);
  for (const { id } of meant) await desk.subscriptions.remove(id);
  const says =
    first && others.length === 0
      ? `Not subscribed any more: #${first.id} ${questionText(first.question)}`
      : `${plural(meant.length, 'subscription has', 'subscriptions have')} ended`;
  const did = `/stock unsubscribe ${others.length === 0 ? first?.id : 'all'}`;
  return { ...(await listed(desk, 'unsubscribe', says)), did };
}

function which(own: readonly Subscription[], text: string, says: string): Reply {
  const some = own.slice(0, SUGGESTED);
  const more = own.length > SUGGESTED ? [`${own.length - SUGGESTED} more`] : [];
  const message = `${says} There is ${[...some.map(named), ...more].join('; ')}.`;
  const questions = some.map(({ id }) => `/stock unsubscribe ${id}`);
  return mistaken('ambiguous', message, text, questions.length > 0 ? questions : ['/stock subscriptions']);
}
