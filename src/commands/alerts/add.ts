import { beyondNow } from '../../alerts/beyond-now.js';
import type { Mistake } from '../../intent/intent.js';
import { type Alert, MOST_ALERTS, type NewAlert } from '../../state/index.js';
import { lookAt } from '../alert-look/index.js';
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { ALERTS_ONLY_IN_SLACK, mistaken } from '../subscriptions/mistakes.js';
import { whereFor } from '../subscriptions/place.js';
import { rightsFor } from '../subscriptions/question.js';
import { withWaysOut } from '../subscriptions/ways-out.js';
import { watchable } from './question.js';
import { alertReply } from './reply.js';
import { named } from './say.js';
import { alertText, readAlert } from './text.js';

/** `/stock alert QUESTION …`. */
export async function addAlert(text: string, desk: Desk): Promise<Reply> {
  if (desk.asker.chat !== 'slack') return mistaken('refused', ALERTS_ONLY_IN_SLACK, text, ['/stock alerts']);
  const asked = await readAsked(text, desk);
  if ('mistake' in asked) {
    const tryOut = async (other: string) => {
      const next = await readAsked(other, desk);
      return 'mistake' in next ? next.mistake : null;
    };
    return { kind: 'mistake', mistake: await withWaysOut(asked.mistake, tryOut, HELP) };
  }
  const { wanted, did } = asked;
  const { owner, question, channel, hold, remind } = wanted;
  const same = (await desk.alerts.list({ owner })).find((one) => one.question === question && one.channel === channel);
  if (same && same.hold === hold && same.remind === remind)
    return alertReply('alert', `You have that already: ${named(same)}`, same, desk);
  const changed = same ? await desk.alerts.change(same.id, { hold, remind }) : null;
  if (changed) return { ...(await announced(`Now ${named(changed)}`, changed, desk)), did };
  const added = await desk.alerts.add(wanted);
  if (added === 'full') return full(text);
  return { ...(await announced(addedWords(added), added, desk)), did };
}

const HELP = '/stock help alerts';

type Asked = { readonly wanted: NewAlert; readonly did: string } | { readonly mistake: Mistake };

async function readAsked(text: string, desk: Desk): Promise<Asked> {
  const read = readAlert(text);
  if (!read.ok) return { mistake: read.mistake };
  const { question: asked, ...terms } = read.said;
  const where = await whereFor(terms.place, desk);
  if ('refusal' in where) return { mistake: mistaken('refused', where.refusal, text).mistake };
  const { channel } = where;
  const found = await watchable(channel, asked, desk);
  if (!found.ok) {
    const suggestions = found.mistake.suggestions.map(
      (question) => `/stock alert ${alertText({ ...terms, question })}`,
    );
    return { mistake: { ...found.mistake, suggestions } };
  }
  const { question } = found;
  const { hold, remind } = terms;
  const place = channel === null ? 'direct' : { channel };
  return {
    wanted: { owner: desk.asker.user, question, hold, remind, channel },
    did: `/stock alert ${alertText({ question, hold, remind, place })}`,
  };
}

const addedWords = (added: Alert): string => `${named(added)}: looked at after each refresh`;

const TABLES = ['product', 'stock'] as const;

/** Of what could be read within the budget: older than that it is nothing of now. Milliseconds. */
const RECENT = { youngerThan: 30 * 60_000 };

/** With what is beyond already, which is told at its first look. */
async function announced(words: string, alert: Alert, desk: Desk): Promise<Reply & { kind: 'result' }> {
  const { question, channel } = alert;
  await desk.model.refresher.ensure(TABLES, desk.budget);
  const look = await lookAt(question, { ...desk, rights: rightsFor(channel, desk) }, RECENT);
  const isSeen = look.kind === 'seen';
  const now = isSeen
    ? beyondNow(look.rows, look.subject)
    : `What is beyond it now is not known: ${look.says.replace(/\.$/, '')}`;
  const reply = await alertReply('alert', `${words}. ${now}`, alert, desk);
  const notes = [...reply.result.notes, ...(isSeen ? look.subject.notes : [])];
  return { ...reply, result: { ...reply.result, notes } };
}

function full(text: string): Reply {
  const message = `You have ${MOST_ALERTS} alerts, paused ones included, and there is no room for another. Delete one first.`;
  return mistaken('conflict', message, text, ['/stock alerts']);
}
