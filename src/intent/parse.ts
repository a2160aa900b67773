import { qualified } from './canonical.js';
import { type Intent, type Mistake, type Parsed, RENDERINGS, type Rendering } from './intent.js';
import { type Token, tokenize } from './tokens.js';
import { type Candidate, fold, type Vocabulary } from './vocabulary.js';

const LONGEST = 2000;
const MOST_ROWS = 1000;
const DEFAULT_ROWS = 10;

/** Words that a person may put in and that say nothing. */
const FILLER = new Set(['the', 'of', 'for', 'and', 'show', 'me', 'please', 'what', 'is', 'are', 'stock', 'our', 'my']);

const ENVIRONMENTS: Readonly<Record<string, 'test' | 'production'>> = {
  test: 'test',
  production: 'production',
  prod: 'production',
};

/** Reads what stands after `/stock`. */
export function parse(text: string, words: Vocabulary): Parsed {
  if (text.length > LONGEST) {
    const message = `That question has ${text.length} characters; at most ${LONGEST} are read.`;
    return { ok: false, mistake: { code: 'too-long', message, start: LONGEST, end: text.length, suggestions: [] } };
  }
  return new Parser(text, words).parse();
}

/** Thrown and caught within this file only, so that every rule can stop where it stands. */
class Stop {
  constructor(readonly mistake: Mistake) {}
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private kpi: string | undefined;
  private by: string | undefined;
  private limit: Intent['limit'];
  private as: Rendering | undefined;
  private readonly environments = new Set<'test' | 'production'>();
  private readonly filters: { dimension: string; value: string }[] = [];

  constructor(
    private readonly text: string,
    private readonly words: Vocabulary,
  ) {
    this.tokens = tokenize(text);
  }

  parse(): Parsed {
    try {
      while (this.at < this.tokens.length) this.next();
      return { ok: true, intent: this.intent() };
    } catch (stop) {
      if (stop instanceof Stop) return { ok: false, mistake: stop.mistake };
      throw stop;
    }
  }

  private intent(): Intent {
    const [environment] = this.environments.size === 1 ? this.environments : [];
    const ranked = this.by !== undefined || this.limit !== undefined || environment !== undefined;
    return {
      kpi: this.kpi ?? (ranked ? 'total' : 'overview'),
      filters: this.filters,
      ...(this.by === undefined ? {} : { by: this.by }),
      ...(this.limit === undefined ? {} : { limit: this.limit }),
      ...(environment === undefined ? {} : { environment }),
      ...(this.as === undefined ? {} : { as: this.as }),
    };
  }

  private next(): void {
    const token = this.tokens[this.at];
    if (!token) return;
    if (token.qualifier !== null) return this.qualified(token, token.qualifier);
    if (token.quoted) return this.take(this.words.find(token.text), token, 1);
    const word = fold(token.text);
    if (this.keyword(word)) return;
    if (!this.phrase() && !this.skipped(word)) this.unknown(token);
  }

  private skipped(word: string): boolean {
    if (!FILLER.has(word)) return false;
    this.at++;
    return true;
  }

  /** Words that say how the next ones are meant. They give way to a longer name that begins with them. */
  private keyword(word: string): boolean {
    if (this.longestPhrase() > 1) return false;
    switch (word) {
      case 'by':
      case 'per':
        this.dimension();
        return true;
      case 'top':
      case 'bottom':
        this.ranking(word);
        return true;
      case 'as':
        this.rendering();
        return true;
      case 'in':
        this.place();
        return true;
      default:
        return this.environment(word);
    }
  }

  private environment(word: string): boolean {
    const environment = ENVIRONMENTS[word];
    if (!environment) return false;
    const values = this.words.find(word);
    if (values.length > 0) {
      const choices = [`in ${environment}`, ...values.map(({ dimension, value }) => qualified(dimension, value))];
      this.stop('ambiguous', `“${word}” can be ${choices.join(' or ')}.`, this.at, choices);
    }
    this.environments.add(environment);
    this.at++;
    return true;
  }

