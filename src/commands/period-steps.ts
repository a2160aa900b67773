import { canonical } from '../intent/canonical.js';
import type { Intent } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import type { Facts } from '../kpi/facts.js';
import { titled } from '../kpi/format.js';
import { plan } from '../kpi/plan.js';
import type { Plan } from '../kpi/planned.js';
import type { Rights } from '../kpi/rights.js';
import {
  type Period,
  periodText,
  type Span,
  type TimeUnit,
  UNITS_OF_TIME,
  type Versus,
  versusText,
} from '../periods/index.js';
import type { Knowledge } from './desk.js';
import { queryOf } from './query.js';
import type { Step } from './reply.js';

const PERIODS: readonly Period[] = [
  { kind: 'yesterday' },
  { kind: 'last', count: 1, unit: 'week' },
  { kind: 'last', count: 1, unit: 'month' },
  { kind: 'last', count: 1, unit: 'year' },
];
const EARLIER: readonly TimeUnit[] = ['day', 'week', 'month', 'year'];
const TRENDS = [
  { period: { kind: 'recent', count: 30, unit: 'day' }, unit: 'day' },
  { period: { kind: 'recent', count: 12, unit: 'month' }, unit: 'month' },
] as const satisfies readonly { period: Period; unit: TimeUnit }[];

/** The days of a month. */
const MOST_COLUMNS = 31;

/** A change of a question, and whether what comes of it says anything. */
interface Move {
  readonly label: string;
  readonly intent: Intent;
  readonly suits: (planned: Plan) => boolean;
}

/**
 * The same question over other days, set against earlier ones, and as a trend: those that can be asked of the rows at
 * hand. None for what is no question.
 */
export function periodSteps(text: string, { words, facts }: Knowledge, rights: Rights): readonly Step[] {
  const parsed = parse(text, words);
  if (!parsed.ok) return [];
  const { as, ...asked } = parsed.intent;
  const planned = planOf(asked, facts, rights);
  if (planned === null) return [];
  return movesOf(asked, planned).flatMap(({ label, intent, suits }): readonly Step[] => {
    const moved = planOf(intent, facts, rights);
    if (moved === null || !suits(moved) || told(moved) === told(planned)) return [];
    // A file would not show the next step.
    return [{ label, question: canonical({ ...intent, ...(as === undefined || as === 'csv' ? {} : { as }) }, words) }];
  });
}

/** Which days are told of what, however they are said. */
const told = ({ by, across, time: { main, other, unit } }: Plan): string =>
  JSON.stringify([by, across, main, other, unit]);

function planOf(intent: Intent, facts: Facts, rights: Rights): Plan | null {
  const planned = plan(queryOf(intent), facts, rights);
  return 'refusal' in planned ? null : planned;
}

function movesOf(asked: Intent, { kpi, measured, facts, time }: Plan): readonly Move[] {
  const { period: _, versus: __, ...plain } = asked;
  const stepped = time.steps.length > 0;
  const now: Move = { label: facts.quantity === 'flow' ? 'All days' : 'Now', intent: plain, suits: () => true };
  return [
    ...(stepped ? [] : [now]),
    ...PERIODS.map((period): Move => {
      const suits = stepped ? showsTrend : showsRows;
      return { label: titled(periodText(period)), intent: { ...plain, period }, suits };
    }),
    ...EARLIER.map((unit): Move => {
      const versus: Versus = { kind: 'earlier', unit };
      return { label: versusText(versus), intent: { ...asked, versus }, suits: showsChange };
    }),
    // Many figures of each step are no line to follow.
    ...(measured.lead === null ? [] : TRENDS).map(({ period, unit }): Move => {
      const label = `Trend: ${periodText(period)}`;
      return { label, intent: { ...overTime(plain, unit, kpi.grouping === 'steps'), period }, suits: showsTrend };
    }),
  ];
}

/** By steps of time in place of groups, unless it is over time already; days are not ranked. */
function overTime({ limit, rank, thresholds, ...whole }: Intent, unit: TimeUnit, steps: boolean): Intent {
  const by = (whole.by ?? []).filter((name) => !UNITS_OF_TIME.some((one) => one === name));
  const wasStepped = steps || by.length < (whole.by ?? []).length;
  return { ...whole, by: wasStepped ? [...by, unit] : [unit] };
}

const showsRows = ({ time: { main }, facts }: Plan): boolean => main !== null && meets(main, facts.held);

function showsTrend({ time: { steps }, across, facts }: Plan): boolean {
  if (across === 'time' && steps.length > MOST_COLUMNS) return false;
  return steps.filter((step) => meets(step, facts.held)).length > 1;
}

/** Days that are set against some of themselves say little. */
const showsChange = ({ time: { main, other }, facts }: Plan): boolean =>
  other !== null && meets(other, facts.held) && (main === null || other.to <= main.from);

const meets = ({ from, to }: Span, held: Span | null): boolean => held !== null && from < held.to && held.from < to;
