import { CURLY } from './fold.js';

/** A value with its dimension, as in `category:Electronics`; in quotes where the tokenizer would split it. */
export function qualified(dimension: string, value: string): string {
  return `${dimension}:${quoted(value)}`;
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}_#&/+()-]+$/u.test(value) ? value : `"${value.replace(CURLY, '"').replaceAll('"', '""')}"`;
}
