import { distance } from 'fastest-levenshtein';

/** A value of the model that a phrase may mean. */
export interface Candidate {
  readonly dimension: string;
  readonly value: string;
  /** Equal for candidates that select the same rows, which are then not ambiguous. */
  readonly selects: string;
}

export interface Term {
  readonly name: string;
  readonly synonyms: readonly string[];
  /** Understood, but not offered: the data at hand has none. */
  readonly absent?: boolean;
}

/** A name that is like what was written, and how many letters are in the way. */
export interface Near {
  readonly text: string;
  readonly far: number;
}

/** Case, accents and runs of blanks make no difference. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** All words of a subject: its KPIs, dimensions and the values in the model. */
export class Vocabulary {
  private readonly kpis: ReadonlyMap<string, string>;
  private readonly dimensions: ReadonlyMap<string, string>;
  private readonly values = new Map<string, Candidate[]>();
  /** Dimensions that the data at hand has. */
  readonly dimensionNames: readonly string[];
  /** Words of the longest phrase. */
  readonly longest: number;

  constructor(
    kpis: readonly Term[],
    dimensions: readonly Term[],
    readonly candidates: readonly Candidate[],
  ) {
    this.kpis = phrases(kpis);
    this.dimensions = phrases(dimensions);
    this.dimensionNames = dimensions.filter(({ absent }) => !absent).map(({ name }) => name);
    for (const candidate of candidates) {
      const phrase = fold(candidate.value);
      const known = this.values.get(phrase);
      if (known) known.push(candidate);
      else this.values.set(phrase, [candidate]);
    }
    let longest = 1;
    for (const map of [this.kpis, this.dimensions, this.values]) {
      for (const phrase of map.keys()) longest = Math.max(longest, phrase.split(' ').length);
    }
    this.longest = longest;
  }

  kpi(phrase: string): string | undefined {
    return this.kpis.get(fold(phrase));
  }

  dimension(phrase: string): string | undefined {
    return this.dimensions.get(fold(phrase));
  }

  /** Exact, but for case, accents and blanks; never by prefix. */
  find(phrase: string, dimension?: string): readonly Candidate[] {
    const found = this.values.get(fold(phrase)) ?? [];
    return dimension === undefined ? found : found.filter((candidate) => candidate.dimension === dimension);
  }

  get kpiNames(): readonly string[] {
    return [...new Set(this.kpis.values())];
  }

  valuesOf(dimension: string): readonly string[] {
    return this.candidates.filter((candidate) => candidate.dimension === dimension).map(({ value }) => value);
  }

  /** Phrases like this one, nearest first: KPI names and values, as they are written. */
  near(phrase: string, dimension?: string): readonly Near[] {
    const wanted = fold(phrase).slice(0, 60);
    const allowed = Math.max(1, Math.floor(wanted.length / 3));
    const close = new Map<string, number>();
    const consider = (folded: string, text: string) => {
      if (Math.abs(folded.length - wanted.length) > allowed) return;
      const far = distance(folded, wanted);
      if (far <= allowed && far < folded.length) close.set(text, Math.min(far, close.get(text) ?? far));
    };
    if (dimension === undefined) for (const [folded, name] of this.kpis) consider(folded, name);
    for (const [folded, candidates] of this.values) {
      const candidate = candidates.find((one) => dimension === undefined || one.dimension === dimension);
      if (candidate) consider(folded, candidate.value);
    }
    return [...close]
      .map(([text, far]) => ({ text, far }))
      .sort((a, b) => a.far - b.far)
      .slice(0, 3);
  }
}

function phrases(terms: readonly Term[]): ReadonlyMap<string, string> {
  return new Map(terms.flatMap(({ name, synonyms }) => [name, ...synonyms].map((phrase) => [fold(phrase), name])));
}
