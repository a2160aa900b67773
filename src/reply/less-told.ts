import { type Column, isText, type Result } from '../kpi/result.js';
import { toldOf } from './comparison.js';
import { type Expendable, isPivot } from './expendable.js';

const SHARE = /_pct$/;
const ENVIRONMENT = /(?:^|_)(?:test|production)(?=_|$)/;

/**
 * What may go where names would otherwise be hard to tell apart, in the order in which it goes: a share whose amount
 * stands beside it, then figures that are there for both environments and not what the KPI draws, the last first.
 */
export function lessTold(result: Result, shown: readonly Column[]): readonly Expendable[] {
  if (isPivot(result)) return [];
  const figures = shown.filter(
    (column) =>
      column.role === 'measure' && !column.optional && !isText(column.unit) && toldOf(result, column) === null,
  );
  const keys = new Set(figures.map(({ key }) => key));
  const shares = figures.filter(({ key }) => SHARE.test(key) && keys.has(key.replace(SHARE, '')));
  const drawn = new Set(drawnKeys(result));
  const paired = figures.filter((column) => !shares.includes(column) && ENVIRONMENT.test(column.key));
  const beside = pairsOf(paired).filter((pair) => pair.length > 1 && !pair.some(({ key }) => drawn.has(key)));
  return [
    ...shares.map((column): Expendable => ({ columns: [column], as: 'derived' })),
    ...beside
      .slice(drawn.size > 0 ? 0 : 1)
      .toReversed()
      .map((columns): Expendable => ({ columns, as: 'aside' })),
  ];
}

/** The columns that tell the same of each environment. */
function pairsOf(columns: readonly Column[]): readonly (readonly Column[])[] {
  const whatOf = ({ key }: Column): string => key.replace(ENVIRONMENT, '');
  return [...new Set(columns.map(whatOf))].map((what) => columns.filter((column) => whatOf(column) === what));
}

function drawnKeys({ chart }: Result): readonly string[] {
  if (chart === null || chart.kind === 'sparklines') return [];
  return chart.kind === 'ranked' ? [chart.value] : chart.series;
}
