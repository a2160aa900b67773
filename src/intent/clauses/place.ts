import type { Environment } from '../keywords.js';
import type { Reader } from '../reader.js';
import { type Clause, NOTHING } from './clause.js';

/** `in test`; before anything else, as in `in north` or `from north`, the word itself says nothing. */
export const place: Clause = (reader) => {
  const from = reader.at;
  const keyword = takePreposition(reader);
  if (keyword === null) return null;
  const environment = reader.try(() => {
    reader.skipFiller();
    return environmentAt(reader);
  });
  if (environment !== null && keyword === 'in') {
    const where = reader.since(from);
    return (draft) => draft.environments.push({ what: environment, place: where });
  }
  reader.at = from;
  takePreposition(reader);
  if (reader.token) return NOTHING;
  throw missing(reader, keyword);
};

/** `between test and production`: both, and no filter. */
export const sides: Clause = (reader) => {
  const from = reader.at;
  const isBoth = reader.takeKeyword('between') && isSide(reader) && isAnd(reader) && isSide(reader);
  if (!isBoth) return null;
  const where = reader.since(from);
  return (draft) => {
    for (const what of ['test', 'production'] as const) draft.environments.push({ what, place: where });
  };
};

function isSide(reader: Reader): boolean {
  reader.skipFiller();
  return environmentAt(reader) !== null;
}

const isAnd = (reader: Reader): boolean => reader.takeKeyword('and') || reader.takeKeyword('to');

function takePreposition(reader: Reader): 'in' | 'on' | 'from' | null {
  return (['in', 'on', 'from'] as const).find((keyword) => reader.takeKeyword(keyword)) ?? null;
}

function missing({ mistakes, at }: Reader, keyword: 'in' | 'on' | 'from') {
  if (keyword === 'in') return mistakes.notOneOf('an environment', 'in', ['test', 'production'], { at });
  return mistakes.notOneOf('a day', keyword, ['today', 'yesterday', '2026-10-31'], { at });
}

/** `test`, `test environment`. */
function environmentAt(reader: Reader): Environment | null {
  const environment = reader.take((meanings) => meanings.environment);
  if (environment === undefined) return null;
  skipEnvironment(reader);
  return environment;
}

export function skipEnvironment(reader: Reader): void {
  if (!reader.name()) reader.take(({ dimension }) => (dimension === 'environment' ? dimension : undefined));
}
