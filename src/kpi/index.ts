/**
 * The registry of KPIs, and the way from a KPI query to a result: compile to one SQL statement on the
 * model, run, say what was left out. Imports the model; knows no text and no chat. Tested in `tests/kpi`.
 */
import { availability } from './availability.js';
import { compare } from './compare.js';
import { cost } from './cost.js';
import { distribution } from './distribution.js';
import type { Kpi } from './kpi.js';
import { overview } from './overview.js';
import { total } from './total.js';
import { variance } from './variance.js';

/** In the order in which help lists them. */
export const KPIS: readonly Kpi[] = [overview, total, variance, availability, distribution, compare, cost];

export function findKpi(name: string): Kpi | undefined {
  return KPIS.find((kpi) => kpi.name === name);
}
