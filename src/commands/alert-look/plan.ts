import { isTimeUnit } from '../../kpi/dimensions.js';
import type { Facts } from '../../kpi/facts.js';
import { findKpi } from '../../kpi/index.js';
import type { KpiQuery, Measure } from '../../kpi/kpi.js';
import { plan } from '../../kpi/plan.js';
import { type Plan, type Refusal, refuse } from '../../kpi/planned.js';
import type { Rights } from '../../kpi/rights.js';

/**
 * The plan of an alert’s question: with its thresholds, which are for the rows to be judged by and leave out none.
 * Without `by`, and by environment, all of it together is the one row. Refuses what no alert can be about.
 */
export function planAlert(query: KpiQuery, facts: Facts, rights: Rights): Plan | Refusal {
  const unfit = unfitness(query);
  if (unfit) return unfit;
  const { limit: _, by: asked, ...rest } = query;
  const by = asked?.filter((one) => one !== 'environment') ?? [];
  const isWhole = by.length === 0;
  // As a whole it has one row, of which a plan leaves nothing to choose; its thresholds are those of any grouping.
  const planned = plan({ ...rest, by: isWhole ? ['sku'] : by }, facts, rights);
  if ('refusal' in planned) return planned;
  return {
    ...planned,
    ...(isWhole ? { by: null, query: rest } : {}),
    withoutAccepted: planned.thresholds.some(({ measures }) => measures.some((one) => compares(one, planned))),
  };
}

/** Whether it sets the environments against each other, so that a difference that is accepted must not count. */
const compares = ({ environment, signed = false }: Measure, { measured }: Plan): boolean =>
  environment === undefined && (signed || measured.environments === 'both');

function unfitness(query: KpiQuery): Refusal | null {
  const { kpi, thresholds = [], by = [], versus: _, ...rest } = query;
  const own = findKpi(kpi);
  if (thresholds.length === 0) return refuse('An alert needs a threshold, such as over 5%.');
  if (own && own.dimensions.length === 0)
    return refuse(`${kpi} has many figures, and an alert is about one.`, [{ ...query, kpi: 'variance' }]);
  if (own?.grouping === 'steps' || by.some(isTimeUnit))
    return refuse('An alert is about figures as they are now, and not over time.', []);
  if (query.versus)
    return refuse('An alert is not set against another period.', [
      { ...rest, kpi, thresholds, ...(by.length > 0 ? { by } : {}) },
    ]);
  const dimensions = by.filter((one) => one !== 'environment');
  if (dimensions.length > 1)
    return refuse(
      'An alert is by one dimension.',
      dimensions.map((one) => ({ ...query, by: [one] })),
    );
  return null;
}
