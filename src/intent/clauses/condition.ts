import type { Clause } from './clause.js';

/** `out of stock`: a KPI with a threshold. */
export const condition: Clause = (reader) => {
  const from = reader.at;
  const found = reader.take((meanings) => meanings.condition);
  if (!found || !reader.words.kpisWith(found.measure).includes(found.kpi)) return null;
  const place = reader.since(from);
  return (draft) => {
    draft.named.push({ kpi: found.kpi, measures: [], place });
    draft.thresholds.push({ limit: found.limit, named: { measures: [found.measure], place } });
    draft.usualBy = found.by;
  };
};
