/**
 * What people say of alerts: questions with a threshold that are looked at after each refresh. Knows the store of
 * alerts; looking is `commands/alert-look`. Tested in `tests/commands/alerts`.
 */
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { formOf } from '../subscriptions/list-form.js';
import { mistaken, ONLY_FOR_YOU } from '../subscriptions/mistakes.js';
import { addAlert } from './add.js';
import { isVerb, listed, manageAlert } from './manage.js';

const isNumber = (word: string): boolean => /^#?\d{1,9}$/.test(word);

export const ALERT_VERBS = ['alert', 'alerts'] as const;
export type AlertVerb = (typeof ALERT_VERBS)[number];

/** `text`: what was said after `/stock`, to which the places in a mistake refer. */
export async function alertCommand(verb: AlertVerb, text: string, desk: Desk): Promise<Reply> {
  const [first = '', second = '', ...rest] = text.trim().split(/\s+/).slice(1);
  // “alert mute 3 2 h” says the same as “alert 3 mute 2 h”.
  const words = isVerb(first) && isNumber(second) ? [second, first, ...rest] : [first, second, ...rest];
  const isManaged = isNumber(words[0] ?? '');
  if (verb === 'alert' && !isManaged) return addAlert(text, desk);
  if (desk.asker.public) return mistaken('refused', ONLY_FOR_YOU, text);
  if (verb === 'alert') return manageAlert(text, words, desk);
  const form = formOf(text, '/stock alerts');
  return 'kind' in form ? form : { ...(await listed(desk)), ...form };
}
