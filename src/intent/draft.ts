import { type Period, periodText, UNITS_OF_TIME, type Versus, versusText } from '../periods/index.js';
import type { Intent, Rendering, Threshold } from './intent.js';
import type { Environment } from './keywords.js';
import { type Mistakes, spellings } from './mistakes.js';
import type { Edit, Place } from './stop.js';
import type { Candidate } from './vocabulary.js';

/** What a phrase names that may be a KPI, a measure, or either: which one shows when all is read. */
export interface Named {
  readonly kpi?: string;
  /** Measures that are called so. */
  readonly measures: readonly string[];
  readonly place: Place;
}

export interface Limited {
  readonly limit: Omit<Threshold, 'measure'>;
  /** What stands before `over` or `under`. */
  readonly named: Named | null;
}

interface Placed<What> {
  readonly what: What;
  readonly place: Place;
}

/** What has been read of a question so far. Says where two of its parts contradict each other. */
export class Draft {
  readonly named: Named[] = [];
  readonly thresholds: Limited[] = [];
  readonly environments: Placed<Environment>[] = [];
  readonly filters: { dimension: string; value: string }[] = [];
  readonly by: Placed<string>[] = [];
  /** What rows are, where nothing else is said. */
  usualBy: string | undefined;
  limit: Intent['limit'];
  rank: (Named & { readonly clause: Place }) | undefined;
  period: Placed<Period> | undefined;
  versus: Placed<Versus> | undefined;
  as: Placed<Rendering> | undefined;

  constructor(private readonly mistakes: Mistakes) {}

  filter(candidates: readonly Candidate[], place: Place): void {
    const [first] = candidates;
    if (!first) throw this.mistakes.unknown(place.at);
    if (new Set(candidates.map(({ selects }) => selects)).size > 1) {
      throw this.mistakes.ambiguous(place, spellings(candidates));
    }
    const { dimension, value } = first;
    const known = this.filters.some((filter) => filter.dimension === dimension && filter.value === value);
    if (!known) this.filters.push({ dimension, value });
  }

  group(what: string, place: Place): void {
    const [first, second] = this.by;
    const isTime = (name: string) => UNITS_OF_TIME.some((unit) => unit === name);
    if (this.by.some((one) => one.what === what)) {
      throw this.mistakes.stop('conflict', `It is grouped by ${what} twice.`, place, [without(place)]);
    }
    if (first && second) {
      const said = `A question is grouped by two things at most: ${first.what} and ${second.what}, or ${what}?`;
      throw this.mistakes.stop('conflict', said, place, [without(place)]);
    }
    if (first && isTime(first.what) && isTime(what)) {
      const said = `A question is grouped by one unit of time: ${first.what} or ${what}?`;
      throw this.mistakes.stop('conflict', said, place, [without(place), without(first.place)]);
    }
    this.by.push({ what, place });
  }

  rankBy(named: Named, place: Place): void {
    if (this.rank) {
      const said = `Rows are ranked by one measure: ${this.mistakes.quote(this.rank.place)} or ${this.mistakes.quote(named.place)}?`;
      throw this.mistakes.stop('conflict', said, named.place, [without(place)]);
    }
    this.rank = { ...named, clause: place };
  }

  rows(end: 'top' | 'bottom', count: number, place: Place): void {
    if (this.limit) throw this.mistakes.stop('conflict', 'Top or bottom is said twice.', place, [without(place)]);
    this.limit = { end, count };
  }

  during(what: Period, place: Place): void {
    if (this.period) {
      const said = `A question has one period: ${periodText(this.period.what)} or ${periodText(what)}?`;
      throw this.twice(said, place, this.period.place);
    }
    this.period = { what, place };
  }

  against(what: Versus, place: Place): void {
    if (this.versus) {
      const said = `A question is set against one thing: ${versusText(this.versus.what)} or ${versusText(what)}?`;
      throw this.twice(said, place, this.versus.place);
    }
    this.versus = { what, place };
  }

  render(what: Rendering, place: Place): void {
    if (this.as && this.as.what !== what) {
      throw this.twice(`An answer is shown in one way: as ${this.as.what} or as ${what}?`, place, this.as.place);
    }
    this.as = { what, place };
  }

  private twice(message: string, second: Place, first: Place) {
    return this.mistakes.stop('conflict', message, second, [without(second), without(first)]);
  }
}

/** Leaves a place out. */
export const without = (place: Place): readonly Edit[] => [{ ...place, text: '' }];
