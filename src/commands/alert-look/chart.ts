import { nameOf } from '../../kpi/measures.js';
import { plan } from '../../kpi/plan.js';
import type { Plan, PlannedThreshold } from '../../kpi/planned.js';
import type { ChartHint, Limit, Result } from '../../kpi/result.js';
import type { Rights } from '../../kpi/rights.js';
import { type Circumstances, run } from '../../kpi/run.js';
import type { Model } from '../../model/index.js';
import type { Period } from '../../periods/index.js';
import { groupOf } from './judge.js';
import { limitWords } from './limit-words.js';

/** Up to and including today. */
const SHOWN: Period = { kind: 'recent', count: 14, unit: 'day' };

/**
 * The last 14 days of one row, with the threshold as a line; null where they would not show what the alert watches, or
 * there are not two days to draw a line between.
 */
export async function chartOf(
  model: Model,
  planned: Plan,
  key: string,
  rights: Rights,
  circumstances: Circumstances,
): Promise<Result | null> {
  const [threshold] = planned.thresholds;
  const daily = threshold && isDaily(planned) ? dailyOf(planned, threshold, groupOf(key, planned), rights) : null;
  if (!threshold || daily === null) return null;
  const { result } = await run(model, { ...daily, ...withoutAccepted(planned) }, circumstances);
  const told = result.rows.filter((row) => daily.measures.some((measure) => (row[measure.key] ?? null) !== null));
  const chart = result.chart && limited(result.chart, threshold);
  return told.length > 1 && chart ? { ...result, chart } : null;
}

const withoutAccepted = ({ withoutAccepted: out = false }: Plan) => ({ withoutAccepted: out });

/** Whether the figure of one day is what the alert watches: not where it adds up over time, or is of another period. */
function isDaily({ query, facts, measured }: Plan): boolean {
  if (measured.reads?.demandOf) return false;
  return query.period === undefined ? facts.quantity !== 'flow' : query.period.kind === 'today';
}

function dailyOf({ query, by, facts }: Plan, threshold: PlannedThreshold, group: string, rights: Rights): Plan | null {
  const [measure] = threshold.measures;
  const of = measure ? nameOf(measure) : null;
  // A group without a name cannot be asked for.
  if (of === null || by === 'time' || (by !== null && group === '')) return null;
  const own = by === null ? [] : [{ dimension: by, value: group }];
  const others = query.filters.filter(({ dimension }) => dimension !== by);
  const asked = {
    kpi: query.kpi,
    of,
    filters: [...others, ...own],
    by: ['day'] as const,
    period: SHOWN,
    ...(query.environment ? { environment: query.environment } : {}),
  };
  const planned = plan(asked, facts, rights);
  return 'refusal' in planned ? null : planned;
}

function limited(chart: ChartHint, threshold: PlannedThreshold): ChartHint | null {
  if (chart.kind !== 'lines') return null;
  const limit = Number(threshold.value);
  const values = threshold.measures[0]?.signed ? [limit, -limit] : [limit];
  return { ...chart, limits: values.map((value): Limit => ({ value, label: limitWords(threshold) })) };
}
