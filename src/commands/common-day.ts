import { ENVIRONMENTS } from '../kpi/result.js';
import { gapsOf } from '../model/completeness.js';
import { latest, type Standing } from './standing.js';

/**
 * The last day, YYYY-MM-DD, on which like can be compared with like where one environment is loaded before the other:
 * the earlier of their ends. Null where they end on the same day, where one of them has no rows on that day, has fallen
 * silent or has none at all, and where a day is not the whole state.
 */
export function commonDay(standings: readonly Standing[]): string | null {
  const day = earlierEnd(standings);
  const last = latest(standings);
  if (day === null || last === null) return null;
  return standings.some((one) => one.end === day && isSilent(one, last)) ? null : day;
}

/** The same, though the one that ends earlier may have fallen silent. */
export function earlierEnd(standings: readonly Standing[]): string | null {
  if (standings.some(({ feed }) => feed.meaning.quantity !== 'complete')) return null;
  const sides = ENVIRONMENTS.map((name) => standings.filter(({ environment }) => environment === name));
  const [day, last] = sides.flatMap((side) => latest(side) ?? []).sort();
  if (day === undefined || last === undefined || day === last) return null;
  return sides.every((side) => side.some((one) => hasRowsOn(day, one))) ? day : null;
}

const hasRowsOn = (day: string, { recent }: Standing): boolean => recent.some(({ date }) => date === day);

const isSilent = (one: Standing, by: string): boolean => gapsOf(one, by).some(({ kind }) => kind === 'silent');
