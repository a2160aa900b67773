import type { Mistake } from '../intent/intent.js';
import type { Result } from '../kpi/result.js';
import { textCards } from './cards.js';
import { freshness, printable } from './cells.js';
import { type Paper, textTable } from './table.js';

/** A whole answer for a terminal. */
export function resultText(result: Result, paper: Paper): string {
  const body =
    result.layout === 'cards' ? textCards(result, paper.width) : result.rows.length > 0 ? textTable(result, paper) : [];
  return [
    printable(result.title),
    printable(result.headline),
    '',
    ...body,
    ...(body.length > 0 ? [''] : []),
    ...result.notes.map((note) => `! ${printable(note)}`),
    ...freshness(result).map((line) => `  ${line}`),
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

export function helpText(help: {
  title: string;
  text: readonly string[];
  entries: readonly { term: string; about: string }[];
  examples: readonly string[];
}): string {
  const widest = Math.max(0, ...help.entries.map(({ term }) => term.length));
  return [
    help.title,
    '',
    ...help.text,
    '',
    ...help.entries.map(({ term, about }) => `  ${term.padEnd(widest)}  ${about}`),
    ...(help.examples.length > 0 ? ['', 'Try', ...help.examples.map((example) => `  ${example}`)] : []),
  ].join('\n');
}
