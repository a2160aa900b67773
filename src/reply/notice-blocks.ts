import { printable } from './cells.js';
import { LIMITS, markup } from './limits.js';
import { type Message, section } from './message.js';

/**
 * A message of one line: a placeholder, a limit, a failure. Backticks around a reference make it code; text that may
 * come from data goes through `words` first.
 */
export function noticeBlocks(text: string): Message {
  const said = markup(printable(text.replaceAll(/\s+/g, ' ')).trim(), LIMITS.section) || '…';
  return { text: said, blocks: [section(said)] };
}
