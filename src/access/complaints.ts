import type { AccessRule } from '../config/schema.js';

/** Something in the rules that cannot be: where, and what is allowed there. */
export interface AccessComplaint {
  /** As in `access[0].only.kpis[1]`. */
  readonly key: string;
  readonly rule: string;
}

/** Subjects and KPIs that do not exist: a rule with a slip in it would leave open what it means to close. */
export function complaintsOf(
  rules: readonly AccessRule[],
  known: { readonly subjects: readonly string[]; readonly kpis: readonly string[] },
): readonly AccessComplaint[] {
  return rules.flatMap(({ only }, index) =>
    (['subjects', 'kpis'] as const).flatMap((kind) =>
      (only?.[kind] ?? []).flatMap((name, place) =>
        known[kind].includes(name)
          ? []
          : [
              {
                key: `access[${index}].only.${kind}[${place}]`,
                rule: `${JSON.stringify(name)} is not allowed: one of ${known[kind].join(', ')}`,
              },
            ],
      ),
    ),
  );
}
