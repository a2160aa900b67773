import type { Model } from '../model/index.js';
import { unitWord } from './cells.js';
import { ENVIRONMENT_LABEL } from './expressions.js';
import { formatCell, titled } from './format.js';
import type { Measure } from './kpi.js';
import { wordsOf } from './measures.js';
import { pivotOf } from './pivot.js';
import type { Plan } from './planned.js';
import type { ChartHint } from './result.js';
import type { Body } from './run.js';
import { lastOf } from './steps.js';

/** Two dimensions: a table of one measure. */
export async function pivotBody(model: Model, plan: Plan, currency: string): Promise<Body> {
  const { measure, series, reading, ...table } = await pivotOf(model, plan);
  const words = measureWords(plan, measure);
  const all = table.totals?.all ?? null;
  const { unit, signed = false } = measure;
  const figure = all === null ? '' : `: ${formatCell(all, unit, { currency, signed })} in all`;
  return {
    ...table,
    headline: table.rows.length === 0 ? 'There are no rows to show' : `${words}${figure}`,
    chart:
      series.length === 0
        ? null
        : chartOf(plan, table.columns[0]?.key ?? '', series, `${words}${inUnit(measure, currency)}`),
    through: lastOf(reading),
  };
}

function chartOf({ by, across }: Plan, first: string, series: readonly string[], measure: string): ChartHint {
  if (by === 'time') return { kind: 'lines', category: first, series };
  // A sku's name says more than its id.
  return { kind: 'grid', category: by === 'sku' ? 'name' : first, series, overTime: across === 'time', measure };
}

/** `, units`; nothing after words that name it. */
function inUnit({ unit, label }: Measure, currency: string): string {
  const word = unitWord(unit, currency);
  return unit === 'count' || label.endsWith(word) ? '' : `, ${word}`;
}

/** `Fill rate of Production`, `Quantity of both environments`. */
function measureWords({ focus, environments }: Plan, { key, label, environment }: Measure): string {
  if (key === 'both') return 'Quantity of both environments';
  if (!environment || environments.length === 1) return focus === null ? label : titled(wordsOf(focus));
  if (focus !== null) return `${titled(wordsOf(focus))} of ${ENVIRONMENT_LABEL[environment]}`;
  return key === environment ? `Quantity of ${ENVIRONMENT_LABEL[environment]}` : label;
}
