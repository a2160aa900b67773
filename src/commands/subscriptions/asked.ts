import type { Mistake, Rendering } from '../../intent/intent.js';
import { nextDue, type Schedule, scheduleText } from '../../schedule/index.js';
import type { Subscription } from '../../state/index.js';
import { bareQuestion } from '../bare.js';
import type { Desk } from '../desk.js';
import { mistaken } from './mistakes.js';
import { whereFor } from './place.js';
import { checkedFor } from './question.js';
import { readSubscribe, type SubscribeText, subscribeText } from './text.js';
import { withWaysOut } from './ways-out.js';
import { zoneOf } from './zone.js';

/** The words of a command before its question. */
interface Verb {
  /** As they are written after `/stock`. */
  readonly said: string;
  readonly skipped: number;
}

/** What is to be subscribed to, by whom, and the command in full. */
export type Wanted = Pick<Subscription, 'owner' | 'question' | 'schedule' | 'timeZone' | 'channel' | 'nextDue'> & {
  readonly did: string;
};

type Asked = { readonly wanted: Wanted; readonly notes: readonly string[] } | { readonly mistake: Mistake };

/** What stands unless the text says otherwise. */
interface Before extends Pick<Subscription, 'owner' | 'question' | 'timeZone' | 'channel'> {
  readonly schedule: Schedule;
}

/** What a text asks for, as far as it may be; a mistake has ways out. */
export async function askedFor(text: string, verb: Verb, desk: Desk, before: Before | null = null): Promise<Asked> {
  const asked = await readAsked(text, verb, desk, before);
  if ('wanted' in asked) return asked;
  const tryOut = async (other: string) => {
    const next = await readAsked(other, verb, desk, before);
    return 'mistake' in next ? next.mistake : null;
  };
  return { mistake: await withWaysOut(asked.mistake, tryOut, HELP) };
}

const HELP = '/stock help subscribe';

async function readAsked(text: string, verb: Verb, desk: Desk, before: Before | null): Promise<Asked> {
  const read = readSubscribe(text, verb.skipped, before?.schedule);
  if (!read.ok) {
    // Of a question that is a mistake by itself that is said first.
    const found = read.question === null ? null : await checkedFor(null, read.question, desk);
    if (found === null || found.ok) return { mistake: read.mistake };
    return { mistake: rewritten(found.mistake, verb, bareQuestion) };
  }
  return planned(text, read.said, verb, desk, before);
}

async function planned(
  text: string,
  { question: said, ...terms }: SubscribeText,
  verb: Verb,
  desk: Desk,
  before: Before | null,
): Promise<Asked> {
  const isKept = before !== null && terms.place === null;
  const where = isKept ? { channel: before.channel } : await whereFor(terms.place, desk);
  if ('refusal' in where) return { mistake: mistaken('refused', where.refusal, text).mistake };
  const { channel } = where;
  const former = before !== null && said.trim() === '' ? before.question : null;
  const found = await checkedFor(channel, former ?? said, desk);
  if (!found.ok) {
    const mistake = rewritten(found.mistake, verb, (question) => subscribeText({ ...terms, question }));
    // What stood before has no place in this text.
    return { mistake: former === null ? mistake : { ...mistake, start: 0, end: text.length } };
  }
  const timeZone = terms.timeZone ?? before?.timeZone ?? (await zoneOf(desk));
  const { question } = found;
  const place = channel === null ? 'direct' : { channel };
  return {
    wanted: {
      owner: before?.owner ?? desk.asker.user,
      question,
      schedule: scheduleText(terms.schedule),
      timeZone,
      channel,
      nextDue: nextDue(terms.schedule, timeZone, desk.model.now),
      did: inFull(verb, subscribeText({ question, schedule: terms.schedule, place, timeZone })),
    },
    notes: found.as === null ? [] : LEFT_OUT[found.as],
  };
}

/** What is posted has one form, whichever was asked for. */
const LEFT_OUT: Readonly<Record<Rendering, readonly string[]>> = {
  csv: ['The CSV comes in its thread anyway.'],
  table: ['It comes with its chart, where it has one.'],
  chart: [],
};

const inFull = ({ said }: Verb, words: string): string => `/stock ${said} ${words}`;

const rewritten = (mistake: Mistake, verb: Verb, words: (question: string) => string): Mistake => ({
  ...mistake,
  suggestions: mistake.suggestions.map((question) => inFull(verb, words(question))),
});
