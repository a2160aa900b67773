import { canonical } from '../../intent/canonical.js';
import type { Intent } from '../../intent/intent.js';
import { parse } from '../../intent/parse.js';
import { bareQuestion } from '../bare.js';
import type { Knowledge } from '../desk.js';
import { KNOWLEDGE } from './demo.js';

/** A question, with its command or without, that is understood. */
export function intentOf(question: string, { words }: Knowledge = KNOWLEDGE): Intent {
  const parsed = parse(bareQuestion(question), words);
  if (!parsed.ok) throw new Error(`${question}: ${parsed.mistake.message}`);
  return parsed.intent;
}

export const inFull = (question: string): string => canonical(intentOf(question), KNOWLEDGE.words);
