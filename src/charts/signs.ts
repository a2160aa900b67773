import type { Column } from '../kpi/result.js';

const OVER_TIME = /change|growth/i;

/** What a value above zero says, and one below, of a column with a sign. A variance is Production less Test. */
export function signNames({ key }: Column): readonly [more: string, less: string] {
  return OVER_TIME.test(key) ? ['more than before', 'less than before'] : ['Production more', 'Production less'];
}
