import type { Result } from '../kpi/result.js';
import type { FeedStatus } from '../model/index.js';
import type { Desk, Knowledge } from './desk.js';
import { asOfList } from './notes.js';
import { standingsOf, throughList } from './standing.js';

/** A result that is a plain list about the model itself: no totals, no chart. */
export function listing(
  content: Pick<Result, 'question' | 'kpi' | 'title' | 'headline' | 'columns' | 'rows'> &
    Partial<Pick<Result, 'warnings' | 'notes'>>,
  { model, currency }: Desk,
  knowledge: Knowledge,
  statuses: readonly FeedStatus[],
): Result {
  return {
    notes: [],
    ...content,
    layout: 'table',
    others: null,
    totals: null,
    asOf: asOfList(statuses, knowledge),
    dataThrough: throughList(standingsOf(knowledge.through, statuses, model)),
    chart: null,
    currency,
  };
}
