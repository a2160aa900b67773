import type { Output } from '../instance/index.js';
import { EVERYTHING } from '../kpi/everything.js';
import { KPIS } from '../kpi/index.js';
import type { Kpi } from '../kpi/kpi.js';
import { measureNames, wordsOf } from '../kpi/measures.js';

/** `tally kpis`: the catalogue, as text or JSON. Yields the exit code. */
export function kpis(options: { json?: true }, output: Output): number {
  output.out(`${catalogue(options)}\n`);
  return 0;
}

function catalogue({ json }: { json?: true }): string {
  if (json) {
    return JSON.stringify(
      KPIS.map((kpi) => {
        const { name, title, summary, definition, synonyms, dimensions, environments } = kpi;
        return { name, title, summary, definition, synonyms, dimensions, environments, measures: measures(kpi) };
      }),
      null,
      2,
    );
  }
  return KPIS.map((kpi) => {
    const { name, summary, definition, dimensions } = kpi;
    const named = measures(kpi).map(({ name: measure }) => wordsOf(measure));
    return [
      `${name}: ${summary}`,
      `  ${definition}`,
      ...(dimensions.length > 0 ? [`  by ${dimensions.join(', ')}; day, week, month, quarter, year`] : []),
      ...(named.length > 0 ? [`  measures ${named.join(', ')}`] : []),
    ].join('\n');
  }).join('\n\n');
}

/** By what its rows can be ranked, held against a number and followed. */
const measures = (kpi: Kpi) =>
  measureNames([kpi], EVERYTHING).map(({ name, label, synonyms }) => ({ name, label, synonyms }));
