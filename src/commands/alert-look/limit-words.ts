import type { PlannedThreshold } from '../../kpi/planned.js';

/** `over 5 %`; of what may be to either side of zero `beyond ±5 %`, or `within ±5 %`. */
export function limitWords({ limit, measures: [measure] }: PlannedThreshold): string {
  if (!measure?.signed) return limit;
  return limit.replace(/^over /, 'beyond ±').replace(/^under /, 'within ±');
}
