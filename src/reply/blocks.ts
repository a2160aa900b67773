import type { KnownBlock } from '@slack/types';
import type { Result } from '../kpi/result.js';
import { cardsOf } from './cards.js';
import { freshness } from './cells.js';
import { cut, HEADLINE, LIMITS, markup, NOTE } from './limits.js';
import { tableBlock } from './table-block.js';

export interface Message {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A result as a message: headline, cards, table, what was left out, and where the numbers come from. */
export function toBlocks(result: Result): Message {
  const text = cut(`${result.title}: ${result.headline}`, HEADLINE);
  const head: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(result.title, LIMITS.header), emoji: false } },
    { type: 'section', text: { type: 'mrkdwn', text: `*${markup(result.headline, HEADLINE)}*` } },
    ...(result.layout === 'cards' ? cardBlocks(result) : []),
  ];
  const footer = context([
    `\`${markup(result.question, LIMITS.field)}\``,
    ...freshness(result).map((line) => markup(line, NOTE)),
  ]);
  const notes = result.notes.map((note) => markup(note, NOTE));
  if (result.layout === 'cards' || result.rows.length === 0)
    return { text, blocks: [...head, ...noteBlocks(notes), footer] };
  const used = text.length + lengthOf(head) + lengthOf(noteBlocks(notes)) + lengthOf([footer]) + 2 * NOTE;
  const { table, notices } = tableBlock(result, LIMITS.message - used);
  return { text, blocks: [...head, table, ...noteBlocks([...notices, ...notes]), footer] };
}

function cardBlocks(result: Result): readonly KnownBlock[] {
  const fields = cardsOf(result).map(({ title, lines }) => {
    const said = lines.map((line) => markup(`${line.label} ${line.text}`, NOTE));
    return { type: 'mrkdwn' as const, text: [`*${markup(title, NOTE)}*`, ...said].join('\n') };
  });
  return fields.length > 0 ? [{ type: 'section', fields: fields.slice(0, LIMITS.fields) }] : [];
}

function noteBlocks(notes: readonly string[]): readonly KnownBlock[] {
  return notes.length > 0 ? [context(notes)] : [];
}

function context(texts: readonly string[]): KnownBlock {
  const shown =
    texts.length > LIMITS.contextElements
      ? [...texts.slice(0, LIMITS.contextElements - 1), `and ${texts.length - LIMITS.contextElements + 1} more`]
      : texts;
  return { type: 'context', elements: shown.map((text) => ({ type: 'mrkdwn', text })) };
}

/** Characters that a message spends on these blocks, counted generously: with their markup. */
const lengthOf = (blocks: readonly KnownBlock[]): number => JSON.stringify(blocks).length;
