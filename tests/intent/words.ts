import { type MeasureTerm, type Term, Vocabulary } from '../../src/intent/vocabulary.js';

const value = (dimension: string, text: string, selects = `${dimension} ${text}`) => ({
  dimension,
  value: text,
  selects,
});

const term = (name: string, ...synonyms: string[]): Term => ({ name, synonyms });
const kpi = (name: string, lead: string | null, ...synonyms: string[]) => ({ ...term(name, ...synonyms), lead });
const measure = (name: string, kpis: string, ...synonyms: string[]): MeasureTerm => ({
  ...term(name, ...synonyms),
  kpis: kpis.split(' '),
});

export const KPI_TERMS = [
  kpi('overview', null, 'summary', 'cards'),
  kpi('total', 'quantity', 'quantity', 'level', 'stock levels'),
  kpi('variance', 'variance', 'difference', 'drift', 'differ', 'in sync'),
  kpi('availability', 'availability', 'available', 'service level'),
  kpi('shortage', 'shortage', 'lack'),
  kpi('cover', 'days_of_cover', 'days of cover', 'reach'),
  kpi('distribution', 'share', 'share', 'mix'),
  kpi('compare', null, 'comparison', 'environments', 'test vs production'),
  kpi('cost', 'value_variance', 'unit cost', 'deviation'),
  kpi('trend', null, 'over time', 'history'),
];

export const DIMENSION_TERMS = [
  term('environment', 'env'),
  term('division'),
  term('segment'),
  term('category'),
  term('product', 'name'),
  term('sku', 'item', 'article'),
  term('warehouse', 'site', 'location'),
];

export const MEASURE_TERMS = [
  measure('quantity', 'total variance shortage cover distribution', 'stock', 'total'),
  measure('total', 'compare overview'),
  measure('variance', 'variance'),
  measure('variance_pct', 'variance', 'variance %'),
  measure('in_stock', 'availability'),
  measure('items', 'availability compare'),
  measure('items_match', 'variance compare'),
  measure('availability', 'availability compare overview', 'availability %'),
  measure('fill_rate', 'availability compare', 'fill rate %'),
  measure('shortage', 'shortage compare'),
  measure('days_of_cover', 'cover', 'cover'),
  measure('average_daily_demand', 'cover', 'daily demand'),
  measure('share', 'distribution', 'share %'),
  measure('difference', 'distribution'),
  measure('unit_cost', 'cost compare'),
  measure('value_variance', 'cost'),
  measure('value', 'compare overview', 'stock value'),
  measure('match_rate', 'compare overview'),
];

/** KPIs, measures and dimensions like those of the registry, over a few values, some of them awkward. */
export const WORDS = new Vocabulary(
  KPI_TERMS,
  DIMENSION_TERMS,
  [
    value('category', 'Electronics'),
    value('category', 'Office Supplies'),
    value('category', 'Möbel'),
    value('category', 'Cost'),
    value('segment', 'Audio', 'the same rows'),
    value('division', 'Audio', 'the same rows'),
    value('segment', 'Home'),
    value('product', 'Home'),
    value('product', 'Total Station'),
    value('product', '27" Monitor: wide, flat'),
    value('product', '27 Inch Monitor'),
    value('product', 'Top 10'),
    value('product', 'Top Hat'),
    value('product', 'March'),
    value('product', 'March Hare'),
    value('product', 'Q3'),
    value('product', 'Last Week'),
    value('product', 'in test'),
    value('product', '5” pipe'),
    value('category', 'Cafe'),
    value('category', 'Café'),
    { ...value('sku', 'A-7'), label: 'Lamp, Black' },
    value('sku', 'A-1017'),
    value('sku', '7'),
    value('sku', '2026'),
    value('sku', '=cmd()'),
    value('warehouse', 'North'),
    value('warehouse', 'Test'),
  ],
  MEASURE_TERMS,
);

/** Without the values that make words of the grammar mean two things. */
export const PLAIN_WORDS = new Vocabulary(
  KPI_TERMS,
  DIMENSION_TERMS,
  [value('category', 'Electronics'), value('warehouse', 'North'), value('sku', 'A-1017')],
  MEASURE_TERMS,
);
