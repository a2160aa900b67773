import { Vocabulary } from '../../src/intent/vocabulary.js';
import { DIMENSIONS } from '../../src/kpi/dimensions.js';
import { KPIS } from '../../src/kpi/index.js';

const value = (dimension: string, text: string, selects = `${dimension} ${text}`) => ({
  dimension,
  value: text,
  selects,
});

/** The real KPIs and dimensions over a few values, some of them awkward. */
export const WORDS = new Vocabulary(KPIS, Object.values(DIMENSIONS), [
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
  value('product', 'Top 10'),
  value('product', 'in test'),
  value('product', '5” pipe'),
  value('category', 'Cafe'),
  value('category', 'Café'),
  { ...value('sku', 'A-7'), label: 'Lamp, Black' },
  value('sku', 'A-1017'),
  value('sku', '7'),
  value('sku', '=cmd()'),
  value('warehouse', 'North'),
  value('warehouse', 'Test'),
]);
