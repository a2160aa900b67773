import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import type { Through } from '../kpi/grouped.js';
import type { Plan } from '../kpi/planned.js';
import { addDays, earlierOf, type Span } from '../periods/index.js';
import { type Completeness, completenessOf } from './completeness.js';
import type { Standing } from './standing.js';

/** Whether the rows that an answer is made of are all that there should be: of a period, those up to its last day. */
export function periodCompleteness(
  plan: Plan,
  through: Through,
  standings: readonly Standing[],
  today: string,
): Completeness {
  const { main } = plan.time;
  if (main === null) return completenessOf(plan.environments, standings, today);
  const last = earlierOf(addDays(main.to, -1), today);
  const { warnings, notes, apart } = completenessOf(
    plan.environments,
    standings.map((one) => asOn(last, one)),
    last,
  );
  const ofState = through === null || plan.facts.quantity === 'flow' ? null : stateDates(plan, through, main);
  // That they are of different days is said once.
  if (ofState === null || warnings.length > 0) return { warnings, notes, apart };
  return { warnings: ofState.warnings, notes: [...ofState.notes, ...notes], apart };
}

/** A standing as it was on a day. Dates before those that are remembered are not judged. */
function asOn(day: string, { recent, end, ...standing }: Standing): Standing {
  return {
    ...standing,
    end: end === null ? null : earlierOf(end, day),
    recent: recent.filter(({ date }) => date <= day),
  };
}

/** Of which dates the states are that a period shows, where that is not its last day. */
function stateDates(
  { environments, facts }: Plan,
  through: NonNullable<Through>,
  main: Span,
): Pick<Completeness, 'warnings' | 'notes'> {
  const dated = environments
    .filter((name) => facts.environments.has(name))
    .map((name) => ({ name, date: through[name] }));
  const dates = [...new Set(dated.map(({ date }) => date))];
  const [only] = dates;
  if (dates.length === 1) {
    // A day says itself of which day its state is.
    const isDay = addDays(main.from, 1) === main.to;
    return { warnings: [], notes: only && !isDay ? [`Figures are the state of ${only}, at the period’s end.`] : [] };
  }
  const said = dated.map(
    ({ name, date }) => `${ENVIRONMENT_LABEL[name]} ${date === null ? 'has no rows' : `is of ${date}`}`,
  );
  const missing = dates.includes(null);
  return {
    warnings: dates.length > 1 ? [`${said.join(', ')}${missing ? ' in this period' : ': different days'}`] : [],
    notes: [],
  };
}
