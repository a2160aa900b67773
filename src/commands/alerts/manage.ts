import { durationText } from '../../alerts/clock.js';
import type { Alert } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { mistaken } from '../subscriptions/mistakes.js';
import { momentText } from '../subscriptions/say.js';
import { zoneOf } from '../subscriptions/zone.js';
import { betweenText, MUTE, readDuration } from './durations.js';
import { alertReply, alertsReply, listHeadline } from './reply.js';
import { inFull, named } from './say.js';

const VERBS = ['mute', 'unmute', 'pause', 'resume', 'delete'] as const;
type Verb = (typeof VERBS)[number];
export const isVerb = (word: string): boolean => VERBS.some((verb) => verb === word.toLowerCase());
const MUTED = 'mute 1 h';

/** Those that whoever asks may read and change: their own; all, for whoever runs Tally. */
const ownOf = ({ asker, alerts }: Desk): Promise<readonly Alert[]> =>
  alerts.list(asker.chat === 'slack' ? { owner: asker.user } : {});

/** `/stock alerts`. */
export async function listed(desk: Desk, kpi = 'alerts', done?: string): Promise<Reply & { kind: 'result' }> {
  const own = await ownOf(desk);
  return alertsReply(kpi, done ?? (await listHeadline(own, desk)), own, desk);
}

/** `/stock alert 3 [mute 2 h | unmute | pause | resume | delete]`. `words`: what was said after `alert`. */
export async function manageAlert(text: string, words: readonly string[], desk: Desk): Promise<Reply> {
  const [number = '', verb = '', ...rest] = words;
  const id = Number(number.replace('#', ''));
  const one = (await ownOf(desk)).find((alert) => alert.id === id);
  if (!one) return notYours(id, text, desk);
  if (verb === '') return alertReply('alerts', named(one), one, desk);
  const known = VERBS.find((name) => name === verb.toLowerCase());
  if (!known) {
    const message = `“${verb.slice(0, 80)}” cannot be done with an alert: ${VERBS.join(', ')}.`;
    return mistaken('unknown', message, text, waysOf(one));
  }
  if (known === 'mute') return mute(one, rest, text, desk);
  if (rest.length > 0)
    return mistaken('unknown', `“${rest.join(' ').slice(0, 80)}” says nothing after ${known}.`, text, [
      `/stock alert ${id} ${known}`,
    ]);
  return done(known, one, text, desk);
}

const waysOf = ({ id, status }: Alert): readonly string[] =>
  [MUTED, status === 'active' ? 'pause' : 'resume', 'delete'].map((verb) => `/stock alert ${id} ${verb}`);

function notYours(number: number, text: string, { asker }: Desk): Reply {
  const whose = asker.chat === 'slack' ? ' of yours' : '';
  return mistaken('unknown', `There is no alert #${number}${whose}.`, text, ['/stock alerts']);
}

async function mute(one: Alert, words: readonly string[], text: string, desk: Desk): Promise<Reply> {
  const said = words[0]?.toLowerCase() === 'for' ? words.slice(1) : words;
  const read = readDuration(said);
  const { now } = desk.model;
  if (read === null || read.used < said.length || read.milliseconds < MUTE.least || read.milliseconds > MUTE.most) {
    const message = `After “mute” comes for how long, such as 1 h or 1 day: ${betweenText(MUTE)}.`;
    return mistaken('incomplete', message, text, [
      `/stock alert ${one.id} ${MUTED}`,
      `/stock alert ${one.id} mute 1 day`,
    ]);
  }
  const until = new Date(now.getTime() + read.milliseconds);
  const timeZone = await zoneOf(desk);
  return changed(one, { mutedUntil: until }, `is muted until ${momentText(until, timeZone)} ${timeZone}`, {
    did: `/stock alert ${one.id} mute ${durationText(read.milliseconds)}`,
    text,
    desk,
  });
}

async function done(verb: Exclude<Verb, 'mute'>, one: Alert, text: string, desk: Desk): Promise<Reply> {
  const asked = { did: `/stock alert ${one.id} ${verb}`, text, desk };
  switch (verb) {
    case 'unmute':
      return changed(one, { mutedUntil: null }, 'is not muted', asked);
    case 'pause':
      if (one.status === 'paused') return told(one, 'is paused already', desk);
      return changed(one, { status: 'paused' }, 'is paused', asked);
    case 'resume':
      if (one.status === 'active') return told(one, 'is not paused', desk);
      return changed(one, { status: 'active', trouble: null }, 'goes on', asked);
    case 'delete':
      await desk.alerts.remove(one.id);
      return { ...(await listed(desk, 'alert', `#${one.id} is deleted: ${inFull(one)}`)), did: asked.did };
  }
}

async function changed(
  one: Alert,
  to: Partial<Pick<Alert, 'status' | 'trouble' | 'mutedUntil'>>,
  says: string,
  { did, text, desk }: { readonly did: string; readonly text: string; readonly desk: Desk },
): Promise<Reply> {
  const alert = await desk.alerts.change(one.id, to);
  return alert ? { ...(await told(alert, says, desk)), did } : notYours(one.id, text, desk);
}

/** `#3 is paused: variance by product over 5%, for 30 min, in #C012ABCDEF`. */
const told = (one: Alert, says: string, desk: Desk) =>
  alertReply('alert', `#${one.id} ${says}: ${inFull(one)}`, one, desk);
