import { cellText } from '../kpi/cells.js';
import type { Column, Environment, Result } from '../kpi/result.js';
import { isNumeric } from './columns.js';
import { changeWords, toldOf } from './comparison.js';
import { isPivot } from './expendable.js';

/** One figure of the whole answer. */
export interface Figure {
  readonly label: string;
  readonly text: string;
  /** Against the other period of a comparison. */
  readonly change?: string;
}

const MOST = 8;

/**
 * The figures out of the totals that a person wants at a glance, for two columns: Test and Production of one measure
 * beside each other, then the rest. None for a single figure, which the headline says, for a pivot, and where nothing
 * was found.
 */
export function glance(result: Result): readonly Figure[] {
  const { totals } = result;
  if (totals === null || isPivot(result)) return [];
  const wanted = result.columns.filter((column) => isWanted(column, result));
  const hasValue = ({ key }: Column) => (totals[key] ?? null) !== null;
  const pairs = wanted.flatMap((test) => {
    const production = wanted.find((one) => side(one) === 'production' && side(test) === 'test' && same(one, test));
    return production && (hasValue(test) || hasValue(production)) ? [test, production] : [];
  });
  const rest = wanted.filter((column) => !pairs.includes(column) && hasValue(column));
  const figures = [...pairs, ...rest];
  const nothing = result.rows.length === 0 && figures.every(({ key }) => Number(totals[key] ?? 0) === 0);
  if (figures.length < 2 || nothing) return [];
  return figures.slice(0, MOST).map((column) => {
    const change = changeWords(result, column, totals);
    const text = cellText(column, totals, result.currency);
    return { label: column.label, text, ...(change === null ? {} : { change }) };
  });
}

/** A share of the whole is 100 % for the whole, and its difference nothing; a change is told with its figure. */
function isWanted(column: Column, result: Result): boolean {
  if (column.role !== 'measure' || column.optional || column.machine || !isNumeric(column)) return false;
  if (toldOf(result, column) !== null) return false;
  const { chart } = result;
  return chart?.kind !== 'shares' || (column.unit !== 'points' && !chart.series.includes(column.key));
}

/** The environment that a measure is of, by its key: `test`, `test_share`. */
function side({ key }: Column): Environment | null {
  const [, environment] = /^(test|production)(?:_|$)/.exec(key) ?? [];
  return (environment as Environment | undefined) ?? null;
}

const same = (one: Column, other: Column): boolean => stem(one) === stem(other);

const stem = ({ key }: Column): string => key.replace(/^(test|production)/, '');
