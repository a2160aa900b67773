import type { AccessRule } from '../config/schema.js';
import { DIMENSION_NAMES, type DimensionName } from '../kpi/dimensions.js';
import type { Restriction } from '../kpi/rights.js';
import { type Identity, keyOf, matches, type Values, written } from './match.js';

/**
 * The rows that `see` rules leave to whom they match. Of one dimension somebody sees what any of the rules gives; over
 * different dimensions all must hold: a rule of warehouse NORTH and one of category Food leave the food in NORTH.
 *
 * No union gives a row that none of its rules gives. Rules of several dimensions each are therefore united only as long
 * as they differ in one of them: of NORTH's food and SOUTH's toys, which together would also give NORTH's toys, the
 * first in the configuration counts.
 */
export function seenBy(rules: readonly AccessRule[], who: Identity): readonly Restriction[] {
  const seeing = rules.flatMap(({ see, for: whom }) => (see ? [{ see: see as Values, whom }] : []));
  const sure = seeing.filter(({ whom }) => matches(whom, who)).map(({ see }) => see);
  // Whether one is a member or not, no more than this is seen.
  const unsure = seeing
    .filter(({ whom }) => !matches(whom, who) && whom.groups.some((group) => who.unknownGroups?.includes(group)))
    .map(({ see }) => see);
  return [union(sure), ...unsure].flatMap(restrictionsOf);
}

function union(rules: readonly Values[]): Values {
  const kept: Values[] = [];
  for (const rule of rules) {
    if (!isBox(rule) || differing([...kept.filter(isBox), rule]) <= 1) kept.push(rule);
  }
  return Object.fromEntries(
    DIMENSION_NAMES.flatMap((dimension) => {
      const values = kept.flatMap((rule) => rule[dimension] ?? []);
      return values.length > 0 ? [[dimension, values]] : [];
    }),
  );
}

const isBox = (rule: Values): boolean => dimensionsOf(rule).length > 1;

const dimensionsOf = (rule: Values): readonly DimensionName[] => DIMENSION_NAMES.filter((name) => rule[name]);

/** In how many dimensions those rules that name them have different values. */
function differing(rules: readonly Values[]): number {
  return DIMENSION_NAMES.filter((dimension) => {
    const sets = rules.flatMap((rule) => {
      const values = rule[dimension];
      return values ? [JSON.stringify([...new Set(values.map(keyOf))].sort())] : [];
    });
    return new Set(sets).size > 1;
  }).length;
}

function restrictionsOf(rule: Values): readonly Restriction[] {
  return dimensionsOf(rule).map((dimension) => ({
    dimension,
    values: [...new Set(rule[dimension]?.map(written))],
    except: false,
  }));
}
