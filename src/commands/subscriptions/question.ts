import { canonical } from '../../intent/canonical.js';
import type { Intent, Mistake, Rendering } from '../../intent/intent.js';
import { common, isClosed, notOpen, type Rights } from '../../kpi/rights.js';
import { bareQuestion } from '../bare.js';
import { type Desk, type Knowledge, knowledgeOf } from '../desk.js';
import { requireRead } from '../not-read.js';
import { understood } from '../stock-answer.js';
import { suggestedQueries, suggestedTexts } from '../suggestions.js';

/** A question that can be answered again and again, or why this is none. */
export type Checked =
  | {
      readonly ok: true;
      readonly question: string;
      readonly intent: Intent | null;
      readonly knowledge: Knowledge;
      /** The form that was asked for, which the question is without. */
      readonly as: Rendering | null;
    }
  | { readonly ok: false; readonly mistake: Mistake };

/** What is asked by one word alone. */
export const DIGEST = '/stock digest';
const LISTS: readonly string[] = ['status', 'quality', 'accepted'];
/** What is done or looked up, and is no question. */
const NO_QUESTION = /^(?:help|accept|unaccept|subscribe|unsubscribe|subscriptions?|alerts?)$/i;
const SUBJECT = 'stock';
const TABLES = ['product', 'stock'] as const;

/**
 * Reads and plans the question that is left of a text, with the rights under which it will be posted: in a channel, or
 * to whoever asks. Yields it in full, with its command and without a form (`as csv`); places in a mistake are those in the
 * text.
 */
export async function checkedFor(channel: string | null, text: string, desk: Desk): Promise<Checked> {
  const found = await checked(text, desk, rightsFor(channel, desk));
  if (found.ok || channel === null || !(await checked(text, desk, desk.rightsIn(null))).ok) return found;
  const message = `${found.mistake.message} What is posted in #${channel} is what both you and all there may see.`;
  return { ok: false, mistake: { ...found.mistake, message } };
}

/** Rights of what is posted there; an answer that all read, as a channel’s, shows the question itself. */
export function rightsFor(channel: string | null, { asker, rights, rightsIn }: Desk): Rights {
  return asker.public ? common(rights, rightsIn(channel)) : rightsIn(channel);
}

async function checked(text: string, desk: Desk, rights: Rights): Promise<Checked> {
  const own = { ...desk, rights };
  if (rights.closedSubjects.includes(SUBJECT)) return refused(notOpen(`/${SUBJECT}`), text);
  const bare = withoutCommand(text);
  const words = bare.trim().split(/\s+/);
  const [first = ''] = words;
  if (words.length === 1 && (first === '' || /^digest$/i.test(first))) return digest(text, own);
  if (words.length === 1 && LISTS.includes(first.toLowerCase())) return list(first.toLowerCase(), text, own);
  const more = words.filter((word) => !/^digest$/i.test(word));
  if (more.length < words.length) return moreThanDigest(more, text, own);
  if (NO_QUESTION.test(first)) {
    const start = bare.indexOf(first);
    const message = `“${first}” is no question: nothing of it can be told again.`;
    return refused(message, text, { start, end: start + first.length });
  }
  return ofFigures(bare, own);
}

async function digest(text: string, desk: Desk): Promise<Checked> {
  if (isClosed('variance', desk.rights)) return refused(notOpen('The digest'), text);
  return { ok: true, question: DIGEST, intent: null, knowledge: await knowledgeOf(desk), as: null };
}

async function moreThanDigest(words: readonly string[], text: string, desk: Desk): Promise<Checked> {
  const start = text.indexOf(words[0] ?? '');
  const said = words.join(' ');
  const instead = await partOfDigest(said, desk);
  const message =
    instead === null
      ? `“${said.slice(0, 80)}” says nothing of a digest. What can stand beside it is when, as daily 08:00, where, as dm, and a time zone, as Europe/Berlin.`
      : digestIsWhole(said, instead);
  const suggestions = instead === null ? [DIGEST] : [instead, DIGEST];
  return refused(message, text, { start, end: start + (words[0] ?? '').length }, suggestions);
}

/** What nothing is left of but its KPI. */
const WHOLE = ['/stock overview', '/stock variance'];

/** The question that is meant by what stands beside `digest`; null where that says nothing. */
export async function partOfDigest(said: string, desk: Desk): Promise<string | null> {
  for (const question of [`/stock variance ${said}`, `/stock ${said}`]) {
    const found = await ofFigures(bareQuestion(question), desk);
    if (found.ok && !WHOLE.includes(found.question)) return question;
  }
  return null;
}

export const digestIsWhole = (said: string, question: string): string =>
  `The digest is about everything that you may see; for “${said.slice(0, 80)}” there is “${bareQuestion(question).slice(0, 80)}”.`;

async function list(name: string, text: string, desk: Desk): Promise<Checked> {
  if (name === 'accepted' && isClosed('variance', desk.rights)) return refused(notOpen(name), text);
  return { ok: true, question: `/stock ${name}`, intent: null, knowledge: await knowledgeOf(desk), as: null };
}

async function ofFigures(text: string, desk: Desk): Promise<Checked> {
  const { refresher, now } = desk.model;
  const statuses = await refresher.ensure(TABLES, desk.budget, ({ table }) => table === 'product');
  requireRead(
    statuses.filter(({ feed }) => feed.table === 'product'),
    now,
  );
  const { knowledge, meaning } = await understood(text, desk, statuses);
  if ('mistake' in meaning) {
    const suggestions = suggestedTexts(meaning.mistake.suggestions.map(tidy), knowledge, desk.rights);
    return { ok: false, mistake: { ...meaning.mistake, suggestions } };
  }
  if ('refusal' in meaning.planned)
    return refused(
      meaning.planned.refusal,
      text,
      undefined,
      suggestedQueries(meaning.planned.alternatives, knowledge, desk.rights),
    );
  const { as = null, ...intent } = meaning.intent;
  return { ok: true, question: canonical(intent, knowledge.words), intent, knowledge, as };
}

/** Where words were taken out there are blanks. */
const tidy = (question: string): string => question.replace(/\s+/g, ' ').trim();

/** A question may be written with its command, and with “to”, “me” or “the” before it: blanks instead. */
function withoutCommand(text: string): string {
  const [before = ''] = /^(?:\s*(?:to|me|the)\b)*\s*(?:\/?stock\b)?(?:\s*the\b)?/i.exec(text) ?? [];
  return `${' '.repeat(before.length)}${text.slice(before.length)}`;
}

function refused(
  message: string,
  text: string,
  { start, end }: { readonly start: number; readonly end: number } = extentOf(text),
  suggestions: readonly string[] = [],
): Checked {
  return { ok: false, mistake: { code: 'refused', message, start, end, suggestions } };
}

function extentOf(text: string): { readonly start: number; readonly end: number } {
  const start = text.search(/\S/);
  return start < 0 ? { start: 0, end: text.length } : { start, end: text.trimEnd().length };
}
