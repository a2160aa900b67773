import { type NamedPeriod, nameOf } from '../../periods/index.js';
import type { Reader } from '../reader.js';
import type { Clause } from './clause.js';
import { namedPeriodAt } from './named-period.js';

/** `until 2026-11-10`, `before november`: an end without a beginning. */
export const unbegun: Clause = (reader) => {
  const from = reader.at;
  if (!/^\p{L}+$/u.test(reader.token?.folded ?? '')) return null;
  if (!reader.takeKeyword('to') && !reader.takeKeyword('before')) return null;
  const end = reader.try(() => endAt(reader));
  if (!end) return null;
  const place = reader.since(from);
  const { mistakes } = reader;
  const said = `“${mistakes.quote(place)}” has no beginning: a period is written ${example(end)}.`;
  throw mistakes.stop('refused', said, place);
};

function endAt(reader: Reader): NamedPeriod | null {
  reader.skipFiller();
  return namedPeriodAt(reader);
}

function example(end: NamedPeriod): string {
  const isDay = end.kind === 'day' && !end.date.endsWith('-01-01');
  return isDay ? `from ${end.date.slice(0, 4)}-01-01 to ${nameOf(end)}` : 'from 2026-10-01 to 2026-11-10';
}
