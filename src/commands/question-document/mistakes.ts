import type { Mistake } from '../../intent/intent.js';
import { parse } from '../../intent/parse.js';
import { plan } from '../../kpi/plan.js';
import { ALL_RIGHTS } from '../../kpi/rights.js';
import { mistakeText } from '../../reply/text.js';
import type { Knowledge } from '../desk.js';
import { queryOf } from '../query.js';
import { refused } from '../stock-answer.js';
import { suggestedQueries, suggestedTexts } from '../suggestions.js';
import { KNOWLEDGE } from './demo.js';
import { block } from './markdown.js';

/** One of each kind that people make. */
const QUESTIONS = [
  '/stock varience electronics',
  '/stock total elektronics',
  '/stock total by colour',
  '/stock availability 90%',
  '/stock total 10/11/2026',
  '/stock total over 30 days',
  '/stock total over 1,500',
  '/stock total at least 1500',
  '/stock cost fill rate over 90%',
  '/stock variance in production',
  '/stock total vs production',
];

/** What comes back for questions that cannot be answered, as the terminal shows it. */
export const mistakes = (): string => QUESTIONS.map((question) => block([mistakeIn(question, KNOWLEDGE)])).join('\n\n');

function mistakeIn(question: string, knowledge: Knowledge): string {
  const mistake = mistakeOf(question.replace(COMMAND, ''), knowledge);
  if (!mistake) throw new Error(`${question} is no mistake`);
  const by = COMMAND.length;
  return mistakeText(question, { ...mistake, start: mistake.start + by, end: mistake.end + by });
}

const COMMAND = '/stock ';

function mistakeOf(text: string, knowledge: Knowledge): Mistake | null {
  const parsed = parse(text, knowledge.words);
  if (!parsed.ok) {
    const suggestions = suggestedTexts(parsed.mistake.suggestions, knowledge, ALL_RIGHTS);
    return { ...parsed.mistake, suggestions };
  }
  const planned = plan(queryOf(parsed.intent), knowledge.facts, ALL_RIGHTS);
  if (!('refusal' in planned)) return null;
  return refused(text, planned.refusal, suggestedQueries(planned.alternatives, knowledge, ALL_RIGHTS));
}
