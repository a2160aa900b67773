import { changePercent, difference } from './decimal.js';
import { ENVIRONMENT_LABEL } from './expressions.js';
import { formatCell } from './format.js';
import type { Answer, Kpi, Measure } from './kpi.js';
import type { Cell, Row } from './result.js';

/** Key of a step's own name in rows of time. */
export const STEP = 'step';

/**
 * One measure of any KPI over time. It has no measures of its own: `plan` gives it those of the KPI that owns the
 * measure which the question names.
 */
export const trend: Kpi = {
  name: 'trend',
  synonyms: ['over time', 'development', 'history', 'timeline'],
  title: 'Trend',
  summary: 'any measure by day, week, month, quarter or year',
  definition:
    'A measure of another KPI at each step of time: a state as it was at the step’s end, a flow as its sum over the step. A step without rows is a gap, not a zero. Without a measure the quantity; without a period the last 30 days of a state, and all of a flow.',
  environments: 'each',
  dimensions: ['division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'steps',
  universe: 'stocked',
  lead: null,
  shared: () => ({}),
  each: () => [],
  sort: { keys: [], absolute: false },
  headline: (answer) => {
    const said = answer.measures.flatMap((measure) => move(measure, answer) ?? []);
    return said.length > 0 ? said.join('; ') : 'There are no rows in this period';
  },
  chart: () => ({ kind: 'grouped', series: [] }),
};

/** `Production 1,204 on 2026-11-21, +8.1 % since 2026-10-23`. */
function move(measure: Measure, { rows, currency }: Answer): string | null {
  const { key, unit } = measure;
  const told = rows.filter((row) => (row[key] ?? null) !== null);
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return null;
  const name = measure.environment ? ENVIRONMENT_LABEL[measure.environment] : measure.label;
  const value = (row: Row): Cell => row[key] ?? null;
  const said = `${name} ${formatCell(value(last), unit, { currency, signed: measure.signed ?? false })} (${last[STEP]})`;
  if (first === last) return said;
  return `${said}, ${changed(value(last), value(first), measure, currency)} since ${first[STEP]}`;
}

/** The change in words: in points for a percentage, in % where the earlier figure allows it. */
export function changed(value: Cell, other: Cell, { unit }: Pick<Measure, 'unit'>, currency: string): string {
  const change = difference(value, other);
  if (unit === 'percent') return formatCell(change, 'points', { signed: true });
  const share = changePercent(value, other);
  const amount = formatCell(change, unit, { signed: true, currency });
  return share === null || Number(change) === 0
    ? amount
    : `${amount} (${formatCell(share, 'percent', { signed: true })})`;
}
