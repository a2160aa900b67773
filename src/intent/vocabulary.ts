import { distance } from 'fastest-levenshtein';

/** A value of the model that a phrase may mean. */
export interface Candidate {
  readonly dimension: string;
  readonly value: string;
  /** Another way to write it, as a sku’s name with its variant. */
  readonly label?: string;
  /** Equal for candidates that select the same rows, which are then not ambiguous. */
  readonly selects: string;
}

export interface Term {
  readonly name: string;
  readonly synonyms: readonly string[];
  /** Understood, but not offered: the data at hand has none, or it is closed to whoever asks. */
  readonly absent?: boolean;
}

/** A name that is like what was written, and how many letters are in the way. */
export interface Near {
  readonly text: string;
  readonly far: number;
}

/** Quotes as word processors write them. */
export const CURLY = /[\u201c\u201d\u201e\u00ab\u00bb]/g;

/** Case, accents, runs of blanks and the form of quotes make no difference. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(CURLY, '"')
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
  /** KPIs that are offered. */
  readonly kpiNames: readonly string[];
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
    this.kpiNames = offered(kpis);
    this.dimensionNames = offered(dimensions);
    for (const candidate of candidates) {
      // Commas part words in a question, so they are no part of a label either.
      const labels = candidate.label === undefined ? [] : [fold(candidate.label.replaceAll(',', ' '))];
      for (const phrase of [fold(candidate.value), ...labels]) {
        this.values.set(phrase, [...(this.values.get(phrase) ?? []), candidate]);
      }
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

  /** Exact, but for case, accents and blanks; never by prefix. What is spelled exactly so goes before. */
  find(phrase: string, dimension?: string): readonly Candidate[] {
    const folded = this.values.get(fold(phrase)) ?? [];
    const found = dimension === undefined ? folded : folded.filter((candidate) => candidate.dimension === dimension);
    const exact = found.filter(({ value }) => value === phrase);
    return dimension !== undefined && exact.length > 0 ? exact : found;
  }

  valuesOf(dimension: string): readonly string[] {
    return this.candidates.filter((candidate) => candidate.dimension === dimension).map(({ value }) => value);
  }

  /** Values that go on as typed: at their beginning, then at a later word, then anywhere. */
  completing(typed: string, most: number): readonly Candidate[] {
    const wanted = fold(typed);
    const ranks: readonly Set<Candidate>[] = [new Set(), new Set(), new Set()];
    for (const [phrase, candidates] of this.values) {
      const at = phrase.indexOf(wanted);
      if (at < 0) continue;
      const rank = at === 0 ? 0 : phrase[at - 1] === ' ' ? 1 : 2;
      for (const candidate of candidates) ranks[rank]?.add(candidate);
    }
    return [...new Set(ranks.flatMap((rank) => [...rank].slice(0, most)))].slice(0, most);
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
    if (dimension === undefined) {
      for (const [folded, name] of this.kpis) if (this.kpiNames.includes(name)) consider(folded, name);
    }
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

const offered = (terms: readonly Term[]): readonly string[] =>
  terms.filter(({ absent }) => !absent).map(({ name }) => name);

function phrases(terms: readonly Term[]): ReadonlyMap<string, string> {
  return new Map(terms.flatMap(({ name, synonyms }) => [name, ...synonyms].map((phrase) => [fold(phrase), name])));
}
