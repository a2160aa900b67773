/**
 * What people say of what is posted by itself: the digest, and any question, at a time, in a place. Knows the store of
 * subscriptions; posting is `src/delivery`. Tested in `tests/commands/subscriptions`.
 */
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';
import { subscribe } from './add.js';
import { formOf } from './list-form.js';
import { listed, manage } from './manage.js';
import { mistaken, ONLY_FOR_YOU } from './mistakes.js';
import { unsubscribe } from './unsubscribe.js';

export const SUBSCRIPTION_VERBS = ['subscribe', 'subscriptions', 'subscription', 'unsubscribe'] as const;
export type SubscriptionVerb = (typeof SUBSCRIPTION_VERBS)[number];

/** `text`: what was said after `/stock`, to which the places in a mistake refer. */
export function subscriptionCommand(verb: SubscriptionVerb, text: string, desk: Desk): Promise<Reply> {
  if (verb === 'subscribe') return subscribe(text, desk);
  if (desk.asker.public) return Promise.resolve(mistaken('refused', ONLY_FOR_YOU, text));
  if (verb === 'unsubscribe') return unsubscribe(text, desk);
  return verb === 'subscription' ? manage(text, desk) : list(text, desk);
}

async function list(text: string, desk: Desk): Promise<Reply> {
  const form = formOf(text, '/stock subscriptions');
  return 'kind' in form ? form : { ...(await listed(desk)), ...form };
}
