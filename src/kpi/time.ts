import {
  addDays,
  compare,
  daysBetween,
  PeriodError,
  periodText,
  resolve,
  type Span,
  spanText,
  stepsOf,
  type TimeUnit,
  UNITS_OF_TIME,
  unitFor,
  versusText,
} from '../periods/index.js';
import { isTimeUnit } from './dimensions.js';
import type { Facts } from './facts.js';
import type { Kpi, KpiQuery } from './kpi.js';
import { type Refusal, refuse, type Time } from './planned.js';
import type { ResolvedPeriod } from './result.js';

/** More rows or columns of time than anybody reads; a year of days fits, and five. */
const MOST_STEPS = 2000;

/** Most days of a step. */
const LONGEST: Readonly<Record<TimeUnit, number>> = {
  day: 1,
  week: 7,
  month: 31,
  quarter: 92,
  year: 366,
  'fiscal quarter': 92,
  'fiscal year': 366,
};

/** Steps of a state's history where the question has no period: the running one, and so many before. */
const USUAL: Readonly<Record<TimeUnit, number>> = {
  day: 30,
  week: 13,
  month: 12,
  quarter: 8,
  year: 5,
  'fiscal quarter': 8,
  'fiscal year': 5,
};

/** The days of a question, each computed once and here. */
export function timeOf(kpi: Kpi, query: KpiQuery, facts: Facts): Time | Refusal {
  try {
    return days(kpi, query, facts);
  } catch (error) {
    if (error instanceof PeriodError) return refuse(error.message);
    throw error;
  }
}

function days(kpi: Kpi, query: KpiQuery, { business, quantity, held }: Facts): Time | Refusal {
  const asked = query.by?.find(isTimeUnit);
  const stepped = asked !== undefined || kpi.grouping === 'steps';
  const { period = null, versus = null } = query;
  const set = versus ? compare(period, versus, business, quantity === 'flow' ? 'flow' : 'state') : null;
  const span = set ? set.main : period ? resolve(period, business) : null;
  const main = span ?? (stepped ? usual(asked, quantity === 'flow' ? held : null, business) : null);
  const unit = stepped && main ? (asked ?? unitFor(main)) : null;
  // Told before they are made, which of a long period would take longer than anything else.
  const count = unit && main ? Math.floor(daysBetween(main.from, main.to) / LONGEST[unit]) : 0;
  if (unit && main && count > MOST_STEPS) {
    const message = `That would be more than ${count} steps by ${unit}, from ${spanText(main)}; at most ${MOST_STEPS} are told.`;
    return refuse(message, coarser(query));
  }
  const steps = unit && main ? stepsOf(main, unit, business) : [];
  const words = period ? periodText(period) : '';
  return {
    main,
    other: set?.other ?? null,
    steps,
    unit,
    cut: set?.cut ?? false,
    ...(main ? { period: resolved(words || spanText(main), main) } : {}),
    ...(set && versus
      ? {
          versus: {
            ...resolved(versusText(versus), set.other),
            short: period && versus.kind === 'earlier' ? nameOf(set.other, business) : shortOf(versusText(versus)),
          },
        }
      : {}),
  };
}

/** All days of a flow; of a state the usual number of steps up to today. */
function usual(unit: TimeUnit | undefined, all: Span | null, business: Facts['business']): Span {
  if (all) return all;
  const step = unit ?? 'day';
  const running = resolve({ kind: 'this', unit: step }, business);
  const before = resolve({ kind: 'last', unit: step, count: USUAL[step] - 1 }, business);
  return { from: before.from, to: running.to };
}

function coarser(query: KpiQuery): readonly KpiQuery[] {
  return (['month', 'year'] as const).map((unit) => ({
    ...query,
    by: [...(query.by ?? []).map((by) => (isTimeUnit(by) ? unit : by))],
  }));
}

function resolved(words: string, { from, to }: Span): ResolvedPeriod {
  return { words, from, through: addDays(to, -1) };
}

/** `2026-09`, or the days: “last month” of a period in the past is not last month. */
function nameOf(span: Span, business: Facts['business']): string {
  const whole = UNITS_OF_TIME.flatMap((unit) => {
    const [only, other] = stepsOf(span, unit, business);
    return only && !other && !only.partial ? [only.label] : [];
  });
  return whole[0] ?? spanText(span);
}

const shortOf = (text: string): string => text.replace(/^vs /, '');
