import { DIMENSIONS, type DimensionName } from '../../kpi/dimensions.js';
import { ENVIRONMENTS } from '../../kpi/result.js';
import type { Rights } from '../../kpi/rights.js';

const MOST_NAMED = 3;

/**
 * What rights leave of the rows, for a title: `warehouse NORTH only`. `openValues` yields the values of a dimension that
 * the asker may know; null where they see all.
 */
export function narrowingOf(
  { restrictions }: Rights,
  openValues: (dimension: DimensionName) => readonly string[],
): string | null {
  const seen = [...new Set(restrictions.filter(({ except }) => !except).map(({ dimension }) => dimension))];
  const parts = seen.map((dimension) => {
    const values = openValues(dimension);
    const { name, plural } = DIMENSIONS[dimension];
    if (values.length === 0) return `no ${name}`;
    return values.length > MOST_NAMED ? `${values.length} ${plural} only` : `${name} ${values.join(', ')} only`;
  });
  const without = restrictions.some(({ except }) => except) ? ['some rows left out'] : [];
  return parts.length + without.length === 0 ? null : [...parts, ...without].join(', ');
}

/** Whether rows of both environments are open. */
export const seesBoth = ({ restrictions }: Rights): boolean =>
  restrictions
    .filter(({ dimension }) => dimension === 'environment')
    .every(({ values, except }) =>
      ENVIRONMENTS.every((environment) => values.some((value) => value.toLowerCase() === environment) !== except),
    );
