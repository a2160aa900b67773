import type { Mistake } from '../../intent/intent.js';
import { ACCEPT, isClosed, notOpen, type Rights } from '../../kpi/rights.js';
import type { Reply } from '../reply.js';
import type { Verb } from './text.js';

/** Why the asker may not; whoever sees a part only must not silence the rest. */
export function refusalOf(verb: Verb, rights: Rights): string | null {
  if (isClosed('variance', rights)) return notOpen(verb);
  if (verb === 'accepted') return null;
  if (isClosed(ACCEPT, rights)) return notOpen(ACCEPT);
  if (!rights.restrictions.some(({ dimension }) => dimension === 'environment')) return null;
  return 'A difference is between both environments, and not both are open to you here.';
}

/** Whose acceptances name one of their warehouses. */
export const seesPartOnly = ({ restrictions }: Rights): boolean =>
  restrictions.some(({ dimension }) => dimension === 'warehouse');

/** What they are told first where none is named. */
export const NOT_EVERYWHERE = 'Not every warehouse is open to you here';

/** Of the text as a whole. */
export function mistaken(
  code: Mistake['code'],
  message: string,
  text: string,
  suggestions: readonly string[] = [],
): Reply {
  return { kind: 'mistake', mistake: { code, message, start: 0, end: text.length, suggestions } };
}
