import type { KnownBlock } from '@slack/types';
import type { Result } from '../kpi/result.js';
import { cardWords, footerWords, headlineWords, noteWords, summary } from './answer-words.js';
import { printable } from './cells.js';
import { hasTable } from './columns.js';
import { cut, LIMITS } from './limits.js';
import { context, type Message, type MessageBlock, section, textLength } from './message.js';
import { monospaced } from './monospaced.js';
import { mrkdwn } from './mrkdwn.js';
import { type Body, type Picture, pictureBody, withinRoom } from './picture.js';
import { tableBlock } from './table-block.js';
import { textMessage } from './text-message.js';

export type { Message, MessageBlock } from './message.js';
export type { Picture } from './picture.js';

export interface BlockOptions {
  /** Default none. */
  readonly picture?: Picture;
  /** Slack user id. */
  readonly askedBy?: string;
  /** Placed before the footer. */
  readonly actions?: readonly KnownBlock[];
}

/** Room that is left for whoever adds buttons: blocks, and characters. */
const MOST_BLOCKS = LIMITS.blocks - 4;
const SPARE = 600;
/** Characters for notices of what is left out, which are known only when the rest is laid out. */
const NOTICES = 1000;
/** Below this much room for its table, an answer goes without its chart. */
const TABLE_ROOM = 3000;
const MONOSPACED = 2900;

/** What is given up of an answer for Slack to take it. */
interface Reduction {
  readonly body: 'table' | 'monospaced';
  readonly notices: readonly string[];
}

const NOTHING: Reduction = { body: 'table', notices: [] };

/**
 * A result as a message, in order: title, headline, cards, table, chart, notes, actions, and a footer with the
 * question, where the numbers come from and what is left out. At most 46 blocks, and at least 600 characters less
 * than Slack takes.
 */
export function toBlocks(result: Result, options: BlockOptions = {}): Message {
  return compose(result, options, NOTHING);
}

/**
 * The same answer, simpler at each step, for when Slack refuses blocks: as asked for; without the chart; with the
 * table as monospaced text; all as text, without blocks. Each is complete in itself. A step that would change nothing
 * is left out, so there are two to four.
 */
export function simplerBlocks(result: Result, options: BlockOptions = {}): Iterable<Message> {
  // Made when it is come to: nearly always the first one is taken.
  return { [Symbol.iterator]: () => steps(result, options) };
}

function* steps(result: Result, options: BlockOptions): Generator<Message> {
  const asked = toBlocks(result, options);
  yield asked;
  const pictured = asked.blocks.some(({ type }) => type === 'data_visualization' || type === 'image');
  const tabled = asked.blocks.some(({ type }) => type === 'table');
  const plain: BlockOptions = { ...options, picture: { kind: 'none' } };
  const noPicture = pictured ? ['Without the chart, which Slack did not take.'] : [];
  const noTable = [...noPicture, 'The table is text here, as Slack did not take it as a table.'];
  if (pictured) yield compose(result, plain, { body: 'table', notices: noPicture });
  if (tabled) yield compose(result, plain, { body: 'monospaced', notices: noTable });
  yield textMessage(result, options.askedBy);
}

function compose(result: Result, { picture, askedBy, actions = [] }: BlockOptions, reduction: Reduction): Message {
  const text = summary(result);
  const { cards, notices } = cardWords(result);
  const title = cut(printable(result.title).trim() || 'Answer', LIMITS.header);
  const head: readonly MessageBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    ...(headlineWords(result) === '' ? [] : [section(`*${headlineWords(result)}*`)]),
    ...(cards.length === 0
      ? []
      : [
          {
            type: 'section' as const,
            fields: cards.map(({ label, lines }) => mrkdwn([`*${label}*`, ...lines].join('\n'))),
          },
        ]),
  ];
  const notes = context(noteWords(result));
  const footer = (said: readonly string[]) => context(footerWords(result, said, askedBy));
  const used = text.length + textLength([head, notes, actions, footer(reduction.notices)]) + NOTICES;
  const body = bodyOf(result, picture, reduction.body, LIMITS.message - SPARE - used);
  const closing = footer([...notices, ...body.notices, ...reduction.notices]);
  const room = MOST_BLOCKS - [...head, ...body.blocks, ...notes, ...closing].length;
  return { text, blocks: [...head, ...body.blocks, ...notes, ...actions.slice(0, room), ...closing] };
}

function bodyOf(result: Result, picture: Picture | undefined, as: Reduction['body'], room: number): Body {
  const tabled = hasTable(result);
  if (tabled && as === 'monospaced') {
    const { text, notices } = monospaced(result, Math.min(MONOSPACED, room));
    return { blocks: [section(text)], notices };
  }
  const chart = withinRoom(pictureBody(result, picture), tabled ? room - TABLE_ROOM : room);
  if (!tabled) return chart;
  const { table, notices } = tableBlock(result, room - textLength(chart.blocks));
  return { blocks: [table, ...chart.blocks], notices: [...notices, ...chart.notices] };
}
