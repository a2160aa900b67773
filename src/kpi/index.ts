/**
 * The registry of KPIs, and the way from a KPI query to a result: compile to one SQL statement on the
 * model, run, say what was left out. Imports the model; knows no text and no chat. Tested in `tests/kpi`.
 */
import { availability } from './availability.js';
import { compare } from './compare.js';
import { cost } from './cost.js';
import { cover } from './cover.js';
import { distribution } from './distribution.js';
import type { Kpi } from './kpi.js';
import { overview } from './overview.js';
import { profit } from './profit.js';
import { shortage } from './shortage.js';
import { total } from './total.js';
import { trend } from './trend.js';
import { variance } from './variance.js';

/** In the order in which help lists them. */
export const KPIS: readonly Kpi[] = [
  overview,
  total,
  variance,
  availability,
  shortage,
  cover,
  distribution,
  compare,
  cost,
  profit,
  trend,
];

export function findKpi(name: string): Kpi | undefined {
  return KPIS.find((kpi) => kpi.name === name);
}

/**
 * In the order in which they own measures of the same name: those that are about one measure before the lists of many,
 * and without the cards, which only repeat.
 */
export const MEASURED: readonly Kpi[] = KPIS.filter(({ dimensions }) => dimensions.length > 0).toSorted(
  (a, b) => Number(a.lead === null) - Number(b.lead === null),
);
