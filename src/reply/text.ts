import type { Mistake } from '../intent/intent.js';
import type { Result } from '../kpi/result.js';
import { freshness, periodLine, printable } from './cells.js';
import { folded } from './folded.js';
import type { HelpContent } from './help-blocks.js';
import { helpLines } from './help-lines.js';
import { type Paper, textTable } from './table.js';
import { textCards } from './text-cards.js';

/** A whole answer for a terminal. */
export function resultText(result: Result, paper: Paper): string {
  const body =
    result.layout === 'cards' ? textCards(result, paper.width) : result.rows.length > 0 ? textTable(result, paper) : [];
  return [
    ...folded(result.title, paper.width),
    ...folded(result.headline, paper.width),
    '',
    ...body,
    ...(body.length > 0 ? [''] : []),
    ...result.notes.flatMap((note) =>
      folded(note, paper.width - 2).map((line, at) => `${at === 0 ? '!' : ' '} ${line}`),
    ),
    ...[...periodLine(result), ...freshness(result)].map((line) => `  ${printable(line)}`),
    `  ${printable(result.question)}`,
  ].join('\n');
}

/** A mistake with its place in the text and questions that would work. */
export function mistakeText(text: string, { message, start, end, suggestions }: Mistake): string {
  const line = text.replaceAll(/\s/g, ' ');
  const whole = start === 0 && end >= text.trimEnd().length;
  const pointer =
    whole || line.length > 160
      ? []
      : [`  ${printable(line)}`, `  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`];
  return [
    ...pointer,
    printable(message),
    ...suggestions.slice(0, 7).map((question) => `  ${printable(question)}`),
  ].join('\n');
}

/** A help, by default in lines as long as they are. */
export function helpText(help: HelpContent, width = Number.POSITIVE_INFINITY): string {
  return helpLines(help, width).join('\n');
}
