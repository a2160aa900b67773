import type { RichTextBlock } from '@slack/types';
import type { Message, MessageBlock } from './message.js';

/**
 * Channels by name in what Tally says of subscriptions, alerts and mistakes, where texts have `#C012ABCDEF` for them. What
 * the data say is not looked through. Slack shows a channel that the reader is not in as a private one.
 */
export function withChannelNames({ text, blocks }: Message): Message {
  return { text: channelsNamed(text), blocks: blocks.map(inBlock) };
}

/** The same of markup. Lines of code stay as they can be typed. */
export const channelsNamed = (markup: string): string =>
  markup.replace(CODE_OR_ID, (found, id?: string) => (id === undefined ? found : `<#${id}>`));

/** For plain text, which knows no channels: `in #C012ABCDEF` becomes `in that channel`. */
export const channelsUnnamed = (text: string): string => text.replace(IDS, 'that channel');

/** An id has a digit among its letters, and a word in capitals has not; after `<` it is a mention already. */
const ID = /(?<!<)#([CG](?=[A-Z0-9]*\d)[A-Z0-9]{4,})\b/;
const IDS = new RegExp(ID, 'g');
const CODE_OR_ID = new RegExp(`\`[^\`]*\`|${ID.source}`, 'g');

function inBlock(block: MessageBlock): MessageBlock {
  switch (block.type) {
    case 'section':
      if (block.text?.type !== 'mrkdwn') return block;
      return { ...block, text: { ...block.text, text: channelsNamed(block.text.text) } };
    case 'context':
      return {
        ...block,
        elements: block.elements.map((one) =>
          one.type === 'mrkdwn' ? { ...one, text: channelsNamed(one.text) } : one,
        ),
      };
    case 'rich_text':
      return { ...block, elements: block.elements.map(inRichText) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map(inCell)) };
    default:
      return block;
  }
}

type RichText = RichTextBlock['elements'][number];
type Inline = Extract<RichText, { type: 'rich_text_section' }>['elements'][number];

function inRichText(element: RichText): RichText {
  if (element.type !== 'rich_text_section') return element;
  return { ...element, elements: element.elements.flatMap(inInline) };
}

function inInline(element: Inline): readonly Inline[] {
  if (element.type !== 'text') return [element];
  const { text, style } = element;
  // Every other part is an id.
  return text.split(ID).flatMap((part, index): readonly Inline[] => {
    if (part === '') return [];
    if (index % 2 === 0) return [{ ...element, text: part }];
    return [{ type: 'channel', channel_id: part, ...(style?.bold ? { style: { bold: true } } : {}) }];
  });
}

type Cell = Extract<MessageBlock, { type: 'table' }>['rows'][number][number];

/** A cell of plain text knows no channels. */
function inCell(cell: Cell): Cell {
  if (cell.type !== 'raw_text' || !ID.test(cell.text)) return cell;
  const elements = inInline({ type: 'text', text: cell.text });
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [...elements] }] };
}
