import { plural } from '../../kpi/format.js';
import { nextDue } from '../../schedule/index.js';
import type { DeliveryState, Subscription } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { askedFor } from './asked.js';
import { alsoThere } from './beside.js';
import { mistaken } from './mistakes.js';
import { subscriptionReply, subscriptionsReply } from './reply.js';
import { firstWords, named, scheduleOf, termsText } from './say.js';

const VERBS = ['pause', 'resume', 'run', 'edit', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/** Those that whoever asks may read and change: their own; all, for whoever runs Tally. */
export const ownOf = ({ asker, subscriptions }: Desk): Promise<readonly Subscription[]> =>
  subscriptions.list(asker.chat === 'slack' ? { owner: asker.user } : {});

/** `/stock subscriptions`. */
export async function listed(desk: Desk, kpi = 'subscriptions', done?: string): Promise<Reply & { kind: 'result' }> {
  const own = await ownOf(desk);
  return subscriptionsReply(kpi, done ?? listHeadline(own), own, desk);
}

function listHeadline(own: readonly Subscription[]): string {
  if (own.length === 0) return 'Nothing is subscribed to';
  const paused = own.filter(({ status }) => status === 'paused').length;
  return `${plural(own.length, 'subscription')}${paused === 0 ? '' : `, ${paused} paused`}`;
}

/** `/stock subscription 12 [pause | resume | run | delete | edit QUESTION SCHEDULE …]`. */
export async function manage(text: string, desk: Desk): Promise<Reply> {
  const [, , number = '', verb = ''] = /^\s*(\S+)\s+#?(\d{1,9})(?:\s+(\S+))?/.exec(text) ?? [];
  if (number === '') {
    const message = 'Say which: subscription 12, and pause, resume, run, edit or delete.';
    const [, turned, which] = /^\s*\S+\s+(\S+)\s+#?(\d{1,9})\s*$/.exec(text) ?? [];
    const known = VERBS.find((name) => name === turned?.toLowerCase());
    const instead = known ? `/stock subscription ${which} ${known}` : '/stock subscriptions';
    return mistaken('incomplete', message, text, [instead]);
  }
  const one = (await ownOf(desk)).find(({ id }) => id === Number(number));
  if (!one) return notYours(Number(number), text, desk);
  if (verb === '') return subscriptionReply('subscriptions', `${named(one)}, ${firstWords(one)}`, one, desk);
  const known = VERBS.find((name) => name === verb.toLowerCase());
  if (!known) {
    const message = `“${verb.slice(0, 80)}” cannot be done with a subscription: ${VERBS.join(', ')}.`;
    return mistaken('unknown', message, text, waysOf(one));
  }
  const rest = text.replace(/^\s*(?:\S+\s+){2}\S+\s*/, '');
  if (known === 'edit') return edit(one, text, rest, desk);
  if (rest.trim() !== '')
    return mistaken('unknown', `“${rest.trim().slice(0, 80)}” says nothing after ${known}.`, text, [
      `/stock subscription ${one.id} ${known}`,
    ]);
  return done(known, one, text, desk);
}

const waysOf = ({ id, status, name }: Subscription): readonly string[] =>
  [status === 'active' ? 'pause' : 'resume', 'run', ...(name === null ? ['delete'] : [])].map(
    (verb) => `/stock subscription ${id} ${verb}`,
  );

export function notYours(number: number, text: string, { asker }: Desk): Reply {
  const whose = asker.chat === 'slack' ? ' of yours' : '';
  return mistaken('unknown', `There is no subscription #${number}${whose}.`, text, ['/stock subscriptions']);
}

async function done(verb: Exclude<Verb, 'edit'>, one: Subscription, text: string, desk: Desk): Promise<Reply> {
  const did = `/stock subscription ${one.id} ${verb}`;
  switch (verb) {
    case 'pause': {
      if (one.status === 'paused') return told(one, 'is paused already', desk);
      const paused = await desk.subscriptions.change(one.id, { status: 'paused' });
      return paused ? { ...told(paused, 'is paused', desk), did } : notYours(one.id, text, desk);
    }
    case 'resume': {
      if (one.status === 'active') return told(one, `is not paused, ${firstWords(one)}`, desk);
      const due = nextDue(scheduleOf(one), one.timeZone, desk.model.now);
      const resumed = await desk.subscriptions.change(one.id, { status: 'active', trouble: null, nextDue: due });
      if (!resumed) return notYours(one.id, text, desk);
      return { ...told(resumed, `goes on, ${firstWords(resumed)}`, desk), did };
    }
    case 'run': {
      const says = (await runNow(one, desk)) ? 'is computed and posted now' : 'is being posted already';
      return { ...told(one, says, desk), did };
    }
    case 'delete':
      if (one.name !== null) return ofConfiguration(one, text);
      await desk.subscriptions.remove(one.id);
      return { ...(await listed(desk, 'subscription', `#${one.id} is deleted: ${termsText(one)}`)), did };
  }
}

/** `#12 is paused: variance by category, weekdays 07:30 Europe/Berlin, in #C012ABCDEF`. */
const told = (one: Subscription, says: string, desk: Desk) =>
  subscriptionReply('subscription', `#${one.id} ${says}: ${termsText(one)}`, one, desk);

/** False where one of it is under way: who presses twice does not want it twice. */
async function runNow({ id, owner, channel }: Subscription, desk: Desk): Promise<boolean> {
  const { deliveries, model } = desk;
  const [latest] = await deliveries.of('subscription', id, 1);
  if (latest && UNDER_WAY.has(latest.state) && latest.notBefore <= model.now) return false;
  await deliveries.add([{ kind: 'subscription', of: id, due: model.now, owner, channel, payload: null }]);
  desk.wake();
  return true;
}

const UNDER_WAY: ReadonlySet<DeliveryState> = new Set(['due', 'claimed', 'posting', 'posted']);

/** `change`: what stands after `edit`. */
async function edit(one: Subscription, text: string, change: string, desk: Desk): Promise<Reply> {
  if (one.name !== null) return ofConfiguration(one, text);
  const said = `subscription ${one.id} edit`;
  if (change.trim() === '') return mistaken('incomplete', NOTHING_TO_CHANGE, text, [`/stock ${said} daily 08:00`]);
  const asked = await askedFor(text, { said, skipped: 3 }, desk, { ...one, schedule: scheduleOf(one) });
  if ('mistake' in asked) return { kind: 'mistake', mistake: asked.mistake };
  const { owner: _, did, ...what } = asked.wanted;
  // One that Tally had to pause is mended by this; one that its owner paused stays so.
  const mended = one.trouble === null ? {} : ({ status: 'active', trouble: null } as const);
  const changed = await desk.subscriptions.change(one.id, { ...what, ...mended });
  if (!changed) return notYours(one.id, text, desk);
  const notes = [...asked.notes, ...(await alsoThere(changed, desk))];
  const headline = `Now ${named(changed)}, ${firstWords(changed)}`;
  return { ...subscriptionReply('subscription', headline, changed, desk, notes), did };
}

const NOTHING_TO_CHANGE = 'Say what is to be changed: the question, when, where, or the time zone.';

export function ofConfiguration({ id, name }: Subscription, text: string): Reply {
  const message = `#${id} is “${name}” of the configuration: whoever runs Tally changes or removes it there. It can be paused, and run now.`;
  return mistaken('refused', message, text, [`/stock subscription ${id} pause`, `/stock subscription ${id} run`]);
}
