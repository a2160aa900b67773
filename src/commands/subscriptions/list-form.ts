import type { Reply } from '../reply.js';
import { mistaken } from './mistakes.js';

/** A list takes nothing but the way to show it. `question`: the list in full. */
export function formOf(text: string, question: string): { readonly as: 'csv' | null } | (Reply & { kind: 'mistake' }) {
  const rest = text.trim().replace(/^\S+\s*/, '');
  const [, as] = /^as\s+(table|csv)$/i.exec(rest) ?? [];
  if (rest === '' || as !== undefined) return { as: as?.toLowerCase() === 'csv' ? 'csv' : null };
  const message = `“${rest.slice(0, 80)}” is not known here: as table or as csv.`;
  return mistaken('unknown', message, text, [question, `${question} as csv`]);
}
