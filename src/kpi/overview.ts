import { formatCell, plural } from './format.js';
import type { Kpi } from './kpi.js';
import { LONG_COLUMNS, longRows, metricsFor, metricsOf, wideMeasures } from './metrics.js';

const CARDS = ['total', 'match_rate', 'availability', 'fill_rate', 'value'];

export const overview: Kpi = {
  name: 'overview',
  synonyms: ['summary', 'cards', 'headline'],
  title: 'Stock overview',
  summary: 'the headline figures as cards',
  definition:
    'Total, match rate, availability %, fill rate and stock value of both environments, as `compare` defines them.',
  environments: 'both',
  dimensions: [],
  grouping: 'whole',
  universe: 'all',
  lead: null,
  shared: (facts) => ({
    before: wideMeasures(metricsFor(facts).filter(({ key }) => CARDS.includes(key) || key === 'items')),
  }),
  each: () => [],
  sort: { keys: [], absolute: false },
  headline({ totals }) {
    const rate = formatCell(totals['match_rate:test'] ?? null, 'percent');
    const [test, production] = [Number(totals['items:test']), Number(totals['items:production'])];
    return `${rate} of the items match; ${plural(production, 'item')} in Production, ${plural(test, 'item')} in Test`;
  },
  chart: () => ({ kind: 'grouped', series: ['variance_pct'] }),
  reshape(result) {
    const metrics = metricsOf(result).filter(({ key }) => CARDS.includes(key));
    return {
      ...result,
      layout: 'cards',
      columns: LONG_COLUMNS,
      rows: result.totals ? longRows(result.totals, metrics) : [],
      totals: null,
      chart: null,
    };
  },
};
