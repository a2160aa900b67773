import type { Mistake } from '../../intent/intent.js';
import { Stop } from '../../intent/stop.js';
import { isPlain, type Token, tokenize } from '../../intent/tokens.js';
import { fold } from '../../intent/vocabulary.js';

const LONGEST = 2000;

/** Some words of a text, next to each other. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/**
 * A command whose terms (when, where, how long) stand anywhere among the words of its question: they are taken out, and
 * what is left is the question, each word where it stood. Quoted and qualified words are never terms.
 */
export class Pieces {
  private readonly tokens: readonly Token[];
  private readonly taken = new Set<number>();

  /** `skipped`: words of the command itself. Throws Stop where the text is too long. */
  constructor(
    readonly text: string,
    skipped: number,
  ) {
    if (text.length > LONGEST) {
      const message = `That has ${text.length} characters; at most ${LONGEST} are read.`;
      throw new Stop(() => ({ code: 'too-long', message, start: LONGEST, end: text.length, suggestions: [] }));
    }
    this.tokens = tokenize(text);
    this.take({ at: 0, length: skipped });
  }

  /** Places of the plain words that are left. */
  get left(): readonly number[] {
    return [...this.tokens.keys()].filter((at) => this.isLeft(at));
  }

  /** As it is written; empty where it is taken, quoted or qualified. */
  word(at: number): string {
    return this.isLeft(at) ? (this.tokens[at]?.text ?? '') : '';
  }

  is(at: number, words: readonly string[]): boolean {
    return words.includes(fold(this.word(at)));
  }

  /** Plain words from here that are left and stand together. */
  wordsFrom(at: number): readonly string[] {
    const words: string[] = [];
    for (let next = at; this.isLeft(next); next++) words.push(this.word(next));
    return words;
  }

  /** The last word that is left, of whatever kind, where it is plain. */
  get last(): number | null {
    const at = this.tokens.findLastIndex((_, index) => !this.taken.has(index));
    return this.isLeft(at) ? at : null;
  }

  take({ at, length }: Span): void {
    for (let index = at; index < at + length; index++) this.taken.add(index);
  }

  /** The text with blanks where words were taken, so that places in it are those in the text. */
  get question(): string {
    return this.tokens
      .filter((_, at) => this.taken.has(at))
      .reduce(
        (text, { start, end }) => `${text.slice(0, start)}${' '.repeat(end - start)}${text.slice(end)}`,
        this.text,
      );
  }

  /** `instead`: words that would be right in that place. */
  stop(code: Mistake['code'], message: string, span: Span, instead: readonly string[] = []): Stop {
    const { start, end } = this.ends(span);
    const suggestions = instead.map((words) => this.edited(start, end, words));
    return new Stop(() => ({ code, message, start, end, suggestions }));
  }

  private edited(start: number, end: number, words: string): string {
    const parts = [this.text.slice(0, start), words, this.text.slice(end)].map((part) => part.trim());
    return ['/stock', ...parts.filter((part) => part !== '')].join(' ');
  }

  private ends({ at, length }: Span): { readonly start: number; readonly end: number } {
    const first = this.tokens[at];
    if (!first) return { start: this.text.length, end: this.text.length };
    return { start: first.start, end: (this.tokens[at + Math.max(length, 1) - 1] ?? first).end };
  }

  private isLeft(at: number): boolean {
    const token = this.tokens[at];
    return token !== undefined && isPlain(token) && !this.taken.has(at);
  }
}

/** What was read, or the mistake for which reading stopped. */
export function reading<T>(read: () => T): { readonly said: T } | { readonly mistake: Mistake } {
  try {
    return { said: read() };
  } catch (stop) {
    if (stop instanceof Stop) return { mistake: stop.mistake() };
    throw stop;
  }
}