  /** After “in” an environment, or a value that is read as anywhere else. */
  private place(): void {
    const token = this.tokens[++this.at];
    if (!token) return this.stop('incomplete', 'After “in” comes test or production.', this.at - 1, []);
    const environment = token.quoted || token.qualifier !== null ? undefined : ENVIRONMENTS[fold(token.text)];
    if (!environment) return;
    this.environments.add(environment);
    this.at++;
  }

  private dimension(): void {
    const start = this.at++;
    const allowed = this.words.dimensionNames;
    const token = this.tokens[this.at];
    const found = token && this.words.dimension(token.text);
    if (!token || !found) {
      const said = token ? `“${token.text}” is nothing to group by` : 'After “by” comes what to group by';
      this.stop(
        token ? 'unknown' : 'incomplete',
        `${said}: ${allowed.join(', ')}.`,
        token ? this.at : start,
        token ? allowed : [],
      );
    } else if (this.by !== undefined && this.by !== found) {
      this.stop('conflict', `A question is grouped by one thing: ${this.by} or ${found}?`, this.at, []);
    } else {
      this.by = found;
      this.at++;
    }
  }

  private ranking(end: 'top' | 'bottom'): void {
    if (this.limit) this.stop('conflict', 'Top or bottom is said twice.', this.at, []);
    const token = this.tokens[++this.at];
    if (!token || !/^-?\d+(\.\d+)?$/.test(token.text)) {
      this.limit = { end, count: DEFAULT_ROWS };
      return;
    }
    const count = Number(token.text);
    if (!Number.isInteger(count) || count < 1 || count > MOST_ROWS) {
      this.stop('unknown', `“${token.text}” is no number of rows; ${end} takes 1 to ${MOST_ROWS}.`, this.at, [
        String(DEFAULT_ROWS),
      ]);
    }
    this.limit = { end, count };
    this.at++;
  }

  private rendering(): void {
    const start = this.at++;
    const token = this.tokens[this.at];
    const found = RENDERINGS.find((rendering) => token && rendering === fold(token.text));
    if (!found) {
      const said = token ? `“${token.text}” is no way to show an answer` : 'After “as” comes how to show it';
      this.stop(
        token ? 'unknown' : 'incomplete',
        `${said}: ${RENDERINGS.join(', ')}.`,
        token ? this.at : start,
        token ? RENDERINGS : [],
      );
    }
    this.as = found;
    this.at++;
  }

  private qualified(token: Token, qualifier: string): void {
    if (fold(qualifier) === 'kpi') {
      const kpi = this.words.kpi(token.text);
      if (!kpi) return this.unknown(token);
      return this.name(kpi, 1);
    }
    const dimension = this.words.dimension(qualifier);
    if (!dimension) {
      const allowed = this.words.dimensionNames;
      return this.stop(
        'unknown',
        `“${qualifier}” is nothing to filter by: ${allowed.join(', ')}.`,
        this.at,
        allowed.map((name) => `${name}:${token.text}`),
      );
    }
    if (dimension === 'environment') {
      const environment = ENVIRONMENTS[fold(token.text)];
      if (!environment)
        return this.stop('unknown', `“${token.text}” is no environment: test or production.`, this.at, [
          'environment:test',
          'environment:production',
        ]);
      this.environments.add(environment);
      this.at++;
      return;
    }
    const found = this.words.find(token.text, dimension);
    if (found.length > 0) return this.take(found, token, 1);
    const near = this.words.near(token.text, dimension);
    this.stop(
      'unknown',
      `There is no ${dimension} “${token.text}”.${didYouMean(near)}`,
      this.at,
      near.map((value) => qualified(dimension, value)),
    );
  }

