import { RENDERINGS } from '../intent.js';
import { groupings } from '../mistakes.js';
import type { Reader } from '../reader.js';
import type { Clause, Effect } from './clause.js';
import { measureAt } from './measure.js';
import { integerAt } from './number.js';

const MOST_ROWS = 1000;
const DEFAULT_ROWS = 10;

/** `by category`, `by category by month`, `by category and month`, `monthly`; after top or bottom also `by value variance`. */
export const grouping: Clause = (reader) => {
  const from = reader.at;
  const unit = reader.take(({ frequency }) => frequency);
  if (unit !== undefined) {
    const place = reader.since(from);
    return (draft) => draft.group(unit, place);
  }
  if (!reader.takeKeyword('by')) return null;
  const keyword = reader.mistakes.quote(reader.since(from));
  if (isLimit(reader)) return null;
  if (!reader.look(({ dimension, unit, measures }) => dimension ?? unit ?? measures)) reader.skipFiller();
  const first = axisAt(reader, from);
  if (first) {
    const { at } = reader;
    const more = reader.try(() => (goesOn(reader) ? axisAlone(reader, at) : null));
    return (draft) => {
      first(draft);
      more?.(draft);
    };
  }
  const measure = measureAt(reader);
  if (measure) {
    const place = reader.since(from);
    return (draft) => draft.rankBy(measure, place);
  }
  throw reader.mistakes.notOneOf('something to group by', keyword, groupings(reader.words), { at: reader.at });
};

/** `by more than 10%`. */
function isLimit(reader: Reader): boolean {
  const seen = reader.look(({ keyword }) => keyword);
  return seen?.found === 'over' || seen?.found === 'under' || seen?.found === 'at least';
}

/** `and` or a comma after something to group by. */
function goesOn(reader: Reader): boolean {
  return reader.takeKeyword('and') || reader.token?.parted === ',';
}

/** What rows can be grouped by: a dimension or a unit of time, which counts before a measure that is no longer. */
function axisAt(reader: Reader, from: number): Effect | null {
  const seen = reader.look(({ dimension, unit }) => dimension ?? unit);
  const measure = reader.look(({ measures }) => measures);
  if (!seen || seen.length < (measure?.length ?? 0)) return null;
  reader.at += seen.length;
  const axis = seen.found;
  const place = reader.since(from);
  return (draft) => draft.group(axis, place);
}

/** Not `item A-7`, which names one. */
function axisAlone(reader: Reader, from: number): Effect | null {
  const { at } = reader;
  const longest = reader.name()?.length ?? 0;
  const found = axisAt(reader, from);
  return reader.at - at >= longest ? found : null;
}

/** `top 10`, `bottom`, `top 5 skus`. */
export const ranking: Clause = (reader) => {
  const from = reader.at;
  const end = reader.takeKeyword('top') ? 'top' : reader.takeKeyword('bottom') ? 'bottom' : null;
  if (end === null) return null;
  const count = integerAt(reader) ?? countMissing(reader, end);
  if (count < 1 || count > MOST_ROWS) throw noCount(reader, end, reader.at - 1);
  const place = reader.since(from);
  const axis = reader.try(() => axisAlone(reader, reader.at));
  return (draft) => {
    draft.rows(end, count, place);
    axis?.(draft);
  };
};

function countMissing(reader: Reader, end: string): number {
  if (reader.shape('number')) throw noCount(reader, end, reader.at);
  return DEFAULT_ROWS;
}

function noCount({ mistakes }: Reader, end: string, at: number) {
  const said = `“${mistakes.quote({ at })}” is no number of rows; ${end} takes 1 to ${MOST_ROWS}.`;
  return mistakes.stop('unknown', said, { at }, [String(DEFAULT_ROWS)]);
}

/** `as table`, `as a chart`, `as csv`. */
export const rendering: Clause = (reader) => {
  const from = reader.at;
  if (!reader.takeKeyword('as')) return null;
  reader.skipFiller();
  const found = reader.take(({ rendering: one }) => one);
  if (!found) throw reader.mistakes.notOneOf('a way to show an answer', 'as', RENDERINGS, { at: reader.at });
  const place = reader.since(from);
  return (draft) => draft.render(found, place);
};
