import { ENVIRONMENT_LABEL } from './expressions.js';
import type { Facts } from './facts.js';
import { titled } from './format.js';
import type { Kpi, Measure } from './kpi.js';
import { measureKey } from './measure-keys.js';
import { ENVIRONMENTS, type Environment } from './result.js';
import { isClosed, type Rights } from './rights.js';

/** All measures that are open, in the order of their columns. */
export function measuresOf(
  kpi: Kpi,
  facts: Facts,
  environments: readonly Environment[],
  rights: Pick<Rights, 'closedKpis'>,
): readonly Measure[] {
  return everyMeasure(kpi, facts, environments).filter(
    ({ discloses }) => discloses === undefined || !isClosed(discloses, rights),
  );
}

/** Closed KPIs that measures of this one would give away. */
export function withheldFrom(kpi: Kpi, facts: Facts, rights: Pick<Rights, 'closedKpis'>): readonly string[] {
  const disclosed = everyMeasure(kpi, facts, ENVIRONMENTS).flatMap(({ discloses }) => discloses ?? []);
  return [...new Set(disclosed)].filter((name) => isClosed(name, rights));
}

function everyMeasure(kpi: Kpi, facts: Facts, environments: readonly Environment[]): readonly Measure[] {
  const { before = [], after = [] } = kpi.shared(facts, environments);
  const each = environments.flatMap((environment) =>
    kpi.each(environment, facts).map((measure) => ({
      ...measure,
      name: nameOf(measure),
      environment,
      key: measureKey(measure.key, environment, environments),
      label: labelOf(measure, environment, environments),
    })),
  );
  return [...before, ...each, ...after];
}

function labelOf({ key, label }: Measure, environment: Environment, shown: readonly Environment[]): string {
  if (shown.length === 1) return label;
  return key === 'quantity' ? ENVIRONMENT_LABEL[environment] : `${label} ${ENVIRONMENT_LABEL[environment]}`;
}

export const nameOf = ({ key, name }: Pick<Measure, 'key' | 'name'>): string | null =>
  name === undefined ? key : name;

/** `fill rate`, `variance %`: a measure in a sentence. */
export const wordsOf = (name: string): string => name.replaceAll('_', ' ').replace(/ pct$/, ' %');

/** Columns of that name: one, or one for each environment. */
export const named = (name: string | null, measures: readonly Measure[]): readonly Measure[] =>
  measures.filter((measure) => name !== null && nameOf(measure) === name);

/** The one column that stands for a name: of both environments together, else of Production. */
export function standingFor(name: string | null, measures: readonly Measure[]): Measure | undefined {
  const all = named(name, measures);
  return (
    all.find(({ environment }) => environment === undefined) ??
    (name === 'quantity' ? measures.find(({ key }) => key === 'both') : undefined) ??
    all.find(({ environment }) => environment === 'production') ??
    all[0]
  );
}

/** What measures are called in a question: words of the vocabulary. */
export interface MeasureName {
  readonly name: string;
  readonly label: string;
  readonly synonyms: readonly string[];
  /** KPIs that have it, its owner first. */
  readonly kpis: readonly string[];
}

/** By name, of these KPIs in their order, for a model in which they can say all that they have. */
export function measureNames(kpis: readonly Kpi[], everything: Facts): readonly MeasureName[] {
  const names = new Map<string, { label: string; synonyms: Set<string>; kpis: Set<string> }>();
  for (const kpi of kpis) {
    const { before = [], after = [] } = kpi.shared(everything, ENVIRONMENTS);
    for (const measure of [...before, ...kpi.each('production', everything), ...after]) {
      const name = nameOf(measure);
      if (name === null || measure.unit === 'text') continue;
      const known = names.get(name) ?? { label: plainLabel(measure, name), synonyms: new Set(), kpis: new Set() };
      names.set(name, known);
      for (const word of [name.replaceAll('_', ' '), plainLabel(measure, name), ...(measure.synonyms ?? [])]) {
        known.synonyms.add(word.toLowerCase());
      }
      known.kpis.add(kpi.name);
    }
  }
  return [...names].map(([name, { label, synonyms, kpis: having }]) => ({
    name,
    label,
    synonyms: [...synonyms],
    kpis: [...having],
  }));
}

/** The label without the environment whose column it heads; where that is all of it, the name. */
function plainLabel({ label, environment }: Measure, name: string): string {
  if (environment === undefined || name.includes(environment)) return label;
  const plain = label.replace(new RegExp(` ?${ENVIRONMENT_LABEL[environment]}$`), '');
  return plain === '' ? titled(wordsOf(name)) : plain;
}
