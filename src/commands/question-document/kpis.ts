import { canonical } from '../../intent/canonical.js';
import { parse } from '../../intent/parse.js';
import { DIMENSIONS } from '../../kpi/dimensions.js';
import { KPIS, MEASURED } from '../../kpi/index.js';
import type { Kpi } from '../../kpi/kpi.js';
import { type MeasureName, measureNames, wordsOf } from '../../kpi/measures.js';
import { ALL_RIGHTS } from '../../kpi/rights.js';
import { UNITS_OF_TIME } from '../../periods/index.js';
import type { Knowledge } from '../desk.js';
import { examplesOf } from '../examples.js';
import { KNOWLEDGE, OF_FLOWS } from './demo.js';
import { code, codes, table } from './markdown.js';

const EXAMPLES = 3;

const isOfFlows = (kpi: Kpi): boolean => Boolean(kpi.refuses?.(KNOWLEDGE.facts));

/** What can be asked of states of stock, or of its flows alone. */
export const kpis = (): string =>
  kpiTable(
    KPIS.filter((kpi) => !isOfFlows(kpi)),
    KNOWLEDGE,
  );
export const kpisOfFlows = (): string => kpiTable(KPIS.filter(isOfFlows), OF_FLOWS);

function kpiTable(some: readonly Kpi[], knowledge: Knowledge): string {
  const rows = some.map((kpi) => [
    code(kpi.name),
    kpi.summary,
    examplesOf(kpi, knowledge, ALL_RIGHTS)
      .slice(1, 1 + EXAMPLES)
      .map(code)
      .join('<br>'),
    kpi.synonyms.join(', '),
  ]);
  return table(['KPI', 'answers', 'such as', 'also called'], rows);
}

/** The names of figures, by which rows are ranked and chosen and which a trend follows. */
export const measures = (): string => measureTable((kpi) => !isOfFlows(kpi), KNOWLEDGE);
export const measuresOfFlows = (): string => measureTable(isOfFlows, OF_FLOWS);

function measureTable(isMeant: (kpi: Kpi) => boolean, knowledge: Knowledge): string {
  const all = measureNames(MEASURED, knowledge.facts);
  const rows = all
    .filter(({ kpis: [owner] }) => MEASURED.some((kpi) => kpi.name === owner && isMeant(kpi)))
    .map((measure) => [
      wordsOf(measure.name),
      measure.kpis.filter((name) => KPIS.some((kpi) => kpi.name === name && isMeant(kpi))).join(', '),
      code(ranked(measure, knowledge)),
      otherWords(measure).join(', '),
    ]);
  return table(['measure', 'of', 'such as', 'also called'], rows);
}

/** By its plain name, where that alone is understood. */
function ranked({ name, kpis: [owner = ''] }: MeasureName, { words }: Knowledge): string {
  const limit = { end: 'top', count: 5 } as const;
  const text = canonical({ kpi: owner, filters: [], by: ['sku'], limit, rank: name }, words);
  const simple = `/stock ${owner} by sku top 5 by ${wordsOf(name)}`;
  const parsed = parse(simple.replace('/stock ', ''), words);
  return parsed.ok && canonical(parsed.intent, words) === text ? simple : text;
}

const otherWords = ({ name, synonyms }: MeasureName): readonly string[] =>
  synonyms.filter((word) => word !== name && word !== name.replaceAll('_', ' ') && word !== wordsOf(name));

/** What rows are made of. */
export function groupings(): string {
  const dimensions = Object.values(DIMENSIONS).map(({ name, about, synonyms }) => [
    code(name),
    about,
    KNOWLEDGE.words.valuesOf(name).slice(0, 3).join(', '),
    synonyms.join(', '),
  ]);
  return table(
    ['by', 'is', 'such as', 'also called'],
    [...dimensions, [codes(UNITS_OF_TIME), 'a step of time', '', '']],
  );
}
