import type { AccessRule } from '../config/schema.js';
import { DIMENSION_NAMES } from '../kpi/dimensions.js';
import type { Restriction } from '../kpi/rights.js';
import { type Identity, keyOf, matches, type Values, written } from './match.js';

type Only = NonNullable<AccessRule['only']>;

/** What `only` rules name, and what no rule that names it opens to `who`. */
export function closedTo(
  rules: readonly AccessRule[],
  who: Identity,
  named: (only: Only) => readonly string[] | undefined,
): readonly string[] {
  const all = rules.flatMap(({ only, for: whom }) =>
    (only ? (named(only) ?? []) : []).map((name) => ({ name, key: keyOf(name), open: matches(whom, who) })),
  );
  const open = new Set(all.filter((one) => one.open).map(({ key }) => key));
  return [...new Set(all.filter(({ key }) => !open.has(key)).map(({ name }) => name))];
}

/** Rows that are closed to `who`: each value that a rule names is closed by itself, whatever else the rule names. */
export function rowsClosedTo(rules: readonly AccessRule[], who: Identity): readonly Restriction[] {
  return DIMENSION_NAMES.flatMap((dimension) => {
    const values = closedTo(rules, who, ({ values: rows }) => (rows as Values | undefined)?.[dimension]?.map(written));
    return values.length > 0 ? [{ dimension, values, except: true }] : [];
  });
}