  /** The longest run of words from here that is a KPI or a value. */
  private phrase(): boolean {
    const length = this.longestPhrase();
    if (length === 0) return false;
    const phrase = this.join(length);
    const kpi = this.words.kpi(phrase);
    const values = this.words.find(phrase);
    const token = this.tokens[this.at];
    if (kpi && values.length > 0) {
      const choices = [`kpi:${kpi}`, ...values.map(({ dimension, value }) => qualified(dimension, value))];
      this.stop('ambiguous', `“${phrase}” can be ${choices.join(' or ')}.`, this.at, choices, length);
    }
    if (kpi) this.name(kpi, length);
    else if (token) this.take(values, token, length);
    return true;
  }

  private longestPhrase(): number {
    for (let length = Math.min(this.words.longest, this.tokens.length - this.at); length > 0; length--) {
      const part = this.tokens.slice(this.at, this.at + length);
      if (part.some(({ quoted, qualifier }) => quoted || qualifier !== null)) continue;
      const phrase = this.join(length);
      if (this.words.kpi(phrase)) return length;
      if (!isNumber(phrase) && this.words.find(phrase).length > 0) return length;
    }
    return 0;
  }

  private join(length: number): string {
    return this.tokens
      .slice(this.at, this.at + length)
      .map(({ text }) => text)
      .join(' ');
  }

  private name(kpi: string, length: number): void {
    if (this.kpi !== undefined && this.kpi !== kpi) {
      this.stop('conflict', `One question, one KPI: ${this.kpi} or ${kpi}?`, this.at, [], length);
    }
    this.kpi = kpi;
    this.at += length;
  }

  private take(candidates: readonly Candidate[], token: Token, length: number): void {
    const [first] = candidates;
    if (!first) return this.unknown(token);
    if (new Set(candidates.map(({ selects }) => selects)).size > 1) {
      const choices = candidates.map(({ dimension, value }) => qualified(dimension, value));
      this.stop('ambiguous', `“${this.join(length)}” can be ${choices.join(' or ')}.`, this.at, choices, length);
    }
    const { dimension, value } = first;
    if (!this.filters.some((filter) => filter.dimension === dimension && filter.value === value))
      this.filters.push({ dimension, value });
    this.at += length;
  }

  private unknown(token: Token): never {
    if (isNumber(token.text) && !token.quoted) {
      const choices = this.words.find(token.text).map(({ dimension, value }) => qualified(dimension, value));
      const hint = choices.length > 0 ? ` Did you mean ${choices.join(' or ')}?` : '';
      return this.stop('unknown', `“${token.text}” is a number and stands for nothing here.${hint}`, this.at, choices);
    }
    const runs = [4, 3, 2, 1].filter((length) => this.at + length <= this.tokens.length);
    const run = runs.find((length) => this.words.near(this.join(length)).length > 0) ?? 1;
    const near = this.words.near(this.join(run));
    const shown = this.join(run).slice(0, 80);
    const kinds = this.words.dimensionNames.filter((name) => name !== 'environment');
    const allowed =
      near.length > 0
        ? didYouMean(near)
        : ` A KPI (${this.words.kpiNames.join(', ')}) or a ${kinds.join(', ')} can stand here.`;
    return this.stop(
      'unknown',
      `“${shown}” is not known.${allowed}`,
      this.at,
      near.map((name) => this.spelled(name)),
      run,
    );
  }

  private spelled(name: string): string {
    const [first, second] = this.words.find(name);
    return first && !second ? qualified(first.dimension, first.value) : name;
  }

  /** `replacements` take the place of the offending words in the suggested questions. */
  private stop(code: Mistake['code'], message: string, at: number, replacements: readonly string[], length = 1): never {
    const first = this.tokens[at];
    const last = this.tokens[at + length - 1] ?? first;
    const start = first?.start ?? this.text.length;
    const end = last?.end ?? this.text.length;
    const suggestions = replacements.map(
      (text) => `/stock ${`${this.text.slice(0, start)}${text}${this.text.slice(end)}`.trim()}`,
    );
    throw new Stop({ code, message, start, end, suggestions });
  }
}

const isNumber = (text: string): boolean => /^[+-]?\d+([.,]\d+)*%?$/.test(text);

const didYouMean = (near: readonly string[]): string => (near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '');
