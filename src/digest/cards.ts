import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import { formatCell } from '../kpi/format.js';
import { ENVIRONMENTS, type Environment } from '../kpi/result.js';
import { minus, percentOf, plainPercent, signedPercent, signedUnits, units } from './amounts.js';
import type { Circumstances, Earlier } from './circumstances.js';
import type { Change, DigestCard } from './digest.js';
import type { Against, Figures, GroupFigures } from './figures.js';

/** Totals, variance, match rate and availability, each with its changes. Totals are of all items, accepted ones included. */
export function cardsOf(
  { total }: Figures,
  earlier: Earlier,
  { known, stale }: Pick<Circumstances, 'known' | 'stale'>,
): readonly DigestCard[] {
  const before = [earlier.previous, earlier.weekAgo].filter((one) => one !== null);
  const changes = (changeOf: (then: GroupFigures) => Omit<Change, 'against'> | null): readonly Change[] =>
    before.flatMap(({ figures, words }: Against) => {
      const change = changeOf(figures.total);
      return change === null ? [] : [{ against: words, ...change }];
    });
  const environments = ENVIRONMENTS.filter((environment) => known.has(environment));
  const dated = (label: string, environment: Environment) =>
    stale.has(environment) ? `${label}, as of ${stale.get(environment)}` : label;
  return [
    ...environments.map((environment) => ({
      label: dated(`${ENVIRONMENT_LABEL[environment]} total`, environment),
      text: units(total[environment]),
      changes: changes((then) => amountChange(total[environment], then[environment])),
    })),
    ...(environments.length === ENVIRONMENTS.length
      ? [
          {
            label: 'Variance',
            text: [signedUnits(total.variance), ...(total.percent === null ? [] : [signedPercent(total.percent)])].join(
              ', ',
            ),
            changes: changes((then) => towardsZero(total.variance, then.variance)),
          },
          {
            label: 'Match rate',
            text: plainPercent(matchRate(total)),
            changes: changes((then) => moreIsBetter(matchRate(total), matchRate(then))),
          },
        ]
      : []),
    ...environments.flatMap((environment): DigestCard[] => {
      const now = total.availability?.[environment] ?? null;
      if (now === null) return [];
      return [
        {
          label: dated(`Availability ${ENVIRONMENT_LABEL[environment]}`, environment),
          text: plainPercent(now),
          changes: changes((then) => moreIsBetter(now, then.availability?.[environment] ?? null)),
        },
      ];
    }),
  ];
}

/** Items in any environment. */
export const itemsIn = ({ match, differ, onlyTest, onlyProduction, accepted }: GroupFigures): number =>
  match + differ + onlyTest + onlyProduction + accepted;

/** In %, as `compare` has it: what is accepted does not count as differing. */
const matchRate = (group: GroupFigures): number | null =>
  percentOf(String(group.match + group.accepted), String(itemsIn(group)));

type Told = Omit<Change, 'against'>;

const SAME: Told = { text: 'no change', direction: 'same', better: null };

function amountChange(now: string, then: string): Told {
  const change = minus(now, then);
  if (Number(change) === 0) return SAME;
  return { text: signedUnits(change), direction: Number(change) > 0 ? 'up' : 'down', better: null };
}

/** On the other side of zero it is neither: the change is not how much nearer it is. */
function towardsZero(now: string, then: string): Told {
  const [size, before] = [Math.abs(Number(now)), Math.abs(Number(then))];
  const otherSide = Number(now) * Number(then) < 0;
  return { ...amountChange(now, then), better: otherSide || size === before ? null : size < before };
}

function moreIsBetter(now: number | null, then: number | null): Told | null {
  if (now === null || then === null) return null;
  if (now === then) return SAME;
  const text = formatCell(now - then, 'points', { signed: true });
  const isUp = now > then;
  return {
    text: /[1-9]/.test(text) ? text : 'less than 0.1 pp',
    direction: isUp ? 'up' : 'down',
    better: isUp,
  };
}
