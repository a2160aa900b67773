import type { Mistake } from '../intent/intent.js';
import { bareQuestion } from './bare.js';

/** Words that people use for what can be done, and what they are called here, likeliest first. */
const SUBSCRIPTION_STEPS: Readonly<Record<string, readonly string[]>> = {
  pause: ['pause'],
  resume: ['resume'],
  start: ['resume'],
  run: ['run'],
  edit: ['edit'],
  change: ['edit'],
  delete: ['delete'],
  remove: ['delete'],
  cancel: ['delete'],
  stop: ['pause', 'delete'],
};
const ALERT_STEPS: Readonly<Record<string, readonly string[]>> = {
  mute: ['mute'],
  unmute: ['unmute'],
  pause: ['pause'],
  resume: ['resume'],
  start: ['resume'],
  delete: ['delete'],
  remove: ['delete'],
  cancel: ['delete'],
  unsubscribe: ['delete'],
  stop: ['mute', 'pause', 'delete'],
};
const MUTED = '1 h';

const WORDS = /^\s*(\S+)\s+(?:(subscriptions?|digest|alerts?)\s+)?#?(\d{1,9})(?:\s+(\S[\s\S]*))?$/i;

/** What can be done with a subscription or an alert, said with its verb first; null for what is not that. */
export function verbFirst(text: string): Mistake | null {
  const [, said = '', kind = '', number, rest = ''] = WORDS.exec(text) ?? [];
  const verb = said.toLowerCase();
  const suggestions = [
    ...(/^alert/i.test(kind) ? [] : stepsOf('subscription', number, SUBSCRIPTION_STEPS, verb, rest)),
    ...(/^(subscription|digest)/i.test(kind) ? [] : stepsOf('alert', number, ALERT_STEPS, verb, rest)),
  ];
  // Without its kind it is one only where nothing else stands there.
  if (suggestions.length === 0 || (kind === '' && rest !== '' && verb !== 'mute')) return null;
  const message = `First what it is and its number, then what is done with it, as ${suggestions.map(inWords).join(' or ')}.`;
  return { code: 'unknown', message, start: 0, end: text.length, suggestions };
}

function stepsOf(
  kind: 'subscription' | 'alert',
  number: string | undefined,
  steps: typeof ALERT_STEPS,
  verb: string,
  rest: string,
): readonly string[] {
  const known = Object.hasOwn(steps, verb) ? (steps[verb] ?? []) : [];
  return known.map((step) => ['/stock', kind, number, step, ...termsOf(step, rest)].join(' '));
}

/** Only these two take something more. */
function termsOf(step: string, rest: string): readonly string[] {
  if (step === 'mute') return [rest === '' ? MUTED : rest];
  return step === 'edit' && rest !== '' ? [rest] : [];
}

const inWords = (question: string): string => `“${bareQuestion(question)}”`;
