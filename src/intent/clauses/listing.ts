import type { Reader } from '../reader.js';
import type { Clause } from './clause.js';

/** `which skus …`, `categories`: what rows are, where a question begins with it. */
export const listing: Clause = (reader) => {
  const from = reader.at;
  if (!isFirst(reader)) return null;
  const seen = reader.look(({ dimension, kpi }) => (kpi === undefined ? dimension : undefined));
  if (!seen || seen.length > 1 || !reader.words.isPlural(reader.token?.folded ?? '')) return null;
  reader.at++;
  // “items by category” is about the measure of that name.
  if (reader.words.measure(reader.mistakes.quote({ at: from })) && isGrouping(reader)) return null;
  const place = reader.since(from);
  return (draft) => draft.group(seen.found, place);
};

const isFirst = ({ tokens, words, at }: Reader): boolean =>
  tokens.slice(0, at).every(({ quoted, qualifier, folded }) => !quoted && !qualifier && words.meanings(folded).filler);

const isGrouping = (reader: Reader): boolean =>
  reader.look(({ keyword, frequency }) => (keyword === 'by' || frequency ? true : undefined)) !== undefined;
