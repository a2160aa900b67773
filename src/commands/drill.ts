import { canonical } from '../intent/canonical.js';
import type { Intent } from '../intent/intent.js';
import type { Plan } from '../kpi/compile.js';
import { DIMENSIONS, type DimensionName } from '../kpi/dimensions.js';
import type { Knowledge } from './desk.js';
import type { Step } from './reply.js';

/** From the coarsest to the finest, as KPIS.md has it. */
const ORDER: readonly DimensionName[] = ['category', 'product', 'sku', 'warehouse'];
const ABOVE: readonly DimensionName[] = ['environment', 'division', 'segment'];

/** The question that goes one step further down than this plan, among what its KPI and the data at hand offer. */
export function drillOf({ kpi, by, facts }: Plan, { as, ...intent }: Intent, { words }: Knowledge): Step | null {
  const offered = [...ABOVE, ...ORDER].filter((name) => kpi.dimensions.includes(name) && facts.dimensions.has(name));
  const at = by === null ? -1 : [...ABOVE, ...ORDER].indexOf(by);
  const next = offered.find((name) => ORDER.includes(name) && [...ABOVE, ...ORDER].indexOf(name) > at);
  if (next === undefined) return null;
  return {
    label: `By ${DIMENSIONS[next].label.toLowerCase().replace('sku', 'SKU')}`,
    // Who goes on looks on: a file would not show the next step.
    question: canonical({ ...intent, by: next, ...(as === undefined || as === 'csv' ? {} : { as }) }, words),
  };
}
