import { parse } from '../../intent/parse.js';
import type { Plan } from '../../kpi/planned.js';
import { notOpen } from '../../kpi/rights.js';
import { acceptedItems } from '../accept/accepted.js';
import { type Desk, type Knowledge, knowledgeOf } from '../desk.js';
import { queryOf } from '../query.js';
import { planAlert } from './plan.js';

/** What an alert’s question means at present. */
export interface Understood {
  readonly knowledge: Knowledge;
  /** `says`: why it cannot be looked at, for its owner. */
  readonly meaning: { readonly planned: Plan } | { readonly says: string };
  /** Why what is accepted is not known; null where it is. */
  readonly unknown: string | null;
}

const SUBJECT = 'stock';

/** `question` is with its command. */
export async function understand(question: string, desk: Desk): Promise<Understood> {
  await desk.model.followCalendar();
  const [knowledge, accepted] = await Promise.all([knowledgeOf(desk), acceptedItems(desk)]);
  // Of what is closed to the owner nothing is told, not even that it was accepted.
  const known = accepted.items.filter(({ sku }) => knowledge.words.find(sku, 'sku').length > 0);
  const facts = { ...knowledge.facts, accepted: known };
  return { knowledge, meaning: meaningOf(question, knowledge, facts, desk), unknown: accepted.notes[0] ?? null };
}

function meaningOf(
  question: string,
  { words }: Knowledge,
  facts: Knowledge['facts'],
  { rights }: Desk,
): Understood['meaning'] {
  if (rights.closedSubjects.includes(SUBJECT)) return { says: notOpen(`/${SUBJECT}`) };
  const parsed = parse(question.replace(/^\/\S+\s*/, ''), words);
  if (!parsed.ok) return { says: parsed.mistake.message };
  const planned = planAlert(queryOf(parsed.intent), facts, rights);
  return 'refusal' in planned ? { says: planned.refusal } : { planned };
}
