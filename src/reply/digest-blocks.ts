import type { KnownBlock } from '@slack/types';
import type { Digest, DigestSection } from '../digest/digest.js';
import { shownTable } from '../digest/shown-table.js';
import { noteWords } from './answer-words.js';
import { printable } from './cells.js';
import { hasTable } from './columns.js';
import { digestMessage } from './digest-message.js';
import {
  cardFields,
  digestFooter,
  digestHeadline,
  digestNotices,
  earlierWords,
  freshnessWords,
  quietFooter,
  sectionWords,
  titleWords,
  warningWords,
} from './digest-words.js';
import { cut, LIMITS } from './limits.js';
import { type Marks, marksUnder, NO_MARKS } from './marks.js';
import { context, type Message, type MessageBlock, section, textLength } from './message.js';
import { monospaced } from './monospaced.js';
import { mrkdwn } from './mrkdwn.js';
import { type Body, type Picture, pictureBody, withinRoom } from './picture.js';
import { tableBlock } from './table-block.js';

export interface DigestOptions {
  /** Default none. */
  readonly picture?: Picture;
  /** Placed before the footer; a quiet day has none. */
  readonly actions?: readonly KnownBlock[];
  readonly marks?: Marks;
}

/** Room that is left for whoever adds something: blocks, and characters. */
const MOST_BLOCKS = LIMITS.blocks - 4;
const SPARE = 600;
/** Characters for notices of what is left out, which are known only when the rest is laid out. */
const NOTICES = 500;
const NOTES = 1000;
/** Of the categories that are out of tolerance those that are read at a glance. */
const MOST_ROWS = 10;
const TABLE = 2500;
/** What the other parts have at least, each. */
const PART = 300;

interface Reduction {
  readonly table: 'block' | 'monospaced';
  readonly notices: readonly string[];
}

const NOTHING: Reduction = { table: 'block', notices: [] };
const EMPTY: Body = { blocks: [], notices: [] };

/**
 * A digest as a message, in order: title, warnings, headline, cards, categories, chart, the other parts, notes, actions,
 * and a footer. A quiet day is its headline and where the numbers come from. At most 46 blocks, and at least 600
 * characters less than Slack takes.
 */
export function toDigestBlocks(digest: Digest, options: DigestOptions = {}): Message {
  return compose(digest, options, NOTHING);
}

/**
 * The same digest, simpler at each step, for when Slack refuses blocks: as asked for; without the chart; with the table
 * as monospaced text; all as text. A step that would change nothing is left out, so there are two to four.
 */
export function simplerDigest(digest: Digest, options: DigestOptions = {}): Iterable<Message> {
  return { [Symbol.iterator]: () => steps(digest, options) };
}

function* steps(digest: Digest, options: DigestOptions): Generator<Message> {
  const asked = toDigestBlocks(digest, options);
  yield asked;
  const pictured = asked.blocks.some(({ type }) => type === 'data_visualization' || type === 'image');
  const tabled = asked.blocks.some(({ type }) => type === 'table');
  const plain: DigestOptions = { ...options, picture: { kind: 'none' } };
  const noPicture = pictured ? ['Without the chart, which Slack did not take.'] : [];
  const noTable = [...noPicture, 'The table is text here, as Slack did not take it as a table.'];
  if (pictured) yield compose(digest, plain, { table: 'block', notices: noPicture });
  if (tabled) yield compose(digest, plain, { table: 'monospaced', notices: noTable });
  yield digestMessage(digest, options.marks);
}

function compose(digest: Digest, options: DigestOptions, reduction: Reduction): Message {
  const { picture, actions = [], marks = NO_MARKS } = options;
  const text = digestHeadline(digest);
  const head = headOf(digest, marks);
  const notes = context(noteWords(digest, NOTES));
  const footer = (said: readonly string[]) => context(digestFooter(digest, said, marks, LIMITS.contextText));
  if (digest.mood === 'quiet') return { text, blocks: [...head, ...context(quietFooter(digest, marks))] };

  const used = text.length + textLength([head, notes, actions, footer(reduction.notices)]) + NOTICES;
  const room = LIMITS.message - SPARE - used;
  const parts = digest.sections.filter(({ name }) => name !== 'categories');
  const reserved = PART * parts.length;
  const categories = categoriesBody(digest, reduction, Math.min(TABLE, room - reserved));
  const left = room - textLength(categories.blocks);
  const chart = digest.chart ? withinRoom(pictureBody(digest.chart, picture), left - reserved) : EMPTY;
  const each = parts.length > 0 ? Math.floor((left - textLength(chart.blocks)) / parts.length) : 0;
  const body: readonly MessageBlock[] = [
    ...head,
    ...categories.blocks,
    ...chart.blocks,
    ...parts.map((part) => section(sectionWords(part, Math.min(LIMITS.section, each)))),
  ];
  const closing = footer([...categories.notices, ...chart.notices, ...reduction.notices]);
  const offered = actions.slice(0, MOST_BLOCKS - [...body, ...notes, ...closing].length);
  return { text, blocks: [...body, ...notes, ...offered, ...closing] };
}

/** What is read first: of a quiet day that is all. */
function headOf(digest: Digest, marks: Marks): readonly MessageBlock[] {
  const warnings = warningWords(digest);
  const said: readonly MessageBlock[] = [
    ...(warnings === '' ? [] : [section(warnings)]),
    section(`*${digestHeadline(digest)}*`),
    ...context(marksUnder(marks)),
  ];
  if (digest.mood === 'quiet') return said;
  const title = cut(printable(digest.title).trim() || 'Digest', LIMITS.header);
  const fields = cardFields(digest);
  return [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    ...said,
    ...context(freshnessWords(digest)),
    ...(fields.length === 0 ? [] : [{ type: 'section' as const, fields: fields.map(mrkdwn) }]),
    ...context(earlierWords(digest)),
  ];
}

/** The categories as a table under their title; as lines where there is none. */
function categoriesBody({ sections }: Digest, { table: as }: Reduction, room: number): Body {
  const part = sections.find(({ name }) => name === 'categories');
  if (!part) return EMPTY;
  const { result } = part;
  if (result === null || !hasTable(result)) return { blocks: [section(sectionWords(part, room))], notices: [] };
  const title = section(titleWords(part));
  const shown = shownTable({ ...result, rows: result.rows.slice(0, MOST_ROWS) });
  const cutNotice = shown.rows.length < result.rows.length ? [rowNotice(part, shown.rows.length)] : [];
  if (as === 'monospaced') {
    const { text, notices } = monospaced(shown, room - textLength(title));
    return { blocks: [title, section(text)], notices: [...cutNotice, ...digestNotices(notices)] };
  }
  const { table, notices } = tableBlock(shown, room - textLength(title));
  return { blocks: [title, table], notices: [...cutNotice, ...digestNotices(notices)] };
}

const rowNotice = ({ result }: DigestSection, shown: number): string =>
  `The table shows the ${shown} worst of ${result?.rows.length ?? shown}.`;
