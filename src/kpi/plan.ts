import { axesOf } from './axes.js';
import type { Facts } from './facts.js';
import { focused, focusOf } from './focus.js';
import { findKpi, KPIS } from './index.js';
import type { Kpi, KpiQuery, Measure } from './kpi.js';
import { measuresOf, named, standingFor, withheldFrom, wordsOf } from './measures.js';
import { type Plan, type Ranking, type Refusal, refuse } from './planned.js';
import { ENVIRONMENTS } from './result.js';
import { isClosed, notOpen, type Rights } from './rights.js';
import { thresholdsOf } from './thresholds.js';
import { timeOf } from './time.js';

export type { Plan, Refusal } from './planned.js';

/**
 * Fills in the defaults and the asker's rights, or says what about the question makes no sense for this KPI and this
 * data, or is closed. Every question becomes a query here and nowhere else, whichever way it was asked.
 */
export function plan(query: KpiQuery, facts: Facts, rights: Rights): Plan | Refusal {
  if (isClosed(query.kpi, rights)) return refuse(notOpen(query.kpi), instead(query, facts, rights));
  const planned = planOpen(query, facts, rights);
  if (!('refusal' in planned)) return planned;
  return { ...planned, alternatives: planned.alternatives.filter(({ kpi }) => !isClosed(kpi, rights)) };
}

function planOpen(query: KpiQuery, facts: Facts, rights: Rights): Plan | Refusal {
  const kpi = findKpi(query.kpi);
  if (!kpi) throw new Error(`No KPI ${query.kpi}`);
  if (!facts.stock) return refuse('There is no stock here: no table of the configuration feeds it.');
  const reason = kpi.refuses?.(facts);
  if (reason) return refuse(`${kpi.title} cannot be told: ${reason}.`);
  const focus = focusOf(kpi, query, facts, rights);
  if ('refusal' in focus) return focus;
  const { measured, name } = focus;
  const environments = query.environment ? [query.environment] : ENVIRONMENTS;
  const all = measuresOf(measured, facts, environments, rights);
  const isOfOne = named(name, all).some(({ environment }) => environment !== undefined);
  const axes = axesOf(kpi, isOfOne ? { ...measured, environments: 'each' } : measured, query, facts);
  if ('refusal' in axes) return axes;
  if (all.length === 0) return refuse(notOpen(query.kpi));
  const own = focused(all, name, environments);
  if (own.length === 0) return ofBoth(name, query);
  const measures = axes.across === null ? own : pivoted(measured, name, query, all);
  const time = timeOf(kpi, query, facts);
  if ('refusal' in time) return time;
  const ranking = rankingOf(measured, query.rank ?? (kpi === measured ? name : null), query, all);
  if (ranking && 'refusal' in ranking) return ranking;
  const rank = query.rank ?? name;
  const meant = rank === null ? ownOf(measured, all) : standingFor(rank, all);
  const thresholds = thresholdsOf(query, all, meant);
  if ('refusal' in thresholds) return thresholds;
  return {
    kpi,
    measured,
    focus: name,
    query,
    ...axes,
    environments,
    measures,
    time,
    ranking,
    thresholds,
    facts,
    closedKpis: rights.closedKpis,
    withheld: withheldFrom(measured, facts, rights),
    restrictions: rights.restrictions,
  };
}

function ofBoth(name: string | null, query: KpiQuery): Refusal {
  const { environment: _, ...everywhere } = query;
  return refuse(`${wordsOf(name ?? query.kpi)} is of both environments together and cannot be asked in one.`, [
    everywhere,
  ]);
}

/** Two dimensions show one measure: of both environments together where there is such a figure, else of Production. */
function pivoted(
  { lead }: Kpi,
  name: string | null,
  { rank }: KpiQuery,
  measures: readonly Measure[],
): readonly Measure[] {
  const measure = standingFor(name ?? rank ?? lead, measures) ?? measures[0];
  return measure ? [measure] : [];
}

const ownOf = ({ sort, lead }: Kpi, measures: readonly Measure[]): Measure | undefined =>
  standingFor(lead, measures) ?? measures.find(({ key }) => sort.keys.includes(key));

/** The measure by which rows are ranked: the one that is asked for, or the KPI's own. */
function rankingOf(
  kpi: Kpi,
  name: string | null,
  query: KpiQuery,
  measures: readonly Measure[],
): Ranking | Refusal | null {
  if (name !== null) {
    const measure = standingFor(name, measures);
    if (measure) return { measure, absolute: measure.signed ?? false };
    const { rank: _, ...plain } = query;
    return refuse(`${kpi.name} has no ${wordsOf(name)} to rank by.`, [plain]);
  }
  const measure = kpi.sort.keys.flatMap((key) => measures.find((candidate) => candidate.key === key) ?? [])[0];
  return measure ? { measure, absolute: kpi.sort.absolute } : null;
}

/** The same question about KPIs that are open and make sense. */
function instead(query: KpiQuery, facts: Facts, rights: Rights): readonly KpiQuery[] {
  return KPIS.filter(({ name }) => name !== query.kpi && !isClosed(name, rights))
    .map(({ name }): KpiQuery => ({ ...query, kpi: name }))
    .filter((other) => !('refusal' in planOpen(other, facts, rights)))
    .slice(0, ALTERNATIVES);
}

const ALTERNATIVES = 3;
