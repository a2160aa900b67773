import { measuresOf, type Plan } from './compile.js';
import { DIMENSIONS, type DimensionName, defaultBy } from './dimensions.js';
import type { Facts } from './facts.js';
import { findKpi, KPIS } from './index.js';
import type { KpiQuery } from './kpi.js';
import { ENVIRONMENTS } from './result.js';

/** Why a question cannot be answered as it stands: the user's to mend. */
export interface Refusal {
  readonly refusal: string;
  readonly suggestions: readonly string[];
}

/** Fills in the defaults, or says what about the question makes no sense for this KPI and this data. */
export function plan(query: KpiQuery, facts: Facts): Plan | Refusal {
  const kpi = findKpi(query.kpi);
  if (!kpi)
    return refuse(
      `There is no KPI "${query.kpi}".`,
      KPIS.map(({ name }) => name),
    );
  if (!facts.stock) return refuse('There is no stock here: no table of the configuration feeds it.');
  const reason = kpi.refuses?.(facts);
  if (reason) return refuse(`${kpi.title} cannot be told: ${reason}.`);
  const has = (dimension: DimensionName) => facts.dimensions.has(dimension);
  const offered = kpi.dimensions.filter(has);
  for (const { dimension } of query.filters) {
    if (!has(dimension))
      return refuse(
        absent(dimension),
        offered.map((name) => `by ${name}`),
      );
  }
  if (query.by !== undefined && !has(query.by))
    return refuse(
      absent(query.by),
      offered.map((name) => `by ${name}`),
    );
  if (query.by !== undefined && !kpi.dimensions.includes(query.by)) {
    if (offered.length === 0)
      return refuse(
        `${kpi.name} has no “by”.`,
        ['total', 'compare'].map((name) => `${name} by ${query.by}`),
      );
    return refuse(
      `${kpi.name} cannot be asked by ${query.by}.`,
      offered.map((name) => `by ${name}`),
    );
  }
  if (query.environment && kpi.environments === 'both') {
    return refuse(`${kpi.name} sets both environments against each other and cannot be asked in one.`, [
      `total in ${query.environment}`,
    ]);
  }
  if (query.environment && query.by === 'environment')
    return refuse('A question in one environment cannot be by environment.');
  const grouped =
    kpi.grouping === 'below'
      ? defaultBy(
          query.filters.map(({ dimension }) => dimension),
          (name) => has(name) && kpi.dimensions.includes(name),
        )
      : null;
  const by = query.by ?? grouped;
  if (query.limit && (by === null || by === 'environment'))
    return refuse(
      `${kpi.name} has nothing to rank without “by”.`,
      offered.map((name) => `by ${name}`),
    );
  const environments = query.environment ? [query.environment] : ENVIRONMENTS;
  return { kpi, query, by, environments, measures: measuresOf(kpi, facts, environments), facts };
}

const refuse = (refusal: string, suggestions: readonly string[] = []): Refusal => ({ refusal, suggestions });

const absent = (dimension: DimensionName): string =>
  `There is no ${DIMENSIONS[dimension].label.toLowerCase()} in this data: no table maps a column to it, or all of it is empty.`;
