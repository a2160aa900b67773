import type { Intent } from '../intent/intent.js';
import type { DimensionName } from '../kpi/dimensions.js';
import type { By, KpiQuery } from '../kpi/kpi.js';

/** An intent in the words of the KPI registry, from which its vocabulary was made. */
export function queryOf({ as: _, by, filters, ...intent }: Intent): KpiQuery {
  return {
    ...intent,
    filters: filters.map(({ dimension, value }) => ({ dimension: dimension as DimensionName, value })),
    ...(by === undefined ? {} : { by: by.map((one) => one as By) }),
  };
}
