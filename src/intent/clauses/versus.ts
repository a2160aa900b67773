import type { TimeUnit, Versus } from '../../periods/index.js';
import { without } from '../draft.js';
import type { Reader } from '../reader.js';
import type { Edit, Stop } from '../stop.js';
import type { Clause } from './clause.js';
import { periodAt } from './period.js';

const EXAMPLES = ['yesterday', 'last week', 'last month', 'last year', 'october', '2026-10-31'];

/** `vs yesterday`, `vs last week`, `compared to october`. */
export const versus: Clause = (reader) => {
  const from = reader.at;
  if (!reader.takeKeyword('vs')) return null;
  const keyword = reader.mistakes.quote(reader.since(from));
  reader.skipFiller();
  if (reader.look(({ environment }) => environment)) throw notEnvironments(reader, from);
  const what = versusAt(reader);
  if (!what) throw reader.mistakes.notOneOf('what to set it against', keyword, EXAMPLES, { at: reader.at });
  const place = reader.since(from);
  return (draft) => draft.against(what, place);
};

function versusAt(reader: Reader): Versus | null {
  const ago = reader.try(() => earlier(reader));
  if (ago !== null) return { kind: 'earlier', unit: ago };
  const period = periodAt(reader);
  if (!period) return null;
  if (period.kind === 'yesterday') return { kind: 'earlier', unit: 'day' };
  // The last complete week is no other than the week before only if it is written with its number.
  if (period.kind === 'last' && period.count === 1) return { kind: 'earlier', unit: period.unit };
  return { kind: 'period', period };
}

/** `the week before`, `a year ago`. */
function earlier(reader: Reader): TimeUnit | null {
  const unit = reader.take((meanings) => meanings.unit);
  return unit !== undefined && reader.takeKeyword('before') ? unit : null;
}

/** Environments are compared by a KPI, not by a period. */
function notEnvironments(reader: Reader, from: number): Stop {
  reader.take(({ environment }) => environment);
  const { mistakes, words } = reader;
  const place = reader.since(from);
  const before = environmentBefore(reader, from);
  const places = [...kpisIn(reader, from), ...(before === null ? [] : [before]), place];
  const kpis = ['variance', 'compare'].filter((kpi) => words.kpiNames.includes(kpi));
  const instead = (kpi: string): readonly Edit[] => [{ at: 0, length: 0, text: kpi }, ...places.flatMap(without)];
  const message = `“${mistakes.quote(place)}”: a question is set against another period; environments are set against each other by ${kpis.join(' and ')}.`;
  return mistakes.stop('unknown', message, place, kpis.map(instead));
}

/** `in test`, `test` before `vs production`. */
function environmentBefore({ tokens, words }: Reader, from: number) {
  const text = (at: number) => (at >= 0 ? (tokens[at]?.text ?? '') : '');
  if (words.meanings(text(from - 1)).environment === undefined) return null;
  return words.meanings(text(from - 2)).keyword === 'in' ? { at: from - 2, length: 2 } : { at: from - 1 };
}

/** Where KPIs are named before. */
function kpisIn(reader: Reader, before: number) {
  const { at } = reader;
  const places: { at: number; length: number }[] = [];
  for (reader.at = 0; reader.at < before; reader.at++) {
    const seen = reader.look(({ kpi }) => kpi);
    if (seen) places.push({ at: reader.at, length: seen.length });
    reader.at += seen ? seen.length - 1 : 0;
  }
  reader.at = at;
  return places;
}
