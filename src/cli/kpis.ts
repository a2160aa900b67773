import type { Output } from '../instance/index.js';
import { KPIS } from '../kpi/index.js';

/** `tally kpis`: the catalogue, as text or JSON. Yields the exit code. */
export function kpis(options: { json?: true }, output: Output): number {
  output.out(`${catalogue(options)}\n`);
  return 0;
}

function catalogue({ json }: { json?: true }): string {
  if (json) {
    return JSON.stringify(
      KPIS.map(({ name, title, summary, definition, synonyms, dimensions, environments }) => ({
        name,
        title,
        summary,
        definition,
        synonyms,
        dimensions,
        environments,
      })),
      null,
      2,
    );
  }
  return KPIS.map(({ name, summary, definition, dimensions }) =>
    [
      `${name}: ${summary}`,
      `  ${definition}`,
      ...(dimensions.length > 0 ? [`  by ${dimensions.join(', ')}`] : []),
    ].join('\n'),
  ).join('\n\n');
}
