import { ENVIRONMENT_LABEL } from './expressions.js';
import type { Facts } from './facts.js';
import { MEASURED } from './index.js';
import type { Kpi, KpiQuery, Measure } from './kpi.js';
import { measuresOf, named, nameOf, wordsOf } from './measures.js';
import { type Refusal, refuse } from './planned.js';
import { ENVIRONMENTS, type Environment } from './result.js';
import { isClosed, notOpen, type Rights } from './rights.js';

/** What a trend follows where the question does not say. */
const USUAL = 'quantity';

/** Whose measures a question shows, and which one of them it is about; null: all. */
export interface Focus {
  readonly measured: Kpi;
  readonly name: string | null;
}

/** What a question is about: a KPI as a whole, one measure of it, or the measure that a trend follows. */
export function focusOf(kpi: Kpi, query: KpiQuery, facts: Facts, rights: Rights): Focus | Refusal {
  if (kpi.grouping === 'steps') return followed(query, facts, rights);
  const { of: name = null, ...whole } = query;
  if (name === null || isOpen(kpi, name, facts, rights)) return { measured: kpi, name };
  const closed = ownersOf(name, facts).includes(kpi);
  return refuse(closed ? notOpen(name) : `${kpi.name} has no ${wordsOf(name)} with this data.`, [whole]);
}

/**
 * The KPI that owns the measure of a trend: the first that has it, makes sense for the data, is open and can be asked of
 * the environment.
 */
function followed(query: KpiQuery, facts: Facts, rights: Rights): Focus | Refusal {
  const plain = query.of ?? USUAL;
  // A percentage is a measure of its own: “trend variance over 5%” follows that.
  const share = `${plain}_pct`;
  const shared = query.thresholds?.some(({ percent, measure }) => percent && measure === undefined) ?? false;
  const name = shared && ownersOf(share, facts).length > 0 ? share : plain;
  const having = ownersOf(name, facts);
  const possible = having.filter((one) => !one.refuses?.(facts));
  const open = possible.filter((one) => isOpen(one, name, facts, rights));
  const measured = open.find(({ environments }) => !query.environment || environments === 'each') ?? open[0];
  if (measured) return { measured, name };
  if (possible.length > 0) return refuse(notOpen(name));
  const reasons = having.flatMap((one) => one.refuses?.(facts) ?? []);
  const { of: _, ...usual } = query;
  return refuse(`The trend of ${wordsOf(name)} cannot be told: ${reasons[0] ?? 'nothing that is mapped has it'}.`, [
    usual,
  ]);
}

/** Its columns: one where the measure is of both together, else one for each environment. */
export function focused(
  measures: readonly Measure[],
  name: string | null,
  environments: readonly Environment[],
): readonly Measure[] {
  if (name === null) return measures;
  return named(name, measures)
    .filter(({ environment }) => environment === undefined || environments.includes(environment))
    .map(({ optional: _, ...measure }) => ({ ...measure, label: labelOf(measure, environments) }));
}

/** The title says what it is; of several columns each says whose. */
const labelOf = ({ environment, label }: Measure, shown: readonly Environment[]): string =>
  environment && shown.length > 1 ? ENVIRONMENT_LABEL[environment] : label;

const ownersOf = (name: string, facts: Facts): readonly Kpi[] =>
  MEASURED.filter((one) =>
    measuresOf(one, facts, ENVIRONMENTS, { closedKpis: [] }).some((measure) => nameOf(measure) === name),
  );

const isOpen = (kpi: Kpi, name: string, facts: Facts, rights: Rights): boolean =>
  !isClosed(kpi.name, rights) &&
  measuresOf(kpi, facts, ENVIRONMENTS, rights).some((measure) => nameOf(measure) === name);
