import { dayName } from '../../digest/days.js';
import { grouped, type Through } from '../../kpi/grouped.js';
import type { Plan } from '../../kpi/planned.js';
import type { Keyed } from '../../kpi/rows.js';
import type { Model } from '../../model/index.js';
import { commonDay } from '../common-day.js';
import type { Desk } from '../desk.js';
import { periodCompleteness } from '../period-completeness.js';
import type { Standing } from '../standing.js';
import { planAlert } from './plan.js';

interface Compared {
  readonly figures: Figures;
  /** What makes them false. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/**
 * The figures of now; where one environment is loaded before the other, those of the last day that both have: like is
 * compared with like, and what merely has not arrived yet alarms nobody.
 */
export async function comparable(
  planned: Plan,
  standings: readonly Standing[],
  { model, rights }: Pick<Desk, 'model' | 'rights'>,
): Promise<Compared> {
  const figures = await figuresOf(model, planned);
  const { warnings, apart } = periodCompleteness(planned, figures.through, standings, model.today);
  const day = apart === null || apart.silent ? null : commonDay(standings);
  if (day === null) return { figures, warnings, notes: [] };
  const onDay = planAlert({ ...planned.query, period: { kind: 'day', date: day } }, planned.facts, rights);
  if ('refusal' in onDay) return { figures, warnings, notes: [] };
  const earlier = await figuresOf(model, onDay);
  return {
    figures: earlier,
    warnings: periodCompleteness(onDay, earlier.through, standings, model.today).warnings,
    notes: [`Figures are as of ${dayName(day, model.today)}, the latest day of both.`],
  };
}

interface Figures {
  readonly groups: readonly Keyed[];
  readonly through: Through;
}

/** Every group with the figures that the thresholds are about, whether it is beyond them or not. */
async function figuresOf(model: Model, plan: Plan): Promise<Figures> {
  const { thresholds: _, ...query } = plan.query;
  const about = plan.thresholds.flatMap(({ measures, base }) => [...measures, ...(base ? [base] : [])]);
  const measures = [...new Map(about.map((measure) => [measure.key, measure])).values()];
  const found = await grouped(model, { ...plan, query, measures, thresholds: [] });
  const whole = found.count.all > 0 ? [{ key: '', row: found.totals }] : [];
  return { groups: plan.by === null ? whole : found.rows, through: found.through };
}
