import type { Meanings } from '../../intent/keywords.js';
import { COMMON_WORDS } from '../../intent/keywords.js';
import { codes, table } from './markdown.js';

/** What is refused with what to say in its place. */
const REFUSED: Meanings['keyword'] = 'at least';

/** Words of the grammar, each with the others that say the same. */
export function synonyms(): string {
  const rows = new Map<string, string[]>();
  const add = (said: string, phrase: string) => {
    const others = rows.get(said) ?? [];
    rows.set(said, others);
    if (phrase !== said) others.push(phrase);
  };
  for (const [phrase, { keyword, environment, rendering, frequency }] of COMMON_WORDS) {
    if (keyword !== undefined && keyword !== REFUSED) add(keyword, phrase);
    if (environment !== undefined) add(environment, phrase);
    if (rendering !== undefined) add(rendering, phrase);
    if (frequency !== undefined) add(`by ${frequency}`, phrase);
  }
  const told = [...rows].filter(([, others]) => others.length > 0);
  return table(
    ['say', 'or'],
    told.map(([said, others]) => [codes([said]), codes(others)]),
  );
}

/** Words that a person may put in and that say nothing. */
export const skipped = (): string =>
  COMMON_WORDS.flatMap(([phrase, { filler }]) => (filler ? [phrase] : []))
    .toSorted()
    .join(' ');
