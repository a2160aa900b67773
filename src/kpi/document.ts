import { measuresOf } from './compile.js';
import { DIMENSION_NAMES, DIMENSIONS } from './dimensions.js';
import type { Facts } from './facts.js';
import { KPIS } from './index.js';
import { ENVIRONMENTS } from './result.js';
import { ALL_RIGHTS } from './rights.js';

/** A model in which every KPI can say all it has. */
const EVERYTHING: Facts = {
  stock: true,
  dimensions: new Set(DIMENSION_NAMES),
  quantity: 'complete',
  demand: 'complete',
  cost: true,
  tolerance: 0,
};

/** `docs/kpis.md`. */
export function kpiDocument(): string {
  const kpis = KPIS.map((kpi) => {
    const columns = kpi.reshape
      ? []
      : measuresOf(kpi, EVERYTHING, ENVIRONMENTS, ALL_RIGHTS).map(
          ({ key, label, unit }) => `| \`${key}\` | ${label} | ${unit} |`,
        );
    return [
      `## ${kpi.name}`,
      '',
      `${kpi.summary[0]?.toUpperCase()}${kpi.summary.slice(1)}.`,
      '',
      kpi.definition,
      '',
      `- Asked ${kpi.environments === 'each' ? 'of both environments, or `in test`, `in production`' : 'of both environments beside each other'}.`,
      `- By: ${kpi.dimensions.length > 0 ? kpi.dimensions.join(', ') : 'nothing'}.`,
      ...(kpi.synonyms.length > 0 ? [`- Also understood: ${kpi.synonyms.join(', ')}.`] : []),
      ...(kpi.sort.keys[0]
        ? [
            `- Ranked by \`${kpi.sort.keys[0]}\`${kpi.sort.absolute ? ', by magnitude; `bottom` by the signed value' : ''}.`,
          ]
        : []),
      ...(columns.length > 0 ? ['', '| key | column | unit |', '| --- | --- | --- |', ...columns] : []),
      '',
    ].join('\n');
  });
  const dimensions = Object.values(DIMENSIONS).map(
    ({ name, about, synonyms }) => `| ${name} | ${about} | ${synonyms.join(', ')} |`,
  );
  return [
    '# KPIs',
    '',
    'Made from the registry by `npm run docs`; a test compares.',
    '',
    'A ratio with a zero or missing denominator is empty, shown as `–`. A ratio of a group or a total is divided from its own sums. Without `by`, rows are one level below the finest filter: nothing → category, division → segment, segment → product, category and product → sku, sku → warehouse; without categories, sku.',
    '',
    ...kpis,
    '## Dimensions',
    '',
    '| name | what it is | also understood |',
    '| --- | --- | --- |',
    ...dimensions,
    '',
  ].join('\n');
}
