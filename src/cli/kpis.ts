import { KPIS } from '../kpi/index.js';

/** `tally kpis`: the catalogue, as text or JSON. */
export function kpis({ json }: { json?: true }): string {
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
