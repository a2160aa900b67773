import { addDays, type Span } from '../periods/index.js';
import { ENVIRONMENT_LABEL } from './expressions.js';
import { formatCell, titled } from './format.js';
import type { Through } from './grouped.js';
import type { Answer } from './kpi.js';
import { nameOf, wordsOf } from './measures.js';
import type { Plan } from './planned.js';
import type { Environment, Row } from './result.js';

/** An answer's sentence: of what is known, and what is not. */
export function headlineOf(plan: Plan, answer: Pick<Answer, 'rows' | 'totals' | 'currency'>, through: Through): string {
  const unknown = withoutRows(plan, through);
  if (unknown.length > 0 && unknown.length === plan.environments.length) return emptyPeriod(plan);
  const empty = emptyHeadline(plan, answer.rows);
  if (empty !== null) return empty;
  if (plan.focus !== null) return focusHeadline(plan, answer.totals, answer.currency);
  const [known] = plan.environments.filter((environment) => !unknown.includes(environment));
  if (unknown.length === 0 || !known) return sentence(plan, answer, plan.environments);
  const missing = `${unknown.map((environment) => ENVIRONMENT_LABEL[environment]).join(' and ')} has no rows in this period`;
  if (plan.kpi.environments === 'both') return `${missing}: nothing can be compared`;
  return `${missing}. ${sentence(plan, ofOne(plan, answer, known), [known])}`;
}

const sentence = (
  { kpi, by, measures }: Plan,
  answer: Pick<Answer, 'rows' | 'totals' | 'currency'>,
  environments: readonly Environment[],
): string => kpi.headline({ ...answer, environments, by, measures });

/** Environments that have stock, but no rows in the period. */
const withoutRows = ({ environments, facts }: Plan, through: Through): readonly Environment[] =>
  through === null ? [] : environments.filter((name) => facts.environments.has(name) && through[name] === null);

/** The rows as an answer of one environment has them, whose keys do not name it. */
function ofOne<Said extends Pick<Answer, 'rows' | 'totals'>>(
  { measures }: Plan,
  answer: Said,
  only: Environment,
): Said {
  const own = measures.filter(({ environment }) => environment === only);
  const alone = (row: Row): Row => ({
    ...row,
    ...Object.fromEntries(own.map((measure) => [nameOf(measure) ?? measure.key, row[measure.key] ?? null])),
  });
  return { ...answer, rows: answer.rows.map(alone), totals: alone(answer.totals) };
}

/** Why a period has no rows, as far as the days of all rows tell. */
export function emptyPeriod({ time: { main }, facts: { held } }: Pick<Plan, 'time' | 'facts'>): string {
  const said = 'There are no rows in this period';
  if (main === null || held === null) return said;
  if (main.to <= held.from) return `${said}: the first rows are of ${held.from}`;
  return main.from >= held.to ? `${said}: the last rows are of ${lastDay(held)}` : said;
}

const lastDay = ({ to }: Span): string => addDays(to, -1);

function emptyHeadline({ by, query, thresholds }: Plan, rows: readonly Row[]): string | null {
  if (rows.length > 0 || by === null || thresholds.length > 0) return null;
  return query.filters.length > 0 ? 'Nothing fits these filters' : 'There is no stock to speak of';
}

/** `Fill rate: Test 93.4 %, Production 94.0 %`. */
function focusHeadline({ focus, measures }: Plan, totals: Row, currency: string): string {
  const said = measures.map(({ key, label, environment, unit, signed = false }) => {
    const figure = formatCell(totals[key] ?? null, unit, { currency, signed });
    return environment && measures.length > 1 ? `${label} ${figure}` : figure;
  });
  return `${titled(wordsOf(focus ?? ''))}: ${said.join(', ')}`;
}
