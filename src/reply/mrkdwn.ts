import type { MrkdwnElement } from '@slack/types';
import { formatCell } from '../kpi/format.js';
import { printable } from './cells.js';
import { escaped, markup } from './limits.js';

const FORMATTING = /(?<![\p{L}\p{N}])[*_~](?=\S)|(?<=\S)[*_~](?![\p{L}\p{N}])|`/gu;
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/** Words that may come from data, for a place where Slack reads markup: they ring nobody and format nothing. */
export function words(text: string, length: number): string {
  return markup(
    printable(text).replace(FORMATTING, (sign) => LOOKALIKES[sign] ?? sign),
    length,
  );
}

/** A line of code, at most `length` characters with its backticks; a backtick inside becomes its lookalike. */
export function code(text: string, length: number): string {
  return `\`${markup(unfenced(printable(text)), length - 2)}\``;
}

/** Lines of monospaced text. The caller sees to it that they fit. */
export function fenced(lines: readonly string[]): string {
  return `\`\`\`\n${escaped(unfenced(lines.join('\n')))}\n\`\`\``;
}

/** The same, cut to `length` characters. */
export function fencedWithin(lines: readonly string[], length: number): string {
  return `\`\`\`\n${markup(unfenced(lines.join('\n')), length - '```\n\n```'.length)}\n\`\`\``;
}

/** As many of the lines as fit into `length` characters; the others are counted, and those that are not among them. */
export function stacked(lines: readonly string[], length: number, beyond = 0): string {
  const all = [...lines, ...(beyond > 0 ? [moreWords(beyond)] : [])].join('\n');
  if (all.length <= length) return all;
  const shown: string[] = [];
  let left = length - `\n${moreWords(lines.length + beyond)}`.length;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  return [...shown, moreWords(lines.length - shown.length + beyond)].join('\n');
}

const moreWords = (count: number): string => `and ${formatCell(count, 'count')} more`;

/** `verbatim`, so that Slack makes no links and mentions of its own out of the text. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

const unfenced = (text: string): string => text.replaceAll('`', 'ˋ');
