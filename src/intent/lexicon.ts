import { fold } from './fold.js';
import { COMMON_WORDS, type Meanings } from './keywords.js';

/** A name of the registry, with other words for it. */
export interface Term {
  readonly name: string;
  readonly synonyms: readonly string[];
  /** Understood, but not offered: the data at hand has none, or it is closed to whoever asks. */
  readonly absent?: boolean;
}

export interface KpiTerm extends Term {
  /** Name of the measure that a trend of it follows; null or undefined: it has none. */
  readonly lead?: string | null;
}

export interface MeasureTerm extends Term {
  /** KPIs that have it, its owner first. */
  readonly kpis: readonly string[];
}

/** The table of words: each folded phrase with all that it can mean, but for values of the model. */
export class Lexicon {
  private readonly entries = new Map<string, Meanings>();
  /** Words of the longest phrase. */
  readonly longest: number;

  constructor(kpis: readonly Term[], dimensions: readonly Term[], measures: readonly Term[]) {
    for (const [phrase, meanings] of COMMON_WORDS) this.entries.set(phrase, { ...this.get(phrase), ...meanings });
    this.enter(kpis, (name) => ({ kpi: name }), 'kpi');
    this.enter(dimensions, (name) => ({ dimension: name }), 'dimension');
    this.enter(measures, (name, { measures: others = [] }) => ({ measures: [...new Set([...others, name])] }), null);
    this.longest = Math.max(...[...this.entries.keys()].map((phrase) => phrase.split(' ').length));
  }

  /** Of a folded phrase. */
  get(phrase: string): Meanings {
    return this.entries.get(phrase) ?? NOTHING;
  }

  [Symbol.iterator](): IterableIterator<[phrase: string, meanings: Meanings]> {
    return this.entries.entries();
  }

  /** Names go before synonyms, and both before plurals that are only made of them; of one kind the first stays. */
  private enter(
    terms: readonly Term[],
    meaning: (name: string, before: Meanings) => Meanings,
    kind: 'kpi' | 'dimension' | null,
  ): void {
    const phrases: ((term: Term) => readonly string[])[] = [
      ({ name }) => [name, name.replaceAll('_', ' ')],
      ({ synonyms }) => synonyms,
      ({ name, synonyms }) => [name, ...synonyms].flatMap(pluralsOf),
    ];
    for (const phrasesOf of phrases) {
      for (const term of terms) {
        for (const phrase of phrasesOf(term).map(fold)) {
          const before = this.get(phrase);
          if (kind === null || before[kind] === undefined) {
            this.entries.set(phrase, { ...before, ...meaning(term.name, before) });
          }
        }
      }
    }
  }
}

/** What a single word may be the plural of: the inverse of `pluralsOf`. */
export function singularsOf(word: string): readonly string[] {
  if (!/\p{L}s$/u.test(word)) return [];
  const ending = [/(ies)$/, /(?<=x|z|ch|sh|s)(es)$/, /(?<=[^s])(s)$/];
  const instead = ['y', '', ''];
  return ending.flatMap((form, at) => (form.test(word) ? [word.replace(form, instead[at] ?? '')] : []));
}

const NOTHING: Meanings = {};

/** Of single words: `categories`, `boxes`, `skus`. What ends with an s may be a plural already. */
function pluralsOf(word: string): readonly string[] {
  if (!/^\p{L}+[^\P{L}s]$/u.test(word)) return [];
  if (/[^aeiou]y$/.test(word)) return [`${word.slice(0, -1)}ies`];
  return [/(?:x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`];
}
