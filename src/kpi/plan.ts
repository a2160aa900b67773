import { measuresOf, type Plan, withheldFrom } from './compile.js';
import { DIMENSIONS, type DimensionName, defaultBy } from './dimensions.js';
import type { Facts } from './facts.js';
import { findKpi, KPIS } from './index.js';
import type { KpiQuery } from './kpi.js';
import { ENVIRONMENTS } from './result.js';
import { isClosed, notOpen, type Rights } from './rights.js';

/** Why a question cannot be answered as it stands: the user's to mend. */
export interface Refusal {
  readonly refusal: string;
  /** Questions that are near and make sense. */
  readonly alternatives: readonly KpiQuery[];
}

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
  const has = (dimension: DimensionName) => facts.dimensions.has(dimension);
  const offered = kpi.dimensions.filter(has);
  const { by: _, environment, limit, ...plain } = query;
  const grouped = offered.map((by): KpiQuery => ({ ...query, by }));
  const total: KpiQuery = { ...query, kpi: 'total' };
  if (query.by !== undefined && !has(query.by)) return refuse(absent(query.by), grouped);
  if (environment && kpi.environments === 'both') {
    const message = `${kpi.name} sets both environments against each other and cannot be asked in one.`;
    return refuse(message, [plain, { ...total, ...(query.by === undefined ? {} : { by: query.by }) }]);
  }
  if (query.by !== undefined && !kpi.dimensions.includes(query.by)) {
    return refuse(
      `${kpi.name} cannot be asked by ${query.by}.`,
      offered.length > 0 ? grouped : [total, { ...query, kpi: 'compare' }],
    );
  }
  if (environment && query.by === 'environment') {
    return refuse('A question in one environment cannot be by environment.', [
      { ...plain, environment },
      { ...plain, by: 'environment' },
    ]);
  }
  const by = query.by ?? (kpi.grouping === 'below' ? below(query, offered) : null);
  if (limit && (by === null || by === 'environment')) {
    return refuse(
      `${kpi.name} has nothing to rank here.`,
      offered.length > 0 ? grouped : [{ ...plain, kpi: 'total', limit }],
    );
  }
  const environments = environment ? [environment] : ENVIRONMENTS;
  const { closedKpis, restrictions } = rights;
  const measures = measuresOf(kpi, facts, environments, rights);
  const withheld = withheldFrom(kpi, facts, rights);
  if (measures.length === 0) return refuse(notOpen(query.kpi));
  return { kpi, query, by, environments, measures, facts, closedKpis, withheld, restrictions };
}

/** The same question about KPIs that are open and make sense. */
function instead(query: KpiQuery, facts: Facts, rights: Rights): readonly KpiQuery[] {
  return KPIS.filter(({ name }) => name !== query.kpi && !isClosed(name, rights))
    .map(({ name }): KpiQuery => ({ ...query, kpi: name }))
    .filter((other) => !('refusal' in planOpen(other, facts, rights)))
    .slice(0, ALTERNATIVES);
}

const ALTERNATIVES = 3;

const below = ({ filters }: KpiQuery, offered: readonly DimensionName[]): DimensionName =>
  defaultBy(
    filters.map(({ dimension }) => dimension),
    (name) => offered.includes(name),
  );

const refuse = (refusal: string, alternatives: readonly KpiQuery[] = []): Refusal => ({ refusal, alternatives });

const absent = (dimension: DimensionName): string =>
  `There is no ${DIMENSIONS[dimension].label.toLowerCase()} in this data: no table maps a column to it, or all of it is empty.`;
