import { DIMENSIONS, type DimensionName, defaultBy, isTimeUnit } from './dimensions.js';
import type { Facts } from './facts.js';
import type { By, Kpi, KpiQuery } from './kpi.js';
import { type Axis, type Refusal, refuse } from './planned.js';

/** What the rows and the columns of an answer are. */
export interface Axes {
  readonly by: Axis | null;
  readonly across: Axis | null;
}

/** The axes of a question, or what about its parts does not go together. `measured`: whose measures it shows. */
export function axesOf(kpi: Kpi, measured: Kpi, query: KpiQuery, facts: Facts): Axes | Refusal {
  const axes = missing(kpi, query, facts) ?? mismatch(measured, query) ?? shapeOf(kpi, query, facts);
  if ('refusal' in axes) return axes;
  const isWhole = measured.reads?.wholes && axes.by === 'time' && axes.across === null;
  return isWhole ? undivided(query, measured, facts) : axes;
}

/** What of a grouping the data or the KPI do not have; null where nothing is amiss. */
function missing(kpi: Kpi, query: KpiQuery, facts: Facts): Refusal | null {
  const has = (dimension: DimensionName) => facts.dimensions.has(dimension);
  const offered = kpi.dimensions.filter(has);
  const grouped = offered.map((by): KpiQuery => ({ ...query, by: [by] }));
  const total: KpiQuery = { ...query, kpi: 'total' };
  for (const by of query.by ?? []) {
    if (isTimeUnit(by)) {
      if (kpi.name === 'overview')
        return refuse(`${kpi.name} cannot be asked by ${by}.`, [{ ...query, kpi: 'compare' }]);
    } else if (!has(by)) return refuse(absent(by), grouped);
    else if (!kpi.dimensions.includes(by)) {
      const instead = offered.length > 0 ? grouped : [total, { ...query, kpi: 'compare' }];
      return refuse(`${kpi.name} cannot be asked by ${by}.`, instead);
    }
  }
  return null;
}

/** Parts of a question that do not go together; null where all do. */
function mismatch(kpi: Kpi, query: KpiQuery): Refusal | null {
  const { by = [], environment, limit: _, ...plain } = query;
  const { environment: __, ...everywhere } = query;
  if (environment && kpi.environments === 'both') {
    const message = `${kpi.name} sets both environments against each other and cannot be asked in one.`;
    return refuse(message, [everywhere, { ...query, kpi: 'total' }]);
  }
  if (environment && by.includes('environment')) {
    return refuse('A question in one environment cannot be by environment.', [
      { ...plain, environment },
      { ...plain, by: ['environment'] },
    ]);
  }
  return null;
}

/** What the rows and the columns are, or why they cannot be. */
function shapeOf(kpi: Kpi, query: KpiQuery, facts: Facts): Axes | Refusal {
  const offered = kpi.dimensions.filter((name) => facts.dimensions.has(name));
  const { limit, versus, thresholds, ...plain } = query;
  const [first, second] = axisList(kpi, query, offered);
  const by = first ?? null;
  const across = second ?? null;
  if (across !== null && kpi.lead === null && kpi.grouping !== 'steps' && query.of === undefined) {
    return refuse(`${kpi.name} has too many figures for two dimensions.`, [
      { ...plain, by: query.by?.slice(0, 1) ?? [] },
    ]);
  }
  if (versus && kpi.name === 'overview') {
    const message = 'The headline figures have their own changes, on the day and the week before.';
    return refuse(message, [
      { ...query, kpi: 'compare' },
      { ...query, kpi: 'total' },
    ]);
  }
  if (versus && (across !== null || by === 'time')) {
    const { versus: __, ...alone } = query;
    const message = `A question ${across === null ? 'by steps of time' : 'with two dimensions'} is not set against another period as well.`;
    const { by: ___, ...whole } = query;
    return refuse(message, [alone, whole]);
  }
  if (limit && (by === null || by === 'environment' || by === 'time')) {
    const grouped = offered.map((one): KpiQuery => ({ ...query, by: [one] }));
    const steps = by === 'time' && across === null ? [plain] : [];
    return refuse(`${kpi.name} has nothing to rank here.`, [
      ...steps,
      ...(offered.length > 0 ? grouped : [{ ...plain, kpi: 'total', limit }]),
    ]);
  }
  if (thresholds && thresholds.length > 0 && (by === null || by === 'environment')) {
    return refuse(
      `${kpi.name} has one row here, so that there is nothing to choose from.`,
      offered.map((one) => ({ ...query, by: [one] })),
    );
  }
  return { by, across };
}

/** One axis or two. Environments stand beside each other in any case, so they are no axis beside another. */
function axisList(kpi: Kpi, query: KpiQuery, offered: readonly DimensionName[]): readonly Axis[] {
  const asked = query.by ?? [];
  const axes = (asked.length > 1 ? asked.filter((by) => by !== 'environment') : asked).map(axisOf);
  if (kpi.grouping === 'steps' && !axes.includes('time')) return [...axes, 'time'];
  if (axes.length > 0) return axes;
  // One figure of a list of many is told for groups, as any other.
  return kpi.grouping === 'below' || query.of !== undefined ? [below(query, offered)] : [];
}

const axisOf = (by: By): Axis => (isTimeUnit(by) ? 'time' : by);

/** A share of the whole that is not divided is all of it, at every step. */
function undivided(query: KpiQuery, { dimensions, title }: Kpi, { dimensions: held }: Facts): Refusal {
  const offered = dimensions.filter((name) => held.has(name));
  const [unit = 'day'] = query.by ?? [];
  const message = `${title} over time needs something that the stock is shared out among.`;
  return refuse(
    message,
    offered.map((one) => ({ ...query, by: [one, unit] })),
  );
}

const below = ({ filters }: KpiQuery, offered: readonly DimensionName[]): DimensionName =>
  defaultBy(
    filters.map(({ dimension }) => dimension),
    (name) => offered.includes(name),
  );

const absent = (dimension: DimensionName): string =>
  `There is no ${DIMENSIONS[dimension].label.toLowerCase()} in this data: no table maps a column to it, or all of it is empty.`;
