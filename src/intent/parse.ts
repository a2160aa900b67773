import { type Intent, type Parsed, RENDERINGS, type Rendering } from './intent.js';
import { ENVIRONMENTS, FILLER, isWholeForm } from './keywords.js';
import { Mistakes, type Place, phraseOf, Stop, spellings } from './mistakes.js';
import { isNumber, tokenize } from './tokens.js';
import { type Candidate, fold, type Vocabulary } from './vocabulary.js';

const LONGEST = 2000;
const MOST_ROWS = 1000;
const DEFAULT_ROWS = 10;

/** Reads what stands after `/stock`. The user's mistakes are returned, never thrown. */
export function parse(text: string, words: Vocabulary): Parsed {
  if (text.length > LONGEST) {
    const message = `That question has ${text.length} characters; at most ${LONGEST} are read.`;
    return { ok: false, mistake: { code: 'too-long', message, start: LONGEST, end: text.length, suggestions: [] } };
  }
  try {
    return { ok: true, intent: new Parser(text, words).read() };
  } catch (stop) {
    if (stop instanceof Stop) return { ok: false, mistake: stop.mistake };
    throw stop;
  }
}

class Parser {
  private readonly tokens;
  private readonly mistakes;
  private at = 0;
  private kpi: string | undefined;
  private by: string | undefined;
  private limit: Intent['limit'];
  private as: Rendering | undefined;
  private readonly environments = new Set<'test' | 'production'>();
  private readonly filters: { dimension: string; value: string }[] = [];

  constructor(
    text: string,
    private readonly words: Vocabulary,
  ) {
    this.tokens = tokenize(text);
    this.mistakes = new Mistakes(text, this.tokens, words);
  }

  private get here(): Place {
    return { at: this.at };
  }

  read(): Intent {
    while (this.at < this.tokens.length) this.next();
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
    if (token.qualifier !== null) this.qualified(token.qualifier, token.text);
    else if (token.quoted) this.filter(this.words.find(token.text), 1);
    else this.word(fold(token.text));
  }

  /**
   * `top 10`, `by sku`, `in test`, `as csv` are always meant so; a product of that name is written in quotes. Any
   * other keyword gives way to a longer name that begins with it, and filler to everything.
   */
  private word(word: string): void {
    const length = this.longestPhrase();
    if ((length <= 1 || isWholeForm(word, this.tokens[this.at + 1], this.words)) && this.keyword(word)) return;
    if (length > 0) this.phrase(length);
    else if (FILLER.has(word)) this.at++;
    else throw this.mistakes.unknown(this.here);
  }

