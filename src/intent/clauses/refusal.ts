import type { Refused } from '../keywords.js';
import type { Clause } from './clause.js';

const WHY: Readonly<Record<Refused, string>> = {
  negation: 'is not known: a question says what it is about, and not what it leaves out',
  alternative: 'is not known: all parts of a question hold together',
  future: 'lies in the future: what is known ends today',
};

/** `without`, `or`, `next week`. A question without them would be another, so none is suggested. */
export const refusal: Clause = (reader) => {
  const seen = reader.look(({ refused }) => refused);
  if (!seen || reader.name()) return null;
  const from = reader.at;
  reader.at += seen.length;
  if (seen.found === 'future') reader.take(({ unit, month }) => unit ?? month);
  const place = reader.since(from);
  throw reader.mistakes.stop('refused', `“${reader.mistakes.quote(place)}” ${WHY[seen.found]}.`, place);
};
