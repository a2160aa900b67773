import { COMMANDS } from '../../commands/index.js';
import { fold, type Vocabulary } from '../../intent/vocabulary.js';
import { expected } from './expected.js';

const MOST = 60;

/**
 * What may stand where the cursor is, and the end of the line that it replaces: the longest of the last words with
 * which something begins that is expected there.
 */
export function complete(line: string, words: Vocabulary): [string[], string] {
  const [first = '', ...more] = line.trimStart().split(/\s+/);
  const named = first.startsWith('/') || COMMANDS.some(({ name }) => name === first.toLowerCase());
  if (more.length > 0) return goingOn(line, named ? more : [first, ...more], words);
  const found = commands(first);
  return found.length > 0 || named ? [found, first] : goingOn(line, [first], words);
}

/** `written`: the words of the question, without a command's name. */
function goingOn(line: string, written: readonly string[], words: Vocabulary): [string[], string] {
  const last = written.at(-1) ?? '';
  // What follows a blank can go on with anything, not only with what the words before it begin.
  const most = last === '' ? 1 : Math.min(words.longest, written.length);
  for (let count = most; count > 0; count--) {
    const phrase = endOf(line, count);
    const begun = fold(phrase);
    const choices = expected(written.slice(0, -count), phrase, words);
    const hits = choices.filter((choice) => fold(choice).startsWith(begun));
    if (hits.length > 0) return [hits.slice(0, MOST).map((hit) => `${hit} `), phrase];
  }
  return [[], last];
}

/** So many words at the end of the line, with the blanks between them; the last may be none yet. */
function endOf(line: string, count: number): string {
  const starts = [...line.matchAll(/(?<!\S)(?=\S|$)/g)].map(({ index }) => index);
  return line.slice(starts.at(-count) ?? line.length);
}

function commands(begun: string): string[] {
  const wanted = begun.startsWith('/') ? begun : `/${begun}`;
  return COMMANDS.map(({ name }) => `/${name} `).filter((command) => command.startsWith(wanted));
}
