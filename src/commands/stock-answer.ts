import { canonical } from '../intent/canonical.js';
import type { Intent, Mistake } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import { plan } from '../kpi/plan.js';
import type { Plan } from '../kpi/planned.js';
import { run } from '../kpi/run.js';
import type { FeedStatus } from '../model/index.js';
import { acceptedItems } from './accept/accepted.js';
import { warned } from './completeness.js';
import { type Desk, type Knowledge, knowledgeOf } from './desk.js';
import { drillOf } from './drill.js';
import { requireRead } from './not-read.js';
import { asOfList, notesFor } from './notes.js';
import { periodCompleteness } from './period-completeness.js';
import { queryOf } from './query.js';
import type { Reply } from './reply.js';
import { standingsOf, throughList } from './standing.js';
import { suggestedQueries, suggestedTexts } from './suggestions.js';

/** A question against the state of the model. */
export interface Asked {
  readonly statuses: readonly FeedStatus[];
  readonly knowledge: Knowledge;
  readonly meaning:
    | { readonly mistake: Mistake }
    | { readonly intent: Intent; readonly planned: ReturnType<typeof plan>; readonly notes: readonly string[] };
  /** Tables without which it cannot be answered; all, where it cannot be told. */
  readonly needed: readonly FeedStatus[];
}

export async function understood(text: string, desk: Desk, statuses: readonly FeedStatus[]): Promise<Asked> {
  await desk.model.followCalendar();
  const [knowledge, accepted] = await Promise.all([knowledgeOf(desk), acceptedItems(desk)]);
  const parsed = parse(text, knowledge.words);
  if (!parsed.ok) return { statuses, knowledge, meaning: { mistake: parsed.mistake }, needed: statuses };
  const { intent } = parsed;
  // Of what is closed to the asker nothing is told, not even that it was accepted.
  const known = accepted.items.filter(({ sku }) => knowledge.words.find(sku, 'sku').length > 0);
  const planned = plan(queryOf(intent), { ...knowledge.facts, accepted: known }, desk.rights);
  const needed = 'refusal' in planned ? statuses : statuses.filter((status) => concerns(planned, status));
  return { statuses, knowledge, meaning: { intent, planned, notes: accepted.notes }, needed };
}

export async function replyTo(
  { statuses, knowledge, meaning, needed }: Asked,
  text: string,
  { model, currency, rights }: Desk,
): Promise<Reply> {
  if ('mistake' in meaning) {
    const suggestions = suggestedTexts(meaning.mistake.suggestions, knowledge, rights);
    return { kind: 'mistake', mistake: { ...meaning.mistake, suggestions } };
  }
  const { intent, planned } = meaning;
  if ('refusal' in planned) {
    const suggestions = suggestedQueries(planned.alternatives, knowledge, rights);
    return { kind: 'mistake', mistake: refused(text, planned.refusal, suggestions) };
  }
  requireRead(needed, model.now);
  const standings = standingsOf(knowledge.through, statuses, model);
  const { result, through } = await run(model, planned, {
    question: canonical(intent, knowledge.words),
    currency,
    asOf: asOfList(statuses, knowledge),
    dataThrough: throughList(standings),
    notes: [...meaning.notes, ...notesFor(planned, knowledge, needed, model)],
  });
  const { headline, warnings, notes } = warned(
    result.headline,
    periodCompleteness(planned, through, standings, model.today),
  );
  return {
    kind: 'result',
    result: { ...result, headline, warnings, notes: [...notes, ...result.notes] },
    as: intent.as ?? null,
    drill: drillOf(planned, intent, knowledge),
    editable: true,
  };
}

/** Whether the answer is made of this table; one without an environment says so in its rows. */
export function concerns({ environments }: Plan, { feed: { environment } }: FeedStatus): boolean {
  return environment === null || environments.includes(environment);
}

export function refused(text: string, message: string, suggestions: readonly string[] = []): Mistake {
  return { code: 'refused', message, start: 0, end: text.length, suggestions };
}
