import { COMMANDS } from '../../commands/index.js';
import { RENDERINGS } from '../../intent/intent.js';
import { fold, type Vocabulary } from '../../intent/vocabulary.js';

const MOST = 60;
const KEYWORDS = ['by', 'top', 'bottom', 'in', 'as', 'status', 'quality', 'help'];

/** What may stand where the cursor is: KPIs, values, and after `by`, `in` and `as` their own words. */
export function complete(line: string, words: Vocabulary): [string[], string] {
  const before = /^(.*?)([^\s]*)$/s.exec(line);
  const [, head = '', last = ''] = before ?? [];
  if (!/^\s*\/?\w+\s/.test(line)) {
    const commands = COMMANDS.map(({ name }) => `/${name} `);
    return [commands.filter((command) => command.startsWith(last.startsWith('/') ? last : `/${last}`)), last];
  }
  const previous = fold(head.trim().split(/\s+/).at(-1) ?? '');
  const choices = choicesAfter(previous, last, words);
  const hits = choices.filter((choice) => fold(choice).startsWith(fold(last)));
  if (hits.length > 0 || last === '') return [hits.slice(0, MOST).map((hit) => `${hit} `), last];
  return phrases(head, last, words);
}

function choicesAfter(previous: string, last: string, words: Vocabulary): readonly string[] {
  if (previous === 'by' || previous === 'per') return words.dimensionNames;
  if (previous === 'in') return ['test', 'production'];
  if (previous === 'as') return RENDERINGS;
  if (previous === 'help') return words.kpiNames;
  const values = last === '' ? [] : words.candidates.map(({ value }) => value.toLowerCase());
  return [...words.kpiNames, ...KEYWORDS, ...new Set(values)];
}

/** A value of several words, of which the first ones are already written. */
function phrases(head: string, last: string, words: Vocabulary): [string[], string] {
  const written = `${head}${last}`.trimStart().split(/\s+/);
  for (let count = Math.min(words.longest, written.length - 1); count > 1; count--) {
    const phrase = written.slice(-count).join(' ');
    const hits = words.candidates
      .filter(({ value }) => fold(value).startsWith(fold(phrase)))
      .map(({ value }) => value.toLowerCase());
    if (hits.length > 0) return [[...new Set(hits)].slice(0, MOST).map((hit) => `${hit} `), phrase];
  }
  return [[], last];
}
