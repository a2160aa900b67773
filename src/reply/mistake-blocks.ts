import type { RichTextBlock, RichTextText } from '@slack/types';
import type { Mistake } from '../intent/intent.js';
import { printable } from './cells.js';
import { cut, whole } from './limits.js';
import { type Message, section } from './message.js';
import { code, words } from './mrkdwn.js';

/** Characters that are shown of a question: the offending part, and what stands on either side. */
const MARKED = 100;
const AROUND = 80;
const SAID = 1000;
/** Stands where something is missing. */
const CARET = '‸';

/** A mistake for the person who made it: the question with its place marked, and what is wrong there. */
export function mistakeBlocks(text: string, mistake: Mistake): Message {
  const message = words(mistake.message, SAID) || 'That was not understood.';
  const asked = text.trim() === '' ? [] : [question(text, mistake)];
  const [first] = mistake.suggestions;
  return {
    text: first === undefined ? message : `${message} Try ${code(first, SAID)}`,
    blocks: [...asked, section(message)],
  };
}

/** Rich text is read as it stands: nothing in it is markup, and a backtick ends nothing. */
function question(text: string, { start, end }: Pick<Mistake, 'start' | 'end'>): RichTextBlock {
  const from = Math.min(Math.max(0, start), text.length);
  const to = Math.min(Math.max(from, end), text.length);
  const isWhole = text.slice(0, from).trim() === '' && text.slice(to).trim() === '';
  const elements = isWhole ? [plain(cut(printable(text.trim()), 2 * AROUND + MARKED))] : marked(text, from, to);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function marked(text: string, from: number, to: number): RichTextText[] {
  const before = from > AROUND ? `…${whole(text.slice(from - AROUND, from))}` : text.slice(0, from);
  const after = text.length - to > AROUND ? `${whole(text.slice(to, to + AROUND))}…` : text.slice(to);
  const part = text.slice(from, to);
  const shown = part.trim() === '' ? CARET : cut(printable(part), MARKED);
  return [
    ...(before === '' ? [] : [plain(printable(before))]),
    { type: 'text', text: shown, style: { bold: true, code: true } },
    ...(after === '' ? [] : [plain(printable(after))]),
  ];
}

const plain = (text: string): RichTextText => ({ type: 'text', text });
