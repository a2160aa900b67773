import type { Figures } from '../../digest/figures.js';
import type { Circumstances, SectionName } from '../../digest/index.js';
import type { KpiQuery } from '../../kpi/kpi.js';
import type { Desk } from '../desk.js';
import { suggestedQueries } from '../suggestions.js';
import type { Grounds } from './grounds.js';
import { periodOf } from './read.js';

/** The question behind each part, as far as it can be asked here. `since`: day of what it is set against. */
export function sectionQuestions(
  { by }: Pick<Figures, 'by'>,
  since: string | null,
  { common, facts, knowledge }: Grounds,
  { rights }: Desk,
): Circumstances['questions'] {
  const on = periodOf(common);
  const top = { ...on, by: ['sku'], limit: { end: 'top', count: 10 }, filters: [] } as const;
  const hasDays = facts.quantity !== 'flow';
  const over = (measure: string): KpiQuery => ({
    ...on,
    kpi: 'variance',
    filters: [],
    by: ['sku'],
    thresholds: [{ measure, is: 'over', value: '0', percent: false }],
  });
  const queries: readonly (readonly [SectionName, string, KpiQuery])[] = [
    ['categories', `Variance by ${by ?? 'SKU'}`, { ...on, kpi: 'variance', filters: [], by: [by ?? 'sku'] }],
    [
      'movers',
      // Rows are ranked by what they are, not by how they have changed.
      'Largest variances',
      {
        kpi: 'variance',
        ...top,
        ...(since === null || !hasDays ? {} : { versus: { kind: 'period', period: { kind: 'day', date: since } } }),
      },
    ],
    ['appeared', 'All only in Production', over('only_in_production')],
    ['vanished', 'All only in Test', over('only_in_test')],
    ['costs', 'Cost by SKU', { kpi: 'cost', ...top, rank: 'deviation_pct' }],
  ];
  const found = queries.flatMap(([name, label, query]) => {
    const [text] = suggestedQueries([query], knowledge, rights);
    return text === undefined ? [] : [[name, { label, text }] as const];
  });
  return { ...Object.fromEntries(found), findings: { label: 'Data quality', text: '/stock quality' } };
}
