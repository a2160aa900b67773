import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import { comparedLongColumns, LONG_COLUMNS, longRows, metricsFor, metricsOf, wideMeasures } from './metrics.js';

export const compare: Kpi = {
  name: 'compare',
  synonyms: ['comparison', 'environments', 'test vs production'],
  title: 'Test and Production compared',
  summary: 'all key figures of both environments beside each other',
  definition:
    'One row a metric: items, total, demand, shortage, availability %, fill rate, stock value Σ quantity × cost, average unit cost, items matching, only in test, only in production, match rate = matching ÷ union of items.',
  environments: 'both',
  dimensions: ['division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'whole',
  universe: 'all',
  lead: null,
  shared: (facts) => ({ before: wideMeasures(metricsFor(facts)) }),
  each: () => [],
  sort: { keys: ['total:variance'], absolute: true },
  headline({ totals }) {
    const rate = formatCell(totals['match_rate:test'] ?? null, 'percent');
    const gap = formatCell(totals['total:variance'] ?? null, 'units', { signed: true });
    return `${rate} of the items match; Production − Test is ${gap} units`;
  },
  chart: () => ({ kind: 'grouped', series: ['variance_pct'] }),
  reshape(result) {
    const metrics = metricsOf(result);
    const compared = result.versus !== undefined;
    const dimensions = result.columns.filter(({ role }) => role === 'dimension');
    const [first] = dimensions;
    const rest =
      result.others && first ? [{ ...result.others.row, [first.key]: `others (${result.others.count})` }] : [];
    const rows = [...result.rows, ...rest].flatMap((row) => {
      const group = Object.fromEntries(dimensions.map(({ key }) => [key, row[key] ?? null]));
      return longRows(row, metrics, compared).map((long) => ({ ...group, ...long }));
    });
    return {
      ...result,
      columns: [
        ...dimensions,
        ...LONG_COLUMNS,
        ...(result.versus ? comparedLongColumns(result.versus.words.replace(/^vs /, '')) : []),
      ],
      rows: dimensions.length === 0 && result.totals ? longRows(result.totals, metrics, compared) : rows,
      totals: null,
      others: null,
      chart:
        dimensions.length === 0
          ? { kind: 'grouped', category: 'metric', series: ['variance_pct'], difference: ['test', 'production'] }
          : null,
    };
  },
};
