import { percentOf } from './amounts.js';
import type { Against, CostFigures, Figures, GroupFigures } from './figures.js';
import { isAvailabilityOut, isVarianceOut, type Tolerance, toleranceFor } from './tolerances.js';

/** A group that is out of tolerance, and by what. */
export interface Out {
  readonly group: GroupFigures;
  readonly variance: boolean;
  readonly availability: boolean;
}

/** Groups out of tolerance, worst first: the largest variance %, and those of which only availability is. */
export function outOf(
  { groups, total }: Pick<Figures, 'groups' | 'total'>,
  tolerances: readonly Tolerance[],
): readonly Out[] {
  const far = (one: Out) => farOf(one, total);
  return groups
    .map((group): Out => {
      const { name } = group;
      return {
        group,
        variance: isVarianceOut(group, toleranceFor('variance', name, tolerances)),
        availability: isAvailabilityOut(group, toleranceFor('availability', name, tolerances)),
      };
    })
    .filter(({ variance, availability }) => variance || availability)
    .sort(
      (a, b) =>
        Number(b.variance) - Number(a.variance) ||
        far(b) - far(a) ||
        Math.abs(Number(b.group.open)) - Math.abs(Number(a.group.open)),
    );
}

/** In % or, of availability alone, in points. Of a group that Test has nothing of, in % of all that Test has. */
function farOf({ group: { openPercent, open, availability }, variance }: Out, total: GroupFigures): number {
  if (!variance) return (availability?.test ?? 0) - (availability?.production ?? 0);
  if (openPercent !== null) return Math.abs(openPercent);
  return Math.abs(percentOf(open, total.test) ?? Number.MAX_VALUE);
}

/** Costs that are out of tolerance, worst first. */
export const worstCosts = (costs: readonly CostFigures[]): readonly CostFigures[] =>
  costs.toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.id.localeCompare(b.id));

const sizeOf = ({ percent }: CostFigures): number => (percent === null ? Number.MAX_VALUE : Math.abs(percent));

/** Those of before that were out and are no more; earlier figures are judged by today’s tolerances. */
export function backOf(figures: Figures, previous: Against | null, tolerances: readonly Tolerance[]): readonly Back[] {
  if (previous === null) return [];
  const out = new Set(outOf(figures, tolerances).map(({ group }) => group.name));
  return outOf(previous.figures, tolerances).flatMap((was) => {
    const now = groupNamed(figures, was.group.name);
    return now && !out.has(now.name) ? [{ now, was }] : [];
  });
}

/** A group that is back within tolerance. */
export interface Back {
  readonly now: GroupFigures;
  readonly was: Out;
}

export const groupNamed = ({ groups }: Pick<Figures, 'groups'>, name: string | null): GroupFigures | undefined =>
  groups.find((group) => group.name === name);

/** The figures with the day since which each group is out of tolerance, as far as the earlier ones tell. */
export function withSince(figures: Figures, previous: Against | null, tolerances: readonly Tolerance[]): Figures {
  if (previous === null) return figures;
  const out = new Set(outOf(figures, tolerances).map(({ group }) => group.name));
  const before = new Map(outOf(previous.figures, tolerances).map(({ group }) => [group.name, group]));
  const sinceOf = (name: string | null): GroupFigures['since'] => {
    const earlier = before.get(name);
    if (!earlier) return { day: figures.day, orBefore: false };
    return earlier.since ?? { day: previous.figures.day, orBefore: true };
  };
  return {
    ...figures,
    groups: figures.groups.map((group) => ({ ...group, since: out.has(group.name) ? sinceOf(group.name) : null })),
  };
}
