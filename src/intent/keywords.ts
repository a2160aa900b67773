import { RENDERINGS } from './intent.js';
import { isNumber, type Token } from './tokens.js';
import { fold, type Vocabulary } from './vocabulary.js';

/** Words that a person may put in and that say nothing. */
export const FILLER = new Set('the of for and show me please what is are stock our my'.split(' '));

export const ENVIRONMENTS = new Map<string, 'test' | 'production'>([
  ['test', 'test'],
  ['production', 'production'],
  ['prod', 'production'],
]);

/** Whether a keyword and the word after it are together what they look like: `top 10`, `by sku`, `in test`, `as csv`. */
export function isWholeForm(word: string, next: Token | undefined, words: Vocabulary): boolean {
  if (!next || next.quoted || next.qualifier !== null) return false;
  switch (word) {
    case 'by':
    case 'per':
      return words.dimension(next.text) !== undefined;
    case 'top':
    case 'bottom':
      return isNumber(next.text);
    case 'as':
      return RENDERINGS.some((rendering) => rendering === fold(next.text));
    case 'in':
      return ENVIRONMENTS.has(fold(next.text));
    default:
      return false;
  }
}
