import { canonical, qualified } from '../intent/canonical.js';
import type { Intent } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import type { Kpi } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import type { Rights } from '../kpi/rights.js';
import { bareQuestion } from './bare.js';
import type { Knowledge } from './desk.js';
import { queryOf } from './query.js';

/** Questions of a KPI that work on the data at hand for this asker, the plainest first. */
export function examplesOf(kpi: Kpi, knowledge: Knowledge, rights: Rights): readonly string[] {
  return [...new Set(working(intentsOf(kpi, knowledge), knowledge, rights))];
}

/** One for each kind of thing that can be asked, of different KPIs. */
export function tour(knowledge: Knowledge, rights: Rights): readonly string[] {
  const [filter] = filtersOf(knowledge);
  const filters = filter ? [filter] : [];
  const wanted: readonly Intent[] = [
    { kpi: 'variance', filters },
    { kpi: 'variance', filters: [], by: ['sku'], thresholds: [{ is: 'over', value: '5', percent: true }] },
    { kpi: 'cost', filters: [], by: ['sku'], limit: { end: 'top', count: 10 }, rank: 'value_variance' },
    { kpi: 'trend', of: 'quantity', filters, period: { kind: 'recent', count: 30, unit: 'day' } },
    {
      kpi: 'total',
      filters: [],
      by: ['category', 'month'],
      period: { kind: 'recent', count: 3, unit: 'month' },
    },
    { kpi: 'total', filters: [], versus: { kind: 'earlier', unit: 'week' } },
  ];
  return working(wanted, knowledge, rights).slice(0, MOST);
}

const MOST = 5;

/** Those of some questions that work on the data at hand for this asker. */
export const working = (intents: readonly Intent[], knowledge: Knowledge, rights: Rights): readonly string[] =>
  intents.flatMap((intent) => spoken(intent, knowledge, rights) ?? []);

function intentsOf(kpi: Kpi, knowledge: Knowledge): readonly Intent[] {
  const { name, grouping, environments, lead } = kpi;
  const filters = filtersOf(knowledge);
  const plain: Intent = { kpi: name, filters: [] };
  const month = { kind: 'last', count: 1, unit: 'month' } as const;
  if (name === 'trend') {
    return [
      plain,
      { ...plain, of: 'variance', filters, by: ['week'] },
      { ...plain, of: 'availability', period: { kind: 'last', count: 3, unit: 'month' } },
      { ...plain, of: 'quantity', by: ['category', 'month'] },
    ];
  }
  return [
    plain,
    { ...plain, filters },
    ...(grouping === 'below' ? [{ ...plain, by: ['sku'], limit: { end: 'top', count: 5 } } as const] : []),
    ...(lead === null ? [] : [{ ...plain, by: ['warehouse'] }]),
    { ...plain, filters, period: month },
    ...(name === 'overview' ? [] : [{ ...plain, versus: { kind: 'earlier', unit: 'week' } } as const]),
    ...(lead === null ? [] : [{ ...plain, by: ['month'] }]),
    ...(environments === 'each' ? [{ ...plain, environment: 'production' } as const] : []),
  ];
}

function filtersOf({ words }: Knowledge): Intent['filters'] {
  const dimension = words.dimensionNames.includes('category') ? 'category' : 'sku';
  const [value] = words.valuesOf(dimension);
  return value === undefined ? [] : [{ dimension, value }];
}

/** As a person would write it: a value without its dimension, where that alone is understood. Null: it cannot be asked. */
function spoken(intent: Intent, { words, facts }: Knowledge, rights: Rights): string | null {
  if ('refusal' in plan(queryOf(intent), facts, rights)) return null;
  const text = canonical(intent, words);
  const short = intent.filters.reduce(
    (said, { dimension, value }) => said.replace(qualified(dimension, value), value.toLowerCase()),
    text,
  );
  const parsed = parse(bareQuestion(short), words);
  return parsed.ok && canonical(parsed.intent, words) === text ? short : text;
}
