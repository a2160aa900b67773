import { type SQL, sql } from 'drizzle-orm';
import { formatCell, titled } from './format.js';
import type { KpiQuery, Measure, Threshold } from './kpi.js';
import { named, nameOf, wordsOf } from './measures.js';
import { type Plan, type PlannedThreshold, type Refusal, refuse } from './planned.js';
import type { Environment, Row } from './result.js';

/** The columns that the thresholds of a question are about, or why there are none. */
export function thresholdsOf(
  query: KpiQuery,
  measures: readonly Measure[],
  own: Measure | undefined,
): readonly PlannedThreshold[] | Refusal {
  const planned: PlannedThreshold[] = [];
  for (const threshold of query.thresholds ?? []) {
    const [first, ...others] = columnsOf(threshold, measures, own);
    if (!first) return refuse(noSuchMeasure(query, threshold, measures), without(query, threshold));
    const about = [first, ...others] as const;
    planned.push({
      measures: about,
      is: threshold.is,
      value: threshold.value,
      base: baseOf(about, measures),
      ...wordsFor(threshold, about),
    });
  }
  return planned;
}

/** A plain number is about the measure itself, a percentage about its percentage where it has one. */
function columnsOf(
  { measure, percent }: Threshold,
  measures: readonly Measure[],
  own: Measure | undefined,
): readonly Measure[] {
  const name = measure ?? (own ? ownName(own) : null);
  const found = named(name, measures);
  if (!percent || found.some(isPercent)) return found;
  const shares = named(`${name}_pct`, measures);
  if (shares.length > 0 || measure !== undefined) return shares;
  // Without a measure’s name the KPI’s own percentage is meant.
  const [first] = measures.filter(isPercent);
  return first ? named(nameOf(first), measures) : [];
}

/** Of both environments together each is meant, as with any other measure. */
const ownName = (own: Measure): string | null => (own.key === 'both' ? 'quantity' : nameOf(own));

const isPercent = ({ unit }: Measure): boolean => unit === 'percent' || unit === 'points';

const baseOf = ([first]: readonly Measure[], measures: readonly Measure[]): Measure | undefined =>
  first?.key.endsWith('_pct') ? measures.find(({ key }) => key === first.key.slice(0, -'_pct'.length)) : undefined;

function noSuchMeasure(
  { kpi }: KpiQuery,
  { measure, percent, is, value }: Threshold,
  measures: readonly Measure[],
): string {
  const limit = `${is} ${value}${percent ? '%' : ''}`;
  const having = [...new Set(measures.filter((one) => !percent || isPercent(one)).flatMap((one) => nameOf(one) ?? []))];
  const names = having.map(wordsOf).join(', ');
  if (percent && having.length === 0) return `${kpi} has no percentage, so that “${limit}” says nothing of it.`;
  const what = measure === undefined ? `“${limit}”` : `“${wordsOf(measure)} ${limit}”`;
  return `${kpi} has nothing that ${what} is about${names ? `; there is ${names}` : ''}.`;
}

const without = (query: KpiQuery, { percent, ...threshold }: Threshold): readonly KpiQuery[] =>
  percent && threshold.measure !== undefined ? [{ ...query, thresholds: [{ ...threshold, percent: false }] }] : [];

type Words = Pick<PlannedThreshold, 'about' | 'limit' | 'words'>;

function wordsFor({ is, value }: Threshold, [first, ...others]: readonly [Measure, ...Measure[]]): Words {
  // A label that names its environment alone says nothing of the measure.
  const label = first.label.replace(/(^| )(Test|Production)$/, '');
  const about = label === '' ? titled(wordsOf(nameOf(first) ?? '')) : label;
  const where = others.length > 0 ? ' in Test or Production' : '';
  const text = formatCell(value, first.unit);
  // As it is said: no zeros after the point.
  const limit = `${is} ${text.replace(/\.0+(?!\d)/, '')}`;
  return { about, limit, words: `${about} ${is} ${text}${where}` };
}

/** Nothing is beyond a threshold by figures that are of these environments, or of both together. */
export function withoutUnknown(
  thresholds: readonly PlannedThreshold[],
  unknown: readonly Environment[],
): readonly PlannedThreshold[] {
  const known = (measure: Measure): Measure =>
    measure.environment === undefined || unknown.includes(measure.environment)
      ? { ...measure, sql: sql`CAST(NULL AS DOUBLE)` }
      : measure;
  return thresholds.map(({ measures, base, ...threshold }) => ({
    ...threshold,
    measures: measures.map(known),
    base: base && known(base),
  }));
}

/** Whether a group of items is beyond all thresholds. */
export function beyond(thresholds: readonly PlannedThreshold[]): SQL | null {
  const conditions = thresholds.map(({ measures, is, value, base }) => {
    const one = measures.map((measure) => {
      const limit = sql`CAST(${value} AS ${measure.unit === 'percent' || measure.unit === 'points' ? sql`DOUBLE` : sql`DECIMAL(38,10)`})`;
      const figure = measure.signed ? sql`abs(${measure.sql})` : measure.sql;
      const plain = sql`${figure} ${sql.raw(is === 'over' ? '>' : '<')} ${limit}`;
      return is === 'over' && base ? sql`(${plain} OR (${measure.sql} IS NULL AND ${base.sql} <> 0))` : plain;
    });
    return sql`(${sql.join(one, sql` OR `)})`;
  });
  return conditions.length > 0 ? sql.join(conditions, sql` AND `) : null;
}

/** The same for a row that is there. */
export function isBeyond(row: Row, { thresholds }: Pick<Plan, 'thresholds'>): boolean {
  return thresholds.every(({ measures, is, value, base }) =>
    measures.some(({ key, signed }) => {
      const cell = row[key] ?? null;
      if (cell === null) return is === 'over' && base !== undefined && Number(row[base.key] ?? 0) !== 0;
      const figure = signed ? Math.abs(Number(cell)) : Number(cell);
      return is === 'over' ? figure > Number(value) : figure < Number(value);
    }),
  );
}

/** How far back within its threshold a row has to be to be clear of it: a tenth of the way to zero, or to all of 100 %. */
const MARGIN = 0.1;

/** Whether a row is so far within the thresholds that it does not merely waver about them. */
export function isClear(row: Row, { thresholds }: Pick<Plan, 'thresholds'>): boolean {
  return !isBeyond(row, { thresholds: thresholds.map((one) => ({ ...one, value: String(eased(one)) })) });
}

function eased({ is, value, measures: [measure] }: PlannedThreshold): number {
  const limit = Number(value);
  if (is === 'over') return (1 - MARGIN) * limit;
  const above = limit / (1 - MARGIN);
  // Of what is never more than 100 % a tenth above 95 % is never reached.
  return measure?.unit === 'percent' && limit < 100 ? Math.min(above, limit + MARGIN * (100 - limit)) : above;
}
