import type { Named } from '../draft.js';
import { fold } from '../fold.js';
import type { Reader } from '../reader.js';

/** A measure where nothing else but a dimension can stand: by its words, as `measure:x`, or the one of a KPI. */
export function measureAt(reader: Reader): Named | null {
  const from = reader.at;
  const qualified = qualifiedMeasure(reader);
  if (qualified) return qualified;
  const seen = reader.look(({ kpi, measures }) => (kpi === undefined && !measures ? undefined : { kpi, measures }));
  if (!seen) return null;
  const { kpi, measures } = seen.found;
  const lead = kpi === undefined ? undefined : reader.words.lead(kpi);
  const all = [...(measures ?? []), ...(lead === undefined ? [] : [lead])];
  if (all.length === 0) return null;
  reader.at += seen.length;
  return { measures: [...new Set(all)], place: reader.since(from) };
}

/** `measure:value_variance`, or null. */
export function qualifiedMeasure(reader: Reader): Named | null {
  const { token, words } = reader;
  if (token?.qualifier == null || fold(token.qualifier) !== 'measure') return null;
  const measure = words.measure(token.text);
  if (measure === undefined) {
    throw reader.mistakes.notOneOf('a measure', 'measure:', words.measureNames, { at: reader.at });
  }
  const place = { at: reader.at++ };
  return { measures: [measure], place };
}
