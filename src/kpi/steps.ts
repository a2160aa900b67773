import type { Model } from '../model/index.js';
import { difference } from './decimal.js';
import { formatCell, plural, titled } from './format.js';
import type { Through } from './grouped.js';
import type { Measure } from './kpi.js';
import { nameOf } from './measures.js';
import type { Plan } from './planned.js';
import { type Reading, readSpans } from './read-stock.js';
import { type Band, type Column, ENVIRONMENTS, type Environment, type Row } from './result.js';
import { absent, cellsOf, unknownIn, without } from './rows.js';
import { isBeyond } from './thresholds.js';
import { STEP } from './trend.js';

/** An answer whose rows are steps of time. */
export interface Steps {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  readonly reading: Reading;
  readonly band: Band | null;
}

/** Key of the change on the step before. */
export const CHANGE = 'change';

/** One row for each step of the question's time, in order; figures of a step without rows are empty. */
export async function stepsOf(model: Model, plan: Plan): Promise<Steps> {
  const { steps, unit } = plan.time;
  const reading = await readSpans(model, plan, steps, true);
  const measures = withThresholds(plan);
  const cells = await cellsOf(model, { ...plan, measures, by: null, across: 'time' }, reading, null);
  const byStep = new Map(cells.filter(({ isTotal }) => isTotal).map(({ across, row }) => [Number(across), row]));
  const unknown = new Map<Row, readonly Environment[]>();
  for (const [index, step] of steps.entries()) {
    const missing = unknownIn(reading, index, plan);
    const row = byStep.get(index) ?? absent(measures);
    unknown.set({ [STEP]: step.label, ...without(row, missing, measures) }, missing);
  }
  const told = trimmed([...unknown.keys()], plan.measures);
  const isTrend = plan.kpi.grouping === 'steps';
  const [only] = plan.measures.length === 1 ? plan.measures : [];
  const changing = plan.focus === null ? undefined : only;
  const all = changing ? withChange(told, changing) : told;
  const rows = isTrend ? all : all.filter((row) => isBeyond(row, plan));
  const label = titled(unit ?? STEP);
  return {
    columns: [
      { key: STEP, label, unit: 'date', role: 'dimension' },
      ...plan.measures.map(columnOf),
      ...(changing ? [changeColumn(changing)] : []),
    ],
    rows,
    notes: [...gapNotes(told, unknown), ...partNotes(plan), ...beyondNotes(told, plan)],
    reading,
    band: bandOf(plan),
  };
}

export function columnOf({
  sql: _,
  discloses: __,
  name: ___,
  synonyms: ____,
  environment: _____,
  ...measure
}: Measure): Column {
  return { ...measure, role: 'measure' };
}

/** Those that are shown, and those that thresholds are about. */
function withThresholds({ measures, thresholds }: Plan): readonly Measure[] {
  const about = thresholds.flatMap((one) => [...one.measures, ...(one.base ? [one.base] : [])]);
  return [...new Map([...measures, ...about].map((measure) => [measure.key, measure])).values()];
}

const isEmpty = (row: Row, measures: readonly Measure[]): boolean =>
  measures.every(({ key }) => (row[key] ?? null) === null);

/** Without the steps before the first rows and after the last: those are no gaps. */
function trimmed(rows: readonly Row[], measures: readonly Measure[]): readonly Row[] {
  const first = rows.findIndex((row) => !isEmpty(row, measures));
  const last = rows.findLastIndex((row) => !isEmpty(row, measures));
  return first < 0 ? [] : rows.slice(first, last + 1);
}

function withChange(rows: readonly Row[], { key }: Measure): readonly Row[] {
  return rows.map((row, index) => ({
    ...row,
    [CHANGE]: index === 0 ? null : difference(row[key] ?? null, rows[index - 1]?.[key] ?? null),
  }));
}

const changeColumn = ({ unit }: Measure): Column => ({
  key: CHANGE,
  label: 'Change',
  unit: unit === 'percent' ? 'points' : unit,
  role: 'measure',
  signed: true,
});

const MOST_NAMED = 4;

/** Steps without rows between an environment's first and last ones, by name. */
function gapNotes(rows: readonly Row[], unknown: ReadonlyMap<Row, readonly Environment[]>): string[] {
  const gaps = ENVIRONMENTS.flatMap((environment) => {
    const has = (row: Row) => !unknown.get(row)?.includes(environment);
    return rows.slice(rows.findIndex(has), rows.findLastIndex(has)).filter((row) => !has(row));
  });
  const names = rows.filter((row) => gaps.includes(row)).map((row) => String(row[STEP]));
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const said = `${names.slice(0, MOST_NAMED).join(', ')}${more}`;
  return [`No rows, or not of both environments: ${said}. Such a step is a gap, not a zero.`];
}

/** Of a flow, steps that are no whole calendar unit. */
function partNotes({ time, facts }: Plan): string[] {
  const parts = facts.quantity === 'flow' ? time.steps.filter(({ partial }) => partial).map(({ label }) => label) : [];
  if (parts.length === 0) return [];
  return [`${parts.join(' and ')} ${parts.length === 1 ? 'is not a whole one' : 'are not whole ones'} here.`];
}

/** What a trend’s threshold says, which leaves out no step. */
function beyondNotes(rows: readonly Row[], plan: Plan): string[] {
  if (plan.kpi.grouping !== 'steps' || plan.thresholds.length === 0) return [];
  const count = rows.filter((row) => isBeyond(row, plan)).length;
  const words = plan.thresholds.map((one) => one.words).join(' and ');
  return [`${words}: ${count} of ${plural(rows.length, 'step')}.`];
}

/** A threshold on a trend is drawn; so is the tolerance of a single item's variance. */
function bandOf({ kpi, thresholds, measures, facts, query }: Plan): Band | null {
  if (kpi.grouping !== 'steps') return null;
  const [threshold] = thresholds;
  const [measure] = measures;
  if (!measure) return null;
  if (threshold) {
    const value = Number(threshold.value);
    const low = measure.signed ? -value : threshold.is === 'over' ? 0 : value;
    const high = measure.signed || threshold.is === 'over' ? value : Number.NaN;
    if (Number.isNaN(high)) return null;
    return { low, high, label: `within ${measure.signed ? '±' : ''}${formatCell(threshold.value, measure.unit)}` };
  }
  const ofItem = query.filters.some(({ dimension }) => dimension === 'sku');
  if (nameOf(measure) !== 'variance' || facts.tolerance === 0 || !ofItem) return null;
  return { low: -facts.tolerance, high: facts.tolerance, label: `tolerance ±${facts.tolerance}` };
}

/** The last date of each environment in all steps. */
export function lastOf({ through }: Reading): Through {
  if (through === null) return null;
  const last = (environment: Environment) => through[environment].findLast((date) => date !== null) ?? null;
  return { test: last('test'), production: last('production') };
}
