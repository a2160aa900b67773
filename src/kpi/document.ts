import { UNITS_OF_TIME } from '../periods/index.js';
import { DIMENSIONS } from './dimensions.js';
import { EVERYTHING } from './everything.js';
import type { Facts } from './facts.js';
import { titled } from './format.js';
import { KPIS, MEASURED } from './index.js';
import type { Kpi } from './kpi.js';
import { type MeasureName, measureNames, measuresOf, nameOf, wordsOf } from './measures.js';
import { plan } from './plan.js';
import { ENVIRONMENTS } from './result.js';
import { ALL_RIGHTS } from './rights.js';

/** `docs/kpis.md`. */
export const kpiDocument = (): string =>
  [
    '# KPIs',
    '',
    'Made from the registry by `npm run docs`; a test compares. [questions.md](questions.md) is how to ask.',
    '',
    'A ratio with a zero or missing denominator is empty, shown as `–`. A ratio of a group or a total is divided from its own sums. Without `by`, rows are one level below the finest filter: nothing → category, division → segment, segment → product, category and product → sku, sku → warehouse; without categories, sku.',
    '',
    'A measure is asked for by its name: `top 10 by value variance` ranks by it, `fill rate under 90%` keeps rows by it, `fill rate by category` shows it alone, `trend fill rate` follows it. Of a difference `over` and `under` mean its size, either way; an empty percentage of a difference that is not zero is over any. Over a period a state is that of its last day with rows, a flow its sum.',
    '',
    ...KPIS.flatMap((kpi) => [...lines(kpi), '']),
    '## Dimensions',
    '',
    '| name | what it is | also understood |',
    '| --- | --- | --- |',
    ...Object.values(DIMENSIONS).map(({ name, about, synonyms }) => `| ${name} | ${about} | ${synonyms.join(', ')} |`),
    '',
    `Steps of time: ${UNITS_OF_TIME.join(', ')}.`,
    '',
  ].join('\n');

function lines(kpi: Kpi): readonly string[] {
  const { name, summary, definition, environments, dimensions, synonyms } = kpi;
  return [
    `## ${name}`,
    '',
    `${titled(summary)}.`,
    '',
    definition,
    '',
    `- Asked ${environments === 'each' ? 'of both environments, or `in test`, `in production`' : 'of both environments beside each other'}.`,
    `- By: ${dimensions.length > 0 ? dimensions.join(', ') : 'nothing'}.`,
    `- Over time: ${overTime(kpi)}.`,
    ...(synonyms.length > 0 ? [`- Also understood: ${synonyms.join(', ')}.`] : []),
    ...ranking(kpi),
    ...(kpi.lead === null
      ? []
      : [`- About \`${wordsOf(kpi.lead)}\`: what two dimensions, a comparison and a trend of it show.`]),
    ...measureLines(kpi),
  ];
}

/** The data for which a KPI makes sense. */
function factsFor(kpi: Kpi): Facts {
  return kpi.refuses?.(EVERYTHING) ? { ...EVERYTHING, quantity: 'flow', demand: 'flow' } : EVERYTHING;
}

function overTime(kpi: Kpi): string {
  const { name: kpiName, dimensions } = kpi;
  const isAnswered = (by: 'alone' | 'beside') => {
    const beside = dimensions.filter((one) => one !== 'environment').slice(0, 1);
    const query = {
      kpi: kpiName,
      filters: [],
      by: by === 'alone' ? (['month'] as const) : ([...beside, 'month'] as const),
    };
    return !('refusal' in plan(query, factsFor(kpi), ALL_RIGHTS));
  };
  if (isAnswered('alone')) return isAnswered('beside') ? 'by a step, alone or beside a dimension' : 'by a step';
  return isAnswered('beside') ? 'by a step, beside a dimension' : 'of a period, not by steps of it';
}

function ranking({ sort: { keys, absolute } }: Kpi): readonly string[] {
  if (keys.length === 0) return [];
  const columns = keys.map((key) => `\`${key}\``).join(', or else ');
  return [`- Ranked by ${columns}${absolute ? ', by magnitude; `bottom` by the signed value' : ''}.`];
}

/** Columns, with the names by which they are asked for; of what is shown as rows, the names alone. */
function measureLines(kpi: Kpi): readonly string[] {
  const facts = factsFor(kpi);
  const names = measureNames(MEASURED.includes(kpi) ? [kpi] : [], facts);
  if (kpi.reshape) {
    return names.length > 0 ? [`- Measures: ${names.map(({ name }) => wordsOf(name)).join(', ')}.`] : [];
  }
  const rows = measuresOf(kpi, facts, ENVIRONMENTS, ALL_RIGHTS).map((measure) => {
    const named = names.find(({ name }) => name === nameOf(measure));
    return `| \`${measure.key}\` | ${measure.label} | ${measure.unit} | ${named ? askedAs(named) : ''} |`;
  });
  return rows.length > 0 ? ['', '| key | column | unit | asked as |', '| --- | --- | --- | --- |', ...rows] : [];
}

function askedAs({ name, synonyms }: MeasureName): string {
  return [...new Set([wordsOf(name), ...synonyms.filter((word) => !/ pct$/.test(word))])].join(', ');
}
