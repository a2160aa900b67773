/** Keys of the columns that set a measure against another period. */
export const beforeKey = (key: string): string => `${key}_before`;
export const changeKey = (key: string): string => `${key}_change`;
export const changePctKey = (key: string): string => `${key}_change_pct`;
