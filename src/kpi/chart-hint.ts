import type { Plan } from './planned.js';
import type { Band, ChartHint, Column } from './result.js';
import { STEP } from './trend.js';

/** Of what the KPI draws, that which the answer has; null when none of it is left. */
export function chartOf(
  { kpi, focus, by, measures, environments, query, ranking }: Plan,
  columns: readonly Column[],
): ChartHint | null {
  if (by === null || by === 'time') return null;
  const shown = (keys: readonly string[]) => keys.filter((name) => columns.some(({ key }) => key === name));
  // A sku's name says more than its id.
  const category = by === 'sku' ? 'name' : by;
  const ranked = ranking?.measure;
  if (query.limit && ranked && (ranked.signed || query.rank !== undefined) && shown([ranked.key]).length > 0) {
    return { kind: 'ranked', category, value: ranked.key };
  }
  if (focus !== null) {
    const own = shown(
      by === 'environment' ? columns.map(({ key }) => key).slice(1, 2) : measures.map(({ key }) => key),
    );
    return own.length > 0 ? { kind: 'grouped', category, series: own, difference: [] } : null;
  }
  const drawn = kpi.chart(by === 'environment' ? environments.slice(0, 1) : environments);
  const series = shown(drawn.series);
  if (series.length === 0) return null;
  if (by === 'environment') return { kind: 'grouped', category, series, difference: [] };
  if (drawn.kind === 'shares') return { kind: 'shares', category, series };
  return { kind: 'grouped', category, series, difference: shown(drawn.difference ?? []) };
}

/** A line for each measure of a trend, or for those that the KPI draws. */
export function linesOf(
  { kpi, focus, measured, measures, environments, thresholds }: Plan,
  band: Band | null,
): ChartHint | null {
  const all = measures.map(({ key }) => key);
  const drawn = measured.chart(environments).series;
  const series = focus !== null ? all : all.filter((key) => drawn.includes(key));
  if (series.length === 0) return null;
  // Between steps that a threshold leaves out no line leads from one to the next.
  if (kpi.grouping !== 'steps' && thresholds.length > 0)
    return { kind: 'grouped', category: STEP, series, difference: [] };
  return { kind: 'lines', category: STEP, series, ...(band ? { band } : {}) };
}
