import type { Intent, Mistake } from '../../src/intent/intent.js';
import { parse } from '../../src/intent/parse.js';
import type { Vocabulary } from '../../src/intent/vocabulary.js';
import { WORDS } from './words.js';

export function understood(text: string, words: Vocabulary = WORDS): Intent {
  const parsed = parse(text, words);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.mistake.message}`);
  return parsed.intent;
}

export function mistaken(text: string, words: Vocabulary = WORDS): Mistake {
  const parsed = parse(text, words);
  if (parsed.ok) throw new Error(`${text} was understood as ${JSON.stringify(parsed.intent)}`);
  return parsed.mistake;
}

/** The part of the question that a mistake is about. */
export const quotedBy = (text: string, { start, end }: Mistake): string => text.slice(start, end);
