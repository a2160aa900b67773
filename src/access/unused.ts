import type { AccessRule } from '../config/schema.js';
import { keyOf, type Values } from './match.js';

/**
 * Values in the rules that no row has at present, as `access[0].only.values.category[0]: Prototyps`. A slip in one would
 * leave open what it means to close; but a value may also be gone, or yet to come.
 */
export function unusedValues(
  rules: readonly AccessRule[],
  known: readonly { readonly dimension: string; readonly value: string }[],
): readonly string[] {
  const there = new Set(known.map(({ dimension, value }) => `${dimension} ${keyOf(value)}`));
  const places = rules.flatMap(({ only, see }, index) => [
    { key: `access[${index}].only.values`, values: only?.values },
    { key: `access[${index}].see`, values: see },
  ]);
  return places.flatMap(({ key, values }) =>
    Object.entries((values ?? {}) as Values).flatMap(([dimension, list]) =>
      (list ?? []).flatMap((value, at) =>
        there.has(`${dimension} ${keyOf(value)}`) ? [] : [`${key}.${dimension}[${at}]: ${value}`],
      ),
    ),
  );
}
