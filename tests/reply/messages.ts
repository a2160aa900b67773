import type { Message } from '../../src/reply/blocks.js';
import { LIMITS } from '../../src/reply/limits.js';
import { validateBlocks } from '../support/slack/blocks.js';

type Fields = Readonly<Record<string, unknown>>;

const READ = new Set(['text', 'alt_text', 'title', 'label', 'name', 'x_label', 'y_label', 'categories']);

/** Every text in a message that a person can read, with the kind of object that it stands in. */
export function textsOf(content: unknown, kind = '', key = ''): readonly { text: string; kind: string }[] {
  if (typeof content === 'string') return READ.has(key) ? [{ text: content, kind }] : [];
  if (Array.isArray(content)) return content.flatMap((one) => textsOf(one, kind, key));
  if (typeof content !== 'object' || content === null) return [];
  const type = (content as Fields).type;
  const own = typeof type === 'string' ? type : kind;
  return Object.entries(content).flatMap(([name, one]) => textsOf(one, own, name));
}

const lengthOf = (content: unknown): number => textsOf(content).reduce((sum, { text }) => sum + text.length, 0);

/** What Slack would have against a message, what a reader would, and what leaves callers too little room. */
export function problemsOf({ text, blocks }: Message, spare = 600): readonly string[] {
  const problems: string[] = [
    ...validateBlocks(blocks, 'message', { nativeCharts: true, ephemeral: false, file: () => 'ready' }),
  ];
  const all = [{ text, kind: 'mrkdwn' }, ...textsOf(blocks)];
  const length = text.length + lengthOf(blocks);
  if (text.trim() === '') problems.push('the text is empty');
  if (text.length > 3500) problems.push(`the text has ${text.length} characters`);
  if (length > LIMITS.message - spare) problems.push(`${length} characters leave too little room`);
  if (blocks.length > 46) problems.push(`${blocks.length} blocks leave too little room`);
  for (const block of blocks) {
    if (block.type === 'table' && lengthOf(block) > LIMITS.tableText) problems.push('the table is too long');
    if (block.type === 'context' && lengthOf(block) > LIMITS.contextText) problems.push('a context is too long');
  }
  for (const one of all) {
    if (one.text === '') problems.push(`an empty ${one.kind}`);
    if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(one.text))
      problems.push(`half a character in ${one.kind}`);
    if (one.text.replaceAll('\n', '').match(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u))
      problems.push(`a control character in ${one.kind}`);
    if (one.kind !== 'mrkdwn') continue;
    const markup = one.text.replaceAll(/<@U0ASKED>/g, '');
    if (/[<>]|&(?!(?:amp|lt|gt);)/.test(markup)) problems.push(`unescaped: ${one.text.slice(0, 80)}`);
    if ((markup.match(/`/g) ?? []).length % 2 > 0) problems.push(`code without an end: ${one.text.slice(0, 80)}`);
  }
  return problems;
}

/** The table's cells; empty where a message has none. */
export function cellsOf({ blocks }: Message): readonly (readonly string[])[] {
  const table = blocks.find(({ type }) => type === 'table');
  if (table?.type !== 'table') return [];
  return table.rows.map((cells) => cells.map((cell) => (cell.type === 'raw_text' ? cell.text : '')));
}

/** All that can be read, for a test that looks for words. */
export const readable = (message: Message): string =>
  [message.text, ...textsOf(message.blocks).map(({ text }) => text)].join('\n');
