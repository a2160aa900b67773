import { type NamedPeriod, type Period, PeriodError, periodText, resolve, UNITS_OF_TIME } from '../../periods/index.js';
import { spellings } from '../mistakes.js';
import type { Reader } from '../reader.js';
import type { Suggestion } from '../stop.js';
import type { Clause } from './clause.js';
import { namedPeriodAt } from './named-period.js';
import { integerAt } from './number.js';

/** `october`, `in october`, `on 2026-10-31`, `over the last 30 days`, `from 2026-09 to 2026-10`. */
export const period: Clause = (reader) => {
  const from = reader.at;
  const led = reader.takeKeyword('in') || reader.takeKeyword('on') || takeOver(reader);
  if (led) reader.skipFiller();
  const what = periodAt(reader);
  if (what === null) return null;
  const place = reader.since(from);
  if (!led && what.kind === 'month' && what.year === undefined) refuseValue(reader, from);
  return (draft) => draft.during(what, place);
};

/** “over the last week”, which “above” and “more than” cannot begin. */
export const takeOver = (reader: Reader): boolean => reader.token?.folded === 'over' && reader.takeKeyword('over');

/** A month’s name that is a value as well. “in march” is the month. */
function refuseValue({ tokens, words, mistakes }: Reader, at: number): void {
  const word = tokens[at]?.text ?? '';
  const values = words.find(word);
  if (values.length > 0) throw mistakes.ambiguous({ at }, [`in ${word}`, ...spellings(values)]);
}

/** Any period that stands here; null where none does. */
export function periodAt(reader: Reader): Period | null {
  const from = reader.at;
  refuseAgo(reader);
  const found =
    counted(reader) ?? running(reader) ?? since(reader) ?? between(reader) ?? range(reader) ?? constant(reader);
  if (found) mustBe(found, reader, from);
  return found;
}

/** `last 30 days`, `last week`, `30 days`. */
function counted(reader: Reader): Period | null {
  const from = reader.at;
  const isLast = reader.takeKeyword('last');
  const count = integerAtOnce(reader);
  const unit = reader.take((meanings) => meanings.unit);
  if (unit !== undefined && isLast) return { kind: 'last', count: count ?? 1, unit };
  if (unit !== undefined && count !== null) return { kind: 'recent', count, unit };
  if (isLast) throw unitMissing(reader, from);
  reader.at = from;
  return null;
}

/** `3 days ago`, `a week earlier`: a day that a question cannot name so. */
function refuseAgo(reader: Reader): void {
  const from = reader.at;
  const count = integerAtOnce(reader) ?? 1;
  const unit = reader.take((meanings) => meanings.unit);
  const isAgo = unit !== undefined && reader.takeKeyword('before');
  const hasArticle = reader.tokens[from - 1]?.folded === 'a';
  const place = reader.since(hasArticle ? from - 1 : from);
  reader.at = from;
  if (!isAgo || count < 1) return;
  const { mistakes, tokens, words } = reader;
  const isSetAgainst = words.meanings(tokens[place.at - 1]?.text ?? '').keyword === 'vs';
  const last = periodText({ kind: 'last', count, unit });
  const instead = count === 1 ? [`vs a ${unit} ago`, unit === 'day' ? 'yesterday' : last] : [last];
  const said = `“${mistakes.quote(place)}” is no period: a day is written 2026-10-31, and “${last}” is all of that time.`;
  throw mistakes.stop(isSetAgainst ? 'refused' : 'unknown', said, place, isSetAgainst ? [] : instead);
}

/** A count, without a complaint about what only looks like one: that is for whoever can read it otherwise. */
function integerAtOnce(reader: Reader): number | null {
  return reader.shape('number')?.percent ? null : integerAt(reader);
}

function unitMissing(reader: Reader, from: number) {
  const { mistakes } = reader;
  const month = reader.look((meanings) => meanings.month);
  const keyword = mistakes.quote({ at: from, length: reader.at - from });
  if (!month) return mistakes.notOneOf('a unit of time', keyword, UNITS_OF_TIME, { at: reader.at });
  const said = mistakes.quote({ at: reader.at });
  const message = `“${said}” is the latest one by itself, and “${keyword}” goes with a unit of time.`;
  return mistakes.stop('unknown', message, { at: from, length: reader.at - from + 1 }, [said]);
}

/** `this month`. */
function running(reader: Reader): Period | null {
  return reader.try(() => {
    if (!reader.takeKeyword('this')) return null;
    const unit = reader.take((meanings) => meanings.unit);
    if (unit !== undefined) return { kind: 'this', unit };
    throw reader.mistakes.notOneOf('a unit of time', 'this', UNITS_OF_TIME, { at: reader.at });
  });
}

/** `since september`. */
function since(reader: Reader): Period | null {
  if (!reader.takeKeyword('since')) return null;
  return { kind: 'since', from: required(reader, 'since') };
}

/** `between october and november`. */
function between(reader: Reader): Period | null {
  if (!reader.takeKeyword('between')) return null;
  const from = required(reader, 'between');
  if (!reader.takeKeyword('and') && !reader.takeKeyword('to')) {
    throw reader.mistakes.notOneOf('its other end', 'between … and', ['and today'], { at: reader.at });
  }
  return { kind: 'between', from, to: required(reader, 'and') };
}

/** `from september`, `from september to october`, `september to october`, `september`. */
function range(reader: Reader): Period | null {
  return reader.try(() => {
    const isFrom = reader.takeKeyword('from');
    if (isFrom) reader.skipFiller();
    const from = namedPeriodAt(reader);
    if (!from) return null;
    if (isFrom)
      return reader.takeKeyword('to') ? { kind: 'between', from, to: required(reader, 'to') } : { kind: 'since', from };
    const to = reader.try(() => (reader.takeKeyword('to') ? namedPeriodAt(reader) : null));
    return to ? { kind: 'between', from, to } : from;
  });
}

/** `month to date`. */
function constant(reader: Reader): Period | null {
  return reader.take((meanings) => meanings.period) ?? null;
}

const EXAMPLES = ['2026-10-31', '2026-10', 'october', 'Q3', 'FY2026'];

function required(reader: Reader, keyword: string): NamedPeriod {
  reader.skipFiller();
  const { at } = reader;
  const named = namedPeriodAt(reader);
  if (named) return named;
  throw reader.mistakes.notOneOf('a day, week, month, quarter or year', keyword, EXAMPLES, { at });
}

/** What no calendar has is said at its place. What depends on today is for whoever knows it. */
function mustBe(found: Period, reader: Reader, from: number): void {
  const place = reader.since(from);
  try {
    for (const one of fixedParts(found)) resolve(one, ANY_DAY);
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    throw reader.mistakes.stop('unknown', `${error.message}.`, place, mended(found));
  }
}

const ANY_DAY = { today: '2026-06-15', fiscalYearStart: 1 };

function fixedParts(found: Period): readonly Period[] {
  if (found.kind === 'since') return [found.from];
  if (found.kind !== 'between') return [found];
  const ends = [found.from, found.to];
  return ends.every(isFixed) ? [...ends, found] : ends;
}

const isFixed = (one: NamedPeriod): boolean => one.kind === 'day' || ('year' in one && one.year !== undefined);

function mended(found: Period): readonly Suggestion[] {
  if (found.kind === 'between') return [periodText({ ...found, from: found.to, to: found.from })];
  return found.kind === 'day' ? [found.date.slice(0, 7)] : [];
}
