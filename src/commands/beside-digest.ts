import type { Mistake } from '../intent/intent.js';
import type { Desk } from './desk.js';
import type { Reply } from './reply.js';
import { DIGEST, digestIsWhole, partOfDigest } from './subscriptions/question.js';
import { readSubscribe } from './subscriptions/text.js';

/** What stands beside `digest` where that is a question of its own, or when it is to be posted; null for all else. */
export async function besideDigest(
  rest: string,
  text: string,
  desk: Desk,
): Promise<(Reply & { readonly kind: 'mistake' }) | null> {
  const said = rest.trim();
  if (said === '' || /^as\s+(table|csv)$/i.test(said)) return null;
  const start = text.length - rest.length;
  const mistake = (message: string, suggestions: readonly string[]): Reply & { readonly kind: 'mistake' } => {
    const found: Mistake = { code: 'refused', message, start, end: start + said.length, suggestions };
    return { kind: 'mistake', mistake: found };
  };
  if (desk.asker.chat === 'slack' && readSubscribe(said, 0).ok) {
    const message = 'A digest is shown now; subscribe to it to have it again and again.';
    return mistake(message, [`/stock subscribe digest ${said}`]);
  }
  const question = await partOfDigest(said, desk);
  return question === null ? null : mistake(digestIsWhole(said, question), [question, DIGEST]);
}
