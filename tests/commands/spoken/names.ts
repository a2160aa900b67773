import fc from 'fast-check';
import type { Candidate } from '../../../src/intent/vocabulary.js';
import { DIMENSION_NAMES, DIMENSIONS, type DimensionName } from '../../../src/kpi/dimensions.js';
import { EVERYTHING } from '../../../src/kpi/everything.js';
import { KPIS, MEASURED } from '../../../src/kpi/index.js';
import { measureNames } from '../../../src/kpi/measures.js';
import { UNIT_WORDS } from '../../../src/periods/index.js';
import { type Part, part } from './part.js';

/** Names of the registry and of the model, in every form. */

const MEASURES = measureNames(MEASURED, EVERYTHING);

export function kpiNamed(kpi: string): fc.Arbitrary<Part> {
  const synonyms = KPIS.find(({ name }) => name === kpi)?.synonyms ?? [];
  return fc.constantFrom(kpi, kpi, ...synonyms, `kpi:${kpi}`).map((text) => part(text, { kpi }));
}

/** Of a KPI by any of its names, or of any KPI; nothing of those that have none of their own. */
export function measureOf(kpi: string | null): fc.Arbitrary<string> {
  const having = MEASURES.filter(({ kpis }) => kpi === null || kpis.includes(kpi));
  if (having.length === 0) return fc.constant('');
  const isDimension = (word: string) => Object.values(DIMENSIONS).some(({ synonyms }) => synonyms.includes(word));
  return fc.constantFrom(...having).chain(({ name, synonyms }) => {
    const words = [name.replaceAll('_', ' '), ...synonyms].filter((word) => !isDimension(word));
    return fc.constantFrom(...words, `measure:${name}`);
  });
}

/** A name, or another word for it. */
export interface Axis {
  readonly text: string;
  readonly name: string;
}

const wordFor = (name: DimensionName): fc.Arbitrary<string> => fc.constantFrom(name, ...DIMENSIONS[name].synonyms);

export const dimension: fc.Arbitrary<Axis> = fc
  .constantFrom(...DIMENSION_NAMES)
  .chain((name) => wordFor(name).map((text) => ({ text, name })));
export const unit: fc.Arbitrary<Axis> = fc.constantFrom(...UNIT_WORDS).map(([text, name]) => ({ text, name }));

/** A value alone, in quotes, with its dimension, or with that before or after it. */
export function valueNamed(candidates: readonly Candidate[]): fc.Arbitrary<Part> {
  return fc.constantFrom(...candidates).chain(({ dimension: name, value, label = value }) => {
    const quoted = `"${value.replaceAll('"', '""')}"`;
    const says = { filters: [{ dimension: name, value }] };
    return wordFor(name as DimensionName)
      .chain((word) =>
        fc.constantFrom(value, label, quoted, `${word}:${quoted}`, `${word} ${value}`, `${value} ${word}`),
      )
      .map((text) => part(text, says));
  });
}
