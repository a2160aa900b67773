import { canonical } from '../intent/canonical.js';
import type { Intent } from '../intent/intent.js';
import { byLabel, type DimensionName, isTimeUnit } from '../kpi/dimensions.js';
import type { By } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import type { Plan } from '../kpi/planned.js';
import type { Knowledge } from './desk.js';
import { queryOf } from './query.js';
import type { Step } from './reply.js';

/** From the coarsest to the finest, as KPIS.md has it; the last step is the days. */
const ORDER: readonly By[] = ['category', 'product', 'sku', 'warehouse', 'day'];
const ABOVE: readonly DimensionName[] = ['environment', 'division', 'segment'];

/** The question that goes one step further down than this plan, among what its KPI and the data at hand offer. */
export function drillOf(
  { kpi, by, across, facts, closedKpis, restrictions }: Plan,
  { as, ...intent }: Intent,
  { words }: Knowledge,
): Step | null {
  if (by === 'time' || across !== null || kpi.name === 'overview') return null;
  const all: readonly By[] = [...ABOVE, ...ORDER];
  const at = by === null ? -1 : all.indexOf(by);
  for (const next of ORDER.filter((name) => all.indexOf(name) > at)) {
    const { limit: _, rank: __, thresholds: ___, ...whole } = intent;
    // Days are not ranked.
    const deeper: Intent = { ...(isTimeUnit(next) ? whole : intent), by: [next] };
    const rights = { closedSubjects: [], closedKpis, restrictions };
    if ((isTimeUnit(next) && by === null) || 'refusal' in plan(queryOf(deeper), facts, rights)) continue;
    // Who goes on looks on: a file would not show the next step.
    const shown = as === undefined || as === 'csv' ? {} : { as };
    return { label: `By ${byLabel(next)}`, question: canonical({ ...deeper, ...shown }, words) };
  }
  return null;
}
