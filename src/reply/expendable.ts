import type { Column, Result } from '../kpi/result.js';
import { toldOf } from './comparison.js';
import { cut } from './limits.js';

/** Columns that leave together where a rendering has no room, and what they are. */
export interface Expendable {
  readonly columns: readonly Column[];
  readonly as: 'optional' | 'derived' | 'aside' | 'before' | 'earliest' | 'smallest' | 'beyond';
}

/** Of a pivot that many columns stay in any case. */
const LEAST_ACROSS = 2;

/**
 * What can be left out, in the order in which it goes: optional columns, the last first; of a comparison what can be
 * computed from the rest, then what is not compared, then the earlier figures; of a pivot its earliest steps or its smallest groups.
 */
export function expendable(result: Result, shown: readonly Column[]): readonly Expendable[] {
  // An earlier figure leaves with the others of its kind, not on its own.
  const optional = shown.filter((column) => column.optional && toldOf(result, column) === null).toReversed();
  return [
    ...optional.map((column): Expendable => ({ columns: [column], as: 'optional' })),
    ...ofComparison(result, shown),
    ...ofPivot(result, shown),
  ];
}

function ofComparison(result: Result, shown: readonly Column[]): readonly Expendable[] {
  if (!result.versus) return [];
  const told = (column: Column) => toldOf(result, column);
  const needed = shown.filter((column) => !column.optional || told(column) !== null);
  const derived = needed.filter((column) => {
    const of = told(column);
    if (of === null || of.told === 'before') return false;
    // Of a difference, by how many % it has changed says the least.
    const signed = needed.some(({ key, signed }) => key === of.key && signed);
    const other = needed.some((one) => told(one)?.key === of.key && told(one)?.told === 'change_pct');
    return of.told === (signed ? 'change_pct' : 'change') && other;
  });
  const compared = needed.flatMap((column) => told(column)?.key ?? []);
  const aside = needed.filter(
    (column) => column.role === 'measure' && told(column) === null && !compared.includes(column.key),
  );
  const groups: readonly Expendable[] = [
    { columns: derived, as: 'derived' },
    ...aside.toReversed().map((column): Expendable => ({ columns: [column], as: 'aside' })),
    { columns: needed.filter((column) => told(column)?.told === 'before'), as: 'before' },
  ];
  return groups.filter(({ columns }) => columns.length > 0);
}

/** Whether a second dimension goes across, with all of it in a last column. */
export const isPivot = ({ chart, columns }: Result): boolean =>
  (chart?.kind === 'grid' || chart?.kind === 'lines') && columns.some(({ key }) => key === 'all');

function ofPivot(result: Result, shown: readonly Column[]): readonly Expendable[] {
  const across = acrossOf(result, shown);
  const as = isOverTime(result) ? 'earliest' : 'smallest';
  const order =
    as === 'earliest' ? across : across.toSorted((one, other) => sizeOf(one, result) - sizeOf(other, result));
  return order.slice(0, Math.max(0, order.length - LEAST_ACROSS)).map((column) => ({ columns: [column], as }));
}

/** A pivot’s columns of its second dimension. */
export function acrossOf(result: Result, shown: readonly Column[]): readonly Column[] {
  const { chart } = result;
  if (!isPivot(result) || (chart?.kind !== 'grid' && chart?.kind !== 'lines')) return [];
  const series = new Set(chart.series);
  return shown.filter(({ key }) => series.has(key));
}

export const isOverTime = ({ chart }: Result): boolean => chart?.kind === 'grid' && chart.overTime;

function sizeOf({ key }: Column, { totals, rows }: Result): number {
  const size = (cell: unknown) => Math.abs(Number(cell ?? 0));
  return totals ? size(totals[key]) : rows.reduce((sum, row) => sum + size(row[key]), 0);
}

const NAMED = 40;
const MOST_NAMED = 8;

/** What is left out, in words; nothing where nothing is. `why`: `Not shown here`. */
export function leftOut(why: string, left: readonly Expendable[], all: readonly Column[]): readonly string[] {
  if (left.length === 0) return [];
  const gone = all.filter((column) => left.some(({ columns }) => columns.includes(column)));
  const of = (as: Expendable['as']) =>
    gone.filter((column) => left.some((one) => one.as === as && one.columns.includes(column)));
  const [earliest, smallest] = [of('earliest'), of('smallest')];
  const named = gone.filter((column) => !earliest.includes(column) && !smallest.includes(column));
  const said = [
    ...(named.length > 0 ? [listed(named)] : []),
    ...(earliest.length > 0 ? [`${counted(earliest, 'earliest')} (${ends(earliest)})`] : []),
    ...(smallest.length > 0 ? [`${counted(smallest, 'smallest')} (${listed(smallest)})`] : []),
  ];
  return [`${why}: ${said.join('; ')}; “as csv” has all.`];
}

const counted = ({ length }: readonly Column[], which: string): string =>
  length === 1 ? `the ${which} column` : `the ${length} ${which} columns`;

function listed(columns: readonly Column[]): string {
  const names = columns.slice(0, MOST_NAMED).map(({ label }) => cut(label, NAMED));
  const more = columns.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function ends(columns: readonly Column[]): string {
  const [first, last] = [columns[0]?.label ?? '', columns.at(-1)?.label ?? ''];
  return first === last ? first : `${first} to ${last}`;
}