  private keyword(word: string): boolean {
    switch (word) {
      case 'by':
      case 'per':
        this.grouping(word);
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

  private grouping(keyword: string): void {
    const token = this.tokens[++this.at];
    const found = token && this.words.dimension(token.text);
    if (!found) throw this.mistakes.notOneOf('something to group by', keyword, this.words.dimensionNames, this.here);
    if (this.by !== undefined && this.by !== found) {
      throw this.mistakes.stop('conflict', `A question is grouped by one thing: ${this.by} or ${found}?`, this.here);
    }
    this.by = found;
    this.at++;
  }

  private ranking(end: 'top' | 'bottom'): void {
    if (this.limit) throw this.mistakes.stop('conflict', 'Top or bottom is said twice.', this.here);
    const token = this.tokens[++this.at];
    if (!token || !isNumber(token.text)) {
      this.limit = { end, count: DEFAULT_ROWS };
      return;
    }
    const count = Number(token.text);
    if (!Number.isInteger(count) || count < 1 || count > MOST_ROWS) {
      const message = `“${token.text}” is no number of rows; ${end} takes 1 to ${MOST_ROWS}.`;
      throw this.mistakes.stop('unknown', message, this.here, [String(DEFAULT_ROWS)]);
    }
    this.limit = { end, count };
    this.at++;
  }

  private rendering(): void {
    const token = this.tokens[++this.at];
    const found = RENDERINGS.find((rendering) => token && rendering === fold(token.text));
    if (!found) throw this.mistakes.notOneOf('a way to show an answer', 'as', RENDERINGS, this.here);
    this.as = found;
    this.at++;
  }

  /** After “in” an environment, or a value that is read as anywhere else. */
  private place(): void {
    const token = this.tokens[++this.at];
    if (!token) throw this.mistakes.notOneOf('an environment', 'in', ['test', 'production'], this.here);
    const plain = !token.quoted && token.qualifier === null;
    const environment = plain ? ENVIRONMENTS.get(fold(token.text)) : undefined;
    if (!environment) return;
    this.environments.add(environment);
    this.at++;
  }

  private environment(word: string): boolean {
    const environment = ENVIRONMENTS.get(word);
    if (!environment) return false;
    const values = this.words.find(word);
    if (values.length > 0) throw this.mistakes.ambiguous(word, [`in ${environment}`, ...spellings(values)], this.here);
    this.environments.add(environment);
    this.at++;
    return true;
  }

  /** `category:Electronics`, `kpi:cost`, `environment:test`. */
  private qualified(qualifier: string, text: string): void {
    if (fold(qualifier) === 'kpi') {
      const kpi = this.words.kpi(text);
      if (!kpi) throw this.mistakes.notOneOf('a KPI', 'kpi:', this.words.kpiNames, this.here);
      this.name(kpi, 1);
      return;
    }
    const dimension = this.words.dimension(qualifier);
    if (!dimension) {
      const allowed = this.words.dimensionNames;
      const message = `“${qualifier}” is nothing to filter by: ${allowed.join(', ')}.`;
      throw this.mistakes.stop(
        'unknown',
        message,
        this.here,
        allowed.map((name) => `${name}:${text}`),
      );
    }
    if (dimension === 'environment') {
      const environment = ENVIRONMENTS.get(fold(text));
      if (!environment)
        throw this.mistakes.notOneOf('an environment', 'environment:', ['test', 'production'], this.here);
      this.environments.add(environment);
      this.at++;
      return;
    }
    const found = this.words.find(text, dimension);
    if (found.length === 0) throw this.mistakes.unknownValue(dimension, this.here);
    this.filter(found, 1);
  }

  private phrase(length: number): void {
    const phrase = phraseOf(this.tokens, this.at, length);
    const kpi = this.words.kpi(phrase);
    const values = this.words.find(phrase);
    if (kpi && values.length > 0) {
      throw this.mistakes.ambiguous(phrase, [`kpi:${kpi}`, ...spellings(values)], { at: this.at, length });
    }
    if (kpi) this.name(kpi, length);
    else this.filter(values, length);
  }

  /** Words from here that are a KPI or a value, as many as can be; 0 when none are. */
  private longestPhrase(): number {
    for (let length = Math.min(this.words.longest, this.tokens.length - this.at); length > 0; length--) {
      const part = this.tokens.slice(this.at, this.at + length);
      if (part.some(({ quoted, qualifier }) => quoted || qualifier !== null)) continue;
      const phrase = phraseOf(this.tokens, this.at, length);
      if (this.words.kpi(phrase) || (!isNumber(phrase) && this.words.find(phrase).length > 0)) return length;
    }
    return 0;
  }

  private name(kpi: string, length: number): void {
    if (this.kpi !== undefined && this.kpi !== kpi) {
      throw this.mistakes.stop('conflict', `One question, one KPI: ${this.kpi} or ${kpi}?`, { at: this.at, length });
    }
    this.kpi = kpi;
    this.at += length;
  }

  private filter(candidates: readonly Candidate[], length: number): void {
    const [first] = candidates;
    if (!first) throw this.mistakes.unknown(this.here);
    if (new Set(candidates.map(({ selects }) => selects)).size > 1) {
      const phrase = phraseOf(this.tokens, this.at, length);
      throw this.mistakes.ambiguous(phrase, spellings(candidates), { at: this.at, length });
    }
    const { dimension, value } = first;
    const known = this.filters.some((filter) => filter.dimension === dimension && filter.value === value);
    if (!known) this.filters.push({ dimension, value });
    this.at += length;
  }
}
