import { ALERT_VERBS } from './alerts/index.js';
import { SUBSCRIPTION_VERBS } from './subscriptions/index.js';

const VERBS: readonly string[] = [...SUBSCRIPTION_VERBS, ...ALERT_VERBS];

/** Whether a question, with its command or without, is about what is posted for whoever asks: nobody else reads the answer. */
export function isPersonal(question: string): boolean {
  const [, verb = ''] = /^\s*(?:\/?stock(?:\s+|$))?([^\s,;]*)/i.exec(question) ?? [];
  return VERBS.includes(verb.toLowerCase());
}
