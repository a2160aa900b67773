import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import { type DataThrough, ENVIRONMENTS } from '../kpi/result.js';
import type { Circumstances } from './circumstances.js';
import { dayName, momentIn } from './days.js';

type Known = Pick<Circumstances, 'asOf' | 'dataThrough' | 'timeZone' | 'today'>;

/**
 * Of which day the figures are, and when they were read: `As of Sat 21 Nov, the latest day of both; Production goes
 * through Sun 22 Nov; read Sun 22 Nov, 10:26 UTC.` Of sources that were read at several times the earliest counts.
 */
export function freshnessOf(day: string, { asOf, dataThrough, timeZone, today }: Known): string {
  const [read] = asOf.map(({ at }) => at).sort();
  const said = [
    ...throughWords(day, dataThrough, today),
    ...(read === undefined ? [] : [`read ${momentIn(new Date(read), timeZone, today)}`]),
  ].join('; ');
  return said === '' ? '' : `${said}.`;
}

function throughWords(day: string, dataThrough: readonly DataThrough[], today: string): readonly string[] {
  const ends = ENVIRONMENTS.flatMap((environment) => {
    const dates = dataThrough.flatMap((one) => (one.environment === environment ? (one.date ?? []) : []));
    const end = dates.sort().at(-1);
    return end === undefined ? [] : [{ name: ENVIRONMENT_LABEL[environment], end }];
  });
  const [first, second] = ends;
  if (!first) return [];
  if (second && first.end === second.end)
    return [`${first.name} and ${second.name} through ${dayName(first.end, today)}`];
  const later = ends.find(({ end }) => end > day);
  if (second && later && ends.some(({ end }) => end === day)) {
    const further = `${later.name} goes through ${dayName(later.end, today)}`;
    return [`As of ${dayName(day, today)}, the latest day of both`, further];
  }
  return [ends.map(({ name, end }) => `${name} through ${dayName(end, today)}`).join(', ')];
}
