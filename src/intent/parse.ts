import { CLAUSES, type Effect, NOTHING, named, withQualifier } from './clauses/index.js';
import { Draft } from './draft.js';
import { intentOf } from './finish.js';
import type { Intent, Mistake, Parsed } from './intent.js';
import { Mistakes } from './mistakes.js';
import { type Name, Reader } from './reader.js';
import { Stop } from './stop.js';
import { tokenize } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

const LONGEST = 2000;
/** How many more mistakes of a question are mended in what is suggested instead. */
const MOST_MENDED = 3;

/** Reads what stands after `/stock`. The user's mistakes are returned, never thrown; what they suggest is understood. */
export function parse(text: string, words: Vocabulary): Parsed {
  if (text.length > LONGEST) {
    const message = `That question has ${text.length} characters; at most ${LONGEST} are read.`;
    return { ok: false, mistake: { code: 'too-long', message, start: LONGEST, end: text.length, suggestions: [] } };
  }
  const read = attempt(text, words);
  if (!(read instanceof Stop)) return { ok: true, intent: read };
  const mistake = read.mistake();
  return { ok: false, mistake: { ...mistake, suggestions: understood(mistake, words, MOST_MENDED) } };
}

/** Where a suggestion has mistakes of its own, the first way out of them. */
function understood({ suggestions }: Mistake, words: Vocabulary, left: number): readonly string[] {
  return [...new Set(suggestions.flatMap((question) => mended(question, words, left) ?? []))];
}

function mended(question: string, words: Vocabulary, left: number): string | null {
  const text = question.replace(/^\/stock ?/, '');
  // Of a question of which nothing was understood nothing is left to suggest.
  if (text === '' || text.length > LONGEST) return null;
  const read = attempt(text, words);
  if (!(read instanceof Stop)) return question;
  const [next] = left > 0 ? read.mistake().suggestions : [];
  return next === undefined ? null : mended(next, words, left - 1);
}

function attempt(text: string, words: Vocabulary): Intent | Stop {
  const tokens = tokenize(text);
  const mistakes = new Mistakes(text, tokens, words);
  const reader = new Reader(tokens, words, mistakes);
  const draft = new Draft(mistakes);
  try {
    while (reader.begin()) next(reader)(draft);
    return intentOf(draft, words, mistakes);
  } catch (stop) {
    if (stop instanceof Stop) return stop;
    throw stop;
  }
}

function next(reader: Reader): Effect {
  const { token, at } = reader;
  if (token?.qualifier != null) return withQualifier(token.qualifier, token.text, reader);
  if (token?.quoted) {
    const values = reader.words.find(token.text);
    reader.at++;
    return (draft) => draft.filter(values, { at });
  }
  return word(reader);
}

/**
 * The longest reading counts: `top hat` is a product where there is one of that name, though `top` alone is a keyword. Of
 * equally long ones a clause does (`top 10`, `in test`, `last week`): a value that is called so is written in quotes.
 */
function word(reader: Reader): Effect {
  const { at } = reader;
  const name = reader.name();
  const clause = clauseAt(reader, name);
  if (clause && (!name || reader.at - at >= name.length)) return clause;
  reader.at = at;
  if (name) return named(name, reader);
  if (!reader.look(({ filler }) => filler)) throw reader.mistakes.unknown(at);
  reader.at++;
  return NOTHING;
}

function clauseAt(reader: Reader, name: Name | null): Effect | null {
  const { at } = reader;
  try {
    for (const clause of CLAUSES) {
      const effect = clause(reader);
      if (effect) return effect;
      reader.at = at;
    }
    return null;
  } catch (stop) {
    // A keyword whose rest is missing may be the first word of a name.
    if (stop instanceof Stop && name && name.length > 1) return null;
    throw stop;
  }
}
