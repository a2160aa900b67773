import type { KnownBlock } from '@slack/types';
import { printable } from './cells.js';
import { cut, LIMITS } from './limits.js';
import { context, type Message, section } from './message.js';
import { code, stacked, words } from './mrkdwn.js';

/** What a help says, as commands give it. */
export interface HelpContent {
  readonly title: string;
  /** The first line is the grammar, which begins with a slash, or a definition. */
  readonly text: readonly string[];
  readonly entries: readonly { readonly term: string; readonly about: string }[];
  readonly examples: readonly string[];
}

export interface HelpMessage extends Message {
  /** Whole questions, to be offered as buttons. */
  readonly examples: readonly string[];
}

const LINE = 500;
const TERM = 60;
const ABOUT = 200;

/** A help that fits one screen: title, grammar or definition, the entries a line each, and the small print. */
export function helpBlocks({ title, text, entries, examples }: HelpContent): HelpMessage {
  const [lead = '', ...rest] = text;
  const terms = entries.map(({ term, about }) => `*${words(term, TERM)}*  ${words(about, ABOUT)}`);
  const blocks: readonly KnownBlock[] = [
    {
      type: 'header',
      text: { type: 'plain_text', text: cut(printable(title).trim() || 'Help', LIMITS.header), emoji: false },
    },
    ...(lead === '' ? [] : [section(leadWords(lead))]),
    ...(terms.length === 0 ? [] : [section(stacked(terms, LIMITS.section))]),
    ...context(
      stacked(
        rest.map((line) => words(line, LINE)),
        LIMITS.contextText,
      ),
    ),
  ];
  return { text: words([title, lead].filter(Boolean).join(': '), LINE) || 'Help', blocks, examples };
}

const leadWords = (line: string): string => (line.startsWith('/') ? code(line, LINE) : words(line, 2 * LINE));
