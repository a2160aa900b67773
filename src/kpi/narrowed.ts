import { DIMENSIONS, type DimensionName } from './dimensions.js';
import { plural } from './format.js';
import type { Restriction } from './rights.js';

const MOST_NAMED = 5;

/** What an answer leaves out. */
export interface Narrowed {
  readonly restrictions: readonly Restriction[];
  readonly withheld: readonly string[];
}

/**
 * What the asker's rights leave out of an answer, in sentences. `openValues` yields the values of a dimension that the
 * asker may know: only those are named, never what is closed, nor what a rule names and the asker may not see.
 */
export function narrowedNotes(
  { restrictions, withheld }: Narrowed,
  openValues: (dimension: DimensionName) => readonly string[],
): readonly string[] {
  const seen = [...new Set(restrictions.filter(({ except }) => !except).map(({ dimension }) => dimension))];
  const empty = seen.filter((dimension) => openValues(dimension).length === 0);
  const named = seen.map((dimension) => `${DIMENSIONS[dimension].name} ${listed(openValues(dimension))}`);
  return [
    ...(withheld.length > 0 ? [`Figures of ${withheld.join(' and ')} are left out: not open to you here.`] : []),
    ...(empty.length > 0
      ? [`No ${empty.map((dimension) => DIMENSIONS[dimension].name).join(' and no ')} is open to you here.`]
      : named.length > 0
        ? [`Only ${named.join(' and ')}, as far as your rights go.`]
        : []),
    ...(restrictions.some(({ except }) => except) ? ['Some rows are left out: not open to you here.'] : []),
  ];
}

function listed(values: readonly string[]): string {
  if (values.length <= MOST_NAMED) return values.join(' or ');
  return `${values.slice(0, MOST_NAMED).join(', ')} or ${plural(values.length - MOST_NAMED, 'other')}`;
}
