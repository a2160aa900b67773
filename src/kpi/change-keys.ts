/** What a column of a comparison tells of another one: its figure before, how much it has changed, or by how many %. */
export type Told = 'before' | 'change' | 'change_pct';

/** Keys of the columns that set a measure against another period. */
export const beforeKey = (key: string): string => `${key}_before`;
export const changeKey = (key: string): string => `${key}_change`;
export const changePctKey = (key: string): string => `${key}_change_pct`;

/** The column that a key of those is of, and what it tells; null for any other key. */
export function comparedOf(key: string): { readonly key: string; readonly told: Told } | null {
  const [, of = '', told] = /^(.+)_(before|change|change_pct)$/.exec(key) ?? [];
  return told === undefined ? null : { key: of, told: told as Told };
}
