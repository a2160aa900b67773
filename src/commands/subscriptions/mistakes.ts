import type { Mistake } from '../../intent/intent.js';
import type { Reply } from '../reply.js';

export const ONLY_IN_SLACK =
  'What is posted by itself goes to Slack, to whoever asked for it there. Ask in Slack, or name it under “digests:” in the configuration.';

export const ALERTS_ONLY_IN_SLACK =
  'Alerts are set in Slack, by whoever they are for: ask there. Here, /stock alerts lists them.';

/** Lists of one person are not for all in a channel. */
export const ONLY_FOR_YOU =
  'What is posted for you is between you and Tally: ask without “here”, or in a direct message.';

/** Of the text as a whole. */
export function mistaken(
  code: Mistake['code'],
  message: string,
  text: string,
  suggestions: readonly string[] = [],
): Reply & { kind: 'mistake' } {
  return { kind: 'mistake', mistake: { code, message, start: 0, end: text.length, suggestions } };
}
