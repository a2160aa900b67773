import { type Draft, type Limited, type Named, without } from './draft.js';
import type { Intent, Threshold } from './intent.js';
import type { Mistakes } from './mistakes.js';
import type { Edit, Place } from './stop.js';
import type { Vocabulary } from './vocabulary.js';

/** The KPI that follows one measure of any other. */
export const TREND = 'trend';

const EXAMPLES = 6;

/** What `Intent` says of KPI and measures. */
type Subject = Pick<Intent, 'kpi' | 'of' | 'rank' | 'thresholds'>;

/** The intent of a question that has been read to its end: here KPI and measures find each other. */
export function intentOf(draft: Draft, words: Vocabulary, mistakes: Mistakes): Intent {
  const finish = new Finish(draft, words, mistakes);
  const { kpi, of, rank, thresholds = [] } = finish.subject();
  const [environment, other] = new Set(draft.environments.map(({ what }) => what));
  const by = draft.by.length > 0 ? draft.by.map(({ what }) => what) : [draft.usualBy].flatMap((one) => one ?? []);
  return {
    kpi,
    ...(of === undefined ? {} : { of }),
    filters: draft.filters,
    ...(by.length === 0 ? {} : { by }),
    ...(draft.limit === undefined ? {} : { limit: draft.limit }),
    ...(rank === undefined ? {} : { rank }),
    ...(thresholds.length === 0 ? {} : { thresholds }),
    ...(environment === undefined || other !== undefined ? {} : { environment }),
    ...(draft.period === undefined ? {} : { period: draft.period.what }),
    ...(draft.versus === undefined ? {} : { versus: draft.versus.what }),
    ...(draft.as === undefined ? {} : { as: draft.as.what }),
  };
}

/** The measure that a trend of this phrase follows; undefined: none. */
export function followed({ kpi, measures = [] }: Pick<Named, 'kpi'> & Partial<Named>, words: Vocabulary) {
  if (kpi === undefined) return measures[0];
  return measures.find((measure) => words.kpisWith(measure).includes(kpi)) ?? words.lead(kpi);
}

class Finish {
  constructor(
    private readonly draft: Draft,
    private readonly words: Vocabulary,
    private readonly mistakes: Mistakes,
  ) {}

  subject(): Subject {
    const { rank, limit, named } = this.draft;
    if (rank && !limit) {
      const phrase = this.mistakes.quote(rank.place);
      const said = `Rows are ranked by a measure with top or bottom: top 10 by ${phrase}.`;
      const whole = [{ ...rank.clause, text: `top 10 by ${phrase}` }];
      throw this.mistakes.stop('incomplete', said, rank.clause, [whole]);
    }
    return named.some(({ kpi }) => kpi === TREND) ? this.trend() : this.ofKpi();
  }

  /** `trend fill rate`, `variance trend`: everything that names a measure names the same. */
  private trend(): Subject {
    const { named, thresholds, rank } = this.draft;
    const all = [
      ...named.filter(({ kpi }) => kpi !== TREND),
      ...thresholds.flatMap((one) => one.named ?? []),
      ...(rank ? [{ ...rank, place: rank.clause }] : []),
    ];
    let of: string | undefined;
    for (const one of all) {
      const measure = followed(one, this.words);
      if (measure === undefined || (of !== undefined && of !== measure)) throw this.notFollowed(one, of);
      of = measure;
    }
    return {
      kpi: TREND,
      ...(of === undefined ? {} : { of }),
      thresholds: unlike(thresholds.map(({ limit }) => limit)),
    };
  }

  private notFollowed({ place }: Named, of: string | undefined) {
    if (of !== undefined) {
      const said = `A trend follows one measure: ${plain(of)} or ${this.mistakes.quote(place)}?`;
      return this.mistakes.stop('conflict', said, place, [without(place)]);
    }
    const names = this.words.measureNames.map(plain);
    const said = `A trend follows one measure, such as ${names.slice(0, EXAMPLES).join(', ')}; “${this.mistakes.quote(place)}” is none.`;
    return this.mistakes.stop('conflict', said, place, names);
  }

