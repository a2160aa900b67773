/**
 * Access rules and somebody's identity → rights. Pure; enforced in `kpi/plan.ts` and, for the words that one may know,
 * in `commands/desk.ts`. Knows the types of the configuration and of rights only. Tested in `tests/access`, which
 * reads as the specification.
 */
import type { AccessRule } from '../config/schema.js';
import type { Rights } from '../kpi/rights.js';
import type { Identity } from './match.js';
import { closedTo, rowsClosedTo } from './only.js';
import { seenBy } from './see.js';

export { complaintsOf } from './complaints.js';
export type { Identity } from './match.js';
export { unusedValues } from './unused.js';

/**
 * Rights of an identity. A rule is about whomever its `for` names by user, group or channel, any of them.
 *
 * `only` closes what it names to everybody but those in one of the rules that name it. `see` narrows the rows of those
 * it is about (`see.ts`). Both hold at once: a value that is closed stays closed to whom a `see` rule gives it.
 * Membership that is not known opens nothing.
 */
export function rightsOf(rules: readonly AccessRule[], who: Identity): Rights {
  return {
    closedSubjects: closedTo(rules, who, ({ subjects }) => subjects),
    closedKpis: closedTo(rules, who, ({ kpis }) => kpis),
    restrictions: [...seenBy(rules, who), ...rowsClosedTo(rules, who)],
  };
}

/** Groups that any rule names: whose members have to be known. */
export function groupsNamed(rules: readonly AccessRule[]): readonly string[] {
  return [...new Set(rules.flatMap(({ for: { groups } }) => groups))];
}
