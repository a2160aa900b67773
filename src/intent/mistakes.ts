import { qualified } from './canonical.js';
import type { Mistake } from './intent.js';
import { isNumber, type Token } from './tokens.js';
import type { Candidate, Near, Vocabulary } from './vocabulary.js';

/** Carries a mistake out of the parser's rules; caught by `parse` and never seen outside. */
export class Stop {
  constructor(readonly mistake: Mistake) {}
}

/** Where in the question something is wrong, in tokens. */
export interface Place {
  readonly at: number;
  readonly length?: number;
}

/** Builds mistakes of one question: quotes the text, says where, and what is allowed there. */
export class Mistakes {
  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
    private readonly words: Vocabulary,
  ) {}

  /** `replacements` take the place of the offending words in the suggested questions. */
  stop(code: Mistake['code'], message: string, { at, length = 1 }: Place, replacements: readonly string[] = []): Stop {
    const first = this.tokens[at];
    const last = this.tokens[at + length - 1] ?? first;
    const start = first?.start ?? this.text.length;
    const end = last?.end ?? this.text.length;
    const [before, after] = [this.text.slice(0, start), this.text.slice(end)];
    return new Stop({
      code,
      message,
      start,
      end,
      suggestions: replacements.map((text) => `/stock ${`${before}${text}${after}`.trim()}`),
    });
  }

  /** After a keyword comes one of a few words, and this is none of them. */
  notOneOf(what: string, keyword: string, allowed: readonly string[], place: Place): Stop {
    const token = this.tokens[place.at];
    if (!token)
      return this.stop('incomplete', `After “${keyword}” comes ${what}: ${allowed.join(', ')}.`, { at: place.at - 1 });
    return this.stop('unknown', `“${short(token.text)}” is not ${what}: ${allowed.join(', ')}.`, place, allowed);
  }

  /** Two readings are asked back, with the choices as they can be written. */
  ambiguous(phrase: string, choices: readonly string[], place: Place): Stop {
    return this.stop('ambiguous', `“${phrase}” can be ${choices.join(' or ')}.`, place, choices);
  }

  unknown({ at }: Place): Stop {
    const token = this.tokens[at];
    if (!token) return this.stop('incomplete', 'Something is missing at the end.', { at });
    if (isNumber(token.text) && !token.quoted) return this.number(token.text, at);
    const { length, near } = this.nearestRun(at);
    const phrase = phraseOf(this.tokens, at, length);
    const replacements = near.map((name) => this.spelled(name));
    return this.stop(
      'unknown',
      `“${short(phrase)}” is not known.${didYouMean(near) || this.allowed()}`,
      { at, length },
      replacements,
    );
  }

  /** How many words from here are most like a name; a longer run only when it is nearer. */
  private nearestRun(at: number): { length: number; near: readonly string[] } {
    let best: { length: number; near: readonly Near[] } = {
      length: 1,
      near: this.words.near(phraseOf(this.tokens, at, 1)),
    };
    for (let length = 2; length <= 4 && at + length <= this.tokens.length; length++) {
      const near = this.words.near(phraseOf(this.tokens, at, length));
      const [first] = near;
      if (first && first.far < (best.near[0]?.far ?? Number.POSITIVE_INFINITY)) best = { length, near };
    }
    return { length: best.length, near: best.near.map(({ text }) => text) };
  }

  unknownValue(dimension: string, { at }: Place): Stop {
    if (!this.words.dimensionNames.includes(dimension)) {
      return this.stop(
        'refused',
        `There is no ${dimension} in this data: no table maps a column to it, or all of it is empty.`,
        { at },
      );
    }
    const text = this.tokens[at]?.text ?? '';
    const near = this.words.near(text, dimension).map((one) => one.text);
    const replacements = near.map((value) => qualified(dimension, value));
    return this.stop('unknown', `There is no ${dimension} “${short(text)}”.${didYouMean(near)}`, { at }, replacements);
  }

  private number(text: string, at: number): Stop {
    const choices = spellings(this.words.find(text));
    return this.stop(
      'unknown',
      `“${text}” is a number and stands for nothing here.${didYouMean(choices)}`,
      { at },
      choices,
    );
  }

  private allowed(): string {
    const kinds = this.words.dimensionNames.filter((name) => name !== 'environment');
    return ` A KPI (${this.words.kpiNames.join(', ')}) or a ${kinds.join(', ')} can stand here.`;
  }

  private spelled(name: string): string {
    const [first, second] = this.words.find(name);
    return first && !second ? qualified(first.dimension, first.value) : name;
  }
}

export const spellings = (candidates: readonly Candidate[]): readonly string[] =>
  candidates.map(({ dimension, value }) => qualified(dimension, value));

export function phraseOf(tokens: readonly Token[], at: number, length: number): string {
  return tokens
    .slice(at, at + length)
    .map(({ text }) => text)
    .join(' ');
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

const didYouMean = (near: readonly string[]): string => (near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '');
