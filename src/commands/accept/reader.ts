import { type Token, textOf, tokenize } from '../../intent/tokens.js';
import { type Candidate, CURLY, fold, type Vocabulary } from '../../intent/vocabulary.js';
import { AcceptMistakes } from './mistakes.js';
import type { AcceptText, Named, Verb } from './text.js';
import { forTime, isDay, meantBy, type Until, untilDay } from './until.js';

const LONGEST_REASON = 200;

/** The grammar of `accept-text.ts`. Throws `Stop`. */
export class AcceptReader {
  private readonly tokens: readonly Token[];
  private readonly mistakes: AcceptMistakes;
  /** The verb itself is the first. */
  private at = 1;
  private readonly items: Named[] = [];
  private warehouse: string | null = null;
  private until: string | null = null;
  private reason: string | null = null;
  private as: AcceptText['as'] = null;
  /** Where a text stands that was taken for the reason only because it is no known value. */
  private doubtful: number | null = null;

  constructor(
    private readonly verb: Verb,
    private readonly text: string,
    private readonly words: Vocabulary,
    private readonly today: string,
  ) {
    this.tokens = tokenize(text);
    this.mistakes = new AcceptMistakes(verb, text, this.tokens, words, today);
  }

  read(): AcceptText {
    while (this.at < this.tokens.length) this.next();
    const { items, warehouse, until, reason, as, doubtful } = this;
    if (items.length === 0 && this.verb !== 'accepted')
      throw doubtful === null ? this.mistakes.itemMissing() : this.mistakes.notKnown(doubtful, false);
    return { items, warehouse, until, reason, as };
  }

  private next(): void {
    const token = this.tokens[this.at];
    if (!token) return;
    if (token.qualifier !== null) this.qualified(token.qualifier, token.text);
    else if (token.quoted) this.quoted(token.text);
    else this.word(fold(token.text));
  }

  /** A keyword gives way to a longer name that begins with it, and filler to everything. */
  private word(word: string): void {
    const length = this.longest((phrase) => this.words.find(phrase).length > 0);
    if (length <= 1 && this.keyword(word)) return;
    if (length > 0) this.value(this.words.find(textOf(this.tokens, this.at, length)), length);
    else if (this.words.meanings(word).filler) this.at++;
    else throw this.mistakes.notKnown(this.at, this.items.length > 0);
  }

  private keyword(word: string): boolean {
    switch (word) {
      case 'in':
        this.at++;
        this.place();
        return true;
      case 'until':
        this.end(word, 1, ([day = '']) => untilDay(day, this.today));
        return true;
      case 'for':
        this.end(word, 2, ([count = '', unit = '']) => forTime(count, unit, this.today));
        return true;
      case 'because':
        this.because();
        return true;
      case 'as':
        if (this.verb !== 'accepted') return false;
        this.at++;
        this.as = this.mistakes.rendering(this.at);
        this.at++;
        return true;
      default:
        return false;
    }
  }

  private qualified(qualifier: string, text: string): void {
    const dimension = this.words.dimension(qualifier);
    if (dimension === undefined || dimension === 'environment') throw this.mistakes.notToAcceptBy(qualifier, this.at);
    const found = this.words.find(text, dimension);
    if (found.length === 0) throw this.mistakes.unknownValue(dimension, this.at);
    this.value(found, 1);
  }

  private quoted(text: string): void {
    const found = this.words.find(text);
    if (found.length > 0) this.value(found, 1);
    else if (this.verb === 'accept') this.said(this.at, true);
    else throw this.mistakes.notKnown(this.at, false);
  }

  private value(found: readonly Candidate[], length: number): void {
    const { dimension, value } = this.mistakes.oneOf(found, { at: this.at, length });
    if (dimension === 'warehouse') this.lies(value);
    else this.item({ dimension: dimension === 'sku' ? 'sku' : 'product', value });
    this.at += length;
  }

  private item({ dimension, value }: Named): void {
    const known = this.items.some((item) => item.dimension === dimension && item.value === value);
    if (!known) this.items.push({ dimension, value });
  }

  /** After “in” comes a warehouse, whatever else is called so. */
  private place(): void {
    const token = this.tokens[this.at];
    if (token && token.qualifier !== null) return;
    const find = (phrase: string) => this.words.find(phrase, 'warehouse');
    const length = token?.quoted ? 1 : this.longest((phrase) => find(phrase).length > 0);
    const found = find(textOf(this.tokens, this.at, length));
    if (length === 0 || found.length === 0) throw this.mistakes.noWarehouse(this.at);
    this.value(found, length);
  }

  private lies(warehouse: string): void {
    if (this.warehouse !== null && this.warehouse !== warehouse)
      throw this.mistakes.twice(`One warehouse at a time: ${this.warehouse} or ${warehouse}?`, this.at);
    this.warehouse = warehouse;
  }

  private end(keyword: string, length: number, read: (words: readonly string[]) => Until): void {
    if (this.verb !== 'accept') throw this.mistakes.notHere(keyword, this.at);
    const following = this.tokens.slice(this.at + 1, this.at + 1 + length).map(({ text }) => text);
    const until = read(following);
    if ('message' in until) {
      const meant = meantBy(
        this.tokens.slice(this.at + 1).map(({ text }) => text),
        this.today,
      );
      const place = { at: this.at, length: (meant?.length ?? following.length) + 1 };
      throw this.mistakes.noEnd(until.message, place, meant?.day);
    }
    if (this.until !== null && this.until !== until.day)
      throw this.mistakes.twice(`It ends once: ${this.until} or ${until.day}?`, this.at);
    this.until = until.day;
    this.at += length + 1;
  }

  private because(): void {
    if (this.verb !== 'accept') throw this.mistakes.notHere('because', this.at);
    if (this.at + 1 >= this.tokens.length) throw this.mistakes.noReason(this.at);
    this.said(this.at + 1, false);
  }

  /** The reason: a quoted text, or all that is left but an end, such as “until 2026-12-01”, after it. */
  private said(at: number, doubtful: boolean): void {
    if (this.reason !== null) throw this.mistakes.twice('The reason is said twice.', this.at);
    const first = this.tokens[at];
    const alone = first?.quoted && first.qualifier === null;
    const next = alone ? at + 1 : this.endAfter(at);
    const written = alone ? first.text : this.text.slice(first?.start, this.tokens[next]?.start).replace(CURLY, '"');
    const reason = written.replace(/\s+/g, ' ').trim();
    if (reason.length > LONGEST_REASON)
      throw this.mistakes.reasonTooLong(reason.length, LONGEST_REASON, { at, length: next - at });
    this.reason = reason === '' ? null : reason;
    this.doubtful = doubtful ? at : null;
    this.at = next;
  }

  private endAfter(at: number): number {
    const last = this.tokens.length;
    const word = (index: number) => fold(this.tokens[index]?.text ?? '');
    if (last - 2 > at && word(last - 2) === 'until' && isDay(word(last - 1))) return last - 2;
    const time = last - 3 > at && word(last - 3) === 'for' ? forTime(word(last - 2), word(last - 1), this.today) : {};
    return 'day' in time ? last - 3 : last;
  }

  /** Most plain words from here that together are something; 0 when none are. */
  private longest(is: (phrase: string) => boolean): number {
    for (let length = Math.min(this.words.longest, this.tokens.length - this.at); length > 0; length--) {
      const part = this.tokens.slice(this.at, this.at + length);
      if (part.some(({ quoted, qualifier }) => quoted || qualifier !== null)) continue;
      if (is(textOf(this.tokens, this.at, length))) return length;
    }
    return 0;
  }
}