  private ofKpi(): Subject {
    const { named, thresholds, rank } = this.draft;
    const [first, second] = named.filter(
      ({ kpi }, at) => kpi !== undefined && named.findIndex((one) => one.kpi === kpi) === at,
    );
    if (first && second) throw this.oneKpi(first, second);
    // “variance over 5%” names the KPI and its own measure, unless a KPI is named elsewhere.
    const own = first ? undefined : thresholds.find((one) => one.named?.kpi !== undefined);
    const kpi = first?.kpi ?? own?.named?.kpi ?? this.owner() ?? this.usual();
    const chosen = (one: Named) => this.measureOf(one, kpi, first);
    const of = this.about(named, chosen, kpi);
    return {
      kpi,
      ...(of === undefined ? {} : { of }),
      ...(rank === undefined ? {} : { rank: chosen(rank) }),
      thresholds: unlike(
        thresholds.map((one) => (one === own || !one.named ? one.limit : { measure: chosen(one.named), ...one.limit })),
      ),
    };
  }

  /** The measure that a question is about, where it names one that its KPI is not about anyhow. */
  private about(named: readonly Named[], chosen: (one: Named) => string, kpi: string): string | undefined {
    const [first, ...others] = named.filter((one) => one.kpi === undefined);
    if (!first) return undefined;
    const of = chosen(first);
    const other = others.find((one) => chosen(one) !== of);
    if (other) {
      const said = `A question is about one measure: ${this.mistakes.quote(first.place)} or ${this.mistakes.quote(other.place)}?`;
      throw this.mistakes.stop('conflict', said, other.place, [
        [{ ...other.place, text: '' }],
        [{ ...first.place, text: '' }],
      ]);
    }
    return of === this.words.lead(kpi) ? undefined : of;
  }

  private oneKpi(first: Named, second: Named) {
    const said = `One question, one KPI: ${first.kpi} or ${second.kpi}?`;
    return this.mistakes.stop('conflict', said, second.place, [without(second.place), without(first.place)]);
  }

  /** The KPI of the measures that the question names. */
  private owner(): string | undefined {
    const { rank, thresholds, named } = this.draft;
    const all: readonly (Named | undefined | null)[] = [rank, ...thresholds.map((one: Limited) => one.named), ...named];
    const measure = all.find((one) => one?.measures[0] !== undefined)?.measures[0];
    if (measure === undefined) return undefined;
    const having = this.words.kpisWith(measure);
    return having.find((kpi) => this.words.kpiNames.includes(kpi)) ?? having[0];
  }

  private usual(): string {
    const { by, limit, environments, thresholds, versus } = this.draft;
    if (thresholds.some(({ limit: { percent } }) => percent) && this.words.kpi('variance')) return 'variance';
    const [environment, other] = new Set(environments.map(({ what }) => what));
    const isRanked = by.length > 0 || limit !== undefined || thresholds.length > 0;
    if (isRanked || (environment !== undefined && other === undefined)) return 'total';
    // The headline figures have changes of their own; all of them beside another period is what `compare` shows.
    return versus !== undefined && this.words.kpi('compare') ? 'compare' : 'overview';
  }

  private measureOf({ measures, place }: Named, kpi: string, named: Named | undefined): string {
    const measure = measures.find((one) => this.words.kpisWith(one).includes(kpi));
    if (measure !== undefined) return measure;
    const offered = (other: string) => this.words.kpiNames.includes(other);
    const having = [...new Set(measures.flatMap((one) => this.words.kpisWith(one)))].filter(offered);
    const phrase = this.mistakes.quote(place);
    const dimension = this.words.dimension(phrase);
    throw this.mistakes.stop('conflict', `${kpi} has no “${phrase}”${elsewhere(having)}.`, place, [
      ...(dimension === undefined ? [] : [[...without(place), { ...after(place), text: `by ${dimension}` }]]),
      ...having.map((other): readonly Edit[] => [{ ...(named?.place ?? { at: 0, length: 0 }), text: other }]),
    ]);
  }
}

/** The same threshold once. */
function unlike(thresholds: readonly Threshold[]): readonly Threshold[] {
  return [...new Map(thresholds.map((one) => [JSON.stringify(one), one])).values()];
}

const after = ({ at, length = 1 }: Place): Place => ({ at: at + length, length: 0 });

const plain = (measure: string): string => measure.replaceAll('_', ' ');

function elsewhere(kpis: readonly string[]): string {
  const [first, ...more] = kpis;
  if (first === undefined) return '';
  return more.length === 0 ? `; ${first} has it` : `; ${kpis.slice(0, -1).join(', ')} and ${kpis.at(-1)} have it`;
}
