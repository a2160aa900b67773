import { UNITS_OF_TIME } from '../periods/index.js';
import { fold } from './fold.js';
import type { Mistake } from './intent.js';
import { nearest } from './near.js';
import { qualified } from './quoting.js';
import { type Edit, type Place, Stop, type Suggestion } from './stop.js';
import { type Token, textOf } from './tokens.js';
import type { Candidate, Near, Vocabulary } from './vocabulary.js';

const MOST_SUGGESTIONS = 5;

/** Builds mistakes of one question: quotes the text, says where, and what is allowed there. */
export class Mistakes {
  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
    private readonly words: Vocabulary,
  ) {}

  stop(code: Mistake['code'], message: string, place: Place, suggestions: readonly Suggestion[] = []): Stop {
    return new Stop(() => this.mistake(code, message, place, suggestions));
  }

  /** After a keyword comes one of a few words, and this is none of them. */
  notOneOf(what: string, keyword: string, allowed: readonly string[], place: Place): Stop {
    const token = this.tokens[place.at];
    if (!token) {
      const said = `After “${keyword}” comes ${what}: ${allowed.join(', ')}.`;
      const rest = allowed.map((word): readonly Edit[] => [{ at: place.at, length: 0, text: word }]);
      return this.stop('incomplete', said, { at: place.at - 1 }, rest);
    }
    return new Stop(() => {
      const near = nearest(
        token.text,
        allowed.map((word) => [fold(word), word]),
      ).map(({ text }) => text);
      const said = `“${short(token.text)}” is not ${what}: ${allowed.join(', ')}.`;
      return this.mistake('unknown', said, place, near.length > 0 ? near : allowed);
    });
  }

  /** Two readings are asked back, with the choices as they can be written. */
  ambiguous(place: Place, choices: readonly string[]): Stop {
    return this.stop('ambiguous', `“${this.quote(place)}” can be ${choices.join(' or ')}.`, place, choices);
  }

  /** A word that is nothing, or nothing by itself. */
  unknown(at: number): Stop {
    return new Stop(() => {
      const token = this.tokens[at];
      if (token?.shape) return this.number(at, token.text);
      const { unit, dimension } = this.words.meanings(token && !token.quoted ? token.text : '');
      if (dimension !== undefined) return this.grouping(at, dimension, 'dimension');
      return unit === undefined ? this.unlike(at) : this.grouping(at, unit, 'unit');
    });
  }

  private unlike(at: number): Mistake {
    const { length, near: all } = this.nearestRun(at);
    const place = { at, length };
    // A word that is known says nothing where it stands.
    const isPlain = length === 1 && this.tokens[at]?.quoted === false;
    const near = all.filter((name) => !isPlain || fold(name) !== this.tokens[at]?.folded);
    const said = `“${this.quote(place)}” is not known.${didYouMean(near) || this.allowed()}`;
    return this.mistake(
      'unknown',
      said,
      place,
      near.flatMap((name) => this.spelled(name)),
    );
  }

  private grouping(at: number, name: string, kind: 'dimension' | 'unit'): Mistake {
    const example = kind === 'unit' ? `“by ${name}”, “last ${name}”` : `“by ${name}”, or ${name}: and a value`;
    const said = `“${this.quote({ at })}” says nothing by itself: ${example}.`;
    return this.mistake('unknown', said, { at }, [
      `by ${name}`,
      ...(kind === 'unit' ? [`last ${name}`, `this ${name}`] : []),
    ]);
  }

  /** How many words from here are most like a name; a longer run only when it is nearer. */
  private nearestRun(at: number): { length: number; near: readonly string[] } {
    let best: { length: number; near: readonly Near[] } = { length: 1, near: this.words.near(this.run(at, 1)) };
    for (let length = 2; length <= 4 && at + length <= this.tokens.length; length++) {
      const near = this.words.near(this.run(at, length));
      const [first] = near;
      if (first && first.far < (best.near[0]?.far ?? Number.POSITIVE_INFINITY)) best = { length, near };
    }
    return { length: best.length, near: best.near.map(({ text }) => text) };
  }

  unknownValue(dimension: string, at: number): Stop {
    if (!this.words.dimensionNames.includes(dimension)) {
      const said = `There is no ${dimension} in this data: no table maps a column to it, or all of it is empty.`;
      return this.stop('refused', said, { at });
    }
    return new Stop(() => {
      const text = this.tokens[at]?.text ?? '';
      const near = this.words.near(text, dimension).map((one) => one.text);
      const replacements = near.map((value) => qualified(dimension, value));
      const said = `There is no ${dimension} “${short(text)}”.${didYouMean(near)}`;
      return this.mistake('unknown', said, { at }, replacements);
    });
  }

  private number(at: number, text: string): Mistake {
    const values = spellings(this.words.find(text));
    const meant = text.endsWith('%') ? [`over ${text}`] : this.countsRows(at) ? [`top ${text}`] : [];
    const choices = values.length > 0 ? values : meant;
    const said = `“${text}” is a number and stands for nothing here.${didYouMean(choices)}`;
    return this.mistake('unknown', said, { at }, choices);
  }

  /** Before a dimension, or last after a KPI. */
  private countsRows(at: number): boolean {
    const meanings = (of: number) => this.words.meanings(this.tokens[of]?.text ?? '');
    const isWhole = /^[1-9]\d{0,2}$/.test(this.tokens[at]?.text ?? '');
    const isLast = at === this.tokens.length - 1 && meanings(at - 1).kpi !== undefined;
    return isWhole && (isLast || meanings(at + 1).dimension !== undefined);
  }

  private allowed(): string {
    const kinds = this.words.dimensionNames.filter((name) => name !== 'environment');
    return ` A KPI (${this.words.kpiNames.join(', ')}) or a ${kinds.join(', ')} can stand here.`;
  }

  /** A name so that it can be nothing else. */
  private spelled(name: string): readonly string[] {
    const { kpi, measures: [measure] = [], ...common } = this.words.meanings(name);
    const values = spellings(this.words.find(name));
    if (values.length === 0) return [name];
    if (kpi !== undefined) return [`kpi:${kpi}`, ...values];
    if (measure !== undefined) return [`measure:${measure}`, ...values];
    return Object.keys(common).length > 0 ? [name, ...values] : values;
  }

  quote({ at, length = 1 }: Place): string {
    return short(this.run(at, length));
  }

  private run(at: number, length: number): string {
    return textOf(this.tokens, at, length);
  }

  private mistake(code: Mistake['code'], message: string, place: Place, suggestions: readonly Suggestion[]): Mistake {
    // Where nothing would be right instead, there may be a question without it.
    const isNothingElse = suggestions.length === 0 && code !== 'refused' && (place.length ?? 1) < this.tokens.length;
    const questions = (isNothingElse ? [''] : suggestions.slice(0, MOST_SUGGESTIONS)).map((one) =>
      this.edited(typeof one === 'string' ? [{ ...place, text: one }] : one),
    );
    return { code, message, ...this.span(place), suggestions: questions };
  }

  private span({ at, length = 1 }: Place): { start: number; end: number } {
    const first = this.tokens[at];
    const start = first?.start ?? this.text.length;
    if (length === 0) return { start, end: start };
    return { start, end: (this.tokens[at + length - 1] ?? first)?.end ?? this.text.length };
  }

  /** With the words before it that would say nothing without it: “variance of …”. */
  private withFiller({ at, length = 1 }: Place): Place {
    let from = at;
    while (this.words.meanings(this.tokens[from - 1]?.text ?? '').filler) from--;
    return { at: from, length: length + at - from };
  }

  private edited(edits: readonly Edit[]): string {
    const parts: string[] = [];
    let done = 0;
    const spans = edits.map((edit) => ({
      ...this.span(edit.text === '' ? this.withFiller(edit) : edit),
      text: edit.text,
    }));
    for (const { start, end, text } of spans.sort((a, b) => a.start - b.start)) {
      parts.push(this.text.slice(done, start).trim(), text);
      done = end;
    }
    parts.push(this.text.slice(done).trim());
    return ['/stock', ...parts.filter((part) => part !== '')].join(' ');
  }
}

/** Everything that rows can be grouped by. */
export const groupings = (words: Vocabulary): readonly string[] => [
  ...new Set([...words.dimensionNames, ...UNITS_OF_TIME]),
];

export const spellings = (candidates: readonly Candidate[]): readonly string[] => [
  ...new Set(candidates.map(({ dimension, value }) => qualified(dimension, value))),
];

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

const didYouMean = (near: readonly string[]): string => (near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '');
