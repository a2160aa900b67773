import { canonical } from '../intent/canonical.js';
import { parse } from '../intent/parse.js';
import type { KpiQuery } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import { isClosed, type Rights } from '../kpi/rights.js';
import { bareQuestion } from './bare.js';
import type { Knowledge } from './desk.js';
import { queryOf } from './query.js';

/** Questions are suggested that are answered: one that is refused in its turn gives way to what is suggested for it. */
export function suggestedQueries(
  queries: readonly KpiQuery[],
  { facts, words }: Knowledge,
  rights: Rights,
): readonly string[] {
  const found = queries.flatMap((query) => answerable(query, facts, rights, MOST_REFUSED) ?? []);
  return [...new Set(found.map((query) => written(query, words)))];
}

/** The same of texts, which stay as they are written where they are answered. */
export function suggestedTexts(texts: readonly string[], knowledge: Knowledge, rights: Rights): readonly string[] {
  const { facts, words } = knowledge;
  const found = texts.flatMap((text) => {
    const parsed = parse(bareQuestion(text), words);
    if (!parsed.ok) return [text];
    const query = queryOf(parsed.intent);
    const instead = answerable(query, facts, rights, MOST_REFUSED);
    if (instead === null) return [];
    return [instead === query ? text : written(instead, words)];
  });
  return [...new Set(found)];
}

/** What is suggested of another KPI may name a measure which that has not. */
function written(query: KpiQuery, words: Knowledge['words']): string {
  const text = canonical(query, words);
  const { of: _, ...whole } = query;
  return parse(bareQuestion(text), words).ok ? text : canonical(whole, words);
}

/** How often a suggestion may be refused before nothing is suggested. */
const MOST_REFUSED = 2;

function answerable(query: KpiQuery, facts: Knowledge['facts'], rights: Rights, left: number): KpiQuery | null {
  if (isClosed(query.kpi, rights)) return null;
  const planned = plan(query, facts, rights);
  if (!('refusal' in planned)) return query;
  if (left === 0) return null;
  for (const other of planned.alternatives) {
    const found = answerable(other, facts, rights, left - 1);
    if (found) return found;
  }
  return null;
}
