import type { Intent } from './intent.js';
import { CURLY, type Vocabulary } from './vocabulary.js';

/** The question as text: parsed again with the same vocabulary it is the same intent. */
export function canonical({ kpi, filters, by, limit, environment, as }: Intent, words: Vocabulary): string {
  return [
    '/stock',
    words.find(kpi).length > 0 ? `kpi:${kpi}` : kpi,
    ...filters.map(({ dimension, value }) => qualified(dimension, value)),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(limit === undefined ? [] : [`${limit.end} ${limit.count}`]),
    ...(environment === undefined ? [] : [`in ${environment}`]),
    ...(as === undefined ? [] : [`as ${as}`]),
  ].join(' ');
}

/** A value with its dimension, as in `category:Electronics`; in quotes where the tokenizer would split it. */
export function qualified(dimension: string, value: string): string {
  return `${dimension}:${quoted(value)}`;
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}_#&/+()-]+$/u.test(value) ? value : `"${value.replace(CURLY, '"').replaceAll('"', '""')}"`;
}
