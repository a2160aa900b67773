import type { Limited, Named } from '../draft.js';
import type { Reader } from '../reader.js';
import type { Clause } from './clause.js';
import { amountAt } from './number.js';
import { periodAt, takeOver } from './period.js';

/** `over 5%`, `under 10`, `by more than 10%`: of the KPI’s own measure. */
export const threshold: Clause = (reader) => {
  reader.takeKeyword('by');
  const limit = limitAt(reader);
  return limit && ((draft) => draft.thresholds.push({ limit, named: null }));
};

/** What is said of a measure after it: `over 5%`, `is over 5%`; null where that is something else. */
export function limitOf(reader: Reader, named: Named): Limited | null {
  if (reader.token?.parted === ';') return null;
  const limit = reader.try(() => {
    reader.skipFiller();
    return limitAt(reader);
  });
  return limit && { limit, named };
}

function limitAt(reader: Reader): Limited['limit'] | null {
  const from = reader.at;
  refuseInclusive(reader);
  const { mistakes } = reader;
  const longer = (reader.name()?.length ?? 0) > 1;
  const is = reader.takeKeyword('over') ? 'over' : reader.takeKeyword('under') ? 'under' : null;
  if (is === null) return null;
  const keyword = mistakes.quote(reader.since(from));
  const amount = amountAt(reader);
  if (amount) {
    if (!takeUnit(reader)) refuseTime(reader, from);
    return { is, ...amount };
  }
  reader.at = from;
  // “over time” is a KPI, “over the last week” a period.
  if (longer || reader.try(() => overPeriod(reader))) return null;
  const at = from + keyword.split(' ').length;
  throw mistakes.notOneOf('a number', keyword, ['5%', '10'], { at });
}

/** What is counted, after its number: it says nothing. Days do beside a measure that is in days. */
function takeUnit(reader: Reader): boolean {
  if ((reader.name()?.length ?? 0) > 1) return false;
  const isUnit = UNITS.has(reader.token?.folded ?? '');
  const isDays = !isUnit && reader.look(({ unit }) => unit)?.found === 'day' && isInDays(reader);
  if (isUnit || isDays) reader.at++;
  return isUnit || isDays;
}

const UNITS = new Set(['unit', 'units', 'piece', 'pieces', 'pcs']);

/** Whether the question names a measure in days, or a KPI that is about one. */
function isInDays(reader: Reader): boolean {
  const { at, words } = reader;
  let found = false;
  for (reader.at = 0; reader.at < at && !found; reader.at++) {
    const seen = reader.look(({ kpi, measures }) => (kpi === undefined ? measures : [words.lead(kpi) ?? kpi]));
    found = seen?.found.some((measure) => measure.startsWith('days_')) ?? false;
  }
  reader.at = at;
  return found;
}

function overPeriod(reader: Reader) {
  const isOver = takeOver(reader);
  reader.skipFiller();
  return isOver && periodAt(reader) ? true : null;
}

function refuseInclusive(reader: Reader): void {
  const from = reader.at;
  const seen = reader.look(({ keyword }) => keyword);
  if (seen?.found !== 'at least') return;
  const place = { at: from, length: seen.length };
  const said = reader.mistakes.quote(place);
  const word = /least|less|>|≥/.test(said) ? 'over' : 'under';
  const message = `“${said}” is not known: a threshold is “${word} 5%”, without the number itself.`;
  throw reader.mistakes.stop('unknown', message, place, [word]);
}

/** “over 30 days” can be a threshold or a period. */
function refuseTime(reader: Reader, from: number): void {
  const seen = reader.look(({ unit }) => unit);
  const last = reader.tokens[reader.at - 1];
  const number = last?.shape?.is === 'number' && !last.shape.percent ? last.text : null;
  if (!seen || number === null || (reader.name()?.length ?? 0) > seen.length) return;
  const words = reader.mistakes.quote({ at: reader.at, length: seen.length });
  const keyword = reader.mistakes.quote({ at: from, length: reader.at - 1 - from });
  const place = { at: from, length: reader.at + seen.length - from };
  throw reader.mistakes.ambiguous(place, [`${keyword} ${number}`, `${number} ${words}`]);
}
