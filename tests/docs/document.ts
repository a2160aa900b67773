import { readFileSync } from 'node:fs';

/** What documents say about questions. */

export function document(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}

/** The text under a heading, without those below it of the same rank. */
export function section(text: string, heading: string): string {
  const [, found] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(text) ?? [];
  if (found === undefined) throw new Error(`There is no section “${heading}”`);
  return found;
}

export const blocks = (text: string): readonly string[] =>
  [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, inside = '']) => inside);

/** Cells of the rows of all tables. */
export const rows = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\| (?!---)(.*) \|$/gm)].map(([, inside = '']) => inside.split(/ \| /));

/** What is no question: a form, a name of a command, something left out, or one of what only the reader has. */
const NO_QUESTION =
  /[[…]|^\/stock (?:accept|unaccept|subscribe|unsubscribe|alert)$|^\/stock (?:subscription|unsubscribe|alert) #?\d/;

/** Questions of a document: code that begins with the command, lines that do in blocks, and what `tally ask` is given. */
export function questionsIn(text: string): readonly string[] {
  const outside = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  const found = [
    ...[...outside.matchAll(/`(\/stock[^`]*)`/g)].map(([, question = '']) => question),
    ...blocks(text)
      .flatMap((block) => block.split('\n'))
      .filter((line) => /^\/stock\b/.test(line)),
    ...[...text.matchAll(/tally -- ask "([^"]+)"/g)].map(([, question = '']) => question),
  ];
  // In Slack “here” says who reads the answer, and a channel that is picked is handed on by its id.
  const asked = found.map((question) =>
    question
      .replace(/\s+/g, ' ')
      .replace(/ here$/, '')
      .replace(/#[a-z][a-z-]*/g, '#C0DOCS'),
  );
  return [...new Set(asked)].filter((question) => !NO_QUESTION.test(question));
}
