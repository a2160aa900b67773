import { demoCompany, ORPHAN } from '../../demo/company.js';
import type { Candidate } from '../../intent/vocabulary.js';
import { EVERYTHING } from '../../kpi/everything.js';
import type { Facts } from '../../kpi/facts.js';
import { ALL_RIGHTS } from '../../kpi/rights.js';
import { type Knowledge, vocabularyOf } from '../desk.js';

/** The day on which the questions of the document are asked, a Wednesday, in a company with a fiscal year of its own. */
export const BUSINESS = { today: '2026-11-18', fiscalYearStart: 9 };

/** What the demo company's values are, without its rows. */
export const KNOWLEDGE: Knowledge = knowledge({ ...EVERYTHING, accepted: [], business: BUSINESS });

/** The same company, where the rows of each day add up. */
export const OF_FLOWS: Knowledge = knowledge({ ...KNOWLEDGE.facts, quantity: 'flow', demand: 'flow' });

function knowledge(facts: Facts): Knowledge {
  return { facts, words: vocabularyOf(valuesOfDemo(), facts, ALL_RIGHTS), through: [], findings: [] };
}

/** In the order in which a model has them. */
function valuesOfDemo(): readonly Candidate[] {
  const company = demoCompany({ through: BUSINESS.today });
  const skus = new Map<string, Candidate & { skus: string[] }>();
  const add = (dimension: string, value: string, sku: string, label?: string) => {
    const key = `${dimension} ${value}`;
    const known = skus.get(key) ?? { dimension, value, selects: '', skus: [], ...(label ? { label } : {}) };
    known.skus.push(sku);
    skus.set(key, known);
  };
  for (const [sku, name, category, segment, division, variant] of company.products) {
    add('category', category, sku);
    add('division', division, sku);
    add('product', name, sku);
    add('segment', segment, sku);
    add('sku', sku, sku, `${name}, ${variant}`);
  }
  add('sku', ORPHAN.sku, ORPHAN.sku);
  for (const [, , warehouse] of company.stock('production')) add('warehouse', warehouse, `in ${warehouse}`);
  return [...skus.values()]
    .map(({ skus: all, ...candidate }) => ({ ...candidate, selects: [...new Set(all)].join(' ') }))
    .sort((a, b) => (`${a.dimension} ${a.value}` < `${b.dimension} ${b.value}` ? -1 : 1));
}
