import { fold } from './fold.js';
import type { Meanings } from './keywords.js';
import { type KpiTerm, Lexicon, type MeasureTerm, singularsOf, type Term } from './lexicon.js';
import { type Near, nearest } from './near.js';

export { CURLY, fold } from './fold.js';
export type { KpiTerm, MeasureTerm, Term } from './lexicon.js';
export type { Near } from './near.js';

/** A value of the model that a phrase may mean. */
export interface Candidate {
  readonly dimension: string;
  readonly value: string;
  /** Another way to write it, as a sku’s name with its variant. */
  readonly label?: string;
  /** Equal for candidates that select the same rows, which are then not ambiguous. */
  readonly selects: string;
}

/** All words of a subject: its KPIs, measures, dimensions and the values in the model. */
export class Vocabulary {
  private readonly lexicon: Lexicon;
  private readonly values = new Map<string, Candidate[]>();
  /** KPIs that are offered. */
  readonly kpiNames: readonly string[];
  /** Dimensions that the data at hand has. */
  readonly dimensionNames: readonly string[];
  /** Measures that are offered. */
  readonly measureNames: readonly string[];
  /** Words of the longest phrase. */
  readonly longest: number;

  constructor(
    private readonly kpis: readonly KpiTerm[],
    dimensions: readonly Term[],
    readonly candidates: readonly Candidate[],
    private readonly measureTerms: readonly MeasureTerm[] = [],
  ) {
    this.lexicon = new Lexicon(kpis, dimensions, measureTerms);
    this.kpiNames = offered(kpis);
    this.dimensionNames = offered(dimensions);
    this.measureNames = offered(measureTerms.filter(({ kpis }) => kpis.some((kpi) => this.kpiNames.includes(kpi))));
    for (const candidate of candidates) {
      // Commas part words in a question, so they are no part of a label either.
      const labels = candidate.label === undefined ? [] : [fold(candidate.label.replaceAll(',', ' '))];
      for (const phrase of new Set([fold(candidate.value), ...labels])) {
        const known = this.values.get(phrase);
        if (known) known.push(candidate);
        else this.values.set(phrase, [candidate]);
      }
    }
    let { longest } = this.lexicon;
    for (const phrase of this.values.keys()) longest = Math.max(longest, phrase.split(' ').length);
    this.longest = longest;
  }

  /** All that a phrase can mean, but for values of the model. */
  meanings(phrase: string): Meanings {
    return this.lexicon.get(fold(phrase));
  }

  kpi(phrase: string): string | undefined {
    return this.meanings(phrase).kpi;
  }

  /** The measure that a trend of this KPI follows. */
  lead(kpi: string): string | undefined {
    return this.kpis.find(({ name }) => name === kpi)?.lead ?? undefined;
  }

  dimension(phrase: string): string | undefined {
    return this.meanings(phrase).dimension;
  }

  /** `skus`, but not `sku`. */
  isPlural(phrase: string): boolean {
    const dimension = this.dimension(phrase);
    return dimension !== undefined && singularsOf(fold(phrase)).some((one) => this.dimension(one) === dimension);
  }

  measure(phrase: string): string | undefined {
    return this.meanings(phrase).measures?.[0];
  }

  /** KPIs that have a measure, its owner first. */
  kpisWith(measure: string): readonly string[] {
    return this.measureTerms.find(({ name }) => name === measure)?.kpis ?? [];
  }

  /** Exact, but for case, accents and blanks; never by prefix. What is spelled exactly so goes before. */
  find(phrase: string, dimension?: string): readonly Candidate[] {
    const folded = this.values.get(fold(phrase)) ?? this.ofSingular(fold(phrase));
    const found = dimension === undefined ? folded : folded.filter((candidate) => candidate.dimension === dimension);
    const exact = found.filter(({ value }) => value === phrase);
    return dimension !== undefined && exact.length > 0 ? exact : found;
  }

  /** `power banks`: the one product that is called so in the singular. */
  private ofSingular(phrase: string): readonly Candidate[] {
    if (Object.keys(this.lexicon.get(phrase)).length > 0) return [];
    const products = singularsOf(phrase).flatMap((one) =>
      (this.values.get(one) ?? []).filter(({ dimension }) => dimension === 'product'),
    );
    return products.length === 1 ? products : [];
  }

  /** Words of the longest phrase that is no value. */
  get longestTerm(): number {
    return this.lexicon.longest;
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

  /** Names like this phrase, nearest first: KPIs, measures, words of the grammar, and values, as they are written. */
  near(phrase: string, dimension?: string): readonly Near[] {
    return nearest(phrase, this.names(dimension));
  }

  private *names(dimension: string | undefined): Generator<[folded: string, text: string]> {
    if (dimension === undefined) {
      for (const [phrase, meanings] of this.lexicon) {
        const text = this.nameOf(phrase, meanings);
        if (text !== null) yield [phrase, text];
      }
    }
    for (const [phrase, candidates] of this.values) {
      const candidate = candidates.find((one) => dimension === undefined || one.dimension === dimension);
      if (candidate) yield [phrase, candidate.value];
    }
  }

  /** How an entry is offered instead of a word that is like it; null for what is too short or not offered. */
  private nameOf(phrase: string, { kpi, measures, dimension, filler, refused, ...common }: Meanings): string | null {
    if (kpi !== undefined) return this.kpiNames.includes(kpi) ? kpi : null;
    const measure = measures?.find((name) => this.measureNames.includes(name));
    if (measure !== undefined) return measure.replaceAll('_', ' ');
    return phrase.length >= SHORTEST && Object.keys(common).length > 0 ? phrase : null;
  }
}

/** Letters of a word of the grammar that another can be a slip of. */
const SHORTEST = 4;

const offered = (terms: readonly Term[]): readonly string[] =>
  terms.filter(({ absent }) => !absent).map(({ name }) => name);
