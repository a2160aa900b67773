import { byLabel } from './dimensions.js';
import { ENVIRONMENT_LABEL } from './expressions.js';
import { titled } from './format.js';
import { wordsOf } from './measures.js';
import type { Axis, Plan } from './planned.js';

/** `Stock variance: Electronics by SKU, top 10 by value variance, over 5 %, last month against last year`. */
export function titleOf({ kpi, focus, query, by, environments, thresholds, time }: Plan): string {
  const filters = query.filters.map(({ value }) => value).join(', ');
  const where = environments.length === 1 && environments[0] ? ` in ${ENVIRONMENT_LABEL[environments[0]]}` : '';
  const { limit, rank } = query;
  const ranked = rank === undefined ? '' : ` by ${wordsOf(rank)}`;
  const said = [
    ...(limit ? [`${limit.end} ${limit.count}${ranked}`] : []),
    ...thresholds.map(({ words }) => words),
    ...(query.period && time.period ? [time.period.words] : []),
  ];
  const against = time.versus ? ` against ${time.versus.short}` : '';
  const about = focus === null ? '' : wordsOf(focus);
  const title = kpi.grouping === 'steps' ? `${kpi.title} of ${about}` : about === '' ? kpi.title : titled(about);
  return `${title}${filters ? `: ${filters}` : ''}${where}${axisWords(query.by ?? [], by, time.unit)}${said.map((part) => `, ${part}`).join('')}${against}`;
}

/** Dimensions that were asked for, or the one that is the default; a trend's step as well. */
function axisWords(asked: NonNullable<Plan['query']['by']>, by: Axis | null, unit: Plan['time']['unit']): string {
  const shown = asked.length > 0 ? [...asked] : by === null || by === 'time' ? [] : [by];
  if (unit !== null && !shown.includes(unit)) shown.push(unit);
  return shown.map((one) => ` by ${byLabel(one)}`).join('');
}
