import type { Keyword, Meanings } from './keywords.js';
import type { Mistakes } from './mistakes.js';
import type { Shape } from './shapes.js';
import type { Place } from './stop.js';
import { phraseOf, runFrom, type Token } from './tokens.js';
import type { Candidate, Vocabulary } from './vocabulary.js';

/** A phrase that names something: a KPI, a measure, an environment or values of the model. */
export interface Name {
  readonly length: number;
  readonly meanings: Meanings;
  readonly values: readonly Candidate[];
}

/** Goes through a question from its beginning; what it looks at is taken only when the rule fits. */
export class Reader {
  at = 0;
  /** Where the part of the question begins that is read; it ends with a semicolon. */
  private from = 0;
  /** What was seen from each place, so that no rule looks it up again. */
  private readonly meanings: (readonly Meanings[] | undefined)[] = [];
  private readonly names: (Name | null | undefined)[] = [];

  constructor(
    readonly tokens: readonly Token[],
    readonly words: Vocabulary,
    readonly mistakes: Mistakes,
  ) {}

  /** The next word of this part of the question. */
  get token(): Token | undefined {
    const token = this.tokens[this.at];
    return token?.parted === ';' && this.at > this.from ? undefined : token;
  }

  /** Goes on with the next part; false at the end. */
  begin(): boolean {
    this.from = this.at;
    return this.token !== undefined;
  }

  /** From where a rule began to where it is. */
  since(at: number): Place {
    return { at, length: this.at - at };
  }

  shape<Is extends Shape['is']>(is: Is): Extract<Shape, { is: Is }> | undefined {
    const shape = this.token?.shape;
    return shape?.is === is ? (shape as Extract<Shape, { is: Is }>) : undefined;
  }

  /** The longest phrase from here that means something of this kind. */
  look<Found>(meaning: (meanings: Meanings) => Found | undefined): { found: Found; length: number } | undefined {
    if (!this.token) return undefined;
    const all = this.meaningsHere();
    for (let length = all.length; length > 0; length--) {
      const found = meaning(all[length - 1] ?? {});
      if (found !== undefined) return { found, length };
    }
    return undefined;
  }

  /** Of the next word, the next two words, and so on. */
  private meaningsHere(): readonly Meanings[] {
    const known = this.meanings[this.at];
    if (known) return known;
    const run = runFrom(this.tokens, this.at, this.words.longestTerm);
    const all = run.map((_, index) => this.words.meanings(phraseOf(run, index + 1)));
    this.meanings[this.at] = all;
    return all;
  }

  take<Found>(meaning: (meanings: Meanings) => Found | undefined): Found | undefined {
    const seen = this.look(meaning);
    this.at += seen?.length ?? 0;
    return seen?.found;
  }

  takeKeyword(keyword: Keyword): boolean {
    const seen = this.look(({ keyword: found }) => found);
    if (seen?.found !== keyword) return false;
    this.at += seen.length;
    return true;
  }

  /** Words that say nothing, unless a name begins with them. */
  skipFiller(): void {
    while (this.look(({ filler }) => filler) && !this.name()) this.at++;
  }

  /** What `read` makes of the words from here; where that is nothing, none of them is taken. */
  try<Found>(read: () => Found | null): Found | null {
    const from = this.at;
    const found = read();
    if (found === null) this.at = from;
    return found;
  }

  /** The longest name from here: a phrase, or a dimension with its value after it, as in `segment home`. */
  name(): Name | null {
    if (!this.token) return null;
    const known = this.names[this.at];
    if (known !== undefined) return known;
    const plain = this.plainName();
    const narrowed = this.narrowed();
    const name = narrowed && narrowed.length > (plain?.length ?? 0) ? narrowed : plain;
    this.names[this.at] = name;
    return name;
  }

  private plainName(): Name | null {
    const run = runFrom(this.tokens, this.at, this.words.longest);
    for (let length = run.length; length > 0; length--) {
      const phrase = phraseOf(run, length);
      const meanings = this.words.meanings(phrase);
      const values = hasOwnWord(run, length) ? this.words.find(phrase) : [];
      if (values.length > 0 || isNamed(meanings)) return { length, meanings, values };
    }
    return null;
  }

  private narrowed(): Name | null {
    const seen = this.look(({ dimension }) => dimension);
    if (!seen) return null;
    const run = runFrom(this.tokens, this.at, seen.length + this.words.longest).slice(seen.length);
    for (let length = run.length; length > 0; length--) {
      const values = hasOwnWord(run, length) ? this.words.find(phraseOf(run, length), seen.found) : [];
      if (values.length > 0) return { length: seen.length + length, meanings: {}, values };
    }
    return null;
  }
}

const isNamed = ({ kpi, measures, environment, filler }: Meanings): boolean =>
  kpi !== undefined || environment !== undefined || (measures !== undefined && !filler);

/** Numbers, dates, quarters and fiscal years alone are never values. */
const hasOwnWord = (run: readonly Token[], length: number): boolean =>
  run.slice(0, length).some(({ shape }) => shape === null);
