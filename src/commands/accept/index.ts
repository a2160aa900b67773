import { type Desk, knowledgeOf } from '../desk.js';
import { requireRead } from '../not-read.js';
import type { Reply } from '../reply.js';
import { addAcceptances } from './add.js';
import { reviewAcceptances } from './review.js';
import { mistaken, refusalOf } from './rights.js';
import type { Verb } from './text.js';

/**
 * `/stock accept`, `/stock unaccept`, `/stock accepted`. `text`: what was said after `/stock`, to which the places in a
 * mistake refer.
 */
export async function acceptCommand(verb: Verb, text: string, desk: Desk): Promise<Reply> {
  const refusal = refusalOf(verb, desk.rights);
  if (refusal !== null) return mistaken('refused', refusal, text);
  const { refresher, now } = desk.model;
  const statuses = await refresher.ensure(['product', 'stock'], desk.budget, ({ table }) => table === 'product');
  requireRead(
    statuses.filter(({ feed }) => feed.table === 'product'),
    now,
  );
  await desk.model.followCalendar();
  const circumstances = { desk, knowledge: await knowledgeOf(desk), statuses };
  return verb === 'accept' ? addAcceptances(text, circumstances) : reviewAcceptances(verb, text, circumstances);
}
